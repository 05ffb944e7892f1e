"""Ranks what can be said of a job against a question, so that a precise question gets the fact that it asks for.

A statement is near a question when their meanings are near (cosine of sentence vectors, with its text and with the
words and questions that it is known to be asked by), when they share rare words or letters, and when it is of a topic
that the classifier finds likely. All the statements of a job are ranked: the topic is a prior, the logarithm of its
confidence, so that a sure topic leads and a doubtful one lets the words of the question decide. The weights were fitted
on benchmarks/dev/facts.yml so that the scores, put through a softmax, are the chances that a statement is the one asked
for (`python -m benchmarks.understanding.precise --fit`).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ariane.answers.lexicon import grams, stems
from ariane.answers.statements import Statement
from ariane.answers.vectors import VectorStore
from ariane.encoder import SentenceEncoder

_ANY_QUESTION = ("written", "topic")  # signs that do not come from the question's words
SKILLS = "skills"
_LEAST = 0.02  # confidence that a topic always keeps: a classifier that is wrong must not hide the fact asked for
_MISTYPED = 5  # letters of a word from which one mistyped letter is forgiven


@dataclass(frozen=True)
class Weights:
    """How much each sign counts."""

    text: float = 6.0  # nearness in meaning to the statement itself
    about: float = 1.5  # … to the words that it is asked by, together
    cue: float = 1.6  # … to the nearest of these words
    question: float = 2.3  # … to the nearest cue of any kind, its yes/no questions included
    words: float = 4.2  # rare words shared
    letters: float = 4.7  # runs of letters shared
    both: float = 2.3  # rare words found in the text and in its cues alike
    written: float = 4.0  # a fact that a person wrote, rather than a line made from a list
    topic: float = 0.6  # the logarithm of the classifier's confidence in the statement's topic


@dataclass(frozen=True)
class Ranked:
    """A statement with its score and its chance of being the one asked for."""

    statement: Statement
    score: float
    chance: float
    strength: float  # the score without what holds for any question: its topic, and that it was written
    yes: float = 0.0  # nearness of the question to one that the statement answers with yes
    no: float = 0.0  # … with no


class Ranker:
    """Statements arranged to be ranked against many questions."""

    def __init__(
        self,
        statements: Sequence[Statement],
        encoder: SentenceEncoder | None,
        store: VectorStore | None = None,
        weights: Weights | None = None,
    ) -> None:
        """Take the statements, the encoder of sentences where there is one, and where their vectors are kept."""
        self.statements = list(statements)
        self.weights = weights or Weights()
        self._words = _Words(self.statements)
        self._letters = _Letters([" ".join((s.text, *s.about, *s.yes, *s.no)) for s in self.statements])
        self._written = np.array([s.written for s in self.statements], dtype=np.float32)
        self._meaning = _Meaning(self.statements, encoder, store or VectorStore(None)) if encoder else None

    def rank(self, question: str, likely: Mapping[str, float]) -> list[Ranked]:
        """Give all statements, best first.

        `question` has its job taken out; `likely` gives the classifier's confidence in each topic, from 0 to 1.
        """
        if not self.statements:
            return []
        signs, yes, no = self.signs(question, likely)
        weights = self.weights
        strengths = sum(getattr(weights, name) * signs[name] for name in signs if name not in _ANY_QUESTION)
        scores = strengths + sum(getattr(weights, name) * signs[name] for name in _ANY_QUESTION)
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(-scores, kind="stable")
        return [
            Ranked(self.statements[i], *(float(values[i]) for values in (scores, chances, strengths, yes, no)))
            for i in order
        ]

    def signs(self, question: str, likely: Mapping[str, float]) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        """Give each sign of `Weights` for all statements, then the nearness to their yes and to their no questions."""
        words, both = self._words.shared(question)
        signs = {
            "words": words,
            "both": both,
            "letters": self._letters.shared(question),
            "written": self._written,
            "topic": np.array([math.log(likely.get(s.topic, 0.0) + _LEAST) for s in self.statements], dtype=np.float32),
        }
        nothing = np.zeros(len(self.statements), dtype=np.float32)
        if self._meaning is None:
            return signs, nothing, nothing
        meaning, yes, no = self._meaning.near(question)
        return {**signs, **meaning}, yes, no

    def unheard(self, question: str) -> list[str]:
        """Give the stems of `question` that no statement holds, mistyped ones apart."""
        return self._words.unheard(question)

    def weight_of_rest(self, question: str, known: set[str]) -> float:
        """Give how much of the meaning of `question` lies outside the stems `known`, by the rarity of its words."""
        return self._words.weight(set(stems(question)) - known)


class _Words:
    """Stems of the statements, the rarer the weightier."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._texts = [frozenset(stems(s.text)) for s in statements]
        self._about = [frozenset(stems(" ".join(s.about))) for s in statements]
        self._all = [
            text | about | frozenset(stems(" ".join((*s.yes, *s.no))))
            for s, text, about in zip(statements, self._texts, self._about, strict=True)
        ]
        present = Counter(stem for bag in self._all for stem in bag)
        self._rarity = {stem: math.log(1 + len(statements) / count) for stem, count in present.items()}
        self._unseen = math.log(1 + len(statements))
        self._long = [stem for stem in present if len(stem) >= _MISTYPED]

    def weight(self, asked: set[str]) -> float:
        return sum(self._rarity.get(stem, self._unseen) for stem in asked)

    def shared(self, question: str) -> tuple[np.ndarray, np.ndarray]:
        """Give the share of the question's meaning that each statement holds, and what its text and cues both hold."""
        asked = {self._mended(stem) for stem in stems(question)}
        total = self.weight(asked) or 1.0
        words = [self.weight({stem for stem in asked if stem in bag}) / total for bag in self._all]
        both = [
            self.weight({stem for stem in asked if stem in text and stem in about}) / 8
            for text, about in zip(self._texts, self._about, strict=True)
        ]
        return np.array(words, dtype=np.float32), np.array(both, dtype=np.float32)

    def unheard(self, question: str) -> list[str]:
        return [stem for stem in stems(question) if self._mended(stem) not in self._rarity]

    def _mended(self, stem: str) -> str:
        """Give the known stem that a mistyped one stands for."""
        if stem in self._rarity or len(stem) < _MISTYPED:
            return stem
        found = process.extractOne(stem, self._long, scorer=OSA.distance, score_cutoff=1)
        return str(found[0]) if found else stem


