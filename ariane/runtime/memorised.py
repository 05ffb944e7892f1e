"""What AugmentedMemoizationPolicy recalls, with less work.

When the whole conversation is not a memorised one, the policy drops its beginning, action after action, and looks up
each rest. For each rest Rasa makes two trackers and filters their events again. Here the states of a rest come from one
replay, and nothing is looked up when the visitor's intent is in no memorised story: no rest can then be found.
"""

from __future__ import annotations

import base64
import re
import zlib
from typing import Any

from rasa.core.policies.memoization import AugmentedMemoizationPolicy, _trim_tracker_by_max_history
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event
from rasa.shared.core.trackers import DialogueStateTracker

from ariane.runtime.tracker import StateHistory

_stock = AugmentedMemoizationPolicy._recall_using_truncation
_INTENT = re.compile(r"\bintent: ([^,{}\[\]]+)")


class _Rest:
    """The end of a conversation, as far as a featurizer looks at it."""

    def __init__(self, tracker: DialogueStateTracker, events: list[Event]) -> None:
        self._tracker, self._events = tracker, events

    def past_states(self, domain: Domain, **options: Any) -> list[State]:
        """Return the states of the rest alone, as a new tracker with these events has them."""
        history = StateHistory(
            self._tracker,
            domain,
            options.get("omit_unset_slots", False),
            options["ignore_rule_only_turns"],
            options["rule_only_data"],
        )
        return history.states(self._events)


def recall_using_truncation(
    policy: AugmentedMemoizationPolicy,
    old_states: list[State],
    tracker: DialogueStateTracker,
    domain: Domain,
    rule_only_data: dict[str, Any] | None,
) -> str | None:
    """Return the action memorised for the longest rest of the conversation that is known, None when none is."""
    if not _may_be_known(policy, tracker):
        return None
    events = _trim_tracker_by_max_history(tracker, policy.config["max_history"]).applied_events()
    if any(isinstance(event, ActiveLoop) for event in events):  # forms: a rest may have other applied events
        return _stock(policy, old_states, tracker, domain, rule_only_data)
    for start, event in enumerate(events):
        if isinstance(event, ActionExecuted):
            rest: Any = _Rest(tracker, events[start:])
            states = policy._prediction_states(rest, domain, rule_only_data=rule_only_data)
            if states != old_states:
                memorised = policy._recall_states(states)
                if memorised is not None:
                    return memorised
                old_states = states
    return None


def _may_be_known(policy: AugmentedMemoizationPolicy, tracker: DialogueStateTracker) -> bool:
    """Say whether a memorised conversation may end with the visitor's last message; True when that is not asked."""
    if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
        return True
    intent = tracker.latest_message.intent_name
    return not intent or intent in _memorised_intents(policy)


def _memorised_intents(policy: AugmentedMemoizationPolicy) -> frozenset[str]:
    """Return the intents in the memorised conversations, read once from the keys of the policy's table."""
    known: frozenset[str] | None = policy.__dict__.get("_ariane_intents")
    if known is None:
        known = frozenset(intent for key in policy.lookup for intent in _INTENT.findall(_text(policy, key)))
        policy.__dict__["_ariane_intents"] = known
    return known


def _text(policy: AugmentedMemoizationPolicy, key: str) -> str:
    if not policy.config["enable_feature_string_compression"]:
        return key
    return zlib.decompress(base64.b64decode(key)).decode()
