"""Answers « c'est fiable ? » truthfully."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.conversation import SOURCES, knowledge

_EDITORIAL = "editorial"


class ActionTellReliability(Action):
    """Says what answers rest on, how old the sources of the last one are, and what cannot be relied on."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_tell_reliability"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say it of the last answer where there is one, of Ariane as a whole otherwise."""
        events = tell_doubtful(dispatcher, tracker)  # « qui vérifie la qualité des données ? »
        if events is not None:
            return events
        told = knowledge().sources(tracker.get_slot(SOURCES) or [])
        years = sorted(source.year for source in told if source.kind != _EDITORIAL)
        if years and years[0] != years[-1]:
            dispatcher.utter_message(response="utter_reliability_dates", oldest=str(years[0]), newest=str(years[-1]))
        elif years:
            dispatcher.utter_message(response="utter_reliability_date", date=str(years[0]))
        elif told:
            dispatcher.utter_message(response="utter_reliability_editorial")
        else:
            documents = [source for source in knowledge().sources() if source.kind != _EDITORIAL]
            dispatcher.utter_message(response="utter_reliability", count=str(len(documents)))
        return []