class _Letters:
    """Runs of letters of the statements, weighted by rarity, each statement of length 1."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(grams(text)) for text in texts]
        present = Counter(gram for count in counts for gram in count)
        self._rarity = {gram: 1 + math.log((1 + len(texts)) / (1 + n)) for gram, n in present.items()}
        self._size = len(texts)
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, count in enumerate(counts):
            for gram, weight in self._weighted(count).items():
                found[gram].append((place, weight))
        # One array for all runs of letters: an array each would take many times the room.
        self._places = np.array([place for pairs in found.values() for place, _ in pairs], dtype=np.int32)
        self._weights = np.array([weight for pairs in found.values() for _, weight in pairs], dtype=np.float32)
        ends = np.cumsum([len(pairs) for pairs in found.values()])
        self._spans = {gram: (int(end) - len(found[gram]), int(end)) for gram, end in zip(found, ends, strict=True)}

    def shared(self, question: str) -> np.ndarray:
        """Give the cosine of each statement with `question`."""
        scores = np.zeros(self._size, dtype=np.float32)
        for gram, weight in self._weighted(Counter(grams(question))).items():
            if gram in self._spans:
                start, end = self._spans[gram]
                scores[self._places[start:end]] += weight * self._weights[start:end]
        return scores

    def _weighted(self, count: Counter[str]) -> dict[str, float]:
        weights = {g: (1 + math.log(n)) * self._rarity[g] for g, n in count.items() if g in self._rarity}
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {gram: weight / length for gram, weight in weights.items()}


class _Meaning:
    """Sentence vectors of the statements, of the words that they are asked by and of their yes/no questions."""

    def __init__(self, statements: Sequence[Statement], encoder: SentenceEncoder, store: VectorStore) -> None:
        self._encoder = encoder
        self._size = len(statements)
        texts, about, cues, yes, no = _sentences(statements)
        sentences = sentences_of(statements)
        self._vectors = store.encode(encoder, sentences)
        row = {sentence: i for i, sentence in enumerate(sentences)}
        self._texts = np.array([row[text] for text in texts])
        self._about = np.array([row[text] for text in about])
        self._cues, self._yes, self._no = (
            (np.array([i for i, _ in pairs], dtype=np.int32), np.array([row[t] for _, t in pairs], dtype=np.int32))
            for pairs in (cues, yes, no)
        )

    def near(self, question: str) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
        """Give the signs of meaning for all statements, then the nearness to their yes and no questions."""
        cosines = self._vectors @ _vector(question, cast(Hashable, self._encoder))
        cue, yes, no = (self._greatest(cosines, *pairs) for pairs in (self._cues, self._yes, self._no))
        about = cosines[self._about]
        nearest = np.maximum.reduce([cue, yes, no, about])
        return {"text": cosines[self._texts], "about": about, "cue": cue, "question": nearest}, yes, no

    def _greatest(self, cosines: np.ndarray, places: np.ndarray, rows: np.ndarray) -> np.ndarray:
        greatest = np.zeros(self._size, dtype=np.float32)
        np.maximum.at(greatest, places, cosines[rows])
        return greatest


_Pairs = list[tuple[int, str]]


def _sentences(statements: Sequence[Statement]) -> tuple[list[str], list[str], _Pairs, _Pairs, _Pairs]:
    """Give what is encoded of the statements: texts, cues together, and, with the statement's place, cues, yes, no."""
    texts = [_meaning(s) for s in statements]
    about = [", ".join(s.about) for s in statements]
    cues = [(i, cue) for i, s in enumerate(statements) for cue in s.about]
    yes = [(i, question) for i, s in enumerate(statements) if s.written for question in s.yes]
    no = [(i, question) for i, s in enumerate(statements) if s.written for question in s.no]
    return texts, about, cues, yes, no


