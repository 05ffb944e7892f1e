"""Which words turn the answer to a question: « sans », « facile », « toujours », « seulement ».

Two questions on one fact are answered alike or not, and what one says and the other does not tells which: « faut-il un
diplôme ? » and « peut-on s’en passer ? » differ by more than their meanings, near as these are. How much each word, and
each pair of neighbours, counts is learnt by logistic regression from pairs of the questions that facts are known to
answer with yes or with no. A question is then set beside all those of its fact, each of which votes for its own answer,
or for the other one where what differs turns it.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from ariane.answers.keeping import whole_file
from ariane.answers.lexicon import words
from ariane.nlu.views import word_pairs

_THRICE = 3  # times that a word must be found in known questions to count
_BESIDE = 6  # questions of the same fact that each is set beside, to learn
_RESTRAINT = 0.1  # inverse strength of the penalty on the weights; from 0.1 to 0.5, as good on benchmarks/dev
_STEPS = 300  # of the regression: it stops by itself before
_KEPT = 2_000  # questions whose runs of words are kept
_FORM = 2  # to be raised when something else is learnt from the same questions

Answers = tuple[Sequence[str], Sequence[str]]  # the questions that a fact answers with yes, and those with no


class Turning:
    """Says to which answer the known questions of a fact lead for another question."""

    def __init__(self, weights: Mapping[str, float] | None = None, usual: float = 0.0) -> None:
        """Take how far each run of words turns an answer, and how far two questions differ by themselves."""
        self._weights = dict(weights or {})
        self._usual = usual

    @classmethod
    def learnt(cls, facts: Iterable[Answers]) -> Turning:
        """Learn from the known questions of facts; from too few, nothing."""
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression

        asked = [_mixed(yes, no) for yes, no in facts]
        held = Counter(run for questions in asked for question, _ in questions for run in _runs(question))
        known = sorted(run for run, times in held.items() if times >= _THRICE)
        column = {run: place for place, run in enumerate(known)}
        places: list[int] = []
        ends, turned = [0], []
        for questions in asked:
            of = [({column[run] for run in _runs(question) if run in column}, answer) for question, answer in questions]
            for first, second in _pairs(len(of)):
                places += of[first][0] ^ of[second][0]
                ends.append(len(places))
                turned.append(of[first][1] != of[second][1])
        if len(set(turned)) < 2:
            return cls()
        table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(turned), len(known)))
        found = LogisticRegression(C=_RESTRAINT, max_iter=_STEPS).fit(table, turned)
        weights = {run: round(float(weight), 3) for run, weight in zip(known, found.coef_[0], strict=True)}
        return cls({run: weight for run, weight in weights.items() if weight}, round(float(found.intercept_[0]), 3))

    def answer(self, question: str, yes: Sequence[str], no: Sequence[str]) -> float:
        """Give what the questions known to be answered with yes, and with no, lead to: 1 a sure yes, -1 a sure no."""
        asked = _runs(question)
        votes = [sign * self._alike(asked, _runs(known)) for sign, all_ in ((1, yes), (-1, no)) for known in all_]
        return sum(votes) / len(votes) if votes else 0.0

    def _alike(self, asked: frozenset[str], known: frozenset[str]) -> float:
        """Give the chance that two questions have the same answer, less that they have not: from -1 to 1."""
        return math.tanh(-(self._usual + sum(self._weights.get(run, 0.0) for run in asked ^ known)) / 2)

    def save(self, path: Path) -> None:
        """Write what was learnt, whole or not at all."""
        with whole_file(path) as part:
            part.write_text(json.dumps([self._usual, self._weights], ensure_ascii=False), "utf-8")

    @classmethod
    def read(cls, path: Path) -> Turning:
        """Read what `save` wrote. Raises OSError, or ValueError where the file is not whole."""
        usual, weights = json.loads(path.read_text("utf-8"))
        return cls(weights, usual)


def digest(facts: Iterable[Answers]) -> str:
    """Name what would be learnt from the known questions of facts."""
    hashed = hashlib.sha256(str(_FORM).encode())
    for yes, no in facts:
        hashed.update(json.dumps([list(yes), list(no)]).encode())
    return hashed.hexdigest()[:24]


def _mixed(yes: Sequence[str], no: Sequence[str]) -> list[tuple[str, bool]]:
    """Give the questions of a fact with their answers, in an order that their words alone decide."""
    every = [(question, True) for question in yes] + [(question, False) for question in no]
    return sorted(every, key=lambda one: hashlib.blake2b(one[0].encode(), digest_size=8).digest())


def _pairs(count: int) -> list[tuple[int, int]]:
    """Give the pairs of `count` places around a circle that are at most `_BESIDE` places apart, each once."""
    apart = {frozenset((first, (first + step) % count)) for first in range(count) for step in range(1, _BESIDE + 1)}
    return [(min(pair), max(pair)) for pair in sorted(apart, key=sorted) if len(pair) > 1]


@lru_cache(maxsize=_KEPT)
def _runs(question: str) -> frozenset[str]:
    return frozenset(word_pairs(["^", *words(question)]))  # the first word counts as such
