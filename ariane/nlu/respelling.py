"""What a misspelt word of a job's name may stand for: how it sounds, and what it is without an article stuck to it."""

from __future__ import annotations

import re
from functools import lru_cache

from ariane.nlu.sounds import sound
from ariane.nlu.words import fold_word

# Folding loses what some accents tell: « boulangé » ends as « boulanger », « maçon » has the s of « masson ».
_FINAL_E = re.compile(r"é(?:e?s?)$")
_STUCK = re.compile(r"^(?:l|d|qu)(?=[aeiouyh]..)")


@lru_cache(maxsize=65536)
def heard(written: str) -> str:
    """Give a key that spellings of one sound share, accents of `written` heeded.

    >>> heard("maçon") == heard("masson") and heard("boulangé") == heard("boulanger")
    True
    """
    lowered = written.lower()
    respelt = _FINAL_E.sub("er", lowered.replace("ç", "ss")).replace("femm", "fam").replace("x", "ks")
    return sound(fold_word(respelt))


def unstuck(word: str) -> str:
    """Give `word` without the article written onto it: « linfirmiere », « dinterieur »."""
    return _STUCK.sub("", word)
