"""The caching store on real databases: never stale, nothing lost, the same rows and conversations as Rasa's own."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from ariane.runtime import tracker_store
from ariane.runtime.tracker_store import CachingTrackerStore

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [ask_salary]
slots: {job: {type: any, influence_conversation: false, mappings: [{type: custom}]}}
actions: [action_answer]
"""
)
Settings = dict[str, Any]


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return {"dialect": "sqlite", "db": str(tmp_path / "c.db")}
    return dict(request.getfixturevalue("postgresql"))


@pytest.fixture
def sender() -> str:
    return uuid.uuid4().hex


def open_store(settings: Settings, **more: Any) -> CachingTrackerStore:
    return CachingTrackerStore(DOMAIN, **settings, **more)


def turn(number: int) -> list[Event]:
    """Fresh events each time: stores must not see each other's objects."""
    return [
        UserUttered(f"question {number}", {"name": "ask_salary", "confidence": 0.9}, [], message_id=str(number)),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("action_answer", "policy", 1.0),
        BotUttered(f"réponse {number}", {"buttons": [{"title": "é", "payload": "/x"}]}),
        SlotSet("job", {"number": number, "pair": [1, 2]}),
        ActionExecuted("action_listen", "policy", 1.0),
    ]


def say(store: SQLTrackerStore, sender: str, number: int, *, session: bool = False) -> DialogueStateTracker:
    async def message() -> DialogueStateTracker:
        tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
        if session or not tracker.events:
            tracker.update_with_events(
                [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")], DOMAIN
            )
        tracker.update_with_events(turn(number), DOMAIN)
        await store.save(tracker)
        return tracker

    return asyncio.run(message())


def read(store: SQLTrackerStore, sender: str) -> DialogueStateTracker | None:
    return asyncio.run(store.retrieve(sender))


def assert_same(store: CachingTrackerStore, settings: Settings, sender: str) -> None:
    """What our store gives is what Rasa's own store reads."""
    theirs, ours = read(SQLTrackerStore(DOMAIN, **settings), sender), read(store, sender)
    assert theirs is not None
    assert ours is not None
    assert [e.as_dict() for e in ours.events] == [e.as_dict() for e in theirs.events]
    assert ours.current_slot_values() == theirs.current_slot_values()
    assert ours.latest_message == theirs.latest_message
    assert ours.followup_action == theirs.followup_action


def test_gives_what_rasa_gives(settings: Settings, sender: str) -> None:
    store = open_store(settings)
    for number in range(5):
        say(store, sender, number)
        assert_same(store, settings, sender)
    full = asyncio.run(store.retrieve_full_tracker(sender))
    assert full is not None
    assert len(full.events) == 3 + 5 * 6


def test_writes_the_rows_that_rasa_writes(settings: Settings) -> None:
    def rows(store: SQLTrackerStore, sender: str) -> list[tuple[Any, ...]]:
        for number in range(2):
            say(store, sender, number)
        table = store.SQLEvent.__table__
        with store.engine.connect() as connection:
            found = connection.execute(sa.select(table).where(table.c.sender_id == sender).order_by(table.c.id))
            return [
                (row.type_name, row.intent_name, row.action_name, {**json.loads(row.data), "timestamp": 0})
                for row in found
            ]

    ours = rows(open_store(settings), uuid.uuid4().hex)
    assert ours == rows(SQLTrackerStore(DOMAIN, **settings), uuid.uuid4().hex)


def test_reads_a_known_conversation_from_memory(
    settings: Settings, sender: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(settings)
    say(store, sender, 1)
    statements: list[str] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    asked: list[str] = []
    first_row = tracker_store.first_row

    def listen(*call: Any) -> Any:
        asked.append(str(call[1]))
        return first_row(*call)

    monkeypatch.setattr(tracker_store, "first_row", listen)
    read(store, sender)
    assert not statements  # no event is read; the mark is asked of the driver (driver_sql.py)
    assert len(asked) == 1
    assert "count" in asked[0]
    store.forget(sender)
    read(store, sender)
    assert len(statements) == 1


def test_two_servers_never_see_an_old_conversation(settings: Settings, sender: str) -> None:
    one, other = open_store(settings), open_store(settings)
    for number in range(6):
        writer, reader = (one, other) if number % 2 else (other, one)
        say(writer, sender, number)
        assert_same(reader, settings, sender)
        assert_same(writer, settings, sender)
    tracker = read(one, sender)
    assert tracker is not None
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert said == [f"question {number}" for number in range(6)]


def test_an_erased_conversation_is_gone_for_both(settings: Settings, sender: str) -> None:
    one, other = open_store(settings), open_store(settings)
    say(one, sender, 1)
    read(other, sender)
    erase(other, sender)
    assert read(one, sender) is None
    assert read(other, sender) is None


def test_erased_and_begun_again_with_as_many_events(settings: Settings, sender: str) -> None:
    """SQLite gives the same row ids again: neither the count nor the last id would tell."""
    one, other = open_store(settings), open_store(settings)
    say(one, sender, 1)
    erase(other, sender)
    say(other, sender, 2)
    assert_same(one, settings, sender)


def erase(store: SQLTrackerStore, sender: str) -> None:
    table = store.SQLEvent.__table__
    with store.engine.begin() as connection:
        connection.execute(table.delete().where(table.c.sender_id == sender))


def test_a_new_session_starts_afresh(settings: Settings, sender: str) -> None:
    store = open_store(settings)
    say(store, sender, 1)
    say(store, sender, 2, session=True)
    assert_same(store, settings, sender)
    say(store, sender, 3)
    assert_same(store, settings, sender)


def test_a_message_that_fails_leaves_no_trace(settings: Settings, sender: str) -> None:
    store = open_store(settings)
    say(store, sender, 1)
    lost = read(store, sender)
    assert lost is not None
    lost.update_with_events(turn(2), DOMAIN)  # never saved
    assert_same(store, settings, sender)


def test_memory_is_bounded(settings: Settings) -> None:
    store = open_store(settings, cached_events="20")
    senders = [uuid.uuid4().hex for _ in range(8)]
    for sender in senders:
        say(store, sender, 1)
    assert sum(len(recent.tracker.events) for recent in store._recent.values()) <= 20
    assert_same(store, settings, senders[0])


def test_what_is_erased_elsewhere_leaves_memory_without_a_message(settings: Settings, sender: str) -> None:
    store, other, kept = open_store(settings), open_store(settings), uuid.uuid4().hex

    async def look() -> None:
        for name in (sender, kept):
            tracker = await store.get_or_create_tracker(name, append_action_listen=False)
            tracker.update_with_events(turn(1), DOMAIN)
            await store.save(tracker)
        await asyncio.sleep(0)  # memory follows once the answer is on its way
        erase(other, sender)
        assert set(store._recent) == {sender, kept}
        assert store._next_look is not None
        assert store._next_look.when() - asyncio.get_running_loop().time() <= 60
        store._look()
        assert set(store._recent) == {kept}
        assert store._next_look is not None, "it goes on looking"
        erase(other, kept)
        store._look()
        assert not store._recent
        assert store._next_look is None, "nothing to look for"

    asyncio.run(look())


def test_another_domain_has_other_slots(settings: Settings, sender: str) -> None:
    store = open_store(settings)
    say(store, sender, 1)
    store.domain = Domain.from_yaml('version: "3.1"\nslots: {other: {type: any, mappings: [{type: custom}]}}')
    tracker = read(store, sender)
    assert tracker is not None
    assert "other" in tracker.slots
    assert "job" not in tracker.slots


_TALKER = """
import json, sys
sys.path[:0] = json.loads(sys.argv[1])
from test_tracker_store import open_store, say
store = open_store(json.loads(sys.argv[2]))
for number in range(10_000):
    say(store, sys.argv[3], number)
    print(number, flush=True)
"""


def test_nothing_is_lost_when_the_process_is_killed(settings: Settings, sender: str) -> None:
    path = json.dumps([str(Path(__file__).parent), *sys.path])
    arguments = [sys.executable, "-W", "ignore", "-c", _TALKER, path, json.dumps(settings), sender]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as talker:
        assert talker.stdout is not None
        answered = -1
        deadline = time.monotonic() + 60
        for line in talker.stdout:
            answered = int(line)
            if answered >= 25 or time.monotonic() > deadline:
                break
        talker.send_signal(signal.SIGKILL)
    store = open_store(settings)
    tracker = read(store, sender)
    assert tracker is not None
    said = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert said[: answered + 1] == [f"question {number}" for number in range(answered + 1)]
    assert len(said) <= answered + 40  # messages after the last line read are whole or absent
    assert_same(store, settings, sender)
