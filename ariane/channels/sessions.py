"""Conversation tokens: the server chooses the conversation, signs it, and believes nothing else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

_VERSION = "1"
_TOKEN = re.compile(r"1\.([0-9a-f]{32})\.([0-9]{1,12})\.([A-Za-z0-9_-]{43})", re.ASCII)
# A sender id of this channel can't be confused with the one of a telephone number or of another channel.
SENDER_PREFIX = "web-"


@dataclass(frozen=True)
class Session:
    """A visitor's right to one conversation."""

    conversation: str
    """128 random bits, in hexadecimal."""
    expires: int
    """Seconds since 1970."""

    @property
    def sender_id(self) -> str:
        """Name of the conversation in Rasa."""
        return SENDER_PREFIX + self.conversation


class SessionSigner:
    """Issues and reads tokens of the form version.conversation.expiry.signature."""

    def __init__(self, key: bytes, lifetime: int, clock: Callable[[], float] = time.time) -> None:
        """`lifetime` is in seconds; `clock` gives seconds since 1970."""
        self.lifetime = lifetime
        self._clock = clock
        # A key of its own, so that the secret may serve elsewhere without one signature standing for another.
        self._key = hmac.new(key, b"ariane web channel tokens", hashlib.sha256).digest()

    def issue(self, conversation: str | None = None) -> tuple[Session, str]:
        """Return a session and its token, for a new conversation or to prolong `conversation`."""
        session = Session(conversation or secrets.token_hex(16), int(self._clock()) + self.lifetime)
        return session, f"{_VERSION}.{session.conversation}.{session.expires}.{self._signature(session)}"

    def read(self, token: str | None) -> Session | None:
        """Return the session of `token`, or None when it is missing, forged, tampered with or expired."""
        parts = _TOKEN.fullmatch(token or "")
        if parts is None:
            return None
        session = Session(parts[1], int(parts[2]))
        if not hmac.compare_digest(self._signature(session), parts[3]):
            return None
        return session if session.expires > self._clock() else None

    def is_ageing(self, session: Session) -> bool:
        """Tell whether less than half of the session's life remains, so that it should be prolonged."""
        return session.expires - self._clock() < self.lifetime / 2

    def _signature(self, session: Session) -> str:
        text = f"{_VERSION}.{session.conversation}.{session.expires}".encode()
        return base64.urlsafe_b64encode(hmac.new(self._key, text, hashlib.sha256).digest()).rstrip(b"=").decode()
