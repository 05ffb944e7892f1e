"""Fixtures of the tests of advice: the real content's knowledge base, and a conversation database of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from actions import conversation
from ariane.knowledge.build import build
from ariane.paths import content_dir
from ariane.runtime.conversation_store import ConversationStore


@pytest.fixture(scope="session")
def content_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a knowledge base built from the real content, without imported jobs."""
    address = f"sqlite:///{tmp_path_factory.mktemp('knowledge') / 'knowledge.db'}"
    build(content_dir(), address)
    return address


@pytest.fixture(autouse=True)
def knowledge_at_hand(content_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the actions read the whole content: advice needs every job."""
    monkeypatch.setenv("ARIANE_DATABASE_URL", content_database)
    conversation.knowledge.cache_clear()
    yield
    conversation.knowledge.cache_clear()


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """The conversations' database that the actions write to."""
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "conversations.db"))
    monkeypatch.setenv("TRACKER_DIALECT", "sqlite")
    return ConversationStore()
