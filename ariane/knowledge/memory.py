"""The knowledge base, remembering what was read until the database changes.

An answer asks for the same job, the same facts and the same sources in half a dozen queries, which took two thirds of
its time (docs/vitesse.md). The question whether the database has changed costs nothing: SQLite counts its commits in
the file's first page. On another server it is asked at most once a second.
"""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import Any

from ariane.knowledge.database import sqlite_path
from ariane.knowledge.repository import Knowledge

_MOST_RESULTS = 2000
_ASKED_EVERY = 1.0  # second
_HEADER = 100  # bytes: SQLite's header, with the counter of commits
# Every query that gives records; `job_names` is left out: its one reader keeps what it makes of it.
_REMEMBERED = (
    "jobs", "job", "facts", "skills", "training", "salaries", "career", "differences", "deep_jobs", "official_records",
    "neighbours", "family_figures", "terms", "events", "sources",
)  # fmt: skip

Query = Callable[..., Any]


class RememberingKnowledge(Knowledge):
    """Knowledge whose answers are read once for each state of the database. Never an answer older than the database."""

    def __init__(self, url: str | None = None) -> None:
        """Take the database at `url` (see Knowledge)."""
        super().__init__(url)
        self._path = sqlite_path(self.url)
        self._mark: object = None
        self._asked = 0.0
        self._version: str | None = None
        self._results: OrderedDict[Any, Any] = OrderedDict()

    def version(self) -> str:
        """Return the fingerprint of what was built, read again only when the database changed."""
        self._check()
        if self._version is None:
            self._version = super().version()
        return self._version

    def _check(self) -> None:
        """Forget everything when the database is no longer the one that was read."""
        mark = self._present_mark()
        if mark != self._mark:
            self._mark, self._version = mark, None
            self._results.clear()

    def _present_mark(self) -> object:
        """Return something that changes with the database. Taken before a query, so that a change is never missed."""
        if self._path is None:
            if time.monotonic() - self._asked < _ASKED_EVERY:
                return self._mark
            mark = super().version()
            self._asked = time.monotonic()
            return mark
        try:
            # Asked several times a message: the system's own calls take half the time of a file of Python's.
            opened = os.open(self._path, os.O_RDONLY)
            try:
                return os.read(opened, _HEADER), os.fstat(opened).st_ino
            finally:
                os.close(opened)
        except OSError:
            return None

    def _recall(self, query: Query, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        self._check()
        key = (query.__name__, arguments, tuple(sorted(options.items())))
        if self._mark is None:
            return query(self, *arguments, **options)
        if key in self._results:
            self._results.move_to_end(key)
        else:
            self._results[key] = query(self, *arguments, **options)
            if len(self._results) > _MOST_RESULTS:
                self._results.popitem(last=False)
        found = self._results[key]
        return list(found) if isinstance(found, list) else found


def _remembering(query: Query) -> Query:
    @wraps(query)
    def remembered(self: RememberingKnowledge, *arguments: Any, **options: Any) -> Any:
        # Sources may be asked for by a list or a generator: as a tuple they can be looked up.
        settled = tuple(tuple(a) if hasattr(a, "__iter__") and not isinstance(a, str) else a for a in arguments)
        return self._recall(query, settled, options)

    return remembered


for _name in _REMEMBERED:
    setattr(RememberingKnowledge, _name, _remembering(getattr(Knowledge, _name)))
