"""Split official titles into names by gender: « Infirmier / Infirmière de bloc » is « infirmier de bloc » for a man.

A title can't be cut at its slash: the masculine half leaves out what the two halves share at the end, and sometimes
the feminine half leaves out what they share at the beginning (« Médecin anesthésiste / Anesthésiste réanimatrice »).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ariane.french.folding import fold
from ariane.french.typography import mend

# Pairs that share no beginning.
_PAIRS = frozenset(
    {
        ("homme", "femme"),
        ("garcon", "fille"),
        ("monsieur", "dame"),
        ("steward", "hotesse"),
        ("valet", "femme"),
        ("man", "woman"),
    }
)
_ACRONYM = r"[A-Z][A-Za-z&-]*[A-Z][A-Za-z]*"
_ASIDE = re.compile(rf"\s*(?:\(([^()]*)\)|-({_ACRONYM})-)")
_SHORT = re.compile(rf"^{_ACRONYM}$")


_TAIL = re.compile(r"\s+-\s*([^/]+?)[\s-]*$")
_LINKS = frozenset({"de", "des", "du", "et", "la", "le", "les"})


class TitleName(NamedTuple):
    """A name taken from a title; `gender` is m, f or None when the name serves both."""

    text: str
    gender: str | None


def split_title(title: str) -> list[TitleName]:
    """Return the names that an official title holds, lower case, without asides: « (IDE) », « -SIG- », « - DPO »."""
    title = _without_tail(_ASIDE.sub("", title).strip())
    left, slash, right = title.partition(" / ")
    if not slash:
        return [TitleName(_clean(_all_lower(title)), None)]
    masculine, feminine = left.split(), right.split()
    start = _shared_beginning(masculine, feminine)
    if start is None:
        return [TitleName(_clean(left), None), TitleName(_clean(right), None)]
    # What the feminine half adds after the words that answer the masculine ones belongs to both.
    shared_end = feminine[len(masculine) - start :]
    lowered = [_lower(word) for word in masculine[start:]]
    beginning = masculine[:start]
    return [
        TitleName(_clean(" ".join([*beginning, *lowered, *shared_end])), "m"),
        TitleName(_clean(" ".join([*beginning, _lower(feminine[0]), *feminine[1:]])), "f"),
    ]


def short_forms(title: str) -> list[str]:
    """Return the acronyms of the title itself, between brackets or dashes: « (AVS) » gives AVS.

    « Dirigeant de petite ou moyenne entreprise (PME) » gives none: a PME is where one works.
    """
    asides = (match.group(1) or match.group(2) for match in _ASIDE.finditer(title))
    return [aside for aside in asides if _SHORT.match(aside) and len(aside) <= 8 and _stands_for(aside, title)]


def _stands_for(acronym: str, title: str) -> bool:
    """Tell whether an acronym begins as the title does: by the first letters of its first word and of a later one."""
    initials = [word[0] for word in re.findall(r"\w+", fold(_ASIDE.sub("", title)))]
    letters = fold(acronym)
    return bool(initials) and initials[0] == letters[0] and letters[1] in initials[1:]


def _without_tail(title: str) -> str:
    """Take off an acronym, or the words that it stands for, put after a dash: « - CIL », « - Data Protection Officer ».

    What a dash joins otherwise is part of the name: « Game designer - jeux vidéo ».
    """
    tail = _TAIL.search(title)
    if tail is None:
        return title
    words = [word for word in re.split(r"[\s'’]", tail[1]) if word not in _LINKS and len(word) > 1]
    spelled_out = len(words) > 1 and all(word[0].isupper() for word in words)
    name = title[: tail.start()]
    return name if (spelled_out or _SHORT.match(tail[1])) and not _SHORT.match(name) else title


def _shared_beginning(masculine: list[str], feminine: list[str]) -> int | None:
    """Return how many words of the masculine half also begin the feminine one unsaid, None when they are two jobs."""
    if _answers(masculine, feminine):
        return 0
    for start in range(1, len(masculine)):
        # The same word twice is no pair of genders: « Sound designer / Designer sonore » are two names.
        if fold(masculine[start]) != fold(feminine[0]) and _answers(masculine[start:], feminine):
            return start
    return None


def _answers(masculine: list[str], feminine: list[str]) -> bool:
    """Tell whether each masculine word has its feminine (or itself) at the same place."""
    if len(masculine) > len(feminine):
        return False
    return all(_same_word(m, f) for m, f in zip(masculine, feminine, strict=False))


def _same_word(masculine: str, feminine: str) -> bool:
    m, f = fold(masculine), fold(feminine)
    return (m, f) in _PAIRS or m[:3] == f[:3] or (len(m) < 3 and m == f)


def _clean(text: str) -> str:
    return mend(" ".join([_lower(word) if place == 0 else word for place, word in enumerate(text.split())]))


def _lower(word: str) -> str:
    """Lower the first letter of a word, unless it is an acronym."""
    return word[:1].lower() + word[1:] if word[1:] == word[1:].lower() and not re.search(r"\d", word) else word


def _all_lower(title: str) -> str:
    """Lower an English title written with capitals throughout: « Chief Data Officer »."""
    words = title.split()
    if len(words) > 1 and all(re.match(r"[A-Z][a-z]+$", word) for word in words):
        return title.lower()
    return title
