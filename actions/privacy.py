"""Tells what is kept of a conversation, and erases it."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import AllSlotsReset, EventType, Restarted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from ariane.french.agreement import counted
from ariane.runtime.privacy import erase_conversation, retention_days


class ActionTellPrivacy(Action):
    """Says what is kept, why and how long."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_tell_privacy"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Tell it, with the number of days that the operator set."""
        events = tell_doubtful(dispatcher, tracker)  # « doit-il respecter le RGPD ? »
        if events is not None:
            return events
        dispatcher.utter_message(response="utter_privacy", days=counted(retention_days(), "jour"))
        return []


class ActionEraseData(Action):
    """Erases the conversation, once the visitor agreed.

    This process erases what was written before this turn. The turn itself is not written: the tracker store of the Rasa
    server erases the conversation where this action ran (see ariane/runtime/erasable_tracker_store.py).
    """

    def name(self) -> str:
        """Give the name that domain.yml uses, and that the tracker store looks for."""
        return "action_erase_data"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Erase, confirm, and start anew."""
        erase_conversation(tracker.sender_id)
        dispatcher.utter_message(response="utter_erased", json_message={"reset": True})
        return [AllSlotsReset(), Restarted()]
