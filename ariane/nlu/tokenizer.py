"""The tokenizer: the words that the classifier sees (see masking.py), as Rasa tokens."""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.nlu.linker import JOB, JOB_CHOICE, TERM, UNKNOWN_JOB
from ariane.nlu.masking import Masker, training_words
from ariane.nlu.noise import normalize
from ariane.nlu.training_sentences import of_intents

TOKENS = TOKENS_NAMES[TEXT]
PARTS = "question_parts"  # where a message keeps the words of its parts, for the classifier
QUESTION = "question_of_story"  # … and, where it is long, the words of the question that it comes to
_FILE = "masker.json"
_HIDDEN = frozenset((JOB, JOB_CHOICE, UNKNOWN_JOB, TERM))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class MaskingTokenizer(Tokenizer):
    """Splits a message into normalized words, its spelling mended; a job reads `METIER`, a term `TERME`."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, masker: Masker | None = None
    ) -> None:
        """Make a tokenizer; without a masker it knows no word yet."""
        super().__init__(config)
        self._model_storage = model_storage
        self._resource = resource
        self._masker = masker or Masker({}, "")

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Give the settings that Rasa's Tokenizer asks for."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MaskingTokenizer:
        """Make an untrained tokenizer (see Rasa's GraphComponent)."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MaskingTokenizer:
        """Load a trained tokenizer."""
        with model_storage.read_from(resource) as directory:
            state = json.loads((directory / _FILE).read_text("utf-8"))
        return cls(config, model_storage, resource, Masker(**state))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the words of the training sentences."""
        self._masker = Masker.learn(example.get(TEXT) or "" for example in of_intents(training_data))
        with self._model_storage.write_to(self._resource) as directory:
            (directory / _FILE).write_text(json.dumps(self._masker.state(), ensure_ascii=False), "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Split the training sentences, in which METIER and TERME are written out."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                self._set_tokens(example, training_words(example.get(TEXT)))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Split each message that has a text."""
        for message in messages:
            if message.get(TEXT):
                entities = [entity for entity in message.get(ENTITIES) or [] if entity["entity"] in _HIDDEN]
                self._set_tokens(message, self._masker.words(message.get(TEXT), entities))
                message.set(PARTS, self._masker.parts(message.get(TEXT), entities))
                message.set(QUESTION, self._masker.question(message.get(TEXT), entities))
        return messages

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Give the plain tokens of one attribute of `message`, which nothing hides."""
        words = normalize(message.get(attribute)).split() or [" "]
        return self._convert_words_to_tokens(words, " ".join(words))

    def _set_tokens(self, message: Message, words: list[str]) -> None:
        kept = words or [" "]
        message.set(TOKENS, self._convert_words_to_tokens(kept, " ".join(kept)))
