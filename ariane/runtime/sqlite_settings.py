"""Conversations in an SQLite file: what makes a commit cheap without losing what was said."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.pool import SingletonThreadPool

# A commit is appended to the write-ahead log and survives the end of the process, however it ends. Only a failure of
# the machine's power may take back the last seconds; it never breaks the file. Readers and the writer do not wait for
# each other, and a second writer waits instead of failing at once.
_STATEMENTS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA busy_timeout = 5000")


def safe_and_fast(engine: Engine) -> Engine:
    """Return an engine for the same SQLite file with these settings and one kept connection; any other as it is."""
    if engine.dialect.name != "sqlite":
        return engine
    engine.dispose()
    kept = sa.create_engine(engine.url, poolclass=SingletonThreadPool)
    sa.event.listen(kept, "connect", _set_up)
    return kept


def _set_up(connection: Any, _record: Any) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement)
