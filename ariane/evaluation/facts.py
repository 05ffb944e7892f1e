"""Precise questions: how often the fact that a question asks for is in the answer, and first in it."""

from __future__ import annotations

import asyncio
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ariane.answers.phrases import SHORT_ANSWERS, load_phrases
from ariane.answers.statements import DIFFERENCES
from ariane.evaluation.acting import Conversation, Parsed
from ariane.evaluation.questions import HELD_OUT, PRECISE, read_entries
from ariane.knowledge.schema import TOPICS

FACTS, NEAR_MISSES = HELD_OUT / f"{PRECISE}.yml", HELD_OUT / "near-misses.yml"
COMPARISON, ASK = "ask_comparison", "ask_"
MODEL, RIGHT, NONE = "model", "right", "none"  # whose topic an answer starts from: the model's, the right one, no one's
Figures = dict[str, Any]


@dataclass(frozen=True)
class FactQuestion:
    """A question on a job already spoken of, and the facts that answer it; none where no fact does."""

    text: str
    job: str
    accepted: tuple[str, ...] = ()  # the fact asked for, then others that answer as well
    short: str | None = None  # yes or no

    @property
    def topic(self) -> str:
        """The topic of the fact asked for."""
        return self.accepted[0].split("/")[1]


@dataclass(frozen=True)
class Result:
    """What a question got."""

    question: FactQuestion
    intent: str  # as understood
    told: tuple[str, ...]  # ids of the facts told
    length: int  # characters that the visitor reads
    said: str | None  # yes or no

    @property
    def answered(self) -> bool:
        """Whether it got facts of a job."""
        return bool(self.told)

    @property
    def found(self) -> bool:
        """Whether the fact asked for is in the answer."""
        return bool(set(self.question.accepted) & set(self.told))

    @property
    def first(self) -> bool:
        """Whether it is told first."""
        return self.told[:1] != () and self.told[0] in self.question.accepted


def read_facts(path: Path = FACTS) -> list[FactQuestion]:
    """Read the questions of a file that ask for a fact; none where there is no such file. Raises UserError."""
    return [_question(entry) for entry in read_entries(path) if "fact" in entry]


def read_near_misses(path: Path = NEAR_MISSES) -> list[FactQuestion]:
    """Read messages that no fact answers, though a job is spoken of. Raises UserError."""
    return [FactQuestion(str(entry["text"]), str(entry["job"])) for entry in read_entries(path)]


def _question(entry: Mapping[str, Any]) -> FactQuestion:
    accepted = (str(entry["fact"]), *(str(other) for other in entry.get("also") or ()))
    return FactQuestion(str(entry["text"]), str(entry["job"]), accepted, entry.get("yes_no"))


def answer_all(
    questions: Iterable[FactQuestion],
    parsed: Mapping[str, Parsed],
    reading: str = MODEL,
    advance: Callable[[], None] = lambda: None,
) -> list[Result]:
    """Ask each question in a conversation on its job, and say what the action that answers told.

    `parsed` holds what the model read in each text; `reading` tells whose topic the action is given.
    """

    async def run() -> list[Result]:
        results = []
        for question in questions:
            understood = _as_read(parsed[question.text], question, reading)
            turn = await Conversation(job=question.job).say(understood)
            told = tuple(i for i in turn.told if i.split("/")[1:2] != [] and not i.startswith(("event/", "term/")))
            name = str(understood["intent"]["name"])
            results.append(Result(question, name, told, len(turn.shown), _said(turn.answer)))
            advance()
        return results

    return asyncio.run(run())


def _as_read(parsed: Parsed, question: FactQuestion, reading: str) -> Parsed:
    if reading == MODEL:
        return parsed
    name = COMPARISON if question.topic == DIFFERENCES else ASK + question.topic
    even = [{"name": ASK + topic, "confidence": 0.0} for topic in TOPICS]
    sure = {"name": name, "confidence": 1.0}
    return {**parsed, "intent": sure, "intent_ranking": [sure] if reading == RIGHT else even}


def _said(answer: str) -> str | None:
    phrases = load_phrases()
    return next((said for short, said in SHORT_ANSWERS.items() if answer.startswith(phrases.answer(short))), None)


def figures(results: Sequence[Result]) -> Figures:
    """Sum results up; shares go from 0 to 1, a share of nothing is None."""
    asked = Counter(
        "right" if r.said == r.question.short else "wrong" if r.said else "silent" for r in results if r.question.short
    )
    return {
        "questions": len(results),
        "found": _share(r.found for r in results),
        "first": _share(r.first for r in results),
        "answered": _share(r.answered for r in results),
        "length": statistics.median([r.length for r in results if r.answered] or [0]),
        "yes_no": {name: asked[name] for name in ("right", "wrong", "silent")},
        "yes_no_unasked": sum(1 for r in results if r.said and not r.question.short),
    }


def record(result: Result) -> Figures:
    """Give one question as the report keeps it (see measures.record): what was told first in place of an intent."""
    got = result.told[0] if result.told else result.intent
    return {
        "file": FACTS.stem,
        "text": result.question.text,
        "expected": result.question.accepted[0],
        "predicted": got,
        "likeliest": got,
        "confidence": 0.0,  # of the worst mistakes, these come last: an answer has no confidence
        "ranking": [],
        "told": list(result.told),
        "right": result.found,
    }


def _share(values: Iterable[bool]) -> float | None:
    known = list(values)
    return sum(known) / len(known) if known else None
