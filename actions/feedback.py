"""Keeps opinions on answers, with the turn that each is about."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import JOB, TOLD, TOPIC, intent
from actions.memory import answered_turn, last_answering
from ariane.runtime.conversation_store import ConversationStore

THANKED = "feedback_thanked"
_UP, _DOWN, _COMMENT = "up", "down", "comment"
_NEGATIVE = "feedback_negative"
_MOST_CHARACTERS = 2_000  # of a comment kept


class ActionKeepFeedback(Action):
    """Keeps 👍 or 👎, with the words typed, and thanks once."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_keep_feedback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Keep the opinion; ask what lacked after a bad one."""
        negative = intent(tracker) == _NEGATIVE
        keep_opinion(tracker, _DOWN if negative else _UP, typed(tracker))
        if negative:
            thanked = tracker.get_slot(THANKED)
            dispatcher.utter_message(response="utter_feedback_again" if thanked else "utter_feedback_negative")
        else:
            dispatcher.utter_message(
                response="utter_feedback_noted" if tracker.get_slot(THANKED) else "utter_feedback_positive"
            )
        return [SlotSet(THANKED, True)]


class ActionKeepComment(Action):
    """Keeps what the visitor writes after a bad opinion."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_keep_comment"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Keep the comment and say so."""
        keep_opinion(tracker, _COMMENT, typed(tracker))
        dispatcher.utter_message(response="utter_feedback_comment_kept")
        return []


def typed(tracker: Tracker) -> str | None:
    """Give the words of the last message, None for a button."""
    text = (tracker.latest_message.get("text") or "")[:_MOST_CHARACTERS]
    return None if not text or text.startswith("/") else text


def keep_opinion(tracker: Tracker, opinion: str, text: str | None) -> None:
    """Keep an opinion with the turn it is about: the one that the page names, else the last one answered."""
    named = str((tracker.latest_message.get("metadata") or {}).get("about") or "")
    turn = answered_turn(tracker)
    last = str(turn[0].get("message_id") or "") if turn else ""
    about: dict[str, Any] = {
        "action": last_answering(tracker),
        "job": tracker.get_slot(JOB),
        "topic": tracker.get_slot(TOPIC),
        "told": tracker.get_slot(TOLD) or [],
        "answer": named or None,
    }
    ConversationStore().add_feedback(tracker.sender_id, named.rpartition(".")[0] or last, opinion, about, text)
