"""One folded form for every comparison: « Ingénieure d’études » and "ingenieure d'etudes" are equal once folded."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"[’'ʼ‘´`]")
_SEPARATORS = re.compile(r"[\s\-‐‑–—_\u00a0\u202f]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with one kind of apostrophe ('), and hyphens as single spaces."""
    text = text.casefold().translate(_LIGATURES)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("'", text)).strip()
