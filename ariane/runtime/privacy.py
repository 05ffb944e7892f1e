"""How long conversations are kept, and how one is erased: by its visitor, by age, or by the operator."""

from __future__ import annotations

import asyncio
import os
import re
import time
from typing import Any

from ariane.runtime.conversation_store import ConversationStore
from ariane.runtime.errors import UserError

_DAY = 24 * 3600
_UNITS = {"h": 3600, "d": _DAY, "j": _DAY, "w": 7 * _DAY}
_AGE = re.compile(r"(\d+)\s*([hdjw])")


def retention_days() -> int:
    """Return how many days after its last message a conversation is kept (ARIANE_RETENTION_DAYS, 30 by default).

    Raises UserError when it is not a number of at least one day.
    """
    value = os.environ.get("ARIANE_RETENTION_DAYS") or "30"
    if not value.isdecimal() or int(value) < 1:
        raise UserError(f"ARIANE_RETENTION_DAYS={value} n’est pas un nombre de jours : donnez 30, par exemple.")
    return int(value)


def seconds_of(age: str) -> int:
    """Return the seconds of an age such as 30d, 12h or 2w (j is read as d). Raises UserError for anything else."""
    match = _AGE.fullmatch(age.strip().lower())
    if match is None or int(match[1]) == 0:
        raise UserError(f"« {age} » n’est pas une durée : donnez 30d (jours), 12h (heures) ou 2w (semaines).")
    return int(match[1]) * _UNITS[match[2]]


def erase_conversation(sender_id: str) -> int:
    """Erase everything that is kept of a conversation; return how many rows went. Raises UserError."""
    return ConversationStore().erase(sender_id)


def purge(older_than_seconds: float) -> int:
    """Erase the conversations silent for longer than that; return how many. Raises UserError."""
    return ConversationStore().purge(time.time() - older_than_seconds)


def purge_expired() -> int:
    """Erase the conversations that are past their time; return how many. Raises UserError."""
    return purge(retention_days() * _DAY)


async def erase(agent: Any, sender_id: str) -> None:
    """Erase the conversation `sender_id` of Rasa's `agent` everywhere it is kept, memory included. Raises UserError."""
    await asyncio.get_running_loop().run_in_executor(None, erase_conversation, sender_id)
    store = agent.tracker_store
    while store is not None:  # Rasa wraps the store that endpoints.yml names
        forget = getattr(store, "forget", None)
        if forget is not None:
            forget(sender_id)
        store = getattr(store, "_tracker_store", None)
