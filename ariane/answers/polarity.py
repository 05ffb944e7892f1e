"""Whether a sentence says yes or no to a question that it is about, by its own words. Silence where they leave a doubt.

A fact affirms what it says in the clause that shares the question's words, unless that clause holds a reserve (« peu »,
« sans », « mais »), or the question a word that turns it (« seul », « facile ») and that the clause does not repeat. It
denies where the clause says that a thing is not needed, rare, or not so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from ariane.answers.lexicon import stem, stems, words
from ariane.french.folding import fold

_WORDS_FILE = Path(__file__).with_name("polarity.yml")
_GENERIC = "generic"  # the group of polarity.yml that holds words, not regular expressions
_GROUPS = frozenset(
    {
        *("denies", "asks_for", "reserve", "taken_back", "needs", "strict", "turns", "unlike", "replaced"),
        *("stays", "alone", "together", _GENERIC),
    }
)
_CLAUSES = re.compile(r"[;:.!?]|, (?:mais|sauf|meme si|car|tandis que|alors que)\b|\bmais\b|\bsauf\b")
_MUST = re.compile(r"\b(?:indispensables?|obligatoires?|exigee?s?|il faut|doit)\b")  # what a strict question asks for
_CHOICE = re.compile(r"\bou\b", re.IGNORECASE)
_OPPOSED = re.compile(r"\b(?:ou (?:pas|non)|n'est ce pas|pareil|la meme chose)\b")
_FIGURE = re.compile(r"\d\s?%")  # a share says neither yes nor no
_SHARED = 0.5  # share of the question's words that the clause, or the cues of the fact, hold


def read_polarity(path: Path = _WORDS_FILE) -> Mapping[str, list[str]]:
    """Read the words of a yes and of a no. Raises ValueError unless each group has good patterns."""
    groups = YAML(typ="safe").load(path.read_text("utf-8"))
    if not isinstance(groups, dict) or set(groups) != _GROUPS:
        raise ValueError(f"{path}: the groups are {', '.join(sorted(_GROUPS))}")
    for name, patterns in groups.items():
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) and pattern for pattern in patterns):
            raise ValueError(f"{path}: {name} is no list of texts")
        try:
            re.compile("|".join(patterns))
        except re.error as error:
            raise ValueError(f"{path}: {name}: {error}") from error
    return groups


@lru_cache(maxsize=1)
def _words() -> Mapping[str, list[str]]:
    return read_polarity()


@lru_cache(maxsize=len(_GROUPS))
def _any(group: str) -> re.Pattern[str]:
    """Give the pattern that finds any of a group's expressions, between two bounds of words."""
    return re.compile(rf"\b(?:{'|'.join(_words()[group])})\b")


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(stem(word) for text in _words()[_GENERIC] for word in words(text))


def verdict(question: str, text: str, cues: tuple[str, ...]) -> str | None:
    """Give "yes" or "no" where `text` says so of what `question` asks, else None; `cues` are words it is known by."""
    asked = told_words(question)
    folded = fold(question)
    if not asked or offers_choice(question):
        return None
    said = fold(text)
    if _any("replaced").search(folded):
        return "no" if _any("stays").search(said) else None
    clause = max(_CLAUSES.split(said), key=lambda part: len(asked & set(stems(part))))
    told = asked & set(stems(clause))
    known = told | (asked & {s for cue in cues for s in stems(cue)})
    if not told or _FIGURE.search(clause) or len(known) < _SHARED * len(asked):
        return None
    if _any("alone").search(folded):
        return "no" if _any("together").search(clause) and not _any("alone").search(clause) else None
    given = _of_clause(folded, clause)
    # What the rest of the fact takes back is not affirmed.
    return None if given == "yes" and reserved(text) else given


def offers_choice(question: str) -> bool:
    """Say whether a question leaves a choice (« seul ou en équipe ? »), other than of yes and no.

    « utile ou pas ? » and « l'un ou l'autre, c'est pareil ? » leave none but that.
    It is read with its accents: « le secteur où il travaille » leaves none.
    """
    return bool(_CHOICE.search(question) and not _OPPOSED.search(fold(question)))


def reserved(text: str) -> bool:
    """Say whether a fact holds a reserve, so that it does not simply affirm what its words say."""
    return bool(_any("reserve").search(fold(text)) or _any("taken_back").search(fold(text)))


def told_words(text: str) -> set[str]:
    """Give the stems of a question that say what it is about, those that any such question holds left out."""
    return {s for s in stems(text) if s not in _generic()}


def asks_need(question: str) -> bool:
    """Say whether a question asks if something is needed or useful."""
    return bool(_any("needs").search(fold(question)))


def turns(question: str, known: str) -> bool:
    """Say whether a word of `question` that `known` lacks turns its meaning (« seul », « facile », « beaucoup »)."""
    return bool(set(_any("turns").findall(fold(question))) - set(words(known)))


def _of_clause(question: str, clause: str) -> str | None:
    turned = {stem(turn) for turn in _any("turns").findall(question)} - {stem(word) for word in words(clause)}
    if _any("denies").search(clause):
        denied_alike = set(_any("turns").findall(question)) & set(words(clause))
        return None if denied_alike or _reversed(question) else "no"
    if _any("reserve").search(clause) or turned:
        return None
    if _any("strict").search(question) and not _MUST.search(clause):
        return None
    return None if _any("needs").search(question) and not _any("asks_for").search(clause) else "yes"


def _reversed(question: str) -> bool:
    """Say whether a denial of what the question speaks of would answer it with yes."""
    return bool(_any("unlike").search(question))
