"""One folded form for every comparison: « Ingénieure d’études » and "ingenieure d'etudes" are equal once folded."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"[’'ʼ‘´`]")
_SEPARATORS = re.compile(r"[\s\-‐‑–—_\u00a0\u202f]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


class _WithoutMarks(dict[int, int | None]):
    """Each character as itself, and none for accents and the like: worked out once for each character met."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_MARKS = _WithoutMarks()


def without_accents(text: str) -> str:
    """Return `text` without accents and other marks, each letter kept."""
    return unicodedata.normalize("NFD", text).translate(_MARKS)


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, with one kind of apostrophe ('), and hyphens as single spaces."""
    text = without_accents(text.casefold().translate(_LIGATURES))
    return _SEPARATORS.sub(" ", _APOSTROPHES.sub("'", text)).strip()
