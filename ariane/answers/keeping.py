"""Keeps on disk what was worked out, so that it is worked out once: files and directories, whole or not at all."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

logger = logging.getLogger(__name__)

SUFFIX = ".learnt"  # of the directories that hold what was learnt
_UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


class Keepable(Protocol):
    """What can be written into a directory and read back."""

    def save(self, directory: Path) -> None:
        """Write what was learnt."""

    def load(self, directory: Path) -> None:
        """Read what `save` wrote. Raises one of _UNREADABLE where it cannot."""


Kept = TypeVar("Kept", bound=Keepable)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a file to write, beside `path`, which it becomes at the end; where that fails, `path` stays as it was.

    Whoever reads `path` meanwhile reads it whole. Raises OSError where the disk refuses.
    """
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def learnt_once(directory: Path | None, name: str, empty: Callable[[], Kept], learn: Callable[[Kept], None]) -> Kept:
    """Give what `learn` teaches to what `empty` makes, read from `directory` where it is kept under `name`.

    What had to be learnt is kept there (None: nothing is kept). `name` must tell all that it is learnt from.
    """
    found = None if directory is None else _read(empty, directory / name)
    if found is None:
        found = empty()
        learn(found)
        if directory is not None:
            _keep(found, directory / name)
    return found


def _read(empty: Callable[[], Kept], place: Path) -> Kept | None:
    """Give what was kept; None where nothing was, or it cannot be read."""
    found = empty()
    try:
        found.load(place)
    except _UNREADABLE:
        return None
    return found


def _keep(found: Keepable, place: Path) -> None:
    """Keep what was learnt; where the disk refuses, it will be learnt again."""
    part = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=place.parent, prefix=f"{place.name}."))
        found.save(part)
        shutil.rmtree(place, ignore_errors=True)  # what could not be read
        os.rename(part, place)
    except OSError as error:
        logger.warning("Ce qui a été appris n’a pas pu être gardé sous %s : %s", place, error)
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
