"""A small load generator: a bounded number of visitors and messages, on 127.0.0.1 only."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

import aiohttp

_MOST_MESSAGES = 20_000
_TIMEOUT = aiohttp.ClientTimeout(total=120)


@dataclass(frozen=True)
class Load:
    """What a load gave: the milliseconds of each message, in order of arrival, and the seconds of the whole."""

    milliseconds: tuple[float, ...]
    seconds: float
    unanswered: int

    @property
    def per_second(self) -> float:
        """Messages answered in a second."""
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: float) -> float:
        """Milliseconds that `share` of the messages (0 to 1) did not exceed."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def together(parts: Sequence[Load]) -> Load:
    """Give the loads of `parts` as one."""
    return Load(
        tuple(taken for part in parts for taken in part.milliseconds),
        sum(part.seconds for part in parts),
        sum(part.unanswered for part in parts),
    )


def put(url: str, conversations: Iterable[Sequence[str]], visitors: int, messages: int) -> Load:
    """Have `visitors` hold conversations at once, each as a fresh visitor, until `messages` were sent."""
    if urlsplit(url).hostname != "127.0.0.1" or messages > _MOST_MESSAGES:
        raise ValueError("The load goes to this machine only, and is bounded.")
    return asyncio.run(_put(url, conversations, visitors, messages))


async def _put(url: str, conversations: Iterable[Sequence[str]], visitors: int, messages: int) -> Load:
    waiting = iter(conversations)
    taken: list[float] = []
    left, unanswered = messages, 0

    async def visit(session: aiohttp.ClientSession) -> None:
        nonlocal left, unanswered
        while left > 0:
            questions = next(waiting, None)
            if questions is None:
                return
            sender = uuid.uuid4().hex
            for question in islice(questions, left):
                left -= 1
                begun = time.perf_counter()
                async with session.post(
                    f"{url}/webhooks/rest/webhook", json={"sender": sender, "message": question}
                ) as reply:
                    answers = await reply.json()
                    reply.raise_for_status()
                taken.append((time.perf_counter() - begun) * 1000)
                unanswered += not answers

    begun = time.perf_counter()
    async with aiohttp.ClientSession(timeout=_TIMEOUT) as session:
        await asyncio.gather(*(visit(session) for _ in range(visitors)))
    return Load(tuple(taken), time.perf_counter() - begun, unanswered)
