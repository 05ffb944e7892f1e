"""Goes on when a message was not understood: the likeliest readings first, never a dead end."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful, tell_topic
from actions.compare import tell_of_listed
from actions.conversation import (
    ASK,
    Asked,
    asked_job,
    intent,
    keep_job,
    question,
    readings,
    says_no_word,
    times_in_a_row,
)
from ariane.answers.phrases import load_phrases
from ariane.knowledge.schema import TOPICS as JOB_TOPICS
from ariane.nlu.distress import PERHAPS_DISTRESS

NAME = "action_clarify"
MOST_READINGS = 2
# What is said the first time in a row, the second, the third …; afterwards the last ones take turns.
OFFER, REPHRASE = "utter_clarify", "utter_rephrase"
NO_WORD = "utter_no_word"
LISTENING = "utter_listening"  # after a help line's number, to whoever asked nothing
STEPS = (
    OFFER, REPHRASE, "utter_lost", "utter_clarify_again",
    "utter_lost_for_example", "utter_lost_for_ideas", "utter_lost_in_short", "utter_lost_again",
)  # fmt: skip
_TURNS = 4  # how many take turns
# Confidences, halved by the distress guard, from which a message asks something, and plainly asks about a topic.
_ASKED, _PLAIN = 0.25, 0.4
_WITH_READINGS = frozenset({OFFER, "utter_clarify_again"})


class ActionClarify(Action):
    """Offers the two likeliest readings, then asks to say it otherwise, then tells what Ariane knows and who helps."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Answer where the facts leave little doubt; else take the next step."""
        if says_no_word(tracker):
            dispatcher.utter_message(response=NO_WORD)
            return _then_listen(tracker)
        asked = asked_job(tracker)
        events = _after_number(dispatcher, tracker, asked) if intent(tracker) == PERHAPS_DISTRESS else None
        if events is None:
            events = tell_of_listed(dispatcher, tracker) or tell_doubtful(dispatcher, tracker)
        if events is not None:
            return events + _then_listen(tracker)
        buttons = reading_buttons(tracker)
        response = _next_step(times_in_a_row(tracker, NAME), bool(buttons))
        if response in _WITH_READINGS:
            dispatcher.utter_message(response=response, buttons=buttons)
        else:
            dispatcher.utter_message(response=response)
        return (keep_job(asked.job, asked.title) if asked.job else []) + _then_listen(tracker)


def _after_number(dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked) -> list[EventType] | None:
    """Go on with a message that may be distress, once the number is told.

    A topic that it plainly asks about is answered. Whoever asks nothing gets no facts: they would be no answer. None
    where it asks something that is in doubt.
    """
    beneath = ((name, share) for name, share in readings(tracker).items() if name != PERHAPS_DISTRESS)
    name, share = next(beneath, ("", 0.0))
    topic = name.removeprefix(ASK)
    if asked.job and topic in JOB_TOPICS and share >= _PLAIN:
        return tell_topic(dispatcher, tracker, asked.job, asked.title, topic, question(tracker))
    if (name.startswith(ASK) and share >= _ASKED) or "?" in str(tracker.latest_message.get("text") or ""):
        return None
    if not tracker.active_loop.get("name"):
        dispatcher.utter_message(response=LISTENING)
    return []


def _then_listen(tracker: Tracker) -> list[EventType]:
    """Take up the questionnaire where it is under way, or wait for the visitor.

    Where no rule nor story follows, Rasa would run this action ten times over, then answer nothing more.
    """
    return [FollowupAction(tracker.active_loop.get("name") or "action_listen")]


def reading_buttons(tracker: Tracker) -> list[dict[str, str]]:
    """Give a button for each of the two likeliest intents that a button can stand for."""
    titles = load_phrases().titles()
    names = [name for name in readings(tracker) if name in titles][:MOST_READINGS]
    return [{"title": titles[name], "payload": f"/{name}"} for name in names]


def next_step(steps: Sequence[str], times: int, turns: int) -> str:
    """Give the step after `times` others; once all were taken, the last `turns` of them again and again."""
    return steps[times] if times < len(steps) else steps[len(steps) - turns + (times - len(steps)) % turns]


def _next_step(times: int, has_readings: bool) -> str:
    return next_step([step for step in STEPS if has_readings or step not in _WITH_READINGS], times, _TURNS)
