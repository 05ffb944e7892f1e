"""Put right how the releases write: doubled apostrophes, letters of another encoding, « gros oeuvre », « Bac +3 »."""

from __future__ import annotations

import re

# Windows letters left among those of Unicode: « gros \x9cuvre ».
_STRAY = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_BAC = re.compile(r"\b[Bb]ac\s*\+\s*(\d)")
_BLANKS = re.compile(r"\s+")


def plain(text: str) -> str:
    """Return `text` as it was meant, without stray blanks."""
    meant = text.translate(_STRAY).replace("''", "'").replace("oeu", "œu").replace("Oeu", "Œu")
    return _BLANKS.sub(" ", _BAC.sub(r"bac+\1", meant)).strip()
