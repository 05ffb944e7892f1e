"""The sentence encoder as a Rasa dense featurizer."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.encoder import load_encoder
from ariane.nlu.masking import spoken

_BATCH = 32  # sentences encoded together in training: more is no faster


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds a sentence vector of shape (1, dimension); without the encoder's package it adds nothing."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The tokenizer comes first: the encoder reads its words."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`scale` sets the vector's length against other features, where the classifier does not weigh them."""
        return {**DenseFeaturizer.get_default_config(), "scale": 1.0}

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """Make the featurizer; the encoder is loaded with the first sentence."""
        super().__init__(name, config)
        self._scale = float(config["scale"])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Make the featurizer (see Rasa's GraphComponent)."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Refuse a scale that is not a positive number."""
        if not float(config.get("scale", 1.0)) > 0:
            raise ValueError("SentenceEncoderFeaturizer: `scale` must be a positive number.")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of the training sentences."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector of each message that has words."""
        encoder = load_encoder()
        if encoder is None:
            return messages
        spoken = [message for message in messages if message.get(TOKENS_NAMES[TEXT])]
        for first in range(0, len(spoken), _BATCH):
            batch = spoken[first : first + _BATCH]
            vectors = encoder.encode([_sentence(message) for message in batch]) * self._scale
            for message, vector in zip(batch, vectors, strict=False):
                self._add(message, vector)
        return messages

    def _add(self, message: Message, vector: np.ndarray) -> None:
        # Of the whole sentence only: a copy for each word would weigh more than all the rest in training.
        self.add_features_to_message(None, vector[None, :], TEXT, message)


def _sentence(message: Message) -> str:
    return spoken(token.text for token in message.get(TOKENS_NAMES[TEXT]))


def meaning(message: Message) -> np.ndarray | None:
    """Give the dense vector of a message, those of several featurizers end to end; None where no featurizer gave any.

    Rasa's own way, get_dense_features, copies what it gives.
    """
    vectors = [
        feature.features[-1]
        for feature in message.features
        if feature.attribute == TEXT and feature.type == FEATURE_TYPE_SENTENCE and feature.is_dense()
    ]
    return np.concatenate(vectors) if len(vectors) > 1 else next(iter(vectors), None)


def meanings(messages: list[Message]) -> np.ndarray | None:
    """Give the dense vectors of messages, one a row, or None where one of them has none."""
    vectors = [vector for message in messages if (vector := meaning(message)) is not None]
    return np.vstack(vectors) if len(vectors) == len(messages) else None
