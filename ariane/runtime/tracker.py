"""A conversation whose cost does not grow with its length.

Rasa works out a conversation anew whenever it needs it: `copy()` replays every event (for each action run),
`applied_events()` walks through all of them (a dozen times a message), `past_states()` replays them once more for each
policy. At turn 200 that is most of a message. Here each of these goes on from where it was left. What they return is
what Rasa's own return; tests/runtime/test_same_as_rasa.py compares them.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from itertools import islice
from typing import Any

from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

# Events after which what was applied before may no longer be: all is worked out anew, by Rasa's own code.
_REWRITING = (ActionReverted, ActiveLoop, Restarted, SessionStarted, UserUtteranceReverted)
# How many of the last states are given as copies: policies change the last ones in place, six to eight of them (their
# max_history, and the length of the longest rule).
_CHANGEABLE_STATES = 24


class FlatTracker(DialogueStateTracker):
    """Rasa's tracker, going on from what it worked out before. Made by `flat()` from a tracker that only had events."""

    _replayed: DialogueStateTracker
    _applied: Applied
    _histories: dict[Any, StateHistory]

    def copy(self) -> DialogueStateTracker:
        """Return what replaying all events gives, by replaying only those that came since the last time."""
        replayed = self._replayed
        for event in islice(self.events, len(replayed.events), None):
            replayed.update(event)
        return clone(replayed)

    def applied_events(self) -> list[Event]:
        """Return the events that count: those that no later event undid."""
        return self._applied.of(self)

    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """Return the state before each action and the present one, as policies see them."""
        key = (id(domain), omit_unset_slots, ignore_rule_only_turns, repr(rule_only_data))
        history = self._histories.get(key)
        applied = self.applied_events()
        if history is None or not history.goes_on(applied):
            options = (omit_unset_slots, ignore_rule_only_turns, rule_only_data)
            history = self._histories[key] = StateHistory(self, domain, *options)
        return history.states(applied)

    def learn_from(self, other: FlatTracker) -> None:
        """Work out in advance what `other`, the same conversation, was asked for: the next message will ask again."""
        applied = self.applied_events()
        for key, asked in other._histories.items():
            history = self._histories.get(key)
            if history is None or not history.goes_on(applied):
                history = self._histories[key] = StateHistory(self, asked.domain, *asked.options)
            history.take_in(applied)


def flat(replayed: DialogueStateTracker, memory: FlatTracker | None = None) -> FlatTracker:
    """Make a tracker from `replayed`, whose state must come from its events alone.

    `memory` is an earlier tracker of the same conversation with the same events: what it worked out is taken over.
    """
    tracker = clone(replayed, FlatTracker)
    tracker._replayed = clone(replayed)
    tracker._applied = memory._applied.copy() if memory else Applied()
    tracker._histories = {key: history.copy() for key, history in memory._histories.items()} if memory else {}
    return tracker


def clone(tracker: DialogueStateTracker, kind: Any = DialogueStateTracker) -> Any:
    """Copy the state of `tracker` as it is, without replaying anything. Events are shared, as in Rasa's own copies."""
    copied = kind.__new__(kind)
    copied.__dict__.update(tracker.__dict__)
    for name in ("_replayed", "_applied", "_histories"):
        copied.__dict__.pop(name, None)
    copied.events = deque(tracker.events, tracker._max_event_history)
    copied.slots = {name: _copy(slot) for name, slot in tracker.slots.items()}
    copied.active_loop = dataclasses.replace(tracker.active_loop) if tracker.active_loop else None
    return copied


def _copy(slot: Slot) -> Slot:
    """Copy a slot as `copy.copy` does, which asks the class how to first."""
    copied: Slot = slot.__class__.__new__(slot.__class__)
    copied.__dict__.update(slot.__dict__)
    return copied


