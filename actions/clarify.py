"""Goes on when a message was not understood: the likeliest readings first, never a dead end."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.compare import tell_of_listed
from actions.conversation import ASK, asked_job, intent, keep_job, readings, says_no_word, times_in_a_row
from ariane.answers.phrases import load_phrases
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
_ASKED = 0.25  # the confidence, halved by the distress guard, from which a message asks something
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
        if intent(tracker) == PERHAPS_DISTRESS and not _asks(tracker):
            if not tracker.active_loop.get("name"):
                dispatcher.utter_message(response=LISTENING)
            return _then_listen(tracker)
        asked = asked_job(tracker)
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


def _asks(tracker: Tracker) -> bool:
    """Say whether a message that may be distress asks something too: to the others, facts on a job are no answer."""
    beneath = {name: share for name, share in readings(tracker).items() if name != PERHAPS_DISTRESS}
    name, share = next(iter(beneath.items()), ("", 0.0))
    asks = name.startswith(ASK) and share >= _ASKED
    return asks or "?" in str(tracker.latest_message.get("text") or "")


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
