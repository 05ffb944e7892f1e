"""The sentences that channels say themselves, read from strings.yml."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_FILE = Path(__file__).with_name("strings.yml")


@lru_cache(maxsize=1)
def channel_strings() -> dict[str, Any]:
    """Return the table of strings.yml; read once, at the first call."""
    with _FILE.open(encoding="utf-8") as stream:
        table: dict[str, Any] = YAML(typ="safe", pure=True).load(stream)
    return table
