"""Ranks what can be said of a job against a question, so that a precise question gets the fact that it asks for.

A statement is near a question when the question is like those known to ask for it, and unlike those known to ask for
the others (recognition.py), when their meanings are near (cosine of sentence vectors), when they share rare words or
letters, and when it is of a topic that the classifier finds likely. All the statements of a job are ranked: the topic
is a prior, the logarithm of its confidence, so that a sure topic leads and a doubtful one lets the words of the
question decide. How much each sign counts is in weights.yml, fitted so that the scores, put through a softmax, are the
chances that a statement is the one asked for (`python -m benchmarks.understanding.precise --fit`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from ruamel.yaml import YAML

from ariane.answers.lexicon import stems
from ariane.answers.recognition import Asking, recognizer
from ariane.answers.statements import Statement
from ariane.answers.vectors import VectorStore
from ariane.answers.wording import wording_of
from ariane.encoder import SentenceEncoder

WEIGHTS_FILE = Path(__file__).with_name("weights.yml")
# The signs that a statement is the one asked for; the last one does not come from the words of the question.
SIGNS = (
    "text",  # nearness in meaning to the statement itself
    "learnt",  # likeness to its words and questions, against those of the others
    "rarest",  # the rarity of the rarest word shared, questions included
    "letters",  # runs of letters shared with what it says or with its questions, whichever shares more
    "topic",  # the logarithm of the classifier's confidence in its topic
)
_ANY_QUESTION = frozenset({"topic"})
SKILLS = "skills"
_LEAST = 0.02  # confidence that a topic always keeps: a classifier that is wrong must not hide the fact asked for
_QUESTIONS_KEPT = 4  # questions that a job was asked last


class Ranked(NamedTuple):
    """A statement with its score and its chance of being the one asked for."""

    statement: Statement
    score: float
    chance: float
    strength: float  # the score without what holds for any question: its topic
    leans: float = 0.0  # about 1 where it is like those that the statement answers with yes, -1 with no


# What Ranked(*row) does, without a call of Python's for each of the hundreds of statements of a job.
_RANKED: Callable[[tuple[Statement, float, float, float, float]], Ranked] = partial(tuple.__new__, Ranked)


@lru_cache(maxsize=2)
def read_weights(path: Path = WEIGHTS_FILE, signs: tuple[str, ...] = SIGNS) -> Mapping[str, float]:
    """Read how much each of `signs` counts. Raises ValueError unless the file holds one number for each, no other."""
    weights = YAML(typ="safe").load(path.read_text("utf-8"))
    if not isinstance(weights, dict) or set(weights) != set(signs):
        raise ValueError(f"{path}: one number for each of {', '.join(signs)}")
    return {name: float(weights[name]) for name in signs}


class Ranker:
    """Statements arranged to be ranked against many questions."""

    def __init__(
        self,
        statements: Sequence[Statement],
        encoder: SentenceEncoder | None,
        store: VectorStore | None = None,
        weights: Mapping[str, float] | None = None,
    ) -> None:
        """Take the statements, the encoder of sentences where there is one, and where their vectors are kept."""
        self.statements = list(statements)
        weights = weights or read_weights()
        self._weights = {name: np.float32(weights[name]) for name in SIGNS}
        topics = [s.topic for s in self.statements]
        self._topics = sorted(set(topics))
        self._topic = np.array([self._topics.index(topic) for topic in topics], dtype=np.int32)
        # An action may ask twice, and what a question is like may have been worked out before it is called.
        self._looked_at = lru_cache(maxsize=_QUESTIONS_KEPT)(self._look_at)
        store = store or VectorStore(None)
        self._wording, name = wording_of(self.statements, store.directory)
        store.used.add(name)
        if self.statements:
            self._learn(encoder, store)

    def _learn(self, encoder: SentenceEncoder | None, store: VectorStore) -> None:
        vectors = _Vectors(self.statements, encoder, store) if encoder else None
        self._meaning = _Meaning(self.statements, vectors) if vectors else None
        asked = _asked(self.statements)
        held = partial(vectors.of, [asking.text for asking in asked]) if vectors else None
        self._recognizer, name = recognizer(asked, len(self.statements), held, store.directory)
        store.used.add(name)

    def rank(self, question: str, likely: Mapping[str, float]) -> list[Ranked]:
        """Give all statements, best first.

        `question` has its job taken out; `likely` gives the classifier's confidence in each topic, from 0 to 1.
        """
        if not self.statements:
            return []
        signs, leans = self.signs(question, likely)
        weights = self._weights
        strengths, scores = np.zeros((2, len(self.statements)), dtype=np.float32)
        for name, sign in signs.items():
            scores += weights[name] * sign
            if name not in _ANY_QUESTION:
                strengths += weights[name] * sign
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(-scores, kind="stable")
        columns = (values[order].tolist() for values in (scores, chances, strengths, leans))
        rows = zip([self.statements[place] for place in order.tolist()], *columns, strict=True)
        return list(map(_RANKED, rows))

    def signs(self, question: str, likely: Mapping[str, float]) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Give each of SIGNS for all statements, then how far each answers with yes."""
        of_words, leans = self._looked_at(question)
        topics = [math.log(likely.get(topic, 0.0) + _LEAST) for topic in self._topics]
        return {**of_words, "topic": np.array(topics, np.float32)[self._topic]}, leans

    def look_at(self, question: str) -> None:
        """Work out, and keep for a while, what `rank` needs of the words of `question`."""
        if self.statements:
            self._looked_at(question)

    def _look_at(self, question: str) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Give the signs that come from the words of `question`, then how far each statement answers with yes."""
        vector = self._meaning.vector(question) if self._meaning else None
        learnt, leans = self._recognizer.scores(question, vector)
        signs = {
            "learnt": learnt,
            "rarest": self._wording.words.rarest(question),
            "letters": self._wording.letters.shared(question).reshape(2, -1).max(axis=0),
        }
        if self._meaning is not None and vector is not None:
            signs["text"] = self._meaning.near(vector)
        return signs, leans

    def unheard(self, question: str) -> list[str]:
        """Give the stems of `question` that no statement holds, mistyped ones apart."""
        return self._wording.words.unheard(question)

    def weight_of_rest(self, question: str, known: set[str]) -> float:
        """Give how much of the meaning of `question` lies outside the stems `known`, by the rarity of its words."""
        return self._wording.words.weight(set(stems(question)) - known)


class _Vectors:
    """The vectors of all the sentences of the statements."""

    def __init__(self, statements: Sequence[Statement], encoder: SentenceEncoder, store: VectorStore) -> None:
        sentences = sentences_of(statements)
        self.encoder = encoder
        self._vectors = store.encode(encoder, sentences)
        self._row = {sentence: row for row, sentence in enumerate(sentences)}

    def of(self, sentences: Iterable[str]) -> np.ndarray:
        """Give the vectors of `sentences`, one a row."""
        return self._vectors[[self._row[sentence] for sentence in sentences]]


class _Meaning:
    """Sentence vectors of the statements."""

    def __init__(self, statements: Sequence[Statement], vectors: _Vectors) -> None:
        self._encoder = vectors.encoder
        self._texts = vectors.of(map(_meaning, statements))

    def vector(self, question: str) -> np.ndarray:
        return _vector(question, cast(Hashable, self._encoder))

    def near(self, vector: np.ndarray) -> np.ndarray:
        """Give the nearness to all statements."""
        nearness: np.ndarray = self._texts @ vector
        return nearness


def _asked(statements: Sequence[Statement]) -> list[Asking]:
    """Give all that asks for the statements: what each says, then the words and the questions that it is known by."""
    found: list[Asking] = []
    for place, s in enumerate(statements):
        yes, no = (s.yes, s.no) if s.written else ((), ())
        for texts, answer in (((_meaning(s), *s.about, *s.asked), 0), (yes, 1), (no, -1)):
            found += [Asking(place, text, answer) for text in texts]
    return found


def sentences_of(statements: Sequence[Statement]) -> list[str]:
    """Give the sentences of the statements whose vectors a ranker rests on, each once."""
    return list(dict.fromkeys(asking.text for asking in _asked(statements)))


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
