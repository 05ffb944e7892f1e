"""The words and the runs of letters of the statements of a job, arranged so that a question meets what shares its own.

Cutting up some ten thousand questions takes a job a quarter of a second, and all of them are needed to start: what
comes out is kept on disk (keeping.py).
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ariane.answers.keeping import SUFFIX, learnt_once
from ariane.answers.lexicon import grams, stems
from ariane.answers.statements import Statement
from ariane.fingerprint import fingerprint
from ariane.paths import PROJECT

Value = TypeVar("Value")

_MISTYPED = 5  # letters of a word from which one mistyped letter is forgiven
_WORDS, _LETTERS, _RUNS = "words.json", "letters.npz", "letters.json"
# What decides how a sentence is cut up: where it changes, all is cut up anew.
_CUT_BY = ("ariane/answers/wording.py", "ariane/answers/lexicon.py", "ariane/french/folding.py")


class Words:
    """Stems of the statements, the rarer the weightier."""

    def __init__(self) -> None:
        """Know no statement."""
        self._know(0, {}, {})

    def learn(self, statements: Sequence[Statement]) -> None:
        """Take the words of what the statements say, and of what they are asked by."""
        own = [frozenset(stems(" ".join((s.text, *s.about, *s.yes, *s.no)))) for s in statements]
        asked = [frozenset(stems(" ".join(s.asked))) for s in statements]
        every = [bag | others for bag, others in zip(own, asked, strict=True)]
        self._know(len(statements), {stem: len(places) for stem, places in _places(own).items()}, _places(every))

    def _know(self, size: int, said: dict[str, int], known: dict[str, list[int]]) -> None:
        self._size = size
        self._said = said  # how many statements say each stem, their questions for a yes or a no included
        self._known = known  # the places of the statements that each stem is found in, all their questions included
        self._unseen = math.log(1 + size)
        self._long = [stem for stem in known if len(stem) >= _MISTYPED]

    def weight(self, asked: set[str]) -> float:
        """Give how much the stems `asked` mean, by how few statements say each."""
        return sum(self._rare(self._said[stem]) if stem in self._said else self._unseen for stem in asked)

    def rarest(self, question: str) -> np.ndarray:
        """Give the rarity, from 0 to 1, of the rarest word that each statement shares with the question."""
        rarest = np.zeros(self._size, dtype=np.float32)
        for stem in {self._mended(stem) for stem in stems(question)} & self._known.keys():
            places = self._known[stem]
            rarest[places] = np.maximum(rarest[places], self._rare(len(places)) / self._unseen)
        return rarest

    def unheard(self, question: str) -> list[str]:
        """Give the stems of `question` that no statement holds, mistyped ones apart."""
        return [stem for stem in stems(question) if self._mended(stem) not in self._known]

    def _rare(self, holding: int) -> float:
        return math.log(1 + self._size / holding)

    def _mended(self, stem: str) -> str:
        """Give the known stem that a mistyped one stands for."""
        if stem in self._known or len(stem) < _MISTYPED:
            return stem
        found = process.extractOne(stem, self._long, scorer=OSA.distance, score_cutoff=1)
        return str(found[0]) if found else stem

    def save(self, directory: Path) -> None:
        """Write what is known."""
        (directory / _WORDS).write_text(json.dumps([self._size, self._said, self._known], ensure_ascii=False), "utf-8")

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        size, said, known = json.loads((directory / _WORDS).read_text("utf-8"))
        self._know(size, _shared(said), _shared(known))


class Letters:
    """Runs of letters of texts, weighted by rarity, each text of length 1."""

    def __init__(self) -> None:
        """Know no text."""
        self._known: dict[str, int] = {}
        self._size = 0
        self._rarity = self._weights = np.zeros(0, np.float32)
        self._places, self._ends = np.zeros(0, np.int32), np.zeros(1, np.int64)

    def learn(self, texts: Sequence[str]) -> None:
        """Take the runs of letters of `texts`."""
        self._size = len(texts)
        number = self._known.setdefault
        each = [np.array([number(gram, len(self._known)) for gram in grams(text)], np.int32) for text in texts]
        found = [np.unique(runs, return_counts=True) for runs in each]
        held = np.concatenate([np.zeros(0, np.int32), *(runs for runs, _ in found)])
        present = np.bincount(held, minlength=len(self._known))
        self._rarity = (1 + np.log((1 + len(texts)) / (1 + present))).astype(np.float32)
        weights = np.concatenate([np.zeros(0, np.float32), *(self._weighted(*runs) for runs in found)])
        # Run by run: a question meets only the texts that share one with it.
        order = np.argsort(held, kind="stable")
        self._places = np.repeat(np.arange(len(texts), dtype=np.int32), [len(runs) for runs, _ in found])[order]
        self._weights = weights[order]
        self._ends = np.concatenate([[0], np.cumsum(present)])

    def shared(self, question: str) -> np.ndarray:
        """Give the cosine of each text with `question`."""
        times = Counter(self._known[gram] for gram in grams(question) if gram in self._known)
        if not times:
            return np.zeros(self._size, dtype=np.float32)
        runs = np.array(list(times), np.int32)
        counts = self._weighted(runs, np.array(list(times.values())))
        # The places of all the texts that share each run, one after the other, without a loop over the runs.
        firsts, shared = self._ends[runs], self._ends[runs + 1] - self._ends[runs]
        entries = np.repeat(firsts - np.cumsum(shared) + shared, shared) + np.arange(shared.sum())
        weights = self._weights[entries] * np.repeat(counts, shared)
        return np.bincount(self._places[entries], weights, self._size).astype(np.float32)

    def _weighted(self, runs: np.ndarray, times: np.ndarray) -> np.ndarray:
        """Give the weights of the runs of a text, found `times`: a vector of length 1."""
        weights = (1 + np.log(times)) * self._rarity[runs]
        return (weights / (np.linalg.norm(weights) or 1.0)).astype(np.float32)

    def save(self, directory: Path) -> None:
        """Write what is known."""
        (directory / _RUNS).write_text(json.dumps([self._size, list(self._known)], ensure_ascii=False), "utf-8")
        np.savez(directory / _LETTERS, places=self._places, weights=self._weights, ends=self._ends, rarity=self._rarity)

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        self._size, runs = json.loads((directory / _RUNS).read_text("utf-8"))
        self._known = {sys.intern(run): number for number, run in enumerate(runs)}
        with np.load(directory / _LETTERS) as arrays:
            self._places, self._weights = arrays["places"], arrays["weights"]
            self._ends, self._rarity = arrays["ends"], arrays["rarity"]


class Wording:
    """The words and the letters of statements."""

    def __init__(self) -> None:
        """Know no statement."""
        self.words, self.letters = Words(), Letters()

    def learn(self, statements: Sequence[Statement]) -> None:
        """Cut up what the statements say and what they are asked by.

        Of letters, these make two texts for each statement: all that is said, then all that is asked, in one index,
        so that a question is cut up once.
        """
        self.words.learn(statements)
        said = [" ".join((s.text, *s.about, *s.yes, *s.no)) for s in statements]
        self.letters.learn([*said, *(" ".join((*s.asked, *s.yes, *s.no)) for s in statements)])

    def save(self, directory: Path) -> None:
        """Write what is known."""
        self.words.save(directory)
        self.letters.save(directory)

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        self.words.load(directory)
        self.letters.load(directory)


def wording_of(statements: Sequence[Statement], directory: Path | None) -> tuple[Wording, str]:
    """Give the words and letters of `statements`, kept under `directory` (None: nowhere), and the name kept under."""
    name = _name(statements)
    return learnt_once(directory, name, Wording, lambda wording: wording.learn(statements)), name


def _name(statements: Sequence[Statement]) -> str:
    hashed = hashlib.sha256(_cut_by().encode())
    for s in statements:
        hashed.update(repr((s.text, s.about, s.yes, s.no, s.asked)).encode())
    return hashed.hexdigest()[:24] + SUFFIX


@lru_cache(maxsize=1)
def _cut_by() -> str:
    return fingerprint(PROJECT, _CUT_BY)


def _places(bags: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """Give, for each stem, the places of the statements whose bag holds it."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for stem in bag:
            found[stem].append(place)
    return dict(found)


def _shared(by_stem: dict[str, Value]) -> dict[str, Value]:
    """Give a table whose stems are the same objects in that of every job: twenty jobs share most of them."""
    return {sys.intern(stem): value for stem, value in by_stem.items()}
