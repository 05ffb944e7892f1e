"""Defines a word of the field."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful, tell_terms, tell_topic
from actions.conversation import asked_job, entities


class ActionDefineTerm(Action):
    """Says what a word means, from the glossary."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_define_term"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Define the term named; a job named instead is presented; an unknown word is said to be unknown."""
        if not entities(tracker, "term"):
            asked = asked_job(tracker)
            if entities(tracker, "job") and asked.job:
                return tell_topic(dispatcher, tracker, asked.job, asked.title, "description", "")
            return tell_doubtful(dispatcher, tracker, asked) or _say_unknown(dispatcher)
        return tell_terms(dispatcher, tracker)


def _say_unknown(dispatcher: CollectingDispatcher) -> list[EventType]:
    dispatcher.utter_message(response="utter_unknown_term")
    return []
