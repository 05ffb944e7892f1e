"""What is kept of conversations: erased from every table, by visitor, by age; summaries that wait and arrive."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from ariane.cli import main
from ariane.runtime import outbox
from ariane.runtime.conversation_store import ConversationStore, Parcel
from ariane.runtime.errors import UserError
from ariane.runtime.privacy import retention_days, seconds_of

DAY = 24 * 3600


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ConversationStore:
    """A database with Rasa's table: `old` was last heard 40 days ago, `new` an hour ago but began 40 days ago too."""
    path = tmp_path / "conversations.db"
    monkeypatch.setenv("TRACKER_DB", str(path))
    monkeypatch.setenv("TRACKER_DIALECT", "sqlite")
    now = time.time()
    engine = sa.create_engine(f"sqlite:///{path}", future=True)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE events (sender_id TEXT, timestamp FLOAT, data TEXT)")
        for sender, age in (("old", 40 * DAY), ("new", 40 * DAY), ("new", 3600)):
            connection.exec_driver_sql("INSERT INTO events VALUES (?, ?, 'un secret')", (sender, now - age))
    store = ConversationStore()
    for sender in ("old", "new"):
        store.add_feedback(sender, "turn", "up", {"job": "data-analyst"}, "un secret")
        store.put_in_outbox(sender, f"REF-{sender}", {})
    with engine.begin() as connection:
        for table in ("feedback", "outbox"):
            connection.exec_driver_sql(f"UPDATE {table} SET timestamp = ? WHERE sender_id = 'old'", (now - 40 * DAY,))
    engine.dispose()
    return store


def test_erasing_empties_every_table_of_one_visitor(store: ConversationStore) -> None:
    assert store.erase("old") == 3
    assert store.rows("old") == {"events": 0, "feedback": 0, "outbox": 0}
    assert store.rows("new") == {"events": 2, "feedback": 1, "outbox": 1}


def test_every_table_of_the_database_is_known(store: ConversationStore, tmp_path: Path) -> None:
    tables = set(sa.inspect(sa.create_engine(f"sqlite:///{tmp_path / 'conversations.db'}")).get_table_names())
    assert tables == set(store.rows("old"))


def test_what_is_erased_is_not_left_in_the_file(store: ConversationStore, tmp_path: Path) -> None:
    store.erase("old")
    store.erase("new")
    assert all(b"un secret" not in path.read_bytes() for path in tmp_path.glob("conversations.db*"))


def test_the_verb_purge_erases_what_has_been_silent(store: ConversationStore) -> None:
    result = CliRunner().invoke(main, ["privacy", "purge", "--older-than", "30d"])
    assert (result.exit_code, result.output) == (0, "Conversations effacées : 1\n")
    assert set(store.rows("old").values()) == {0}
    assert store.rows("new")["events"] == 2


def test_the_verb_erase_erases_one_conversation(store: ConversationStore) -> None:
    result = CliRunner().invoke(main, ["privacy", "erase", "new"])
    assert (result.exit_code, result.output) == (0, "Lignes effacées : 4\n")
    assert set(store.rows("new").values()) == {0}


@pytest.mark.parametrize("age", ["", "30", "0d", "-1d", "beaucoup"])
def test_an_age_that_is_none_is_told_in_one_line(age: str, store: ConversationStore) -> None:
    result = CliRunner().invoke(main, ["privacy", "purge", "--older-than", age])
    assert result.exit_code == 1
    assert "30d" in result.output
    assert store.rows("old")["events"] == 1


def test_ages_and_retention(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (seconds_of("30d"), seconds_of("12h"), seconds_of("2w"), seconds_of("5j")) == (
        30 * DAY,
        DAY / 2,
        14 * DAY,
        5 * DAY,
    )
    assert retention_days() == 30
    monkeypatch.setenv("ARIANE_RETENTION_DAYS", "zéro")
    with pytest.raises(UserError, match="ARIANE_RETENTION_DAYS"):
        retention_days()


class Receiver(BaseHTTPRequestHandler):
    """A hand-off address that refuses as long as it is told to."""

    received: list[tuple[str, Any]] = []  # noqa: RUF012 - shared by design: one receiver a test
    refusing = False

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(503 if Receiver.refusing else 204)
        self.end_headers()
        if not Receiver.refusing:
            Receiver.received.append((self.headers["Idempotency-Key"], body))

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.received, Receiver.refusing = [], False
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def _due_again(tmp_path: Path) -> None:
    with sa.create_engine(f"sqlite:///{tmp_path / 'conversations.db'}").begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET next_try = 0")


def test_a_summary_arrives_once_and_is_forgotten(store: ConversationStore, receiver: str) -> None:
    store.erase("old")
    assert outbox.flush(store, receiver) == 1
    assert Receiver.received == [("REF-new", {})]
    assert outbox.flush(store, receiver) == 0
    assert store.rows("new")["outbox"] == 0


def test_nothing_is_lost_while_the_receiver_is_down(store: ConversationStore, receiver: str, tmp_path: Path) -> None:
    Receiver.refusing = True
    assert outbox.flush(store, receiver) == 0
    assert store.due() == []  # they wait
    assert store.rows("new")["outbox"] == 1
    _due_again(tmp_path)
    Receiver.refusing = False
    assert outbox.flush(ConversationStore(), receiver) == 2  # another process, later
    assert [reference for reference, _ in Receiver.received] == ["REF-old", "REF-new"]


def test_an_address_that_does_not_answer_is_a_later_try(store: ConversationStore) -> None:
    assert outbox.flush(store, "http://127.0.0.1:9/") == 0
    assert store.rows("new")["outbox"] == 1


def test_two_processes_do_not_send_the_same_summary(store: ConversationStore) -> None:
    parcel = store.due()[0]
    assert store.claim(parcel, 60)
    assert not store.claim(parcel, 60)


def test_waits_grow_up_to_an_hour() -> None:
    assert [outbox.wait_after(n) for n in (0, 1, 2, 20)] == [30, 60, 120, 3600]
    assert isinstance(Parcel(1, "R", "{}", 0, 0.0).body, str)
