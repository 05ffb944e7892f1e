"""Telling where the last answer comes from."""

from __future__ import annotations

from actions.sources import ActionTellSources
from tests.actions.conftest import Run, Visitor


def test_sources_are_cited_with_publisher_and_date(run: Run, visitor: Visitor) -> None:
    told = ["123redaction-2023-deep-learning", "aijobs-2024-deep-learning"]
    said = run(ActionTellSources(), visitor("d'où viennent ces chiffres ?", "ask_sources", told_sources=told))
    assert said.responses == ["utter_sources"]
    assert "septembre 2023" in said.text
    assert "2024" in said.text


def test_our_own_words_are_said_to_be_ours(run: Run, visitor: Visitor) -> None:
    said = run(ActionTellSources(), visitor("vos sources ?", "ask_sources", told_sources=["redaction"]))
    assert "rédaction d'Ariane" in said.text


def test_before_any_answer_there_is_nothing_to_cite(run: Run, visitor: Visitor) -> None:
    said = run(ActionTellSources(), visitor("d'où ça vient ?", "ask_sources"))
    assert said.responses == ["utter_no_sources"]
