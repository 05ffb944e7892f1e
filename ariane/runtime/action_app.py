"""What the action server answers: `POST /webhook` runs an action, `GET /health` says that it is there.

The actions are run by rasa_sdk, whose own application says the same in Sanic, with leave for pages of other origins to
call it: nobody needs that here, and each call takes a third of a millisecond longer (docs/vitesse.md). It is an ASGI
application: https://asgi.readthedocs.io/en/latest/specs/.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from ariane.quick_json import dumps

logger = logging.getLogger(__name__)

LARGEST_CALL = 10_000_000  # bytes; a call holds the last turns of a conversation

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Reply = tuple[int, Any]  # an HTTP status, and what is written as JSON


class ActionApp:
    """Runs the actions of `executor`; `begin` is awaited before the first call is taken, with visitors still away."""

    def __init__(self, executor: ActionExecutor, begin: Callable[[], Awaitable[None]]) -> None:
        """Run nothing yet."""
        self._executor = executor
        self._begin = begin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or the server's own signs of life (ASGI)."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        status, content = await self._answer(scope, receive)
        body = dumps(content)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            sign = (await receive())["type"]
            if sign == "lifespan.startup":
                await self._begin()
            await send({"type": f"{sign}.complete"})
            if sign == "lifespan.shutdown":
                return

    async def _answer(self, scope: Scope, receive: Receive) -> Reply:
        asked = (scope["method"], scope["path"])
        if asked == ("GET", "/health"):
            return 200, {"status": "ok"}
        if asked != ("POST", "/webhook"):
            return 404, {"error": "Only POST /webhook and GET /health are answered."}
        try:
            call = _read(scope, await _body(receive))
        except ValueError as error:
            return 400, {"error": str(error)}
        return await self._run(call)

    async def _run(self, call: Any) -> Reply:
        """Run the action of `call`, and answer as rasa_sdk's own application does."""
        try:
            return 200, await self._executor.run(call)
        except ActionExecutionRejection as error:
            return 400, {"error": error.message, "action_name": error.action_name}
        except ActionNotFoundException as error:
            logger.error("%s", error)
            return 404, {"error": error.message, "action_name": error.action_name}
        except Exception as error:
            logger.exception("%s failed.", call.get("next_action"))
            return 500, {"error": str(error)}


async def _body(receive: Receive) -> bytes:
    """Give the whole body of a request. Raises ValueError beyond LARGEST_CALL."""
    parts: list[bytes] = []
    length, more = 0, True
    while more:
        part = await receive()
        parts.append(part.get("body", b""))
        length += len(parts[-1])
        if length > LARGEST_CALL:
            raise ValueError(f"A call of more than {LARGEST_CALL} bytes is not read.")
        more = bool(part.get("more_body"))
    return b"".join(parts)


def _read(scope: Scope, body: bytes) -> dict[str, Any]:
    """Read a call, which Rasa compresses where COMPRESS_ACTION_SERVER_REQUEST says so. Raises ValueError."""
    if (b"content-encoding", b"deflate") in scope["headers"]:
        opened = zlib.decompressobj()
        try:
            body = opened.decompress(body, LARGEST_CALL)
        except zlib.error as error:
            raise ValueError(f"This is not deflated: {error}") from error
    call = orjson.loads(body)
    if not isinstance(call, dict):
        raise ValueError("A call is a JSON object.")
    return call
