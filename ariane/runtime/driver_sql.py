"""Statements that are run at each message, compiled once and given to the database's driver.

SQLAlchemy's own way of running them takes two to three times as long as the database takes to answer (docs/vitesse.md).
The transaction stays SQLAlchemy's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.sql import ClauseElement

Values = Mapping[str, Any]


class _Compiled:
    """A statement as the driver takes it: its text, and its parameters by place or by name, as the driver wants."""

    def __init__(self, statement: ClauseElement, dialect: Dialect, columns: tuple[str, ...] | None) -> None:
        compiled = statement.compile(dialect=dialect, **({"column_keys": columns} if columns else {}))
        self.text = str(compiled)
        self._places: tuple[str, ...] | None = tuple(compiled.positiontup) if compiled.positional else None
        self._fixed = dict(compiled.params)  # what the statement holds itself, as a limit

    def parameters(self, values: Values) -> tuple[Any, ...] | dict[str, Any]:
        if self._places is None:
            return {**self._fixed, **values}
        return tuple(values[name] if name in values else self._fixed[name] for name in self._places)


@lru_cache(maxsize=16)
def _compiled(statement: ClauseElement, dialect: Dialect, columns: tuple[str, ...] | None = None) -> _Compiled:
    return _Compiled(statement, dialect, columns)


def first_row(connection: Connection, statement: ClauseElement, values: Values) -> tuple[Any, ...] | None:
    """Give the first row of `statement`, or None. Raises the driver's own errors."""
    compiled = _compiled(statement, connection.dialect)
    cursor = connection.connection.cursor()
    try:
        cursor.execute(compiled.text, compiled.parameters(values))
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
    finally:
        cursor.close()


def run_for_each(connection: Connection, statement: ClauseElement, rows: Iterable[Values]) -> None:
    """Run `statement`, which writes, for each of `rows`, all of the same columns. Raises the driver's own errors."""
    rows = list(rows)
    if connection.dialect.name != "sqlite":  # elsewhere each row would be a journey: SQLAlchemy sends them together
        connection.execute(statement, rows)
        return
    compiled = _compiled(statement, connection.dialect, tuple(rows[0]))
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(compiled.text, [compiled.parameters(row) for row in rows])
    finally:
        cursor.close()
