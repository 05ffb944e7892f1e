"""The log of the Rasa server: no word of a visitor, whatever happens to the message."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import structlog

from ariane.runtime.logs import configure_logs

SENTENCE = "je m’appelle Zoé et je cherche un métier"


@pytest.fixture(autouse=True)
def logs(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Log as the server does, whatever the level other tests left in the environment; put back what they log with."""
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    kept = structlog.get_config()
    configure_logs()
    yield
    structlog.configure(**kept)


def fail(text: str) -> None:
    said = text
    raise RuntimeError(f"{len(said)} lettres")


def log_a_failure() -> None:
    """Log as Rasa's REST channel does when a message fails (rasa.core.channels.rest)."""
    text = SENTENCE
    try:
        fail(text)
    except RuntimeError:
        structlog.get_logger("rest").exception("rest.message.received.failure", text=text)


def test_a_failure_is_told_without_a_word_of_the_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        log_a_failure()
    assert "rest.message.received.failure" in caplog.text
    assert "RuntimeError: 40 lettres" in caplog.text
    assert "in fail" in caplog.text
    assert "Zoé" not in caplog.text
    assert "Zo\\u00e9" not in caplog.text


def test_another_entry_is_left_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        structlog.get_logger("startup").warning("model.missing", path="var/models")
    assert "var/models" in caplog.text
