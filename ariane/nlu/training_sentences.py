"""Which training sentences tell what a message means, and which are there for the distress guard alone."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_ONLY, _GUARD = "only", "guard"


def told_beside_intent(example: Message) -> dict[str, Any]:
    """Give what Rasa's `metadata` says of the list of sentences that `example` stands in."""
    told = (example.get("metadata") or {}).get("intent")
    return told if isinstance(told, dict) else {}


def of_intents(training_data: TrainingData) -> list[Message]:
    """Give the sentences that intents are learnt from: all but those marked `metadata: {only: guard}`.

    Thousands more of these would make each message slower to read, and teach little but distress.
    """
    return [one for one in training_data.intent_examples if told_beside_intent(one).get(_ONLY) != _GUARD]