def sentences_of(statements: Sequence[Statement]) -> list[str]:
    """Give the sentences of the statements whose vectors a ranker rests on, each once."""
    texts, about, cues, yes, no = _sentences(statements)
    return list(dict.fromkeys([*texts, *about, *(text for _, text in (*cues, *yes, *no))]))


def _meaning(statement: Statement) -> str:
    """Give what a statement means: its text, or the name of the skill that a made line is about and little else."""
    made_of_a_name = statement.topic == SKILLS and not statement.written and len(statement.about) == 1
    return statement.about[0] if made_of_a_name else statement.text


# A question asks for a topic as a whole when it is near one of the topic's general questions and holds little else.
_NEAR_GENERAL = 0.45
_PER_REST = 0.07  # nearness asked for each unit of meaning that the general questions do not hold


def asks_for_all(question: str, general: tuple[str, ...], ranker: Ranker, encoder: SentenceEncoder | None) -> bool:
    """Say whether `question` asks for a topic as a whole, whose general questions are `general`."""
    rest = ranker.weight_of_rest(question, _general_stems(general))
    if not rest or not general or encoder is None:
        return not rest
    nearest = float(
        (_general_vectors(general, cast(Hashable, encoder)) @ _vector(question, cast(Hashable, encoder))).max()
    )
    return nearest - _PER_REST * rest > _NEAR_GENERAL


@lru_cache(maxsize=16)
def _vector(question: str, encoder: Hashable) -> np.ndarray:
    """Give the vector of a question, encoded once for all that it is compared with."""
    return cast(SentenceEncoder, encoder).encode([question])[0]


@lru_cache(maxsize=64)
def _general_stems(general: tuple[str, ...]) -> set[str]:
    return {stem for question in general for stem in stems(question)}


@lru_cache(maxsize=64)
def _general_vectors(general: tuple[str, ...], encoder: Hashable) -> np.ndarray:
    return cast(SentenceEncoder, encoder).encode(general)
