"""Gives the contacts of people who advise, and hands a summary over when the visitor agrees."""

from __future__ import annotations

import os
import secrets
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import knowledge
from actions.memory import recent_jobs
from actions.recommend import SUGGESTED, wishes_of
from ariane.answers.contacts import Contact, advisers, contact_lines
from ariane.answers.recommendation import recommendation_words, trait_labels
from ariane.runtime import outbox
from ariane.runtime.conversation_store import ConversationStore

_VARIABLES = {field: f"ARIANE_ADVISER_{field.upper()}" for field in ("name", "phone", "address", "hours", "url")}
_MOST_JOBS = 5
_NONE = "—"


class ActionGiveContacts(Action):
    """Tells whom to talk to, and offers to hand a summary over where the operator takes them."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_give_contacts"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Give the contacts; ask for consent before anything is sent."""
        own = own_adviser()
        contacts = [own, *advisers()] if own else advisers()
        dispatcher.utter_message(response="utter_contacts", contacts=contact_lines(contacts))
        if outbox.handoff_url():
            dispatcher.utter_message(response="utter_ask_handoff", **summary_words(tracker))
        return []


class ActionHandOver(Action):
    """Sends the summary, once the visitor agreed."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_hand_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Put the summary in the outbox and give its reference; it leaves as soon as the receiver answers."""
        if not outbox.handoff_url():
            dispatcher.utter_message(response="utter_no_handoff")
            return []
        reference = secrets.token_hex(4).upper()
        ConversationStore().put_in_outbox(tracker.sender_id, reference, summary(tracker, reference))
        dispatcher.utter_message(response="utter_handed_over", reference=reference)
        return []


def own_adviser() -> Contact | None:
    """Give the adviser that the operator set (ARIANE_ADVISER_NAME, _PHONE, _ADDRESS, _HOURS, _URL), or None."""
    values = {field: os.environ.get(variable) or None for field, variable in _VARIABLES.items()}
    name = values.pop("name")
    return Contact(name=name, **values) if name else None


def summary(tracker: Tracker, reference: str) -> dict[str, Any]:
    """Give what is handed over: the jobs spoken of, the tastes and studies told. No sentence of the visitor."""
    wishes = wishes_of(tracker)
    return {
        "reference": reference,
        "jobs": [job.masculine for job in recent_jobs(tracker, _MOST_JOBS)],
        "suggested": [job.masculine for job in map(knowledge().job, tracker.get_slot(SUGGESTED) or []) if job],
        "liked": list(wishes.liked or ()),
        "avoided": list(wishes.avoided or ()),
        "level": wishes.level or None,
    }


def summary_words(tracker: Tracker) -> dict[str, str]:
    """Put the summary in words, so that the visitor knows what would be sent."""
    wishes = wishes_of(tracker)
    jobs = [job.masculine for job in recent_jobs(tracker, _MOST_JOBS)]
    return {
        "jobs": ", ".join(jobs) or _NONE,
        "liked": trait_labels(wishes.liked or ()) or _NONE,
        "avoided": trait_labels(wishes.avoided or ()) or _NONE,
        "level": str(recommendation_words()["path"]["starts"][wishes.level]) if wishes.level else _NONE,
    }
