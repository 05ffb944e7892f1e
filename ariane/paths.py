"""Where things lie in a checkout, and the settings read from the environment."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATABASE_VARIABLE = "ARIANE_DATABASE_URL"


def content_dir() -> Path:
    """Return the directory of the content files (ARIANE_CONTENT_DIR, or content/ in the checkout)."""
    return Path(os.environ.get("ARIANE_CONTENT_DIR") or PROJECT / "content")


def var_dir() -> Path:
    """Return the directory of generated files (ARIANE_VAR_DIR, or var/ in the checkout). It may not exist yet."""
    return Path(os.environ.get("ARIANE_VAR_DIR") or PROJECT / "var")


def database_url() -> str:
    """Return the SQLAlchemy address of the knowledge database (ARIANE_DATABASE_URL, or an SQLite file under var/)."""
    return os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{var_dir() / 'knowledge.db'}"


def short(path: Path) -> str:
    """Return `path` as a person would type it: relative to the current directory when it lies below it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
