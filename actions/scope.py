"""Declines what is not Ariane's business, unless the facts of the job spoken of answer it after all."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.conversation import asked_job


class ActionDecline(Action):
    """Says that the question is out of scope, once the facts of the job spoken of did not surely answer it."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_decline"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Tell the facts that surely fit, or decline."""
        confidence = float((tracker.latest_message.get("intent") or {}).get("confidence") or 1.0)
        events = tell_doubtful(dispatcher, tracker, asked_job(tracker), refused=confidence)
        if events is not None:
            return events
        dispatcher.utter_message(response="utter_out_of_scope")
        return []
