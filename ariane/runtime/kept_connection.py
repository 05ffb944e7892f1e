"""Posts JSON over connections that stay open: the little of HTTP that a call to the action server needs.

aiohttp, which Rasa uses, does far more for each request; docs/vitesse.md tells what that costs. Errors are aiohttp's
own, for Rasa knows these.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

import aiohttp
from httptools import HttpParserError, HttpResponseParser


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    body: bytes


class KeptConnections:
    """The connections to one plain HTTP address: each serves one request at a time, and waits for the next."""

    def __init__(self, url: str, idle_seconds: float) -> None:
        """Open nothing yet. A connection unused for `idle_seconds` is not used again."""
        parts = urlsplit(url)
        self._host, self._port, self._idle_seconds = parts.hostname or "", parts.port or 80, idle_seconds
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._head = f"POST {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\n"
        self._loop: asyncio.AbstractEventLoop | None = None
        self._idle: list[_Connection] = []

    async def post(self, body: bytes, seconds: float) -> Reply:
        """Send `body` and give the reply. Raises aiohttp.ClientConnectionError, or TimeoutError after `seconds`."""
        connection = self._kept() or await self._opened(seconds)
        reply = await connection.send(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body, seconds)
        if connection.is_open:
            connection.used = time.monotonic()
            self._idle.append(connection)
        return reply

    def _kept(self) -> _Connection | None:
        """Give the connection used last, if it still serves."""
        if self._loop is not asyncio.get_running_loop():  # those of another loop ended with it
            self._idle.clear()
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and time.monotonic() - connection.used < self._idle_seconds:
                return connection
            connection.close()
        return None

    async def _opened(self, seconds: float) -> _Connection:
        self._loop = asyncio.get_running_loop()
        opening = self._loop.create_connection(_Connection, self._host, self._port)
        try:
            _, connection = await asyncio.wait_for(opening, seconds)
        except OSError as error:
            raise aiohttp.ClientConnectionError(str(error)) from error
        return connection


class _Connection(asyncio.Protocol):
    """One connection, and the reply that it waits for."""

    def __init__(self) -> None:
        self.is_open, self.used = False, 0.0
        self._body: list[bytes] = []
        self._waiting: asyncio.Future[Reply] | None = None

    async def send(self, request: bytes, seconds: float) -> Reply:
        loop = asyncio.get_running_loop()
        self._body, self._parser = [], HttpResponseParser(self)
        self._waiting = loop.create_future()
        late = loop.call_later(seconds, self._fail, asyncio.TimeoutError())
        self._transport.write(request)
        replied = False
        try:
            reply = await self._waiting
            replied = True
        finally:
            late.cancel()
            if not replied:  # whoever asked has gone: what comes is for nobody
                self.close()
        return reply

    def close(self) -> None:
        self.is_open = False
        self._transport.close()

    def _fail(self, error: Exception) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(error)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Not an instance of asyncio.Transport where uvloop runs the loop.
        self._transport, self.is_open = cast(asyncio.Transport, transport), True

    def data_received(self, data: bytes) -> None:
        if self._waiting is None or self._waiting.done():  # said unasked: nothing good
            self.close()
            return
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._fail(aiohttp.ClientConnectionError(f"This is not HTTP: {error}"))

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        self._fail(aiohttp.ServerDisconnectedError())

    # What the parser calls.

    def on_body(self, part: bytes) -> None:
        self._body.append(part)

    def on_message_complete(self) -> None:
        if not self._parser.should_keep_alive():
            self.close()
        assert self._waiting is not None  # noqa: S101 - for the type checker
        self._waiting.set_result(Reply(self._parser.get_status_code(), b"".join(self._body)))
