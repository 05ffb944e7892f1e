"""Goes on when a message was not understood: the likeliest readings first, never a dead end."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.conversation import asked_job, keep_job, readings, says_no_word, times_in_a_row
from ariane.answers.phrases import load_phrases

NAME = "action_clarify"
MOST_READINGS = 2
# What is said the first time in a row, the second, the third …; the last two take turns afterwards.
OFFER, REPHRASE = "utter_clarify", "utter_rephrase"
NO_WORD = "utter_no_word"
STEPS = (OFFER, REPHRASE, "utter_lost", "utter_clarify_again", "utter_lost_again")
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
        events = tell_doubtful(dispatcher, tracker)
        if events is not None:
            return events + _then_listen(tracker)
        buttons = reading_buttons(tracker)
        response = _next_step(times_in_a_row(tracker, NAME), bool(buttons))
        if response in _WITH_READINGS:
            dispatcher.utter_message(response=response, buttons=buttons)
        else:
            dispatcher.utter_message(response=response)
        return (keep_job(asked.job, asked.title) if asked.job else []) + _then_listen(tracker)


def _then_listen(tracker: Tracker) -> list[EventType]:
    """Wait for the visitor: where no rule nor story follows, Rasa would run this action ten times over."""
    return [] if tracker.active_loop.get("name") else [FollowupAction("action_listen")]


def reading_buttons(tracker: Tracker) -> list[dict[str, str]]:
    """Give a button for each of the two likeliest intents that a button can stand for."""
    titles = load_phrases().titles()
    names = [name for name in readings(tracker) if name in titles][:MOST_READINGS]
    return [{"title": titles[name], "payload": f"/{name}"} for name in names]


def _next_step(times: int, has_readings: bool) -> str:
    steps = [step for step in STEPS if has_readings or step not in _WITH_READINGS]
    if times < len(steps):
        return steps[times]
    return steps[-1 - (times - len(steps) + 1) % 2]
