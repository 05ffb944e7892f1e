"""The history of a field: the dates that a question asks for, or the main ones in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from ariane.answers.phrases import load_phrases
from ariane.answers.ranking import Ranker, asks_for_all
from ariane.answers.statements import Statement
from ariane.answers.topic import SHORT, Answer
from ariane.answers.vectors import VectorStore, vectors_directory
from ariane.encoder import load_encoder
from ariane.knowledge.records import Event
from ariane.knowledge.repository import Knowledge

_TOPIC = "history"
_YEAR = re.compile(r"\b(1[6-9]\d\d|20\d\d)\b")
_MOST_PRECISE = 2  # events in the answer to a precise question
_NEAR = 0.3  # an event is told beside the best one when its chance is at least this share of the best's


def answer_history(knowledge: Knowledge, fields: Sequence[str], question: str = "") -> Answer:
    """Tell the history of `fields` (all where none is given), or the events that `question` asks for."""
    every = knowledge.events()
    events = [e for e in every if not fields or e.field in fields]
    statements = event_statements(events)
    asked_years = {int(year) for year in _YEAR.findall(question)}
    dated = [s for s, e in zip(statements, events, strict=True) if any(_covers(e, year) for year in asked_years)]
    if dated:
        return _tell(dated, statements, precise=True)
    if question and statements:
        ranker, _ = history_ranker(knowledge, event_statements(every))
        if not asks_for_all(question, load_phrases().general(_TOPIC), ranker, load_encoder()):
            ranked = [r for r in ranker.rank(question, {_TOPIC: 1.0}) if r.statement in statements]
            near = [r.statement for r in ranked[:_MOST_PRECISE] if r.chance >= _NEAR * ranked[0].chance]
            return _tell(near, statements, precise=True)
    return _tell(statements, statements, precise=False)


def _statement(event: Event) -> Statement:
    return Statement(event.id, _TOPIC, event.text, (event.source,), (event.title, *event.people, *event.about))


def _covers(event: Event, year: int) -> bool:
    return event.year <= year <= (event.year_end or event.year)


def event_statements(events: Sequence[Event]) -> tuple[Statement, ...]:
    """Give the events as statements, in their order."""
    return tuple(_statement(event) for event in events)


def history_ranker(knowledge: Knowledge, statements: tuple[Statement, ...]) -> tuple[Ranker, VectorStore]:
    """Give the events arranged to be ranked, and where their vectors are kept."""
    return _ranker(statements, vectors_directory(knowledge))


@lru_cache(maxsize=1)  # of the whole history: a field's events are chosen among those ranked
def _ranker(statements: tuple[Statement, ...], directory: Path) -> tuple[Ranker, VectorStore]:
    store = VectorStore(directory)
    return Ranker(statements, load_encoder(), store), store


def _tell(told: Sequence[Statement], all_: Sequence[Statement], *, precise: bool) -> Answer:
    kept: list[Statement] = []
    for statement in told:
        if kept and sum(len(s.text) for s in (*kept, statement)) > SHORT:
            break
        kept.append(statement)
    said = {s.id for s in kept}
    texts = [s.text for s in kept]
    text = "\n".join(texts) if precise else "\n".join(load_phrases().line("bullet", text=t) for t in texts)
    return Answer(
        text=text,
        precise=precise,
        told=tuple(s.id for s in kept),
        left=tuple(s.id for s in all_ if s.id not in said),
        sources=tuple(dict.fromkeys(source for s in kept for source in s.sources)),
    )
