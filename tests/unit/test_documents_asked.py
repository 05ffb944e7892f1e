"""Every fact of the two documents that Ariane began with is asked for in a conversation of tests/conversations/."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest

from ariane.paths import content_dir
from tests.conversations.runner import conversations, found, plain
from tests.unit.house import read_yaml

DOCUMENTS = {"aijobs-2024-deep-learning", "123redaction-2023-deep-learning"}
JOB = "deep-learning-engineer"
ASKED_IN = {"documents-1.yml", "documents-2.yml"}
LEAST_TURNS = 70


def facts() -> Iterator[tuple[str, str]]:
    """Give the id and the text of each fact, event and term that rests on one of the documents."""
    topics = read_yaml(content_dir() / "jobs" / f"{JOB}.yml")["topics"]
    for topic, entries in topics.items():
        yield from ((f"{topic}/{fact['id']}", fact["text"]) for fact in entries if fact["source"] in DOCUMENTS)
    for name, key in (("history", "text"), ("glossary", "definition")):
        for entry in read_yaml(content_dir() / f"{name}.yml"):
            if entry["source"] in DOCUMENTS:
                yield f"{name}/{entry['id']}", entry[key]


@lru_cache(maxsize=1)
def expectations() -> tuple[str, ...]:
    turns = [turn for conversation in conversations() if conversation.file in ASKED_IN for turn in conversation.turns]
    return tuple(wanted for turn in turns for wanted in turn.expected)


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in facts()])
def test_a_fact_of_the_documents_is_asked_for(text: str) -> None:
    assert any(found(wanted, plain(text)) for wanted in expectations() if len(wanted) > 3)


def test_there_are_enough_turns() -> None:
    assert sum(len(c.turns) for c in conversations() if c.file in ASKED_IN) >= LEAST_TURNS
