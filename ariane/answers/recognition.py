"""Recognises which statement of a job a question asks for, by likeness to all that is known to ask for each.

The likeness is that of the intent classifier (words, letters, sounds and meaning, see ariane/nlu/likeness.py). Two
values are learnt for each statement: whether a question asks for it, and whether it answers it with yes or with no.
What is learnt of a job takes a second: it is kept on disk beside its vectors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ariane.answers.keeping import SUFFIX, learnt_once
from ariane.nlu.likeness_model import LikenessModel
from ariane.nlu.shorthand import written_out
from ariane.nlu.views import Views

# Chosen on benchmarks/dev; twice or half of each found as many facts, give or take one in a hundred.
_WORDS, _LETTERS, _SOUNDS, _MEANING = 0.5, 1.0, 0.25, 1.5
_SMOOTHING, _DIMENSIONS = 0.2, 128
_WORDS_KEPT = 500  # words of visitors whose letters are kept cut up, for each job
_FORM = 3  # to be raised when something else is learnt from the same questions


class Asking(NamedTuple):
    """A sentence that asks for a statement: its place, and 1 where it answers with yes, -1 with no, else 0."""

    place: int
    text: str
    answer: int = 0


class Recognizer:
    """Scores the statements of a job against a question, and how far each leans to a yes or to a no."""

    def __init__(self, size: int) -> None:
        """Make one for `size` statements, that knows nothing yet."""
        self._size = size
        views = Views(_WORDS, _LETTERS, _SOUNDS, _WORDS_KEPT)
        self._model = LikenessModel(views, _MEANING, _DIMENSIONS, smoothing=_SMOOTHING)

    def fit(self, asked: Sequence[Asking], vectors: np.ndarray | None) -> None:
        """Learn from sentences and their vectors, one a row, where there are any."""
        rows, places = np.arange(len(asked)), np.array([asking.place for asking in asked])
        own, leans = np.full((len(asked), self._size), -1.0), np.zeros((len(asked), self._size))
        own[rows, places] = 1.0
        leans[rows, places] = [asking.answer for asking in asked]
        self._model.fit_values([written_out(asking.text) for asking in asked], vectors, np.hstack([own, leans]))

    def scores(self, question: str, vector: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Give, for each statement, how surely `question` asks for it, and how far the statement answers it with yes.

        The first is about 1 for sure, 0 not at all; the second about 1 for yes, -1 for no, 0 where it is not known.
        """
        found = self._model.score([written_out(question)], None if vector is None else vector[None, :])[0]
        return (1 + found[: self._size]) / 2, found[self._size :]

    def save(self, directory: Path) -> None:
        """Write what was learnt."""
        self._model.save(directory)

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        self._model.load(directory)


def recognizer(
    asked: Sequence[Asking], size: int, vectors: Callable[[], np.ndarray] | None, directory: Path | None
) -> tuple[Recognizer, str]:
    """Give what recognises `size` statements by the sentences that ask for them, and the name it is kept under.

    `vectors` gives those of the sentences, one a row, asked for only to learn; None without an encoder. What was learnt
    is read from `directory` where it is kept, and kept there otherwise (None: nothing is kept).
    """
    name = _name(asked, vectors is not None)

    def learn(found: Recognizer) -> None:
        found.fit(asked, vectors() if vectors else None)

    return learnt_once(directory, name, partial(Recognizer, size), learn), name


def _name(asked: Sequence[Asking], with_vectors: bool) -> str:
    """Name what is learnt after all that it is learnt from."""
    hashed = hashlib.sha256(repr((_FORM, _WORDS, _LETTERS, _SOUNDS, _MEANING, _SMOOTHING, with_vectors)).encode())
    for asking in asked:
        hashed.update(f"\0{asking.place}\0{asking.answer}\0{asking.text}".encode())
    return hashed.hexdigest()[:24] + SUFFIX
