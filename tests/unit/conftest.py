"""Fixtures of the unit tests: a small content directory, and the knowledge base built from it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ariane.knowledge.build import build
from ariane.knowledge.repository import Knowledge
from ariane.paths import PROJECT
from tests.unit.small_content import ContentDirectory


@pytest.fixture
def content(tmp_path: Path) -> ContentDirectory:
    """A content directory with nothing wrong in it."""
    return ContentDirectory(tmp_path / "content")


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of a database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'var' / 'knowledge.db'}"


@pytest.fixture
def knowledge(content: ContentDirectory, database: str) -> Knowledge:
    """The knowledge base built from `content`."""
    build(content.path, database)
    return Knowledge(database)


def _real_data(variable: str, name: str) -> Path:
    """Return the directory of a real release: the one of `variable`, or ../shared/data/<name> beside the checkout."""
    directory = Path(os.environ.get(variable) or PROJECT.parent / "shared" / "data" / name)
    if not directory.is_dir():
        pytest.skip(f"no real release: set {variable} to the directory of an unpacked one")
    return directory


@pytest.fixture(scope="session")
def real_rome() -> Path:
    """The real ROME release, where there is one."""
    return _real_data("ARIANE_ROME_DIR", "rome")


@pytest.fixture(scope="session")
def real_dares() -> Path:
    """The real Dares figures, where there are some."""
    return _real_data("ARIANE_DARES_DIR", "dares")
