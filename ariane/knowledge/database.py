"""Open the knowledge database, for reading or for writing, on SQLite or PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import NullPool

BUSY_SECONDS = 5  # how long a reader waits for a build to commit


class KnowledgeUnavailable(Exception):
    """The knowledge base can't be read or written; the message says in French what to do."""


def sqlite_path(url: str) -> Path | None:
    """Return the file of an SQLite address, or None for another server or a database in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def reading_engine(url: str) -> Engine:
    """Return an engine that can't change the database. Nothing is opened before the first query."""
    path = sqlite_path(url)
    if path is None:
        return create_engine(url, future=True, pool_pre_ping=True, **_read_only(url))
    return _sqlite_engine(lambda: _connect(path, "ro"))


def writing_engine(url: str) -> Engine:
    """Return an engine for builds and imports; the directory of an SQLite file is made when missing."""
    path = sqlite_path(url)
    if path is None:
        return create_engine(url, future=True)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnowledgeUnavailable(_cannot_write(path.parent, error)) from error
    engine = _sqlite_engine(lambda: _connect(path, "rwc"))
    # One transaction for a whole import: keep its pages in memory, or readers would be locked out while it runs.
    _on_connect(engine, "PRAGMA cache_spill = OFF")
    # The driver would otherwise commit before each change of tables; a failed build must leave nothing behind.
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def explain_failure(url: str, error: Exception) -> str:
    """Say in one French line why a build or an import could not write."""
    path = sqlite_path(url)
    reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
    if path is not None:
        return _cannot_write(path, reason)
    address = make_url(url).render_as_string(hide_password=True)
    return (
        f"La base {address} ne peut pas être écrite ({reason}). Vérifiez ARIANE_DATABASE_URL et que le serveur tourne."
    )


def _cannot_write(path: Path, reason: object) -> str:
    return (
        f"La base {path} ne peut pas être écrite ({reason}). Vérifiez les droits et la place sur le disque, "
        "ou choisissez un autre fichier avec ARIANE_DATABASE_URL=sqlite:////chemin/knowledge.db."
    )


def _read_only(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() != "postgresql":
        return {}
    return {"connect_args": {"options": "-c default_transaction_read_only=on", "connect_timeout": BUSY_SECONDS}}


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)


def _sqlite_engine(connect: Callable[[], sqlite3.Connection]) -> Engine:
    # No pool: opening takes a fraction of a millisecond, and a file made anew is seen at once.
    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, future=True)
    _on_connect(engine, "PRAGMA foreign_keys = ON")
    return engine


def _on_connect(engine: Engine, statement: str) -> None:
    event.listen(engine, "connect", lambda connection, _record: connection.execute(statement))
