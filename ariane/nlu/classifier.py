"""The intent classifier as a Rasa component: likeness to the training sentences."""

from __future__ import annotations

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
from ariane.nlu.featurizer import meanings
from ariane.nlu.likeness_model import LikenessModel
from ariane.nlu.masking import spoken
from ariane.nlu.tokenizer import PARTS, QUESTION
from ariane.nlu.training_sentences import of_intents
from ariane.nlu.two_topics import may_be_two, two_topics
from ariane.nlu.views import Views

TOPICS = "topics"  # the entity of a message with two questions: the list of their intents
_RANKED = 10  # intents told in the ranking


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LikenessIntentClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking` from the tokens and, where a featurizer gave one, its dense vector."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The tokenizer comes first: it gives the words."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Weights of the views and of the meaning, and how many dimensions the meaning keeps.

        The others are described in LikenessClassifier.
        """
        weights = {"words": 0.5, "letters": 1.0, "sounds": 0.25, "meaning": 2.25}
        return {**weights, "dimensions": 128, "smoothing": 0.1, "sharpness": 8.0, "first": 8000, "sure": 0.95}

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Make a classifier that knows nothing yet."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model: LikenessModel | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LikenessIntentClassifier:
        """Make an untrained classifier (see Rasa's GraphComponent)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LikenessIntentClassifier:
        """Load a trained classifier."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as directory:
            component._model = component._make()
            component._model.load(directory)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the training sentences, each different one once."""
        examples = _different([example for example in of_intents(training_data) if _words(example)])
        if not examples:
            raise ValueError("data/nlu.yml holds no training sentence: write some for each intent.")
        self._model = self._make()
        sentences = [_words(example) for example in examples]
        self._model.fit(sentences, meanings(examples), [example.get(INTENT) for example in examples])
        with self._model_storage.write_to(self._resource) as directory:
            self._model.save(directory)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message that has words."""
        said = [message for message in messages if _words(message)]
        if said and self._model is not None:
            each = self._model.read([_words(message) for message in said], meanings(said))
            for message, read in zip(said, each, strict=True):
                chances = _of_one_mind(message, self._with_question(message, read), self._model.labels)
                self._set_intent(message, chances)
                self._set_topics(message, chances)
        return messages

    def _with_question(self, message: Message, chances: np.ndarray) -> np.ndarray:
        """Give the mean of what the whole message says and of what its question says, where it is long."""
        words = message.get(QUESTION)
        if not words or self._model is None:
            return chances
        asked = self._model.read([words], self._meaning_of([words]))[0]
        return (chances + asked) / 2

    def _set_intent(self, message: Message, chances: np.ndarray) -> None:
        assert self._model is not None  # noqa: S101 - for the type checker
        best = np.argsort(-chances)[:_RANKED]
        ranking = [
            {INTENT_NAME_KEY: self._model.labels[place], PREDICTED_CONFIDENCE_KEY: float(chances[place])}
            for place in best
        ]
        message.set(INTENT, dict(ranking[0]), add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)

    def _set_topics(self, message: Message, chances: np.ndarray) -> None:
        """Add the entity `topics` to a message that holds two questions."""
        parts = message.get(PARTS) or []
        known = message.get(ENTITIES) or []
        # What the words tell for sure (topics.py) stands; only where they tell nothing are the parts classified.
        if self._model is None or len(parts) < 2 or any(entity["entity"] == TOPICS for entity in known):
            return
        labels = self._model.labels
        whole = dict(zip(labels, map(float, chances), strict=True))
        if not may_be_two(whole):
            return
        each = self._model.read(parts, self._meaning_of(parts))
        likeliest = [(labels[int(row.argmax())], float(row.max())) for row in each]
        topics = two_topics(whole, likeliest)
        if topics:
            text = message.get(TEXT)
            entity = {"entity": TOPICS, "value": topics, "start": 0, "end": len(text), "extractor": type(self).__name__}
            message.set(ENTITIES, [*known, entity], add_to_output=True)

    def _meaning_of(self, parts: list[list[str]]) -> np.ndarray | None:
        encoder = load_encoder() if self._model is not None and self._model.with_meaning else None
        return None if encoder is None else encoder.encode([spoken(words) for words in parts])

    def _make(self) -> LikenessModel:
        views = Views(*(self._config[name] for name in ("words", "letters", "sounds")))
        settings = {name: self._config[name] for name in ("smoothing", "sharpness", "first", "sure")}
        return LikenessModel(views, self._config["meaning"], self._config["dimensions"], **settings)


def _of_one_mind(message: Message, chances: np.ndarray, labels: list[str]) -> np.ndarray:
    """Give the likeliest of the topics asked for the chances of the others: to ask for both is no doubt."""
    asked = [topic for entity in message.get(ENTITIES) or [] if entity["entity"] == TOPICS for topic in entity["value"]]
    places = [labels.index(topic) for topic in asked if topic in labels]
    best = int(chances.argmax())
    if best not in places:
        return chances
    sure = chances.copy()
    sure[places] = 0.0
    sure[best] = chances[places].sum()
    return sure


def _words(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS_NAMES[TEXT]) or []]


def _different(examples: list[Message]) -> list[Message]:
    """Keep one of the sentences that read the same once masked and normalized, for the same intent."""
    return list({(example.get(INTENT), *_words(example)): example for example in examples}.values())
