"""What an operator can set for the web channel, all of it in the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ariane.runtime.errors import UserError

_TRUE, _FALSE = {"1", "true", "yes", "oui"}, {"", "0", "false", "no", "non"}


@dataclass(frozen=True)
class WebSettings:
    """Settings of the web channel; the defaults suit a local run."""

    allowed_origins: frozenset[str] = frozenset()
    """Other sites that may embed the widget, as https://host[:port]."""
    session_seconds: int = 24 * 3600
    """How long a conversation may be silent before its visitor loses it."""
    visitor_per_minute: int = 30
    """Requests of one conversation."""
    address_per_minute: int = 600
    """Requests of one network address: a whole classroom may share one."""
    sessions_per_minute: int = 60
    """Conversations begun from one network address."""
    plain_cookie: bool = False
    """Allow the cookie over HTTP on another host than this machine (a trial on a local network)."""
    demonstration: bool = True
    """Serve the demonstration pages."""


def read_web_settings(environ: Mapping[str, str] = os.environ) -> WebSettings:
    """Read the ARIANE_* variables of the web channel. Raises UserError, saying how to mend the variable."""
    return WebSettings(
        allowed_origins=_origins(environ.get("ARIANE_ALLOWED_ORIGINS", "")),
        session_seconds=3600 * _number(environ, "ARIANE_SESSION_HOURS", 24),
        visitor_per_minute=_number(environ, "ARIANE_RATE_PER_VISITOR", 30),
        address_per_minute=_number(environ, "ARIANE_RATE_PER_ADDRESS", 600),
        sessions_per_minute=_number(environ, "ARIANE_SESSIONS_PER_ADDRESS", 60),
        plain_cookie=flag(environ, "ARIANE_INSECURE_COOKIE", default=False),
        demonstration=flag(environ, "ARIANE_DEMO_PAGE", default=True),
    )


def flag(environ: Mapping[str, str], variable: str, default: bool) -> bool:
    """Return the truth of an environment variable (1, true, yes, oui …). Raises UserError on anything else."""
    value = environ.get(variable)
    if value is None:
        return default
    if value.strip().lower() not in _TRUE | _FALSE:
        raise UserError(f"{variable}={value} n’est ni oui ni non : donnez 1 ou 0.")
    return value.strip().lower() in _TRUE


def _number(environ: Mapping[str, str], variable: str, default: int) -> int:
    value = environ.get(variable) or str(default)
    if not value.isdecimal() or int(value) < 1:
        raise UserError(f"{variable}={value} n’est pas un nombre entier positif.")
    return int(value)


def _origins(value: str) -> frozenset[str]:
    return frozenset(_origin(item) for item in value.replace(",", " ").split())


def _origin(item: str) -> str:
    """Return `item` as browsers send it in Origin; a wildcard is refused: any site could then pose as the visitor's."""
    parts = urlsplit(item.lower().rstrip("/"))
    exact = parts.scheme in ("http", "https") and parts.netloc and not (parts.path or parts.query or parts.fragment)
    if not exact or "*" in item or "@" in item:
        raise UserError(
            f"ARIANE_ALLOWED_ORIGINS : « {item} » n’est pas une origine. "
            "Donnez des adresses exactes, sans chemin ni astérisque, par exemple https://www.exemple.fr."
        )
    return f"{parts.scheme}://{parts.netloc}"
