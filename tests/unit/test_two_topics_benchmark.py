"""The measure of messages with two questions counts what it says."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.understanding.two_topics import DEV, HELD_OUT, ONE, TWO, heard
from tests.unit.house import read_yaml


def parsed(*topics: str) -> dict[str, Any]:
    found = [{"entity": "topics", "value": list(topics)}] if topics else []
    return {"entities": [{"entity": "job", "value": "data-analyst"}, *found]}


@pytest.mark.parametrize(
    ("topics", "outcome"),
    [
        (("ask_salary", "ask_training"), "both"),
        (("ask_training", "ask_salary"), "both"),
        ((), "one"),
        (("ask_salary", "ask_pros"), "other"),
        (("ask_salary", "ask_training", "ask_pros"), "other"),
    ],
)
def test_both_topics_and_no_other_are_to_be_heard(topics: tuple[str, ...], outcome: str) -> None:
    assert heard(["ask_salary", "ask_training"], parsed(*topics)) == outcome


@pytest.mark.parametrize("folder", ONE)
def test_every_message_with_two_questions_asks_two(folder: Any) -> None:
    assert folder in (HELD_OUT, DEV)
    assert all(len(set(message["intents"])) == 2 for message in read_yaml(folder / TWO))
