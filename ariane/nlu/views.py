"""How the classifier sees a sentence: its words, its letters and its sounds, as one sparse vector."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from ariane.nlu.sounds import sound

Words = Sequence[str]
_FILE = "views.json"
# Runs of letters in more than a fifth of the sentences (« es », « ti ») say least and cost most: two thirds of the work
# of comparing a message with the training sentences. Of a few hundred sentences, none is dropped.
_COMMON, _FEW = 0.2, 500


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

    def __init__(self, cut: Callable[[Words], list[str]], weight: float, most: float = 1.0) -> None:
        """`cut` gives a sentence's pieces; `weight` is what the view counts for in the likeness of two sentences.

        Pieces that more than the share `most` of the sentences hold are left out.
        """
        self._cut = cut
        self.weight = weight
        self._most = most
        self._places: dict[str, int] = {}
        self._rarity = np.zeros(0, dtype=np.float32)

    def fit(self, sentences: Sequence[Words], at_least: int = 2) -> None:
        """Learn the pieces that `at_least` so many sentences hold, and how rare each is."""
        holding = Counter(piece for words in sentences for piece in set(self._cut(words)))
        at_most = max(_FEW, self._most * len(sentences))
        kept = sorted(piece for piece, count in holding.items() if at_least <= count <= at_most)
        self._places = {piece: place for place, piece in enumerate(kept)}
        counts = np.array([holding[piece] for piece in kept], dtype=np.float32)
        self._rarity = (np.log((1 + len(sentences)) / (1 + counts)) + 1).astype(np.float32)

    @property
    def size(self) -> int:
        """How many pieces are known."""
        return len(self._places)

    def row(self, words: Words) -> tuple[np.ndarray, np.ndarray]:
        """Give the places of the pieces of a sentence and their values: a vector of length sqrt(weight), or empty."""
        found = Counter(place for place in map(self._places.get, self._cut(words)) if place is not None)
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
        self._places = {str(piece): place for place, piece in enumerate(state["pieces"])}
        self._rarity = np.array(state["rarity"], dtype=np.float32)


class Views:
    """The views side by side."""

    def __init__(self, words: float = 1.0, letters_: float = 0.5, sounds_: float = 0.5) -> None:
        """Weigh the views; their sum is the squared length of a sentence's vector. A view of no weight is left out."""
        weighed = ((word_pairs, words, 1.0), (letters, letters_, _COMMON), (sounds, sounds_, 1.0))
        self._views = [View(cut, weight, most) for cut, weight, most in weighed if weight]

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
        # In one matrix at once: one for each view, put side by side, takes three times as long for one sentence.
        places: list[np.ndarray] = [np.zeros(0, dtype=np.int32)]
        values: list[np.ndarray] = [np.zeros(0, dtype=np.float32)]
        ends = [0]
        for words in sentences:
            before, held = 0, 0
            for view in self._views:
                found, weights = view.row(words)
                places.append(found + np.int32(before))
                values.append(weights)
                before, held = before + view.size, held + len(found)
            ends.append(ends[-1] + held)
        data = np.concatenate(values).astype(np.float32, copy=False)
        return csr_matrix((data, np.concatenate(places), ends), shape=(len(sentences), self.size))

    def save(self, directory: Path) -> None:
        """Write what was learnt into `directory`."""
        (directory / _FILE).write_text(json.dumps([view.state() for view in self._views], ensure_ascii=False), "utf-8")

    def load(self, directory: Path) -> None:
        """Read back what `save` wrote."""
        for view, state in zip(self._views, json.loads((directory / _FILE).read_text("utf-8")), strict=False):
            view.restore(state)
