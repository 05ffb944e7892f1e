"""The one door through which the web channel erases a conversation."""

from __future__ import annotations

from typing import Any


async def erase(agent: Any, sender_id: str) -> None:
    """Erase the conversation `sender_id` of Rasa's `agent` everywhere it is kept."""
    # Imported here: the runtime opens stores that the channel's own tests do without.
    from ariane.runtime import privacy

    await privacy.erase(agent, sender_id)
