"""One HTTP session for all calls to the action server: Rasa opens and closes a connection for each.

The calls are written by ujson, which Sanic brings with it: a conversation's last turns take Python's own json a
millisecond.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import ujson
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import EndpointConfig

# Below the five seconds after which the action server closes an idle connection, so that we never use a closing one.
_IDLE_SECONDS = 4


class KeptEndpoint(EndpointConfig):
    """An endpoint that keeps its connections open between requests. It sends and returns what EndpointConfig does."""

    _session: aiohttp.ClientSession | None = None
    _loop: asyncio.AbstractEventLoop | None = None

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> EndpointConfig:
        """Return the kept form of `endpoint`, always the same one; an endpoint of another class is left as it is."""
        if type(endpoint) is not EndpointConfig:
            return endpoint
        kept = endpoint.__dict__.get("_kept")
        if kept is None:
            kept = cls.__new__(cls)
            kept.__dict__.update(endpoint.__dict__)
            endpoint.__dict__["_kept"] = kept
        return kept

    @asynccontextmanager
    async def session(self) -> AsyncIterator[aiohttp.ClientSession]:
        """Give the session to one request, and leave it open after it."""
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._session, self._loop = self._open(), loop
        yield self._session

    def _open(self) -> aiohttp.ClientSession:
        settings: dict[str, Any] = {"headers": self.headers}
        if self.basic_auth:
            settings["auth"] = aiohttp.BasicAuth(self.basic_auth["username"], self.basic_auth["password"])
        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(keepalive_timeout=_IDLE_SECONDS),
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            json_serialize=ujson.dumps,
            **settings,
        )
