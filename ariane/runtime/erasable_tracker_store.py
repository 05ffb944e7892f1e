"""Rasa's SQL tracker store, able to forget: a visitor's request, and conversations past their time.

The action that a visitor's consent runs lives in another process, and Rasa writes the turn to the database after it. So
it is here, where a turn is written, that the conversation is erased in its place.
"""

from __future__ import annotations

import asyncio
import logging
import time

from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from ariane.runtime.privacy import erase_conversation, purge_expired
from ariane.runtime.tracker_store import CachingTrackerStore

logger = logging.getLogger(__name__)

ERASING_ACTION = "action_erase_data"
_BETWEEN_PURGES = 24 * 3600  # seconds


class ErasableTrackerStore(CachingTrackerStore):
    """The caching store, which erases a conversation instead of writing the turn in which its visitor asked for it."""

    _last_purge = 0.0

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write the tracker, or erase it all when `action_erase_data` ran; once a day, erase what is past its time."""
        if asks_to_be_erased(tracker):
            self.forget(tracker.sender_id)
            await _in_thread(erase_conversation, tracker.sender_id)
            return
        await super().save(tracker)
        if time.monotonic() - self._last_purge > _BETWEEN_PURGES or not self._last_purge:
            self._last_purge = time.monotonic()
            await self._purge()

    async def _purge(self) -> None:
        try:
            erased = await _in_thread(purge_expired)
        except Exception:  # an answer must not be lost because the cleaning failed; it is tried again the next day
            logger.exception("Les conversations anciennes n’ont pas pu être effacées.")
            return
        if erased:
            logger.info("%d conversations anciennes effacées.", erased)


def asks_to_be_erased(tracker: DialogueStateTracker) -> bool:
    """Say whether the erasing action ran since the visitor's last message. Where it ran before, no trace is left."""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActionExecuted) and event.action_name == ERASING_ACTION:
            return True
    return False


async def _in_thread(work: object, *arguments: object) -> int:
    return await asyncio.get_running_loop().run_in_executor(None, work, *arguments)  # type: ignore[arg-type]
