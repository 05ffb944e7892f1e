"""Tells distress from careers talk, and which help line fits, by likeness to training sentences.

Plain Python: no Rasa. The component is in distress_guard.py. How it was chosen is told in docs/comprendre.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from ariane.nlu.distress import signs
from ariane.nlu.likeness_model import LikenessModel
from ariane.nlu.views import Views, Words

_STATE, _FIRST = "distress.json", "distress.npy"
_NONE = "none"  # stands for a help line where there is no distress
# No runs of letters: the sounds find what is misspelt, and runs of letters took three times as long.
_WORDS, _SOUNDS, _MEANING, _SIGNS = 1.0, 0.5, 3.0, 0.5
_DIMENSIONS = 128
_SMOOTHING, _SHARPNESS, _SURE = 0.05, 4.0, 0.95
# The ordinary sentences that are learnt from, the hardest to dismiss: most are never looked into.
_HARDEST = 30000
# Who is surely not in distress is told by the meaning alone and a list of words, which costs little: a chance below
# _WORTH, no alarming word, and a classifier that hears none either.
_WORTH, _HEARD = 0.05, 0.05
_FEWER_MISSED = 10.0  # what a sentence of distress counts for in that first test, beside one for the others
_ALARMING = 0.5  # the least share of distress among the training sentences that hold an alarming word
_SEEN = 2  # … and how many of those there are at least
# The intent classifier has read all the sentences, letters included: where one of the two is wrong the other seldom is.
_CLASSIFIER, _USUAL = 1.5, 0.3
_CERTAIN = 1e-6  # no chance is nearer to 0 or 1


@dataclass(frozen=True)
class Said:
    """A message: its text, its words as the tokenizer mended them, and the classifier's confidence in distress."""

    text: str
    words: Words
    confidence: float = 0.0


class DistressModel:
    """A first test that dismisses most messages, and a classifier whose labels are the six help lines, and none."""

    def __init__(self) -> None:
        """Make a model that knows nothing yet."""
        views = Views(_WORDS, 0.0, _SOUNDS)
        settings = {"smoothing": _SMOOTHING, "sharpness": _SHARPNESS, "sure": _SURE}
        self._model = LikenessModel(views, _MEANING, _DIMENSIONS, _SIGNS, **settings)
        self._first = np.zeros(0, dtype=np.float32)  # the weights of the first test, then its bias; empty: no test
        self._alarming: frozenset[str] = frozenset()

    @property
    def with_meaning(self) -> bool:
        """Whether it was trained on sentence vectors, and needs them."""
        return self._first.size > 0

    def fit(self, said: Sequence[Said], dense: np.ndarray | None, lines: Sequence[str | None]) -> None:
        """Learn from sentences: `lines` holds the help line of each that is distress, None for the others."""
        wanted = np.array([line is not None for line in lines])
        sentences = [one.words for one in said]
        self._alarming = _alarming_words(sentences, wanted)
        if dense is not None:
            self._first = _first_test(dense, wanted)
        kept = self._worth_learning(sentences, dense, wanted)
        labels = [lines[place] or _NONE for place in kept]
        vectors = None if dense is None else dense[kept]
        self._model.fit([sentences[place] for place in kept], vectors, labels, _signs([said[place] for place in kept]))

    def hear(self, said: Said, meaning: np.ndarray | None) -> tuple[float, str]:
        """Give the probability that a message is distress, and the help line that fits it best if it is.

        `meaning` is its dense vector, of any length.
        """
        dense = None if meaning is None else meaning[None, :]
        if self._is_surely_none(said, dense):
            return 0.0, ""
        if dense is None and self.with_meaning:
            raise ValueError("The distress model was trained with the sentence encoder: install it, or train again.")
        chances = self._model.read([said.words], dense, _signs([said]))[0]
        each = dict(zip(self._model.labels, map(float, chances), strict=True))
        none = np.clip(each.pop(_NONE), _CERTAIN, 1 - _CERTAIN)
        score = _CLASSIFIER * (said.confidence - _USUAL) - logit(none)
        return float(expit(score)), max(each, key=each.__getitem__)

    def save(self, directory: Path) -> None:
        """Write what was learnt."""
        self._model.save(directory)
        np.save(directory / _FIRST, self._first)
        (directory / _STATE).write_text(json.dumps(sorted(self._alarming), ensure_ascii=False), "utf-8")

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        self._model.load(directory)
        self._first = np.load(directory / _FIRST)
        self._alarming = frozenset(json.loads((directory / _STATE).read_text("utf-8")))

    def _is_surely_none(self, said: Said, dense: np.ndarray | None) -> bool:
        if dense is None or not self.with_meaning or said.confidence >= _HEARD:
            return False
        return self._alarming.isdisjoint(said.words) and bool(expit(self._worth(dense)[0]) < _WORTH)

    def _worth(self, dense: np.ndarray) -> np.ndarray:
        """Give the scores of the first test."""
        scores: np.ndarray = _unit(dense) @ self._first[:-1] + self._first[-1]
        return scores

    def _worth_learning(self, sentences: Sequence[Words], dense: np.ndarray | None, wanted: np.ndarray) -> np.ndarray:
        """Give the places of the sentences of distress and of the hardest to dismiss of the others."""
        hard = np.array([not self._alarming.isdisjoint(words) for words in sentences], dtype=np.float32)
        if dense is not None:
            hard += expit(self._worth(dense))
        # Drawn first: without vectors all but the alarming are as hard, and would come from a few intents.
        others = np.random.default_rng(0).permutation(np.flatnonzero(~wanted))
        hardest = others[np.argsort(-hard[others], kind="stable")[:_HARDEST]]
        return np.sort(np.concatenate([np.flatnonzero(wanted), hardest]))


def _signs(said: Sequence[Said]) -> np.ndarray:
    """Give what the patterns tell of messages, one a row."""
    return _unit(np.array([signs(one.text) for one in said], dtype=np.float32)) * np.float32(np.sqrt(_SIGNS))


def _first_test(dense: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    weights = {True: _FEWER_MISSED, False: 1.0}
    found = LogisticRegression(C=12.0, class_weight=weights, max_iter=200).fit(_unit(dense), wanted)
    return np.append(found.coef_[0], found.intercept_[0]).astype(np.float32)


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    shortened: np.ndarray = (vectors / lengths).astype(np.float32)
    return shortened


def _alarming_words(sentences: Sequence[Words], wanted: np.ndarray) -> frozenset[str]:
    """Give the words that stand in distress more than elsewhere, many times more often than their share."""
    anywhere = Counter(word for words in sentences for word in set(words))
    distress = [words for words, is_one in zip(sentences, wanted, strict=True) if is_one]
    told = Counter(word for words in distress for word in set(words))
    return frozenset(word for word, count in told.items() if count >= max(_SEEN, _ALARMING * anywhere[word]))
