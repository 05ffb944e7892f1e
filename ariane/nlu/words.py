"""Words of a sentence with their places, folded so that accents, case, plural and joints do not matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ariane.french.folding import without_accents

# Words that a name and its mention may differ by: « chef du projet », « chef de projet ».
LINKING_WORDS = frozenset("d de du des l la le les en et a au aux".split())
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")


@dataclass(frozen=True)
class Word:
    """One word: its folded text and the span [start, end) in characters of the sentence."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Lower the case, take accents and ligatures off, and the plural's last letter off words of four letters up."""
    lowered = word.lower().replace("œ", "oe").replace("æ", "ae")
    plain = without_accents(lowered)
    return plain[:-1] if len(plain) > 3 and plain[-1] in "sx" and plain[-2] != "s" else plain


def split_words(sentence: str) -> list[Word]:
    """Give the folded words of `sentence` in order; apostrophes, hyphens and slashes part words."""
    return [Word(fold_word(match.group()), match.start(), match.end()) for match in _WORD.finditer(sentence)]


def join_key(words: list[str] | tuple[str, ...]) -> str:
    """Give the key under which a name is found: its words without the linking ones, written together."""
    kept = [word for word in words if word not in LINKING_WORDS]
    return "".join(kept or words)
