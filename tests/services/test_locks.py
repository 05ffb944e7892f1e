"""The locks of conversations: in the server's memory, or in Redis where several servers share conversations."""

from __future__ import annotations

import asyncio
import os
import uuid
from collections.abc import Iterator
from unittest import mock

import pytest
import redis
from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore
from rasa.core.utils import AvailableEndpoints

from ariane.paths import PROJECT
from ariane.runtime.rasa_server import prepare_environment

HOST, PORT = os.environ.get("ARIANE_TEST_REDIS", "127.0.0.1:6379").split(":")


@pytest.fixture(autouse=True)
def environment() -> Iterator[None]:
    """Leave the environment as it was."""
    with mock.patch.dict(os.environ):
        for name in ("LOCK_STORE", "REDIS_HOST", "REDIS_PORT", "REDIS_DB", "REDIS_PASSWORD"):
            os.environ.pop(name, None)
        yield


@pytest.fixture
def shared() -> None:
    """Set what an operator sets, where a Redis server answers."""
    try:
        redis.Redis(HOST, int(PORT), socket_connect_timeout=2).ping()
    except redis.ConnectionError as error:
        pytest.skip(f"no Redis server at {HOST}:{PORT} (ARIANE_TEST_REDIS tells another): {error}")
    os.environ.update(REDIS_HOST=HOST, REDIS_PORT=PORT)


def open_locks() -> LockStore:
    """Open the lock store as the server does, from endpoints.yml."""
    prepare_environment()
    return LockStore.create(AvailableEndpoints.read_endpoints(str(PROJECT / "endpoints.yml")).lock_store)


def test_locks_are_in_memory_unless_told() -> None:
    assert type(open_locks()) is InMemoryLockStore


@pytest.mark.usefixtures("shared")
def test_two_servers_take_turns_in_a_conversation() -> None:
    one, other, sender = open_locks(), open_locks(), uuid.uuid4().hex
    assert isinstance(one, RedisLockStore)
    done: list[str] = []

    async def answer(store: LockStore, name: str, begun: asyncio.Event, go: asyncio.Event) -> None:
        async with store.lock(sender, wait_time_in_seconds=0.01):
            begun.set()
            await go.wait()
            done.append(name)

    async def run() -> None:
        first, second, go = asyncio.Event(), asyncio.Event(), asyncio.Event()
        tasks = [asyncio.create_task(answer(one, "one", first, go))]
        await first.wait()
        tasks.append(asyncio.create_task(answer(other, "other", second, go)))
        while len(one.get_lock(sender).tickets) < 2:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert not second.is_set(), "the second server waits"
        go.set()
        await asyncio.gather(*tasks)

    asyncio.run(asyncio.wait_for(run(), 20))
    assert done == ["one", "other"]
    assert one.get_lock(sender) is None, "nothing is left in Redis"
