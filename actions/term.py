"""Defines a word of the field."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import find_doubtful, tell_doubtful, tell_topic
from actions.conversation import asked_job, entities, knowledge, remember, say, spoken_of
from ariane.answers.glossary import define
from ariane.answers.topic import Answer


class ActionDefineTerm(Action):
    """Says what a word means, from the glossary."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_define_term"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Define the term named; a job named instead is presented; an unknown word is said to be unknown."""
        named = [str(entity["value"]) for entity in entities(tracker, "term")]
        if named:
            return _tell_with_facts(
                dispatcher, tracker, define(knowledge(), named), find_doubtful(tracker, spoken_of(tracker))
            )
        asked = asked_job(tracker)
        if entities(tracker, "job") and asked.job:
            return tell_topic(dispatcher, tracker, asked.job, asked.title, "description", "")
        return tell_doubtful(dispatcher, tracker, at_a_loss=True) or _say_unknown(dispatcher)


def _tell_with_facts(
    dispatcher: CollectingDispatcher, tracker: Tracker, definition: Answer, facts: Answer | None
) -> list[EventType]:
    """Tell a definition, then the facts of the job spoken of that the message surely asks for as well."""
    answer = definition
    if facts is not None and definition.text:
        answer = replace(
            definition,
            text=f"{definition.text}\n{facts.text}",
            told=definition.told + facts.told,
            sources=tuple(dict.fromkeys(definition.sources + facts.sources)),
        )
    say(dispatcher, tracker, "utter_term", answer)
    return remember(answer, "term")


def _say_unknown(dispatcher: CollectingDispatcher) -> list[EventType]:
    dispatcher.utter_message(response="utter_unknown_term")
    return []
