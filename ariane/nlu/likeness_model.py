"""The whole of what is learnt by likeness: how sentences are seen, how their meaning is shortened, what they are given.

The intent classifier, the distress guard and what recognises facts are three of these, each with weights of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from ariane.nlu.likeness import LikenessClassifier
from ariane.nlu.reduction import Reduction
from ariane.nlu.views import Views, Words

Sentences = Sequence[Words]  # the words of each


class LikenessModel:
    """Learns from sentences, each its words and, where there is an encoder, its dense vector of any length."""

    def __init__(self, views: Views, meaning: float, dimensions: int, beside: float = 0.0, **settings: Any) -> None:
        """Make a model that knows nothing yet.

        `meaning` is what the dense vectors count for beside `views`, and `dimensions` how many of their numbers are
        kept. `beside` is the largest squared length of what a sentence may be seen by besides (see `fit`). The
        `settings` are those of LikenessClassifier.
        """
        self._views, self._meaning, self._dimensions, self._beside = views, meaning, dimensions, beside
        self._settings = settings
        self._reduction: Reduction | None = None  # None where the sentences had no dense vectors
        self._classifier = self._make()

    @property
    def labels(self) -> list[str]:
        """What a sentence may be given, in the order of the probabilities that `read` gives."""
        return self._classifier.labels

    @property
    def with_meaning(self) -> bool:
        """Whether it learnt from dense vectors."""
        return self._reduction is not None

    def fit(
        self, sentences: Sentences, dense: np.ndarray | None, labels: Sequence[str], beside: np.ndarray | None = None
    ) -> None:
        """Learn a label for each of `sentences`, with their vectors `dense`, one a row, where there are any.

        `beside` holds what else is seen of each, one a row: vectors that are multiplied as they are.
        """
        sparse, features = self._learn_to_see(sentences, dense, beside)
        self._classifier.fit(sparse, features, labels, sentences)

    def fit_values(self, sentences: Sentences, dense: np.ndarray | None, values: np.ndarray) -> None:
        """Learn `values` instead of labels, one row for each of `sentences`: `score` then gives them."""
        sparse, features = self._learn_to_see(sentences, dense, None)
        self._classifier.fit_values(sparse, features, values)

    def read(self, sentences: Sentences, dense: np.ndarray | None, beside: np.ndarray | None = None) -> np.ndarray:
        """Give the probability of each of `labels` for each of `sentences`: shape (sentences, labels).

        Without `dense`, a model that learnt from vectors goes by the rest alone.
        """
        return self._classifier.read(self._rows(sentences), self._features(dense, beside))

    def score(self, sentences: Sentences, dense: np.ndarray | None) -> np.ndarray:
        """Give the values of each of `sentences`: about 1 for sure, -1 not at all."""
        return self._classifier.score(self._rows(sentences), self._features(dense, None))

    def save(self, directory: Path) -> None:
        """Write what was learnt into `directory`."""
        self._views.save(directory)
        self._classifier.save(directory)
        if self._reduction is not None:
            self._reduction.save(directory)

    def load(self, directory: Path) -> None:
        """Read back what `save` wrote."""
        self._views.load(directory)
        if Reduction.saved_in(directory):
            self._reduction = Reduction(self._dimensions)
            self._reduction.load(directory)
        self._classifier = self._make()
        self._classifier.load(directory)

    def _make(self) -> LikenessClassifier:
        full = self._views.weight + self._beside + (self._meaning if self.with_meaning else 0.0)
        return LikenessClassifier(full, **self._settings)

    def _learn_to_see(
        self, sentences: Sentences, dense: np.ndarray | None, beside: np.ndarray | None
    ) -> tuple[csr_matrix, np.ndarray | None]:
        if dense is not None:
            self._reduction = Reduction(self._dimensions)
            self._reduction.fit(dense)
        self._classifier = self._make()
        return self._views.fit_transform(sentences), self._features(dense, beside)

    def _rows(self, sentences: Sentences) -> list[tuple[np.ndarray, np.ndarray]]:
        return [self._views.row(words) for words in sentences]

    def _features(self, dense: np.ndarray | None, beside: np.ndarray | None) -> np.ndarray | None:
        """Give what is not a piece of a word, one row a sentence: what is seen beside, then the meaning, weighed."""
        parts = [] if beside is None else [beside]
        if dense is not None and self._reduction is not None:
            parts.append(self._reduction.transform(dense) * np.float32(np.sqrt(self._meaning)))
        return np.hstack(parts) if len(parts) > 1 else next(iter(parts), None)
