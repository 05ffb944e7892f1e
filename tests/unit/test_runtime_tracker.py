"""The flat tracker gives what Rasa's gives, whatever the events and in whatever order it is asked."""

from __future__ import annotations

import random

import pytest
from rasa.core.policies.memoization import _trim_tracker_by_max_history
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    FollowupAction,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

from ariane.runtime.memorised import _last_applied
from ariane.runtime.tracker import flat

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [greet, ask_salary]
entities: [job]
slots:
  job: {type: text, influence_conversation: true, mappings: [{type: custom}]}
  told: {type: any, mappings: [{type: custom}]}
forms: {a_form: {required_slots: []}}
actions: [action_answer, utter_x]
responses: {utter_x: [{text: x}]}
"""
)
RULE_ONLY = {"rule_only_slots": ["told"], "rule_only_loops": ["a_form"]}
OPTIONS = [
    {},
    {"omit_unset_slots": True},
    {"ignore_rule_only_turns": True, "rule_only_data": RULE_ONLY},
]


def some_events(dice: random.Random, rare: bool) -> list[Event]:
    """One turn: a message, what it sets, an action, its answer; now and then something rare."""
    intent = dice.choice(["greet", "ask_salary"])
    action = dice.choice(["action_answer", "utter_x", "a_form"] if rare else ["action_answer", "utter_x"])
    events: list[Event] = [
        UserUttered("question", {"name": intent}, [{"entity": "job", "value": "x"}] if dice.random() < 0.3 else []),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted(action, "policy", 1.0, hide_rule_turn=dice.random() < 0.6),
        BotUttered("réponse"),
        SlotSet("job", dice.choice(["data", None, "web"])),
        SlotSet("told", [dice.randrange(9)]),
        ActionExecuted("action_listen", "policy", 1.0, hide_rule_turn=dice.random() < 0.6),
    ]
    if rare and dice.random() < 0.4:
        odd = [
            ActionReverted(), UserUtteranceReverted(), Restarted(), SessionStarted(), AllSlotsReset(),
            ActiveLoop("a_form"), ActiveLoop(None), FollowupAction("utter_x"),
        ]  # fmt: skip
        events.insert(dice.randrange(len(events)), dice.choice(odd))
    return events


def same(ours: DialogueStateTracker, theirs: DialogueStateTracker) -> None:
    for verbosity in EventVerbosity:
        assert ours.current_state(verbosity) == theirs.current_state(verbosity)
    assert ours.followup_action == theirs.followup_action
    assert {name: slot.has_been_set for name, slot in ours.slots.items()} == {
        name: slot.has_been_set for name, slot in theirs.slots.items()
    }


@pytest.mark.parametrize("rare", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_same_answers_as_rasa_at_every_event(seed: int, rare: bool) -> None:
    dice = random.Random(seed)
    theirs = DialogueStateTracker("x", DOMAIN.slots)
    ours = flat(DialogueStateTracker("x", DOMAIN.slots))
    for _ in range(12):
        for event in some_events(dice, rare):
            theirs.update(event)
            ours.update(event)
            if dice.random() < 0.5:
                assert ours.applied_events() == theirs.applied_events()
                same(ours.copy(), theirs.copy())
            for options in OPTIONS:
                if dice.random() < 0.3:
                    assert ours.past_states(DOMAIN, **options) == theirs.past_states(DOMAIN, **options)
        if dice.random() < 0.5:  # the next message: the state that comes from the events alone, and what was worked out
            theirs = DialogueStateTracker.from_events("x", list(theirs.events), DOMAIN.slots)
            memory = flat(theirs)
            memory.learn_from(ours)
            ours = flat(memory, memory)
            same(ours, theirs)


def test_a_policy_may_change_the_states_it_is_given() -> None:
    tracker = flat(DialogueStateTracker("x", DOMAIN.slots))
    for event in some_events(random.Random(1), rare=False):
        tracker.update(event)
    expected = DialogueStateTracker.from_events("x", list(tracker.events), DOMAIN.slots).past_states(DOMAIN)
    for state in tracker.past_states(DOMAIN):
        state.get("user", {}).clear()
        state.clear()
    assert tracker.past_states(DOMAIN) == expected


def test_a_copy_does_not_change_the_original() -> None:
    tracker = flat(DialogueStateTracker("x", DOMAIN.slots))
    tracker.update(SlotSet("job", "data"))
    copied = tracker.copy()
    copied.update(SlotSet("job", "web"))
    copied.trigger_followup_action("utter_x")
    assert tracker.get_slot("job") == "data"
    assert len(tracker.events) == 1
    assert tracker.copy().get_slot("job") == "data"


def test_a_copy_is_the_replay_of_the_events_not_the_present_state() -> None:
    tracker = flat(DialogueStateTracker("x", DOMAIN.slots))
    tracker.update(FollowupAction("utter_x"))
    tracker.clear_followup_action()  # Rasa does this outside of the events
    assert tracker.copy().followup_action == "utter_x"


@pytest.mark.parametrize("rare", [False, True])
@pytest.mark.parametrize("seed", range(25))
def test_the_last_events_are_those_of_the_tracker_that_rasa_makes_of_them(seed: int, rare: bool) -> None:
    dice = random.Random(seed)
    tracker = DialogueStateTracker("x", DOMAIN.slots)
    for _ in range(12):
        for event in some_events(dice, rare):
            tracker.update(event)
        for most in (None, 1, 3, 6):
            assert _last_applied(tracker, most) == _trim_tracker_by_max_history(tracker, most).applied_events()
