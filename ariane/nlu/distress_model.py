"""Tells distress from careers talk, and which help line fits: logistic regressions over words, sounds and meaning.

Plain Python: no Rasa. The component is in distress_guard.py. How it was chosen is told in docs/comprendre.md.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from ariane.nlu.distress import signs
from ariane.nlu.views import Views, Words

_STATE = "distress.json"
_WEIGHTS = "distress.npz"
_MEANING = 3.0  # the squared length of a meaning beside the words' 1.5: more of it misses figures of speech
_FEWER_MISSED = 3.0  # what a sentence of distress counts for, beside one for the others
# Who is surely not in distress is told by the meaning alone and a list of words, which costs little: a chance below
# _WORTH, no alarming word, and a classifier that hears none either. Of 1,600 sentences of distress, cross-validation
# lost none so; three messages in four are done with.
_WORTH, _HEARD = 0.02, 0.05
_ALARMING = 0.5  # the least share of distress among the training sentences that hold an alarming word
_SEEN = 2  # … and how many of those there are at least
# The intent classifier knows by likeness, the regression by weight: where one is wrong the other seldom is.
_LIKENESS, _USUAL = 2.0, 0.3


@dataclass(frozen=True)
class Said:
    """A message: its text, its words as the tokenizer mended them, and the classifier's confidence in distress."""

    text: str
    words: Words
    confidence: float = 0.0


class DistressModel:
    """A yes-or-no regression (distress or not) and a regression that chooses among the six help lines."""

    def __init__(self, strength: float = 4.0) -> None:
        """`strength` is scikit-learn's C."""
        self._strength = strength
        # No runs of letters: the sounds find what is misspelt, and runs of letters took three times as long.
        self._views = Views(1.0, 0.0, 0.5)
        self._weights: dict[str, np.ndarray] = {}
        self._alarming: frozenset[str] = frozenset()
        self._by_piece = self._by_other = self._bias = np.zeros(0, dtype=np.float32)
        self.with_meaning = False

    def fit(self, said: Sequence[Said], dense: np.ndarray | None, lines: Sequence[str | None]) -> None:
        """Learn from sentences: `lines` holds the help line of each that is distress, None for the others."""
        self.with_meaning = dense is not None
        wanted = np.array([line is not None for line in lines])
        sparse = self._views.fit_transform([one.words for one in said])
        features = hstack([sparse, csr_matrix(self._others(said, dense))], format="csr")
        detector = self._yes_or_no(features, wanted, _FEWER_MISSED)
        chooser = LogisticRegression(C=self._strength, class_weight="balanced", max_iter=500)
        chooser.fit(features[np.flatnonzero(wanted)], [line for line in lines if line is not None])
        self._weights = {
            "detect": detector.coef_[0].astype(np.float32),
            "detect_bias": detector.intercept_.astype(np.float32),
            "choose": chooser.coef_.astype(np.float32),
            "choose_bias": chooser.intercept_.astype(np.float32),
            "lines": np.array(chooser.classes_, dtype=str),
        }
        if dense is not None:
            first = self._yes_or_no(_weighed(dense), wanted, 10.0)
            self._weights["first"] = np.append(first.coef_[0], first.intercept_[0]).astype(np.float32)
        self._alarming = _alarming_words([one.words for one in said], wanted)
        self._arrange()

    def hear(self, said: Said, meaning: np.ndarray | None) -> tuple[float, str]:
        """Give the probability that a message is distress, and the help line that fits it best if it is.

        `meaning` is its dense vector, of any length.
        """
        dense = None if meaning is None else meaning[None, :]
        if self._is_surely_none(said, dense):
            return 0.0, ""
        places, values = self._views.row(said.words)
        scores = values @ self._by_piece[places] + (self._others([said], dense) @ self._by_other)[0] + self._bias
        score = float(scores[0]) + _LIKENESS * (said.confidence - _USUAL)
        return _chance(score), str(self._weights["lines"][int(np.argmax(scores[1:]))])

    def save(self, directory: Path) -> None:
        """Write what was learnt."""
        self._views.save(directory)
        np.savez_compressed(directory / _WEIGHTS, **self._weights)
        state = {"with_meaning": self.with_meaning, "alarming": sorted(self._alarming)}
        (directory / _STATE).write_text(json.dumps(state, ensure_ascii=False), "utf-8")

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        self._views.load(directory)
        with np.load(directory / _WEIGHTS, allow_pickle=False) as held:
            self._weights = {name: held[name] for name in held.files}
        state = json.loads((directory / _STATE).read_text("utf-8"))
        self.with_meaning, self._alarming = state["with_meaning"], frozenset(state["alarming"])
        self._arrange()

    def _is_surely_none(self, said: Said, dense: np.ndarray | None) -> bool:
        if dense is None or not self.with_meaning or said.confidence >= _HEARD:
            return False
        if not self._alarming.isdisjoint(said.words):
            return False
        first = self._weights["first"]
        return _chance(float(_weighed(dense)[0] @ first[:-1] + first[-1])) < _WORTH

    def _yes_or_no(self, features: csr_matrix | np.ndarray, wanted: np.ndarray, weight: float) -> LogisticRegression:
        weights = {True: weight, False: 1.0}
        return LogisticRegression(C=self._strength, class_weight=weights, solver="liblinear").fit(features, wanted)

    def _arrange(self) -> None:
        """Put the weights of both regressions side by side: those of pieces of words, then those of all else."""
        both = np.vstack([self._weights["detect"][None, :], self._weights["choose"]]).T
        self._bias = np.concatenate([self._weights["detect_bias"], self._weights["choose_bias"]])
        self._by_piece = np.ascontiguousarray(both[: self._views.size])
        self._by_other = np.ascontiguousarray(both[self._views.size :])

    def _others(self, said: Sequence[Said], dense: np.ndarray | None) -> np.ndarray:
        """Give what is not a piece of a word: the signs of each message, then its meaning."""
        seen = np.array([signs(one.text) for one in said], dtype=np.float32)
        if not self.with_meaning:
            return seen
        if dense is None:
            raise ValueError("The distress model was trained with the sentence encoder: install it, or train again.")
        return np.hstack([seen, _weighed(dense)])


def _weighed(dense: np.ndarray) -> np.ndarray:
    lengths = np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
    return (dense * np.sqrt(_MEANING) / lengths).astype(np.float32)


def _chance(score: float) -> float:
    return float(1.0 / (1.0 + np.exp(-score)))


def _alarming_words(sentences: Sequence[Words], wanted: np.ndarray) -> frozenset[str]:
    """Give the words that stand in distress more than elsewhere, many times more often than their share."""
    anywhere = Counter(word for words in sentences for word in set(words))
    distress = [words for words, is_one in zip(sentences, wanted, strict=True) if is_one]
    told = Counter(word for words in distress for word in set(words))
    return frozenset(word for word, count in told.items() if count >= max(_SEEN, _ALARMING * anywhere[word]))
