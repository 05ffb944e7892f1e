"""The remembering knowledge base: the same answers, read once, and never older than the database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ariane.knowledge.build import build
from ariane.knowledge.database import KnowledgeUnavailable
from ariane.knowledge.memory import RememberingKnowledge
from ariane.knowledge.repository import Knowledge
from tests.unit.small_content import ContentDirectory


@pytest.fixture
def remembering(knowledge: Knowledge) -> RememberingKnowledge:
    return RememberingKnowledge(knowledge.url)


def test_it_answers_as_the_knowledge_base_does(knowledge: Knowledge, remembering: RememberingKnowledge) -> None:
    for _ in range(2):
        assert remembering.jobs() == knowledge.jobs()
        assert remembering.jobs(origin=None) == knowledge.jobs(origin=None)
        assert remembering.job("baker") == knowledge.job("baker")
        assert remembering.job("butcher") is None
        assert remembering.facts("baker", "salary") == knowledge.facts("baker", "salary")
        assert remembering.facts("baker") == knowledge.facts("baker")
        assert remembering.sources(iter(["redaction"])) == knowledge.sources(["redaction"])
        assert remembering.version() == knowledge.version()


def test_it_reads_once(remembering: RememberingKnowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    remembering.job("baker")
    remembering.version()
    monkeypatch.setattr(Knowledge, "_session", None)
    assert remembering.job("baker") is not None
    assert remembering.version()


def test_what_is_given_may_be_changed(remembering: RememberingKnowledge) -> None:
    remembering.jobs().clear()
    assert remembering.jobs()


def test_a_rebuilt_database_is_seen_at_once(content: ContentDirectory, remembering: RememberingKnowledge) -> None:
    version, known = remembering.version(), len(remembering.jobs())
    next(content.path.glob("jobs/*.yml")).unlink()
    _rebuild(content, remembering)
    assert len(remembering.jobs()) < known
    assert remembering.version() != version


def test_a_file_put_in_its_place_is_seen(
    content: ContentDirectory, remembering: RememberingKnowledge, tmp_path: Path
) -> None:
    known = len(remembering.jobs())
    other = tmp_path / "other.db"
    next(content.path.glob("jobs/*.yml")).unlink()
    _rebuild(content, RememberingKnowledge(f"sqlite:///{other}"))
    assert remembering._path is not None
    os.replace(other, remembering._path)
    assert len(remembering.jobs()) < known


def test_a_missing_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeUnavailable):
        RememberingKnowledge(f"sqlite:///{tmp_path / 'none.db'}").jobs()


def _rebuild(content: ContentDirectory, knowledge: RememberingKnowledge) -> None:
    build(content.path, knowledge.url, force=True, partial=True)
