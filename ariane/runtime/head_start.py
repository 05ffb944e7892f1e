"""Takes what the component HeadStart sends: questions to begin on before the call (see ariane/nlu/head_start.py)."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any

logger = logging.getLogger(__name__)

Begin = Callable[[dict[str, Any], "str | None"], None]  # a message as far as it was read, the job kept from before


class _Receiver(asyncio.DatagramProtocol):
    """Reads what HeadStart sends. Whoever else writes to it can have an answer worked out, no more."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin

    def datagram_received(self, data: bytes, addr: Any) -> None:
        try:
            told = json.loads(data)
            message, job = told["message"], told["job"]
            if isinstance(message["text"], str) and isinstance(message["entities"], list):
                self._begin(message, job if isinstance(job, str) else None)
        except Exception as error:
            logger.debug("A head start that could not be read: %s", error)


async def receive(port: int, begin: Begin) -> None:
    """Listen on 127.0.0.1:`port` and have `begin` work on each message and the job kept before it."""
    loop = asyncio.get_running_loop()
    try:
        await loop.create_datagram_endpoint(lambda: _Receiver(begin), local_addr=("127.0.0.1", port))
    except OSError as error:
        logger.warning("Les réponses ne seront pas préparées d’avance : %s", error)
