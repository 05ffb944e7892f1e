"""Identifiers that the importers write and the queries read."""

from __future__ import annotations

from ariane.knowledge.schema import IMPORTED

ROME_SOURCE = f"{IMPORTED}rome"
DARES_SOURCE = f"{IMPORTED}dares"  # followed by the name of the table


def slug_of(code: str) -> str:
    """Return the slug of the imported job of a ROME code: D1102 gives rome-d1102."""
    return f"rome-{code.lower()}"
