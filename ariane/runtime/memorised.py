"""What AugmentedMemoizationPolicy recalls, with less work.

Where a rule is sure of the next action, RulePolicy prevails whatever the memorised conversations say: the policy is
then not asked at all. Nor is it where a message has an intent that no memorised conversation holds.
When the whole conversation is not a memorised one, the policy drops its beginning, action after action, and looks up
each rest. For each rest Rasa makes two trackers and filters their events again. Here the states of a rest come from one
replay, and nothing is looked up when no memorised conversation ends as a rest of this one may.
"""

from __future__ import annotations

import base64
import re
import zlib
from typing import Any

from rasa.core.policies.memoization import (
    AugmentedMemoizationPolicy,
    _get_max_applied_events_for_max_history,
    _trim_tracker_by_max_history,
)
from rasa.core.policies.policy import PolicyPrediction
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_UNLIKELY_INTENT_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from ariane.runtime.tracker import StateHistory

_stock = AugmentedMemoizationPolicy._recall_using_truncation
_stock_predict = AugmentedMemoizationPolicy.predict_action_probabilities
_INTENT = re.compile(r"\bintent: ([^,{}\[\]]+)")
_ACTION = "prev_action: {action_name: "
_RULED = "_ariane_ruled"  # what `note_rule` keeps with a tracker
_BEGINNING = "[{}]"  # the state before any action: a rest begins with an action

# How a memorised conversation ends: its last action, and the visitor's intent before it where there is one.
Ending = tuple[str, "str | None"]


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


def predict_action_probabilities(
    policy: AugmentedMemoizationPolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    rule_only_data: dict[str, Any] | None = None,
    **kwargs: Any,
) -> PolicyPrediction:
    """Predict the next action; none where a rule prevails or no memorised conversation ends with such a message."""
    if _rule_prevails(policy, tracker) or not _may_be_known(policy, tracker):
        return policy._prediction(policy._default_predictions(domain))
    return _stock_predict(policy, tracker, domain, rule_only_data=rule_only_data, **kwargs)


def recall_using_truncation(
    policy: AugmentedMemoizationPolicy,
    old_states: list[State],
    tracker: DialogueStateTracker,
    domain: Domain,
    rule_only_data: dict[str, Any] | None,
) -> str | None:
    """Return the action memorised for the longest rest of the conversation that is known, None when none is."""
    events = _last_applied(tracker, policy.config["max_history"])
    if not _may_end_as_known(policy, events):
        return None
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


def _last_applied(tracker: DialogueStateTracker, max_history: int | None) -> list[Event]:
    """Return the applied events of `tracker` since its last `max_history` actions."""
    most = _get_max_applied_events_for_max_history(tracker, max_history)
    applied: list[Event] = tracker.applied_events()
    events = applied[-most:] if most else applied
    if any(isinstance(event, ActiveLoop) for event in events):
        # Rasa makes a tracker of these events and asks it which apply; without a form, all do.
        events = _trim_tracker_by_max_history(tracker, max_history).applied_events()
    return events


def note_rule(tracker: DialogueStateTracker, prediction: PolicyPrediction) -> None:
    """Keep with `tracker`, as it is now, that RulePolicy made `prediction`, where it is sure of it."""
    if prediction.max_confidence == 1.0:
        tracker.__dict__[_RULED] = (len(tracker.events), prediction.policy_priority)


def _rule_prevails(policy: AugmentedMemoizationPolicy, tracker: DialogueStateTracker) -> bool:
    """Say whether a rule is sure of the next action: Rasa's ensemble then takes the policy of the higher priority."""
    events, priority = tracker.__dict__.get(_RULED, (None, 0))
    return events == len(tracker.events) and priority > policy.priority


def _may_be_known(policy: AugmentedMemoizationPolicy, tracker: DialogueStateTracker) -> bool:
    """Say whether a memorised conversation may end with the visitor's last message; True when that is not asked."""
    if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
        return True
    intent = tracker.latest_message.intent_name
    return not intent or intent in _memorised_intents(policy)


def _may_end_as_known(policy: AugmentedMemoizationPolicy, events: list[Event]) -> bool:
    """Say whether a memorised conversation may end as a rest of `events` does; True when that cannot be told.

    The last state of a rest holds an action of `events` and one of their intents, or none; not always the last ones,
    for turns that only rules know are left out.
    """
    endings = _memorised_endings(policy)
    actions = {event.action_name for event in events if isinstance(event, ActionExecuted)}
    if endings is None or ACTION_UNLIKELY_INTENT_NAME in actions:
        return True
    intents = {event.intent_name for event in events if isinstance(event, UserUttered)}
    return any(action in actions and (intent is None or intent in intents) for action, intent in endings)


def _memorised_intents(policy: AugmentedMemoizationPolicy) -> frozenset[str]:
    """Return the intents in the memorised conversations, read once from the keys of the policy's table."""
    known: frozenset[str] | None = policy.__dict__.get("_ariane_intents")
    if known is None:
        known = frozenset(intent for key in policy.lookup for intent in _INTENT.findall(_text(policy, key)))
        policy.__dict__["_ariane_intents"] = known
    return known


def _memorised_endings(policy: AugmentedMemoizationPolicy) -> frozenset[Ending] | None:
    """Return how the memorised conversations end, read once; None where one ends in a way that is not told by names."""
    if "_ariane_endings" not in policy.__dict__:
        found = [_ending(_text(policy, key)) for key in policy.lookup if _text(policy, key) != _BEGINNING]
        known = [ending for ending in found if ending is not None]
        policy.__dict__["_ariane_endings"] = frozenset(known) if len(known) == len(found) else None
    endings: frozenset[Ending] | None = policy.__dict__["_ariane_endings"]
    return endings


def _ending(key: str) -> Ending | None:
    """Read the last state of a memorised conversation. Its parts are sorted by name: the visitor's comes last."""
    _, action, rest = key.rpartition(_ACTION)
    intent = _INTENT.search(rest)
    return (re.split("[,}]", rest, maxsplit=1)[0], intent.group(1) if intent else None) if action else None


def _text(policy: AugmentedMemoizationPolicy, key: str) -> str:
    if not policy.config["enable_feature_string_compression"]:
        return key
    return zlib.decompress(base64.b64decode(key)).decode()
