"""Declines what is not Ariane's business, unless the facts of the job spoken of answer it after all."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.clarify import NO_WORD, next_step
from actions.compare import tell_of_listed
from actions.conversation import says_no_word, times_in_a_row

NAME = "action_decline"
# What is said the first time in a row, the second, the third …; afterwards the last ones take turns.
STEPS = (
    "utter_out_of_scope", "utter_out_of_scope_again", "utter_out_of_scope_briefly",
    "utter_out_of_scope_for_example", "utter_out_of_scope_for_ideas", "utter_out_of_scope_still",
)  # fmt: skip
_TURNS = 4  # how many take turns


class ActionDecline(Action):
    """Says that the question is out of scope, once the facts of the job spoken of did not surely answer it."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return NAME

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Tell the facts that surely fit, or decline, never twice in a row in the same words."""
        if says_no_word(tracker):
            dispatcher.utter_message(response=NO_WORD)
            return []
        events = tell_of_listed(dispatcher, tracker) or tell_doubtful(dispatcher, tracker)
        if events is not None:
            return events
        dispatcher.utter_message(response=next_step(STEPS, times_in_a_row(tracker, NAME), _TURNS))
        return []
