"""Plurals of names of jobs, and lists of words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ariane.french.numbers import thousands

_PREPOSITION = re.compile(r"(?:de|d[’'].*|l[’'].*|des|du|en|à|au|aux|par|pour|sur|sous|sans|avec|chez|dans|et|ou)$")
# Nouns that close an English name: only they take the plural (« data scientists », « machine learning engineers »).
_ENGLISH_HEAD = re.compile(
    r"(?:analyst|architect|designer|developer|engineer|lead|leader|manager|master|officer|owner|scientist|steward"
    r"|tester|trader|broker|coach|hacker|researcher|specialist|administrator)$",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:al|ale|ien|ienne|ique|[^t]é|[^t]ée|if|ive|eur|euse|ier|ière|ant|ante|aire|iste|el|elle|er|ère)$"
)
_REGULAR_AL = re.compile(r"^(?:b|carnav|chac|festiv|nav|fat|banc|fin|rég)al$")
_X = re.compile(r"(?:eau|eu|au)$")


def plural_word(word: str) -> str:
    """Return the plural of one French word."""
    if re.search(r"[sxz]$", word):
        return word
    if word.endswith("al") and not _REGULAR_AL.match(word):
        return word[:-1] + "ux"
    if word in ("travail", "bail", "vitrail", "corail", "émail"):
        return word[:-2] + "ux"
    return word + ("x" if _X.search(word) else "s")


def plural(name: str) -> str:
    """Return the plural of a job's name: « ingénieurs deep learning », « data scientists », « chefs de projet »."""
    words = name.split(" ")
    if _ENGLISH_HEAD.match(words[-1]):
        return " ".join([*words[:-1], plural_word(words[-1])])
    result = [_plural_compound(words[0])]
    for position, word in enumerate(words[1:], start=1):
        if _PREPOSITION.match(word):
            return " ".join([*result, *words[position:]])
        # An adjective follows the noun; a noun that follows it stays as it is (« développeurs web »).
        result.append(plural_word(word) if _ADJECTIVE.search(word) else word)
    return " ".join(result)


def _plural_compound(word: str) -> str:
    """Make both halves of « enseignant-chercheur » plural, but not a short word inside (« chef-d’œuvre »)."""
    return "-".join(plural_word(half) if len(half) > 3 else half for half in word.split("-"))


def listed(items: Sequence[str], last: str = "et") -> str:
    """Join words as a sentence does: « a », « a et b », « a, b et c »."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, singular: str, plural_form: str | None = None) -> str:
    """Return a number and its noun in agreement: « 1 métier », « 20 métiers »."""
    # In French zero is singular, and so is everything below two.
    noun = singular if abs(number) < 2 else plural_form or plural(singular)
    return f"{thousands(number)} {noun}"
