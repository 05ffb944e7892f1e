"""Which site a request comes from, and what a browser is told about it."""

from __future__ import annotations

from enum import Enum
from urllib.parse import urlsplit

from ariane.channels.errors import ApiError

_LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


class Caller(Enum):
    """The page behind a request."""

    OWN = "own"  # a page of this server, or a program that is not a browser
    ALLOWED = "allowed"  # a page of another site that the operator allows


def caller_of(origin: str | None, host: str | None, allowed: frozenset[str]) -> Caller:
    """Say who calls, from the headers Origin and Host. Raises ApiError (403) for a site that is not allowed.

    Browsers write Origin themselves: a page can't lie in it. Only the host is compared with ours, because behind a
    reverse proxy this server doesn't know that visitors use HTTPS.
    """
    if not origin:
        return Caller.OWN
    if origin.lower() in allowed:
        return Caller.ALLOWED
    parts = urlsplit(origin.lower())
    if parts.scheme in ("http", "https") and parts.netloc and _bare(parts.netloc) == _bare((host or "").lower()):
        return Caller.OWN
    raise ApiError("unknown_origin", 403)


def cors_headers(origin: str | None, allowed: frozenset[str]) -> dict[str, str]:
    """Return the headers that let an allowed site read an answer. Never with credentials: other sites use a token."""
    headers = {"Vary": "Origin"}
    if origin and origin.lower() in allowed:
        headers |= {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Methods": "GET, POST, DELETE",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Expose-Headers": "Retry-After",
            "Access-Control-Max-Age": "600",
        }
    return headers


def is_local(host: str | None) -> bool:
    """Tell whether `host` (a Host header) is this machine, where browsers accept a cookie without HTTPS."""
    try:
        return urlsplit(f"//{host or ''}").hostname in _LOCAL_HOSTS
    except ValueError:
        return False


def _bare(netloc: str) -> str:
    for port in (":80", ":443"):
        netloc = netloc.removesuffix(port)
    return netloc
