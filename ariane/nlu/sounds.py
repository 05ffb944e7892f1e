"""How a French word sounds, roughly: people in a hurry write what they hear (« kel », « koman », « jvoudré »)."""

from __future__ import annotations

import re
from functools import lru_cache

# In this order. Input is lower case without accents; capitals stand for sounds that no single letter writes.
_RULES = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"(.)\1+", r"\1"),
        (r"e?au", "o"),
        (r"ph", "f"),
        (r"qu|q", "k"),
        (r"sc(?=[eiy])|c(?=[eiy])", "s"),
        (r"ch", "C"),
        (r"c", "k"),
        (r"gn", "N"),
        (r"ge(?=[ao])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"(?<=[aeiouy])s(?=[aeiouy])", "z"),
        (r"ain|ein|aim|im(?=[pb])|in(?![aeiouyn])", "I"),
        (r"am(?=[pb])|em(?=[pb])|an(?![aeiouyn])|en(?![aeiouyn])", "A"),
        (r"om(?=[pb])|on(?![aeiouyn])", "O"),
        (r"oeu|eu", "e"),
        (r"ou", "u"),
        (r"oi|oa", "wa"),
        (r"ai|ei", "e"),
        (r"y", "i"),
        (r"h", ""),
        (r"w(?!a)", "v"),
        (r"(.)\1+", r"\1"),
    )
)
_ADVERB = re.compile(r"(?<=.)ment$")
_SPOKEN_E = re.compile(r"(?<=..)(?:er|ez|et|ai|ais|ait|aient)$")
_SILENT = re.compile(r"(?<=..)(?:(?<!i)ent|es|e|s|t|d|x|z|p)+$")


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """Give a key that words sounding alike share, inflections left out; figures, signs and placeholders stay.

    >>> sound("qualites") == sound("kalite")
    True
    """
    if not (word.isalpha() and word.islower()) or len(word) < 2:
        return word
    stem = _ADVERB.sub("man", word)
    stem = _SPOKEN_E.sub("E", stem) if _SPOKEN_E.search(stem) else _SILENT.sub("", stem)
    for pattern, replacement in _RULES:
        stem = pattern.sub(replacement, stem)
    return stem.replace("E", "e") or word
