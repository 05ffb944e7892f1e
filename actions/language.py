"""Answers a message that is not in French."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from ariane.french.folding import fold

# The commonest words of each language that the others do not have.
_WORDS = {
    "english": frozenset(
        "the is are you what how do does i my me to of and can this with who where hello hi please thanks thank "
        "would could job speak english tell need want good morning".split()
    ),
    "spanish": frozenset(
        "el la los las es que como cual cuanto un una de y puedo quiero necesito hola gracias por favor para soy "
        "hablar habla espanol buenos dias trabajo gusta gustan hay usted no mi".split()
    ),
}
_OTHER = "other"


class ActionAnswerInLanguage(Action):
    """Says politely, in English or Spanish, that Ariane speaks French, then goes on in French."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_answer_in_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Answer in the visitor's language where it is known."""
        dispatcher.utter_message(response=f"utter_language_{language(tracker.latest_message.get('text') or '')}")
        return []


def language(text: str) -> str:
    """Give "english", "spanish" or "other": the language that most of the words of `text` belong to."""
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()
    counts = {name: sum(word in known for word in words) for name, known in _WORDS.items()}
    if any(mark in text for mark in "¿¡ñ"):
        counts["spanish"] += 2
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else _OTHER
