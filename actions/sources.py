"""Tells where the last answer comes from."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.conversation import SOURCES, knowledge
from ariane.answers.sources import cite


class ActionTellSources(Action):
    """Names the sources of what was told last, with their dates."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_tell_sources"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Cite the sources, or say that nothing was told yet, unless a fact of the job is asked for."""
        events = tell_doubtful(dispatcher, tracker)  # « d'où viennent les données qu'il étudie ? »
        if events is not None:
            return events
        told = tracker.get_slot(SOURCES) or []
        if told:
            dispatcher.utter_message(response="utter_sources", sources=cite(knowledge(), told))
        else:
            dispatcher.utter_message(response="utter_no_sources")
        return []
