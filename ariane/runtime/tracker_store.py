"""Conversations in SQL, the recent ones also in memory.

Rasa's SQL store reads and rebuilds every event of the conversation at each message, counts them again to save, and
writes through the unit of work. This subclass keeps the recent conversations in memory and asks the database one cheap
question before it trusts them: how many events are stored, and what is the newest? When the answer is not what was
last seen (another server wrote, a conversation was erased), the conversation is read anew. Every event is written and
committed before the visitor's next message is taken, as by Rasa: memory holds nothing that the database lacks.

What is erased elsewhere (`ariane privacy erase`, another server) leaves memory at its next message, and within a minute
without one.

endpoints.yml names this class; Rasa passes it the settings of the SQL store, and `cached_events` where it is given.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import sqlalchemy as sa
import sqlalchemy.orm
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SessionStarted, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import Connection, Engine

from ariane.quick_json import dumps
from ariane.runtime.driver_sql import first_row, run_for_each
from ariane.runtime.sqlite_settings import safe_and_fast
from ariane.runtime.tracker import FlatTracker, flat

logger = logging.getLogger(__name__)

MOST_EVENTS = 5_000  # of all conversations in memory: about 15 MB, the last turns of eighty visitors
_FORGOTTEN_AFTER = 1800  # seconds without a message
_BETWEEN_LOOKS = 30  # seconds between two looks at what was erased elsewhere

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_OF_SENDER = _EVENTS.c.sender_id == sa.bindparam("sender")
_NEWEST = (
    sa.select(_EVENTS.c.data, sa.select(sa.func.count()).where(_OF_SENDER).scalar_subquery())
    .where(_OF_SENDER)
    .order_by(_EVENTS.c.id.desc())
    .limit(1)
)
_INSERT = _EVENTS.insert()


@dataclass(frozen=True)
class Mark:
    """What tells one state of a stored conversation from any other: the number of its events, the newest as written."""

    count: int
    newest: str


@dataclass
class Recent:
    """A conversation in memory: its current session, as reading it from the database would give it."""

    mark: Mark
    tracker: FlatTracker
    used: float


class CachingTrackerStore(SQLTrackerStore):
    """Rasa's SQL store that rebuilds only what it has not seen. Same table, same events, same sessions."""

    engine: Engine

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        cached_events: int | str = MOST_EVENTS,
        **settings: Any,
    ) -> None:
        """Open the store with the settings of Rasa's SQL store; keep at most `cached_events` events in memory."""
        self._recent: OrderedDict[str, Recent] = OrderedDict()
        self._most_events = int(cached_events)
        self._next_look: asyncio.TimerHandle | None = None
        self._unsettled: dict[str, Callable[[], None]] = {}
        super().__init__(domain, event_broker=event_broker, **settings)
        self.engine = safe_and_fast(self.engine)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)

    @property
    def domain(self) -> Domain:
        """The domain that trackers are made for."""
        return self._domain

    @domain.setter
    def domain(self, domain: Domain | None) -> None:
        self._domain = domain or Domain.empty()
        self._forget_all()  # slots may have changed with the model

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """Make the tracker of a conversation that begins."""
        return flat(super().init_tracker(sender_id))

    def forget(self, sender_id: str) -> None:
        """Drop a conversation from memory. What the database holds is not touched."""
        self._unsettled.pop(sender_id, None)
        self._recent.pop(sender_id, None)

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        if fetch_events_from_all_sessions:
            return await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        self._settle(sender_id)
        with self.engine.connect() as connection:
            mark = _mark(connection, sender_id)
            recent = self._fresh(sender_id, mark)
            if recent is None and mark is not None:
                stored = self._stored(connection, sender_id).all()
                recent = self._remember(sender_id, mark, [json.loads(event.data) for event in stored])
        return flat(recent.tracker, recent.tracker) if recent else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Write and commit the events of `tracker` that are not stored yet."""
        await self.stream_events(tracker)
        if not tracker.events:
            return
        sender_id = tracker.sender_id
        self._settle(sender_id)
        # No session of SQLAlchemy's: with one, each statement and the commit cost twice as much.
        with self.engine.begin() as connection:
            mark = _mark(connection, sender_id)
            recent = self._fresh(sender_id, mark)
            stored = 0
            if recent:
                stored = len(recent.tracker.events)
            elif mark:  # another server wrote since: Rasa's own way of telling what is new
                stored = self._stored(connection, sender_id).count()
            new = [event.as_dict() for event in islice(tracker.events, stored, None)]
            if not new:
                return
            rows = [_row(sender_id, event) for event in new]
            run_for_each(connection, _INSERT, rows)
        written = Mark((mark.count if mark else 0) + len(rows), rows[-1]["data"])
        # Once the visitor has the answer: what is written is safe, and memory is asked for with the next message only.
        self._unsettled[sender_id] = partial(self._take_in, tracker, recent, mark, written, rows)
        asyncio.get_running_loop().call_soon(self._settle, sender_id)

    def _settle(self, sender_id: str) -> None:
        """Bring memory to what was written last of a conversation, where that is still to be done."""
        unsettled = self._unsettled.pop(sender_id, None)
        if unsettled:
            unsettled()

    def _forget_all(self) -> None:
        self._unsettled.clear()
        self._recent.clear()

    def _stored(self, connection: Connection, sender_id: str) -> sa.orm.Query:
        """Return Rasa's query for the events of a conversation's last session."""
        session = self.sessionmaker(bind=connection)
        return self._event_query(session, sender_id, fetch_events_from_all_sessions=False)

    def _take_in(
        self,
        tracker: DialogueStateTracker,
        recent: Recent | None,
        before: Mark | None,
        written: Mark,
        rows: list[dict[str, Any]],
    ) -> None:
        """Bring memory to what was just written, or forget the conversation where that is not certain."""
        sender_id = tracker.sender_id
        # As they will be read: what JSON makes of them, not the objects that were written.
        events = [json.loads(row["data"]) for row in rows]
        began = [event["timestamp"] for event in events if event["event"] == SessionStarted.type_name]
        if before is None and all(event["timestamp"] is not None for event in events):
            # All there is of the conversation: keep its session, as Rasa's query does.
            kept = [event for event in events if not began or event["timestamp"] >= max(began)]
            recent = self._remember(sender_id, written, kept)
        elif recent is None or began:
            self.forget(sender_id)
            return
        else:
            for event in deserialise_events(events):
                recent.tracker.update(event)
            recent.mark = written
        if recent and isinstance(tracker, FlatTracker):
            recent.tracker.learn_from(tracker)

    def _fresh(self, sender_id: str, mark: Mark | None) -> Recent | None:
        """Return the conversation in memory if it is what the database holds."""
        recent = self._recent.get(sender_id)
        if recent is None or recent.mark != mark:
            self.forget(sender_id)
            return None
        recent.used = time.monotonic()
        self._recent.move_to_end(sender_id)
        return recent

    def _remember(self, sender_id: str, mark: Mark, events: list[dict[str, Any]]) -> Recent | None:
        if not events:
            return None
        tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
        recent = Recent(mark, flat(tracker), time.monotonic())
        if len(tracker.events) == len(events):  # an event of a kind that Rasa no longer knows is read, never kept
            self._recent[sender_id] = recent
            self._make_room()
            self._look_later()
        return recent

    def forget_erased(self) -> None:
        """Drop from memory what the database no longer holds, and what has been silent for long."""
        query = sa.select(_EVENTS.c.sender_id).where(_EVENTS.c.sender_id.in_(list(self._recent))).distinct()
        with self.session_scope() as session:
            held = {row[0] for row in session.execute(query)}
        long_ago = time.monotonic() - _FORGOTTEN_AFTER
        for sender_id in [name for name, recent in self._recent.items() if name not in held or recent.used < long_ago]:
            self.forget(sender_id)

    def _look_later(self) -> None:
        """Look for what was erased as long as memory holds something. By a timer: a task would have to be stopped."""
        if self._next_look is None:
            self._next_look = asyncio.get_running_loop().call_later(_BETWEEN_LOOKS, self._look)

    def _look(self) -> None:
        self._next_look = None
        try:
            self.forget_erased()
        except sa.exc.SQLAlchemyError:
            logger.warning("La base des conversations ne répond pas : la mémoire est vidée par prudence.")
            self._forget_all()
        if self._recent:
            self._look_later()

    def _make_room(self) -> None:
        """Forget the conversations unheard of for longest, beyond the limits of number and time; keep the last one."""
        held = sum(len(recent.tracker.events) for recent in self._recent.values())
        long_ago = time.monotonic() - _FORGOTTEN_AFTER
        while len(self._recent) > 1:
            oldest = next(iter(self._recent.values()))
            if held <= self._most_events and oldest.used > long_ago:
                break
            held -= len(oldest.tracker.events)
            self._recent.popitem(last=False)


def _mark(connection: Connection, sender_id: str) -> Mark | None:
    """Return the mark of a stored conversation, None when nothing of it is stored."""
    row = first_row(connection, _NEWEST, {"sender": sender_id})
    return Mark(row[1], row[0]) if row else None


def _row(sender_id: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the row that Rasa's own store writes for `event`."""
    return {
        "sender_id": sender_id,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": event.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": event.get("name"),
        "data": dumps(event).decode(),
    }
