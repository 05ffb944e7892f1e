"""Fixtures of the tests of advice: the real content's knowledge base, and a conversation database of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ariane.paths import DATABASE_VARIABLE
from ariane.runtime.conversation_store import ConversationStore


@pytest.fixture(autouse=True)
def knowledge_at_hand(content_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the actions read the whole content: advice needs every job."""
    monkeypatch.setenv(DATABASE_VARIABLE, content_database)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """The conversations' database that the actions write to."""
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "conversations.db"))
    monkeypatch.setenv("TRACKER_DIALECT", "sqlite")
    return ConversationStore()
