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
from ariane.nlu.distress import SUICIDE, asks_about_work, help_line, speaks_of_work, unexplained
from ariane.nlu.distress_model import DistressModel
from ariane.nlu.noise import normalize

DISTRESS = "distress"
# Two readers, this component's model and the intent classifier, are each wrong about other sentences. In each pair:
# from that confidence of the classifier on, that probability of the model is enough. Of what says nothing of work or
# studies, less is enough. Chosen on benchmarks/dev, as is `threshold`, which stands in place of None.
_BESIDE_WORK = ((0.95, 0.1), (0.5, None), (0.05, 0.6))
_ELSEWHERE = ((0.9, 0.03), (0.5, 0.06), (0.25, 0.15), (0.05, 0.5))
_POSSIBLE, _LIKELY = 0.05, 0.5  # for what a figure of speech leaves
_KNOWN = "known_words.json"
HELP_LINE = "help_line"  # entity: the number to call, as a string


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DistressGuard(IntentClassifier, GraphComponent):
    """Puts `distress` on top of the intents of a message where it hears it, with the entity `help_line`.

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
        """`threshold` is chosen on benchmarks/dev: lower, it misses fewer people and takes more careers talk."""
        return {"threshold": 0.2, "meaning": 3.0, "strength": 1.0}

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
                component._model = component._make()
                component._model.load(directory)
                component._known = frozenset(json.loads((directory / _KNOWN).read_text("utf-8")))
        return component

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a threshold that is no probability."""
        if not 0 < float(config.get("threshold", 0.5)) < 1:
            raise ValueError("DistressGuard: `threshold` must be between 0 and 1.")

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the training sentences; with none of distress, or of it alone, the patterns do the work."""
        examples = [example for example in training_data.intent_examples if _words(example)]
        lines = [_line(example) for example in examples]
        told = {line for line in lines if line is not None}
        with self._model_storage.write_to(self._resource) as directory:
            if len(told) > 1 and None in lines:
                self._model = self._make()
                self._model.fit([_text(e) for e in examples], [_words(e) for e in examples], _meaning(examples), lines)
                self._model.save(directory)
                self._known = frozenset(word for example in examples for word in _words(example))
                (directory / _KNOWN).write_text(json.dumps(sorted(self._known)), "utf-8")
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Put `distress` on top where it is heard."""
        spoken = [message for message in messages if _words(message) and message.get(TEXT)]
        if not spoken:
            return messages
        for message, line in zip(spoken, self._hear(spoken), strict=True):
            if line is not None:
                _raise_alarm(message, line)
            elif (message.get(INTENT) or {}).get(INTENT_NAME_KEY) == DISTRESS:
                _call_off(message)
        return messages

    def _hear(self, messages: list[Message]) -> list[str | None]:
        if self._model is None:
            return [help_line(_text(message)) for message in messages]
        said = ([_text(message) for message in messages], [_words(message) for message in messages], _meaning(messages))
        chances, lines = self._model.hear(*said)
        return [
            line if self._hears(message, chance) else help_line(_text(message))
            for message, line, chance in zip(messages, lines, chances, strict=True)
        ]

    def _hears(self, message: Message, chance: float) -> bool:
        """Weigh the model's `chance` against the classifier's confidence."""
        text = _text(message)
        if not self._in_words(message) or asks_about_work(text):
            return False
        confidence = _confidence(message)
        left = unexplained(text)
        if left != normalize(text):
            # « mort de rire »: the classifier heard the figure of speech too. What is left is listened to by itself.
            return confidence >= _POSSIBLE and self._chance_of(left) >= _LIKELY
        pairs = _BESIDE_WORK if speaks_of_work(text) else _ELSEWHERE
        threshold = float(self._config["threshold"])
        return any(confidence >= least and chance >= (needed or threshold) for least, needed in pairs)

    def _chance_of(self, left: str) -> float:
        """Give the model's probability for a part of a message."""
        if self._model is None or not left:
            return 0.0
        encoder = load_encoder() if self._model.with_meaning else None
        if self._model.with_meaning and encoder is None:
            return 0.0
        chances, _ = self._model.hear([left], [left.split()], encoder.encode([left]) if encoder else None)
        return float(chances[0])

    def _in_words(self, message: Message) -> bool:
        """Say whether half of the words at least are known: of gibberish the model can say nothing."""
        words = _words(message)
        return 2 * sum(word in self._known for word in words) >= len(words)

    def _make(self) -> DistressModel:
        return DistressModel(float(self._config["meaning"]), float(self._config["strength"]))


def _raise_alarm(message: Message, line: str) -> None:
    top = {INTENT_NAME_KEY: DISTRESS, PREDICTED_CONFIDENCE_KEY: 1.0}
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
    told = ((example.get("metadata") or {}).get("intent") or {}).get("line")
    return str(told) if told else help_line(_text(example), 1.0) or SUICIDE


def _text(message: Message) -> str:
    return message.get(TEXT) or ""


def _words(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]


def _meaning(messages: list[Message]) -> np.ndarray | None:
    vectors = [message.get_dense_features(TEXT)[1] for message in messages]
    if any(vector is None for vector in vectors):
        return None
    return np.vstack([vector.features[-1] for vector in vectors])
