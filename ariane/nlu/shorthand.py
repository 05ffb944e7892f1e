"""Writes out the spellings of text messages and of haste, so that a hurried question reads like a careful one.

The spellings are in shorthand.yml. It is used on training sentences and on messages alike: what is written in ten ways
then counts as one word, and the sentence encoder, which learnt from careful French, reads French.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from ariane.nlu.noise import normalize

_FILE = Path(__file__).with_name("shorthand.yml")
# « jpeux », « jcherche »: no French word begins with a j and a consonant.
_GLUED_I = re.compile(r"j[bcdfgklmnpqrstvwxz][a-z]+")
_NO_GLUED_I = frozenset("js jsp json jpg jpeg jvm jdk jsf jdbc".split())


def written_out(text: str) -> list[str]:
    """Give the words of `text`, normalized, with the hurried spellings written out."""
    return write_out(normalize(text).split())


def write_out(words: Iterable[str]) -> list[str]:
    """Give `words`, normalized, with the hurried spellings written out."""
    single, double = _spellings()
    written: list[str] = []
    for word in words:
        for piece in _meant(word, single):
            pair = double.get(f"{written[-1]} {piece}") if written else None
            if pair is None:
                written.append(piece)
            else:
                written[-1:] = pair
    return written


def _meant(word: str, single: dict[str, list[str]]) -> list[str]:
    meant = single.get(word)
    if meant is not None:
        return meant
    if _GLUED_I.fullmatch(word) and word not in _NO_GLUED_I:
        return ["je", *single.get(word[1:], [word[1:]])]
    return [word]


@lru_cache(maxsize=1)
def _spellings() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    groups = YAML(typ="safe").load(_FILE.read_text("utf-8"))
    single, double = (
        {str(spelling): str(meant).split() for meant, spellings in groups[name].items() for spelling in spellings}
        for name in ("words", "pairs")
    )
    return single, double
