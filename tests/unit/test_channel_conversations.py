"""Messages are handled once and in order, even when two server processes share the conversations."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.shared.core.events import BotUttered, Event, UserUttered

from ariane.channels.answers import Answer
from ariane.channels.conversations import Conversations
from ariane.channels.errors import ApiError
from ariane.channels.messages import Typed

SENDER = "web-" + "0" * 32
MESSAGE = "0123456789abcdef"


class Store:
    """Conversations shared by all processes."""

    def __init__(self) -> None:
        self.events: dict[str, list[Event]] = {}

    async def retrieve(self, sender_id: str) -> Any:
        events = self.events.get(sender_id)
        return SimpleNamespace(events=list(events)) if events is not None else None

    retrieve_full_tracker = retrieve


class World:
    """Two server processes with the same stores; each is a Conversations of its own."""

    def __init__(self) -> None:
        self.store, self.handled = Store(), 0
        self.agent = SimpleNamespace(tracker_store=self.store, lock_store=InMemoryLockStore())
        self.processes = [Conversations(self.deliver, self.erase, "web") for _ in range(2)]

    async def deliver(self, message: UserMessage) -> None:
        self.handled += 1
        text = f"réponse {self.handled}"
        assert message.output_channel
        await message.output_channel.send_response(message.sender_id, {"text": text})
        await asyncio.sleep(0.05)
        if message.text == "panne":
            raise RuntimeError("scripted failure")
        said = UserUttered(message.text, message_id=message.message_id)
        self.store.events.setdefault(message.sender_id, []).extend([said, BotUttered(text)])

    async def erase(self, agent: Any, sender_id: str) -> None:
        self.store.events.pop(sender_id, None)

    async def send(self, process: int, text: str = "bonjour", message_id: str = MESSAGE) -> list[Answer]:
        return await self.processes[process].send(self.agent, SENDER, Typed(message_id, text))


def test_a_retry_that_reaches_another_process_is_not_handled_again() -> None:
    async def both() -> tuple[World, list[list[Answer]]]:
        world = World()
        return world, list(await asyncio.gather(world.send(0), world.send(1)))

    world, (first, second) = asyncio.run(both())
    assert world.handled == 1
    assert first == second == [{"id": f"{MESSAGE}.0", "text": "réponse 1"}]


def test_two_messages_in_one_process_do_not_wait_for_the_slow_lock() -> None:
    """Rasa's lock store looks again after a whole second; within a process nobody waits that long."""

    async def two() -> float:
        world = World()
        start = asyncio.get_running_loop().time()
        await asyncio.gather(world.send(0), world.send(0, message_id="another-message-id"))
        return asyncio.get_running_loop().time() - start

    assert asyncio.run(two()) < 0.9


def test_the_work_goes_on_when_the_visitor_leaves() -> None:
    async def leave() -> World:
        world = World()
        waiting = asyncio.ensure_future(world.send(0))
        await asyncio.sleep(0.01)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (await world.send(0))[0]["text"] == "réponse 1"
        return world

    assert asyncio.run(leave()).handled == 1


def test_a_failure_leaves_nothing_behind_and_can_be_tried_again() -> None:
    async def fail() -> World:
        world = World()
        for _ in range(2):
            result = (await asyncio.gather(world.send(0, "panne"), return_exceptions=True))[0]
            assert isinstance(result, RuntimeError)
        assert world.processes[0]._running == {}
        return world

    world = asyncio.run(fail())
    assert world.handled == 2
    assert world.store.events == {}


def test_erasing_waits_for_the_message_of_another_process() -> None:
    async def erase() -> World:
        world = World()
        sending = asyncio.ensure_future(world.send(0))
        await asyncio.sleep(0.01)
        await world.processes[1].erase(world.agent, SENDER)
        await sending
        return world

    assert asyncio.run(erase()).store.events == {}


def test_a_message_that_arrives_after_the_erasing_is_refused() -> None:
    async def late() -> tuple[World, BaseException | list[Answer]]:
        world = World()
        sending = asyncio.ensure_future(world.send(0))
        await asyncio.sleep(0.01)
        erasing = asyncio.ensure_future(world.processes[0].erase(world.agent, SENDER))
        await asyncio.sleep(0.01)
        waiting = asyncio.ensure_future(world.send(0, message_id="sent-by-another-tab"))
        await asyncio.gather(sending, erasing)
        return world, (await asyncio.gather(waiting, return_exceptions=True))[0]

    world, refused = asyncio.run(late())
    assert isinstance(refused, ApiError)
    assert refused.status == 401
    assert world.store.events == {}
    assert world.handled == 1
