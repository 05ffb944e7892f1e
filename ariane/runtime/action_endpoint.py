"""Calls to the action server over connections that stay open: Rasa opens and closes one for each.

The calls are written by orjson: a conversation's last turns take Python's own json a millisecond.
"""

from __future__ import annotations

from typing import Any

import orjson
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from ariane.quick_json import dumps
from ariane.runtime.kept_connection import KeptConnections

# Below the minute after which the action server closes an idle connection, so that we never use a closing one.
_IDLE_SECONDS = 4
_FAILED = 400  # the first HTTP status that is a failure


class KeptEndpoint(EndpointConfig):
    """An endpoint that keeps its connections open between calls. It returns and raises what EndpointConfig does."""

    _connections: KeptConnections

    @classmethod
    def of(cls, endpoint: EndpointConfig) -> EndpointConfig:
        """Return the kept form of `endpoint`, always the same one.

        An endpoint of another class, or that asks for more than a plain address, is left as it is.
        """
        more = endpoint.params or endpoint.headers or endpoint.basic_auth or endpoint.token or endpoint.cafile
        if type(endpoint) is not EndpointConfig or more or not str(endpoint.url).startswith("http://"):
            return endpoint
        kept = endpoint.__dict__.get("_kept")
        if kept is None:
            kept = cls.__new__(cls)
            kept.__dict__.update(endpoint.__dict__, _connections=KeptConnections(str(endpoint.url), _IDLE_SECONDS))
            endpoint.__dict__["_kept"] = kept
        return kept

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Post `json` and give the answer's; what is no plain call is left to Rasa."""
        seconds = kwargs.get("timeout", DEFAULT_REQUEST_TIMEOUT)
        if method != "post" or subpath or compress or kwargs.keys() - {"timeout"} != {"json"}:
            return await super().request(method, subpath, content_type, compress, **kwargs)
        reply = await self._connections.post(dumps(kwargs["json"]), seconds)
        if reply.status >= _FAILED:
            raise ClientResponseError(reply.status, "", reply.body)
        try:
            return orjson.loads(reply.body)
        except ValueError:
            return None
