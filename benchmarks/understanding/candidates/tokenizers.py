"""Ariane's tokenizer with one of its parts left out, to measure what that part is worth."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.nlu.linker import PLACEHOLDERS
from ariane.nlu.masking import Masker
from ariane.nlu.shorthand import written_out
from ariane.nlu.tokenizer import MaskingTokenizer

_WORD = re.compile(r"\w+|[^\w\s]")


def raw_words(text: str) -> list[str]:
    """Give the words and signs of `text` in small letters, and nothing more done to them."""
    return [word if word in PLACEHOLDERS else word.lower() for word in _WORD.findall(text)]


class _UnmendedMasker(Masker):
    def _plain(self, text: str, acronyms: frozenset[str]) -> list[str]:
        return written_out(text)


class _RawMasker(Masker):
    def _plain(self, text: str, acronyms: frozenset[str]) -> list[str]:
        return raw_words(text)


class _UnmaskedMasker(Masker):
    def _hides(self, entity: dict[str, Any], name: str) -> bool:
        return False


class _OtherMasker(MaskingTokenizer):
    """The tokenizer with another masker, which is given what the first one learns."""

    masker_class: type[Masker] = Masker

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, masker: Masker | None = None
    ) -> None:
        super().__init__(config, model_storage, resource, masker)
        self._masker = self.masker_class(**self._masker.state())

    def train(self, training_data: TrainingData) -> Resource:
        resource = super().train(training_data)
        self._masker = self.masker_class(**self._masker.state())
        return resource


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class UnmendedTokenizer(_OtherMasker):
    """Leaves spelling mistakes as they are."""

    masker_class = _UnmendedMasker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class RawTokenizer(_OtherMasker):
    """Leaves accents, apostrophes, repeated letters, text-message words and mistakes as they are."""

    masker_class = _RawMasker

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Split the training sentences, in which METIER and TERME are written out."""
        for example in training_data.training_examples:
            if example.get(TEXT):
                self._set_tokens(example, raw_words(example.get(TEXT)))
        return training_data


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class UnmaskedTokenizer(_OtherMasker):
    """Leaves the names of jobs and terms to be seen."""

    masker_class = _UnmaskedMasker
