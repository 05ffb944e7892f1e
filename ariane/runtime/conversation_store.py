"""What is kept of conversations beside Rasa's events, in the same database: opinions, and summaries waiting to be sent.

Here too is how a conversation is erased from every table, and how old ones are. Knows nothing of jobs nor of Rasa.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.pool import NullPool

from ariane.paths import var_dir
from ariane.runtime.errors import UserError

_BUSY_SECONDS = 10  # how long one process waits while another writes
_METADATA = sa.MetaData()
FEEDBACK = sa.Table(
    "feedback",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("turn", sa.String(255), nullable=False),  # id of the visitor's message that got the answer
    sa.Column("opinion", sa.String(16), nullable=False),  # up, down or comment
    sa.Column("text", sa.Text),
    sa.Column("about", sa.Text, nullable=False),  # JSON: the answer's action, job, topic and statements
    sa.Column("timestamp", sa.Float, nullable=False),
)
OUTBOX = sa.Table(
    "outbox",
    _METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender_id", sa.String(255), nullable=False, index=True),
    sa.Column("reference", sa.String(32), nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_try", sa.Float, nullable=False),
    sa.Column("timestamp", sa.Float, nullable=False),
)
# Rasa's own table (rasa.core.tracker_store.SQLTrackerStore), as far as erasing needs to know it.
_EVENTS = sa.Table("events", sa.MetaData(), sa.Column("sender_id", sa.String(255)), sa.Column("timestamp", sa.Float))
_TABLES = (_EVENTS, FEEDBACK, OUTBOX)


@dataclass(frozen=True)
class Parcel:
    """A summary waiting to be sent: its row, the reference given to the visitor, its JSON text, its tries."""

    id: int
    reference: str
    body: str
    attempts: int
    next_try: float


def database_url() -> URL:
    """Return the address of the conversations' database, from the variables that endpoints.yml reads.

    Raises UserError when TRACKER_PORT is not a number.
    """
    dialect = os.environ.get("TRACKER_DIALECT") or "sqlite"
    database = os.environ.get("TRACKER_DB") or str(var_dir() / "conversations.db")
    if dialect == "sqlite":
        return URL.create("sqlite", database=database)
    port = os.environ.get("TRACKER_PORT")
    if port and not port.isdecimal():
        raise UserError(f"TRACKER_PORT={port} n’est pas un port : donnez un nombre.")
    return URL.create(
        dialect,
        username=os.environ.get("TRACKER_USERNAME"),
        password=os.environ.get("TRACKER_PASSWORD"),
        host=os.environ.get("TRACKER_URL"),
        port=int(port) if port else None,
        database=database,
    )


class ConversationStore:
    """The conversations' database. Nothing is opened before the first call; each call is one transaction."""

    def __init__(self, url: URL | str | None = None) -> None:
        """Take the database at `url`, by default the one of the TRACKER_* variables."""
        self._url = url
        self._engine: Engine | None = None

    def add_feedback(self, sender: str, turn: str, opinion: str, about: dict[str, Any], text: str | None) -> None:
        """Keep an opinion (up, down or comment) on the answer to the message `turn`."""
        values = {"sender_id": sender, "turn": turn, "opinion": opinion, "text": text, "timestamp": time.time()}
        with self._transaction() as connection:
            connection.execute(sa.insert(FEEDBACK).values(**values, about=json.dumps(about, ensure_ascii=False)))

    def feedback(self, sender: str | None = None) -> list[dict[str, Any]]:
        """Return the opinions kept, oldest first: of one visitor, or of all."""
        query = sa.select(FEEDBACK).order_by(FEEDBACK.c.id)
        if sender is not None:
            query = query.where(FEEDBACK.c.sender_id == sender)
        with self._transaction() as connection:
            return [{**row, "about": json.loads(row["about"])} for row in connection.execute(query).mappings()]

    def put_in_outbox(self, sender: str, reference: str, body: dict[str, Any]) -> None:
        """Keep a summary until it is sent."""
        now = time.time()
        values = {"sender_id": sender, "reference": reference, "attempts": 0, "next_try": now, "timestamp": now}
        with self._transaction() as connection:
            connection.execute(sa.insert(OUTBOX).values(**values, body=json.dumps(body, ensure_ascii=False)))

    def due(self) -> list[Parcel]:
        """Return the summaries to be sent now, oldest first."""
        columns = [OUTBOX.c[name] for name in Parcel.__dataclass_fields__]
        query = sa.select(*columns).where(OUTBOX.c.next_try <= time.time()).order_by(OUTBOX.c.id)
        with self._transaction() as connection:
            return [Parcel(**row) for row in connection.execute(query).mappings()]

    def claim(self, parcel: Parcel, wait: float) -> bool:
        """Take a summary for sending, and set its next try in `wait` seconds; False when another process took it."""
        update = (
            sa.update(OUTBOX)
            .where(OUTBOX.c.id == parcel.id, OUTBOX.c.next_try == parcel.next_try)
            .values(next_try=time.time() + wait, attempts=parcel.attempts + 1)
        )
        with self._transaction() as connection:
            return bool(connection.execute(update).rowcount)

    def sent(self, parcel: Parcel) -> None:
        """Forget a summary that has arrived."""
        with self._transaction() as connection:
            connection.execute(sa.delete(OUTBOX).where(OUTBOX.c.id == parcel.id))

    def erase(self, sender: str) -> int:
        """Erase everything of a conversation, from every table; return how many rows went."""
        with self._transaction() as connection:
            gone = sum(
                connection.execute(sa.delete(table).where(table.c.sender_id == sender)).rowcount
                for table in self._present(connection)
            )
        self._empty_log()
        return gone

    def purge(self, before: float) -> int:
        """Erase the conversations whose last event is older than `before` (seconds since 1970); return how many.

        Opinions and summaries of conversations that are gone go too, once they are as old.
        """
        with self._transaction() as connection:
            tables = self._present(connection)
            old = [row[0] for table in tables for row in connection.execute(_silent_since(table, before))]
            live = [row[0] for table in tables for row in connection.execute(_active_since(table, before))]
            senders = sorted(set(old) - set(live))
            for sender in senders:
                for table in tables:
                    connection.execute(sa.delete(table).where(table.c.sender_id == sender))
        if senders:
            self._empty_log()
        return len(senders)

    def rows(self, sender: str) -> dict[str, int]:
        """Return how many rows each table holds of a conversation."""
        with self._transaction() as connection:
            return {
                table.name: connection.execute(_count(table, sender)).scalar_one()
                for table in self._present(connection)
            }

    def _empty_log(self) -> None:
        """Take what was erased out of SQLite's write-ahead log too (sqlite_settings.py): it keeps what was written."""
        if self._engine is not None and self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        """Open a transaction. Raises UserError when the database can't be used."""
        try:
            if self._engine is None:
                self._engine = _engine(self._url or database_url())
                _METADATA.create_all(self._engine)
            with self._engine.begin() as connection:
                yield connection
        except sa.exc.SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
            raise UserError(f"La base des conversations ne répond pas ({reason}) : vérifiez TRACKER_DB.") from error

    @staticmethod
    def _present(connection: Connection) -> list[sa.Table]:
        """Return the tables that exist: Rasa's comes with its first start."""
        names = set(sa.inspect(connection).get_table_names())
        return [table for table in _TABLES if table.name in names]


def _silent_since(table: sa.Table, before: float) -> Any:
    group = sa.select(table.c.sender_id).group_by(table.c.sender_id)
    return group.having(sa.func.max(table.c.timestamp) < before)


def _active_since(table: sa.Table, before: float) -> Any:
    return sa.select(table.c.sender_id).where(table.c.timestamp >= before).distinct()


def _count(table: sa.Table, sender: str) -> Any:
    return sa.select(sa.func.count()).select_from(table).where(table.c.sender_id == sender)


def _engine(url: URL | str) -> Engine:
    address = sa.engine.make_url(url)
    if address.get_backend_name() != "sqlite":
        return sa.create_engine(address, future=True, pool_pre_ping=True)
    if address.database:
        os.makedirs(os.path.dirname(os.path.abspath(address.database)), exist_ok=True)
    engine = sa.create_engine(address, future=True, poolclass=NullPool, connect_args={"timeout": _BUSY_SECONDS})
    # What is erased is overwritten: SQLite would otherwise leave it readable in the file's free pages.
    sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete = ON"))
    return engine
