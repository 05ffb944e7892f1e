"""Tells distress from careers talk, and which help line fits: logistic regressions over words, letters and meaning.

Plain Python: no Rasa. The component is in distress_guard.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from ariane.nlu.distress import BULLYING, CHILDREN, EMERGENCY, MEDICAL, SUICIDE, WOMEN, help_line
from ariane.nlu.noise import normalize
from ariane.nlu.views import Views, Words

LINES = (SUICIDE, BULLYING, CHILDREN, WOMEN, MEDICAL, EMERGENCY)
_STATE = "distress.json"
_WEIGHTS = "distress.npz"
# What the message says beside its words: of a job or of studies, of oneself, of someone near.
_HINTS = (
    re.compile(
        r"\b(metiers?|METIER|jobs?|boulot|profession|devenir|formations?|etudes?|etudier|concours|diplome|salaire|bac|cursus|"
        r"debouches|competences?|qualites|stage|poste|orientation|parcoursup|reconver\w*|alternance|faut il|est ce que|"
        r"travailler|ecole pour|comment (on )?devien\w*|gagne|comment|quel(le)?s?|que fait|qui)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(je|j|me|m|moi|jsuis|jme|jveux|jveu|jpeux)\b"),
    re.compile(
        r"\b(mon|ma|mes) (fils|fille|enfants?|bebe|mari|mec|ex|copain|copine|conjoint|compagnon|femme|pere|mere|papa|"
        r"maman|parents|beau pere|oncle|frere|soeur|ami|amie|pote|voisine?|collegue|eleve|chef|patron)\b"
    ),
)
_HEARD = 0.6  # the least chance of a message that a pattern of distress.yml fits and that says nothing of jobs
_HINT_WEIGHT = 0.5
_PATTERN_WEIGHT = 1.0


class DistressModel:
    """A yes-or-no regression (distress or not) and a regression that chooses among the six help lines."""

    def __init__(self, meaning: float = 3.0, strength: float = 1.0) -> None:
        """`meaning` is the squared length of the dense vectors, `strength` scikit-learn's C."""
        self._meaning = meaning
        self._strength = strength
        self._views = Views(1.0, 1.0, 0.5)
        self._weights: dict[str, np.ndarray] = {}
        self._by_piece = self._by_other = self._bias = np.zeros(0, dtype=np.float32)
        self.with_meaning = False

    def fit(
        self, texts: Sequence[str], words: Sequence[Words], dense: np.ndarray | None, lines: Sequence[str | None]
    ) -> None:
        """Learn from sentences: `lines` holds the help line of each that is distress, None for the others."""
        self.with_meaning = dense is not None
        features = self._features(texts, self._views.fit_transform(list(words)), dense)
        wanted = np.array([line is not None for line in lines])
        detector = LogisticRegression(
            C=self._strength, class_weight={True: 3.0, False: 1.0}, solver="liblinear", max_iter=100
        )
        detector.fit(features, wanted)
        chooser = LogisticRegression(C=self._strength, class_weight="balanced", max_iter=200)
        chooser.fit(features[np.flatnonzero(wanted)], [line for line in lines if line is not None])
        self._weights = {
            "detect": detector.coef_[0].astype(np.float32),
            "detect_bias": detector.intercept_.astype(np.float32),
            "choose": chooser.coef_.astype(np.float32),
            "choose_bias": chooser.intercept_.astype(np.float32),
            "lines": np.array(chooser.classes_, dtype=str),
        }
        self._arrange()

    def hear(
        self, texts: Sequence[str], words: Sequence[Words], dense: np.ndarray | None
    ) -> tuple[np.ndarray, list[str]]:
        """Give the probability that each message is distress, and the help line that fits it best if it is."""
        scores = self._scores(texts, self._views.transform(words), dense)
        heard = [help_line(text) is not None and not _HINTS[0].search(normalize(text)) for text in texts]
        chances = 1.0 / (1.0 + np.exp(-scores[:, 0]))
        lines = [str(self._weights["lines"][place]) for place in np.argmax(scores[:, 1:], axis=1)]
        return np.maximum(chances, _HEARD * np.array(heard, dtype=float)), lines

    def _scores(self, texts: Sequence[str], sparse: csr_matrix, dense: np.ndarray | None) -> np.ndarray:
        """Give the score of distress, then those of the help lines, one row for each message."""
        others = self._others(texts, dense if self.with_meaning else None)
        return np.asarray(sparse @ self._by_piece + others @ self._by_other + self._bias)

    def _arrange(self) -> None:
        """Put the weights of both regressions side by side: those of pieces of words, then those of all else."""
        both = np.vstack([self._weights["detect"][None, :], self._weights["choose"]]).T
        self._bias = np.concatenate([self._weights["detect_bias"], self._weights["choose_bias"]])
        self._by_piece = np.ascontiguousarray(both[: self._views.size])
        self._by_other = np.ascontiguousarray(both[self._views.size :])

    def save(self, directory: Path) -> None:
        """Write what was learnt."""
        self._views.save(directory)
        np.savez_compressed(directory / _WEIGHTS, **self._weights)
        (directory / _STATE).write_text(json.dumps({"with_meaning": self.with_meaning}), "utf-8")

    def load(self, directory: Path) -> None:
        """Read what `save` wrote."""
        self._views.load(directory)
        with np.load(directory / _WEIGHTS, allow_pickle=False) as held:
            self._weights = {name: held[name] for name in held.files}
        self._arrange()
        self.with_meaning = json.loads((directory / _STATE).read_text("utf-8"))["with_meaning"]

    def _features(self, texts: Sequence[str], sparse: csr_matrix, dense: np.ndarray | None) -> csr_matrix:
        return hstack([sparse, csr_matrix(self._others(texts, dense))], format="csr")

    def _others(self, texts: Sequence[str], dense: np.ndarray | None) -> np.ndarray:
        """Give what is not a piece of a word: the hints of each message, then its meaning."""
        hints = np.array([_hints(text) for text in texts], dtype=np.float32)
        if not self.with_meaning:
            return hints
        if dense is None:
            raise ValueError("The distress model was trained with the sentence encoder: install it, or train again.")
        lengths = np.maximum(np.linalg.norm(dense, axis=1, keepdims=True), 1e-9)
        return np.hstack([hints, (dense * np.sqrt(self._meaning) / lengths).astype(np.float32)])


def _hints(text: str) -> list[float]:
    plain = normalize(text)
    found = help_line(text)
    said = [_PATTERN_WEIGHT * (found is not None), *(_PATTERN_WEIGHT * (found == line) for line in LINES)]
    return said + [_HINT_WEIGHT * bool(hint.search(plain)) for hint in _HINTS]
