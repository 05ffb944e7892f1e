"""How the classifier sees a sentence: its words, its letters and its sounds, as one sparse vector."""

from __future__ import annotations

import itertools
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from ariane.nlu.sounds import sound

Words = Sequence[str]
_FILE = "views.json"
# Runs of letters in more than a tenth of the sentences (« es », « que ») say least and cost most: from a fifth to a
# tenth, as many development questions are understood, and comparing letters takes less than half the time. Of a few
# hundred sentences, none is dropped.
_COMMON, _FEW = 0.1, 500
_WORDS_KEPT = 20_000  # words whose pieces are kept: some ten megabytes of those of all the training sentences


Row = tuple[np.ndarray, np.ndarray]  # a sparse vector: the places of what is not nought, and the values there


def word_pairs(words: Words) -> list[str]:
    """Give the words and the pairs of neighbours."""
    return [*words, *(f"{one} {other}" for one, other in itertools.pairwise(words))]


def letters(words: Words, shortest: int = 2, longest: int = 5) -> list[str]:
    """Give the runs of letters inside each word, its edges marked by a space."""
    runs: list[str] = []
    for word in words:
        edged = f" {word} "
        for size in range(shortest, min(longest, len(edged)) + 1):
            runs += [edged[first : first + size] for first in range(len(edged) - size + 1)]
    return runs


def sounds(words: Words) -> list[str]:
    """Give the sounds of the words and of the pairs of neighbours."""
    return word_pairs([sound(word) for word in words])


class View:
    """One way of seeing sentences: pieces weighted by how rare they are (tf-idf), each vector of length 1."""

    def __init__(
        self,
        cut: Callable[[Words], list[str]],
        weight: float,
        most: float = 1.0,
        *,
        by_word: bool = False,
        words_kept: int = _WORDS_KEPT,
    ) -> None:
        """`cut` gives a sentence's pieces; `weight` is what the view counts for in the likeness of two sentences.

        Pieces that more than the share `most` of the sentences hold are left out. `by_word` says that no piece spans
        two words: those of a word are then looked up once, and those of the last `words_kept` words kept.
        """
        self._cut = cut
        self._by_word = by_word
        self.weight = weight
        self._most = most
        self._words_kept = words_kept
        self._know([])
        self._rarity = np.zeros(0, dtype=np.float32)

    def fit(self, sentences: Sequence[Words], at_least: int = 2) -> None:
        """Learn the pieces that `at_least` so many sentences hold, and how rare each is."""
        holding = Counter(piece for words in sentences for piece in set(self._cut(words)))
        at_most = max(_FEW, self._most * len(sentences))
        kept = sorted(piece for piece, count in holding.items() if at_least <= count <= at_most)
        self._know(kept)
        counts = np.array([holding[piece] for piece in kept], dtype=np.float32)
        self._rarity = (np.log((1 + len(sentences)) / (1 + counts)) + 1).astype(np.float32)

    @property
    def size(self) -> int:
        """How many pieces are known."""
        return len(self._places)

    def row(self, words: Words) -> Row:
        """Give the vector of a sentence, of length sqrt(weight) or empty."""
        found = Counter(itertools.chain.from_iterable(map(self._of_word, words)) if self._by_word else self._of(words))
        places = np.fromiter(found.keys(), dtype=np.int32, count=len(found))
        times = np.fromiter(found.values(), dtype=np.float32, count=len(found))
        tfidf = (1 + np.log(times)) * self._rarity[places]
        length = np.sqrt(tfidf @ tfidf) or 1.0
        return places, tfidf * (np.sqrt(self.weight) / length)

    def state(self) -> dict[str, list[str] | list[float]]:
        """Give what was learnt, as plain values."""
        return {"pieces": list(self._places), "rarity": [round(float(value), 4) for value in self._rarity]}

    def restore(self, state: dict[str, list[str] | list[float]]) -> None:
        """Take back what `state` gave."""
        # Twenty jobs are known by much the same pieces: each is then one object for all.
        self._know([sys.intern(str(piece)) for piece in state["pieces"]])
        self._rarity = np.array(state["rarity"], dtype=np.float32)

    def _know(self, pieces: Sequence[str]) -> None:
        self._places = {piece: place for place, piece in enumerate(pieces)}
        self._of_word = lru_cache(maxsize=self._words_kept)(lambda word: self._of([word]))

    def _of(self, words: Words) -> tuple[int, ...]:
        """Give the places of the known pieces of `words`, one as often as it comes."""
        places = map(self._places.get, self._cut(words))
        return tuple(place for place in places if place is not None)


class Views:
    """The views side by side."""

    def __init__(
        self, words: float = 1.0, letters_: float = 0.5, sounds_: float = 0.5, words_kept: int = _WORDS_KEPT
    ) -> None:
        """Weigh the views; their sum is the squared length of a sentence's vector. A view of no weight is left out.

        The letters of the last `words_kept` words are kept cut up.
        """
        views = (
            View(word_pairs, words),
            View(letters, letters_, _COMMON, by_word=True, words_kept=words_kept),
            View(sounds, sounds_),
        )
        self._views = [view for view in views if view.weight]

    @property
    def weight(self) -> float:
        """The squared length of a sentence's vector."""
        return sum(view.weight for view in self._views)

    @property
    def size(self) -> int:
        """How many pieces are known, all views together."""
        return sum(view.size for view in self._views)

    def fit_transform(self, sentences: Sequence[Words]) -> csr_matrix:
        """Learn the pieces of `sentences` and give their vectors, one a row."""
        for view in self._views:
            view.fit(sentences)
        return self.transform(sentences)

    def transform(self, sentences: Sequence[Words]) -> csr_matrix:
        """Give the vectors of `sentences`, one a row."""
        rows = [self.row(words) for words in sentences]
        places, values = zip(*rows, strict=True)
        ends = np.cumsum([0, *map(len, places)])
        return csr_matrix((np.concatenate(values), np.concatenate(places), ends), shape=(len(rows), self.size))

    def row(self, words: Words) -> Row:
        """Give the vector of one sentence: a matrix of one row takes as long again to make."""
        places, values, before = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.float32)], 0
        for view in self._views:
            found, weights = view.row(words)
            places.append(found + np.int32(before))
            values.append(weights)
            before += view.size
        return np.concatenate(places), np.concatenate(values, dtype=np.float32)

    def save(self, directory: Path) -> None:
        """Write what was learnt into `directory`."""
        (directory / _FILE).write_text(json.dumps([view.state() for view in self._views], ensure_ascii=False), "utf-8")

    def load(self, directory: Path) -> None:
        """Read back what `save` wrote."""
        for view, state in zip(self._views, json.loads((directory / _FILE).read_text("utf-8")), strict=False):
            view.restore(state)
