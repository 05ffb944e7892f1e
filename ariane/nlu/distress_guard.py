"""Hears distress before anything else, as a Rasa component that comes after the intent classifier."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.encoder import load_encoder
from ariane.nlu.distress import DISTRESS, PERHAPS_DISTRESS, SUICIDE, help_line
from ariane.nlu.distress_model import DistressModel, Said
from ariane.nlu.featurizer import meaning, meanings
from ariane.nlu.masking import spoken
from ariane.nlu.training_sentences import told_beside_intent

# Of the training sentences, one in so many is learnt again beside a question of that many words.
_EVERY, _EVERY_ORDINARY = 4, 40
_SHORTEST, _LONGEST = 4, 14
_STRIDE = 7919  # a prime number: questions of all kinds take turns
_KNOWN = "known_words.json"
HELP_LINE = "help_line"  # entity: the number to call, as a string


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DistressGuard(IntentClassifier, GraphComponent):
    """Puts `distress` on top of the intents of a message where it hears it, with the entity `help_line`.

    Where it is not sure, it puts `perhaps_distress` there: the number is told first, then the message is answered.
    The ranking found before stays, after it; where the classifier alone heard distress, the next intent comes first.
    Training sentences of `distress` may tell their help line in Rasa's metadata (`metadata: {line: "119"}`); for the
    others the patterns of distress.yml decide.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """The tokenizer comes first: it gives the words."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """From the chance `threshold` on, a message is distress; from `doubt` on, it may be.

        Both are chosen on benchmarks/dev: lower, they miss fewer people and take more careers talk.
        """
        return {"threshold": 0.9, "doubt": 0.25}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Make a guard that knows nothing yet."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._known: frozenset[str] = frozenset()
        self._resource = resource
        self._model: DistressModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DistressGuard:
        """Make an untrained guard (see Rasa's GraphComponent)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> DistressGuard:
        """Load a trained guard."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            if any(directory.iterdir()):
                component._model = DistressModel()
                component._model.load(directory)
                component._known = frozenset(json.loads((directory / _KNOWN).read_text("utf-8")))
        return component

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse thresholds that are no probabilities, or the wrong way round."""
        chosen = {**cls.get_default_config(), **config}
        if not 0 < float(chosen["doubt"]) <= float(chosen["threshold"]) < 1:
            raise ValueError("DistressGuard: `doubt` and `threshold` must be between 0 and 1, `doubt` the lower one.")

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the training sentences; with none of distress, or of it alone, the patterns do the work."""
        examples = [example for example in training_data.intent_examples if _words(example)]
        lines = [_line(example) for example in examples]
        told = {line for line in lines if line is not None}
        with self._model_storage.write_to(self._resource) as directory:
            if len(told) > 1 and None in lines:
                self._model = DistressModel()
                self._model.fit(*_with_longer(examples, lines))
                self._model.save(directory)
                self._known = frozenset(word for example in examples for word in _words(example))
                (directory / _KNOWN).write_text(json.dumps(sorted(self._known)), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Put `distress` on top where it is heard."""
        for message in messages:
            heard = self._hear(message) if _words(message) and message.get(TEXT) else None
            if heard is not None:
                _raise_alarm(message, *heard)
            elif (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == DISTRESS:
                _call_off(message)
        return messages

    def _hear(self, message: Message) -> tuple[str, str] | None:
        """Give the intent of a message of distress, sure or not, and the help line that fits; None for the others."""
        if self._model is None or not self._in_words(message):
            line = help_line(_text(message))
            return None if line is None else (DISTRESS, line)
        chance, line = self._model.hear(_said(message), meaning(message) if self._model.with_meaning else None)
        if chance < float(self._config["doubt"]):
            return None
        return (DISTRESS if chance >= float(self._config["threshold"]) else PERHAPS_DISTRESS), line

    def _in_words(self, message: Message) -> bool:
        """Say whether half of the words at least are known: of gibberish the model can say nothing."""
        words = _words(message)
        return 2 * sum(word in self._known for word in words) >= len(words)


def _raise_alarm(message: Message, intent: str, line: str) -> None:
    top = {INTENT_NAME_KEY: intent, PREDICTED_CONFIDENCE_KEY: 1.0}
    before = message.get(INTENT_RANKING_KEY) or []
    # Halved, or the fallback would find distress and what the classifier was sure of too close to tell apart.
    others = [
        {**entry, PREDICTED_CONFIDENCE_KEY: entry[PREDICTED_CONFIDENCE_KEY] / 2}
        for entry in before
        if entry.get(INTENT_NAME_KEY) != DISTRESS
    ]
    message.set(INTENT, top, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [dict(top), *others], add_to_output=True)
    text = message.get(TEXT)
    entity = {
        "entity": HELP_LINE, "value": line, "start": 0, "end": len(text), "extractor": DistressGuard.__name__,
    }  # fmt: skip
    message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)


def _call_off(message: Message) -> None:
    """Leave the intent to the next in the ranking, its share of what remains as its confidence."""
    others = [entry for entry in message.get(INTENT_RANKING_KEY) or [] if entry.get(INTENT_NAME_KEY) != DISTRESS]
    left = sum(entry[PREDICTED_CONFIDENCE_KEY] for entry in others)
    if not left:
        return
    ranking = [{**entry, PREDICTED_CONFIDENCE_KEY: entry[PREDICTED_CONFIDENCE_KEY] / left} for entry in others]
    message.set(INTENT, dict(ranking[0]), add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)


def _confidence(message: Message) -> float:
    """Give the classifier's confidence in `distress`."""
    ranking = message.get(INTENT_RANKING_KEY) or []
    return next((float(e[PREDICTED_CONFIDENCE_KEY]) for e in ranking if e.get(INTENT_NAME_KEY) == DISTRESS), 0.0)


def _line(example: Message) -> str | None:
    if example.get(INTENT) != DISTRESS:
        return None
    told = told_beside_intent(example).get("line")
    return str(told) if told else help_line(_text(example)) or SUICIDE


def _text(message: Message) -> str:
    return message.get(TEXT) or ""


def _words(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]


def _said(message: Message) -> Said:
    return Said(_text(message), _words(message), _confidence(message))


def _with_longer(
    examples: list[Message], lines: list[str | None]
) -> tuple[list[Said], np.ndarray | None, list[str | None]]:
    """Give the training sentences, and with some a question on jobs before or after it.

    People in distress often begin with what they came for, and training sentences are short.
    """
    said, dense = [_said(example) for example in examples], meanings(examples)
    questions = [one for one, example in zip(said, examples, strict=True) if _is_question(example)]
    longer: list[Said] = []
    known = list(lines)
    for place, (one, line) in enumerate(zip(said, lines, strict=True)):
        if questions and place % (_EVERY if line else _EVERY_ORDINARY) == 0:
            question = questions[place * _STRIDE % len(questions)]
            longer.append(_joined(one, question, first=place % 3 == 0))
            known.append(line)
            if line is None:  # whoever tells a long story is not in distress for that
                told = said[place * _STRIDE % len(said)]
                if lines[place * _STRIDE % len(said)] is None:
                    longer.append(_joined(told, longer[-1], first=False))
                    known.append(None)
    encoder = load_encoder() if dense is not None and longer else None
    if dense is not None and encoder is not None:
        dense = np.vstack([dense, encoder.encode([spoken(one.words) for one in longer])])
    return said + longer, dense, known


def _joined(one: Said, question: Said, *, first: bool) -> Said:
    before, after = (one, question) if first else (question, one)
    return Said(f"{before.text} ? {after.text}", [*before.words, "?", *after.words])


def _is_question(example: Message) -> bool:
    asks = str(example.get(INTENT)).startswith("ask_")
    return asks and _SHORTEST <= len(_words(example)) <= _LONGEST
