"""What the importers share: one transaction, rows written by batches, progress, and nothing done twice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from ariane.knowledge.database import KnowledgeUnavailable, explain_failure, writing_engine
from ariane.knowledge.migrate import REVISION, prepare
from ariane.knowledge.models import Meta

BATCH = 5000
Values = dict[str, Any]
Progress = Callable[[str, int, int], None]  # step, done, total


def silent(step: str, done: int, total: int) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class ImportReport:
    """What an import did: whether anything changed, the release it read, and the rows it wrote by table."""

    changed: bool
    release: str
    counts: dict[str, int]


def fingerprint(paths: Iterable[Path]) -> str:
    """Return a fingerprint of the files of a release and of the form of the tables."""
    total = hashlib.sha256(REVISION.encode())
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


@contextmanager
def transaction(url: str) -> Iterator[Connection]:
    """Open the database at `url` with its tables ready; everything inside is written, or nothing is.

    Raises KnowledgeUnavailable when the database can't be written.
    """
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            prepare(connection)
            yield connection
    except DBAPIError as error:
        raise KnowledgeUnavailable(explain_failure(url, error)) from error
    finally:
        engine.dispose()


def stored(connection: Connection, key: str) -> str | None:
    """Return what `meta` holds under `key`."""
    return connection.execute(select(Meta.value).where(Meta.key == key)).scalar()


def store(connection: Connection, key: str, value: str) -> None:
    """Put `value` under `key` in `meta`."""
    connection.execute(delete(Meta).where(Meta.key == key))
    connection.execute(insert(Meta).values(key=key, value=value))


def write(connection: Connection, model: Any, values: Iterable[Values]) -> int:
    """Insert rows by batches, all with the same keys; return how many."""
    iterator, count = iter(values), 0
    while batch := list(islice(iterator, BATCH)):
        connection.execute(insert(model.__table__), batch)
        count += len(batch)
    return count


def count(connection: Connection, model: Any, *conditions: Any) -> int:
    """Return how many rows of a table meet `conditions`."""
    query = select(func.count()).select_from(model).where(*conditions)
    return int(connection.execute(query).scalar_one())
