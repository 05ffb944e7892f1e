"""Carries messages to the assistant: one at a time in a conversation, each of them once."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.channels.channel import UserMessage

from ariane.channels.answers import Answer
from ariane.channels.errors import ApiError
from ariane.channels.history import (
    Turn,
    answers_of,
    asks_opinion,
    excuse,
    find_turn,
    offered_buttons,
    shown_history,
    turns_of,
)
from ariane.channels.messages import Opinion, Pressed, Typed, VisitorMessage
from ariane.channels.output import WebOutput

logger = logging.getLogger(__name__)

_MOST_ERASED = 10_000
_OPINION_PAYLOADS = {"up": "/feedback_positive", "down": "/feedback_negative"}

Deliver = Callable[[UserMessage], Awaitable[Any]]
Erase = Callable[[Any, str], Awaitable[None]]


class Conversations:
    """What visitors may do with their conversation. `agent` is Rasa's agent, `sender_id` comes from a signed token."""

    def __init__(self, deliver: Deliver, erase: Erase, channel: str) -> None:
        """`deliver` hands a message to Rasa; `erase` erases a conversation; `channel` is the name kept in events."""
        self._deliver, self._erase, self._channel = deliver, erase, channel
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: dict[tuple[str, str], asyncio.Task[list[Answer]]] = {}
        self._erased: OrderedDict[str, None] = OrderedDict()

    async def send(self, agent: Any, sender_id: str, message: VisitorMessage) -> list[Answer]:
        """Return Ariane's answers to `message`. The same message sent again gets the same answers, and is handled once.

        Raises ApiError when a button or an opinion was not offered in this conversation, or when it was erased.
        """
        key = (sender_id, message.id)
        task = self._running.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(self._handle(agent, sender_id, message))
            self._running[key] = task
            task.add_done_callback(lambda done: self._finish(key, done))
        # A visitor whose connection drops must not stop the work halfway: the retry finds the answer.
        return await asyncio.shield(task)

    def _finish(self, key: tuple[str, str], task: asyncio.Task[list[Answer]]) -> None:
        self._running.pop(key, None)
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio doesn't complain when the visitor has gone

    async def history(self, agent: Any, sender_id: str) -> list[dict[str, Any]]:
        """Return the messages of the conversation, oldest first; empty when it has none."""
        tracker = await agent.tracker_store.retrieve_full_tracker(sender_id)
        return shown_history(turns_of(tracker.events)) if tracker else []

    async def erase(self, agent: Any, sender_id: str) -> None:
        """Erase the conversation, once any message under way is finished: nothing is written in it after that."""
        async with self._alone(agent, sender_id):
            await self._erase(agent, sender_id)
            self._erased[sender_id] = None
            if len(self._erased) > _MOST_ERASED:
                self._erased.popitem(last=False)

    async def _handle(self, agent: Any, sender_id: str, message: VisitorMessage) -> list[Answer]:
        async with self._alone(agent, sender_id):
            if sender_id in self._erased:  # sent before the visitor erased everything, it arrives after
                raise ApiError("no_session", 401)
            tracker = await agent.tracker_store.retrieve(sender_id)
            turns = turns_of(tracker.events) if tracker else []
            answered = find_turn(turns, message.id)
            if answered:
                return answers_of(answered)
            text, metadata = _for_rasa(message, turns)
            output = WebOutput(message.id)
            await self._deliver(
                UserMessage(text, output, sender_id, None, self._channel, message.id, metadata),
            )
            return output.answers or excuse(message.id, isinstance(message, Opinion))

    @asynccontextmanager
    async def _alone(self, agent: Any, sender_id: str) -> AsyncIterator[None]:
        """Hold the conversation: in this process, and through Rasa's lock store in the other workers.

        Rasa takes a lock of its own while it handles a message, but looking for a message already answered must be
        under the same lock as answering it. Hence a second name.
        """
        lock = self._locks.get(sender_id)
        if lock is None:
            lock = self._locks[sender_id] = asyncio.Lock()
        async with lock, agent.lock_store.lock(f"{sender_id}/channel"):
            yield


def _for_rasa(message: VisitorMessage, turns: list[Turn]) -> tuple[str, dict[str, Any] | None]:
    """Return the text and metadata that Rasa receives for `message`; only here does a payload become a command."""
    if isinstance(message, Typed):
        return message.text, None
    if isinstance(message, Pressed):
        title = offered_buttons(turns).get(message.payload)
        if title is None:
            raise ApiError("choice_not_offered", 409)
        return message.payload, {"title": title}
    if not asks_opinion(turns, message.about):
        raise ApiError("feedback_not_offered", 409)
    return _OPINION_PAYLOADS[message.opinion], {"feedback": message.opinion, "about": message.about}
