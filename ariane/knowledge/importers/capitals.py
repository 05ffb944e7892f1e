"""Give capitals their accents back: the ROME writes « Evalue » and « Etre » for « Évalue » and « Être »."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_E = re.compile(r"\bE[a-zà-ÿ]+")


class Capitals:
    """Learns, from a body of text, which words begin with é or ê when they are in lower case."""

    def __init__(self, texts: Iterable[str]) -> None:
        lower: set[str] = set()
        for text in texts:
            lower.update(word for word in _WORD.findall(text) if word[0].islower())
        self._accented = {
            f"E{word[1:]}": word[0].upper() + word[1:]
            for word in lower
            if word[0] in "éê" and f"e{word[1:]}" not in lower
        }

    def accented(self, text: str) -> str:
        """Return `text` with the accents of its initial capitals."""
        return _CAPITAL_E.sub(lambda match: self._accented.get(match.group(), match.group()), text)