def _before_all(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """Return what `tracker.init_copy()` does: the conversation before its first event."""
    begun: DialogueStateTracker = DialogueStateTracker(
        tracker.sender_id or DEFAULT_SENDER_ID,
        None,
        tracker._max_event_history,
        is_rule_tracker=tracker.is_rule_tracker,
    )
    begun.slots = {name: _copy(slot) for name, slot in tracker.slots.items()}
    begun._reset_slots()
    return begun


class Applied:
    """The events of a conversation that count, kept from one question to the next."""

    def __init__(self) -> None:
        self._seen = 0
        self._last: Event | None = None
        self._events: list[Event] = []
        self._loops: set[str] = set()

    def copy(self) -> Applied:
        """Copy what was worked out."""
        other = Applied()
        other.__dict__.update(self.__dict__, _events=list(self._events), _loops=set(self._loops))
        return other

    def of(self, tracker: DialogueStateTracker) -> list[Event]:
        """Return the applied events of `tracker` in a new list."""
        events = tracker.events
        if self._seen and (len(events) < self._seen or events[self._seen - 1] is not self._last):
            return self._anew(tracker)
        new = list(islice(events, self._seen, None)) if len(events) > self._seen else []
        if any(self._rewrites(event) for event in new):
            return self._anew(tracker)
        if new:
            self._events += new
            self._seen, self._last = len(events), new[-1]
        return list(self._events)

    def _rewrites(self, event: Event) -> bool:
        return isinstance(event, _REWRITING) or (isinstance(event, ActionExecuted) and event.action_name in self._loops)

    def _anew(self, tracker: DialogueStateTracker) -> list[Event]:
        self._events = DialogueStateTracker.applied_events(tracker)
        self._loops = {event.name for event in tracker.events if isinstance(event, ActiveLoop) and event.name}
        self._seen = len(tracker.events)
        self._last = tracker.events[-1] if tracker.events else None
        return list(self._events)


class StateHistory:
    """The states of a conversation's past, for one domain and one set of options, each worked out once.

    The loop is that of Rasa's `Domain.states_for_tracker_history`, which can only start from the first event.
    """

    def __init__(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        omit_unset_slots: bool,
        ignore_rule_only_turns: bool,
        rule_only_data: dict[str, Any] | None,
    ) -> None:
        """Start before the first event of `tracker`."""
        self.domain = domain
        self.options = (omit_unset_slots, ignore_rule_only_turns, rule_only_data)
        self._prior = _before_all(tracker)
        self._last_action: Any = None  # the previous action that the machine-learning policies see
        self._hidden = False
        self._states: list[State] = []

    def copy(self) -> StateHistory:
        """Copy what was worked out."""
        other = StateHistory.__new__(StateHistory)
        other.__dict__.update(self.__dict__, _prior=clone(self._prior), _states=list(self._states))
        return other

    def goes_on(self, applied: list[Event]) -> bool:
        """Say whether `applied` begins with the events seen so far."""
        seen = self._prior.events
        return len(applied) >= len(seen) and (not seen or applied[len(seen) - 1] is seen[-1])

    def states(self, applied: list[Event]) -> list[State]:
        """Take in the events of `applied` that are new, and return the states with the present one at the end."""
        self.take_in(applied)
        kept = self.__dict__.copy()
        past = self._states
        self._states = past[:-_CHANGEABLE_STATES] + _copies(past[-_CHANGEABLE_STATES:])
        self._add(False)
        present = self._states
        self.__dict__.update(kept)
        return present

    def take_in(self, applied: list[Event]) -> None:
        """Add the state before each new action of `applied`."""
        for event in applied[len(self._prior.events) :]:
            if isinstance(event, ActionExecuted):
                self._add(event.hide_rule_turn)
            self._prior.update(event)

    def _add(self, hide_rule_turn: bool) -> None:
        omit_unset_slots, ignore_rule_only_turns, rule_only_data = self.options
        domain, tracker = self.domain, self._prior
        if ignore_rule_only_turns:
            if not self._hidden:
                self._last_action = domain._get_prev_action_sub_state(tracker)
            if not tracker.followup_action and tracker.latest_action_name != tracker.active_loop_name:
                self._hidden = hide_rule_turn
            if self._hidden:
                return
        state = domain.get_active_state(tracker, omit_unset_slots=omit_unset_slots)
        if ignore_rule_only_turns:
            domain._remove_rule_only_features(state, rule_only_data)
            if self._states:
                domain._substitute_rule_only_user_input(state, self._states[-1])
            if self._last_action:
                state["prev_action"] = self._last_action
        self._states.append(domain._clean_state(state))


def _copies(states: list[State]) -> list[State]:
    """Copy states two levels deep; parts that were shared between states stay shared."""
    parts: dict[int, Any] = {}
    copies: list[State] = []
    for state in states:
        for part in state.values():
            if id(part) not in parts:
                parts[id(part)] = dict(part)
        copies.append({name: parts[id(part)] for name, part in state.items()})
    return copies
