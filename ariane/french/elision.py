"""Elision and articles: « de l’ingénieur », « du data scientist », « de la data scientist », « qu’une hôtesse »."""

from __future__ import annotations

import re

from ariane.french.folding import fold
from ariane.french.typography import APOSTROPHE

# Words in h that forbid elision (« du hacker », « du haut niveau »); others allow it (« de l’hôtesse »). The folded
# beginning of the word decides.
_ASPIRATED = re.compile(
    r"""
      ha(?!bi[lt]|bitu|bl[ae]t|giogr|llucin|lt[e]r|mecon|rmon|leine|logen|bile)
    | he(?:aume|nn|rau|riss|rni|ron\b|ros\b|rse|tre\b|urt|lpdesk|lpe)
    | hi(?:bou|deu|erarch|lux|nter|p\b|ppi[es]|ss|t\b)
    | ho(?:bb|ck|ld|lland|mard|me\b|ngr|nt|oligan|quet|rde|rs|t\b|tline|tte|ub|uill|ul|usse|use|spitality)
    | h(?:tml|tt|r\b|d\b|p\b)
    | hu(?:b|ch|e|it|l[lo]|m\b|ppe|rl|ssard|tt)
    """,
    re.VERBOSE,
)
# Words in a vowel that forbid it: « du onzième », « le yacht », « le oui ».
_NO_ELISION = re.compile(r"onz|oui\b|ouistiti|uhlan|y[aeiou](?!ux\b)|ululer|un\b(?= (?:de|des) )")


def elides(words: str) -> bool:
    """Tell whether le, la, de, que … lose their vowel before `words`.

    Acronyms read letter by letter keep the article when they begin with a consonant (« le MLOps », « le SRE »).
    """
    folded = fold(words).lstrip("«\"'( ")
    if folded.startswith("h"):
        return not _ASPIRATED.match(folded)
    return folded[:1] in tuple("aeiouy") and not _NO_ELISION.match(folded)


def of(words: str) -> str:
    """Return « de » before `words`, which have no article: « d’ingénieur », « de data scientist »."""
    return _elided("d", "de ", words)


def that(words: str) -> str:
    """Return « que » before `words`: « qu’une ingénieure », « que le métier »."""
    return _elided("qu", "que ", words)


def the(noun: str, gender: str = "m", *, plural: bool = False) -> str:
    """Return `noun` with its definite article: « l’ingénieur », « la data scientist », « les métiers »."""
    if plural:
        return f"les {noun}"
    return _elided("l", "la " if gender == "f" else "le ", noun)


def of_the(noun: str, gender: str = "m", *, plural: bool = False) -> str:
    """Return « de » and the article before `noun`: « de l’ingénieur », « du data scientist », « des métiers »."""
    return _contracted("de", {"le ": "du ", "les ": "des "}, the(noun, gender, plural=plural))


def to_the(noun: str, gender: str = "m", *, plural: bool = False) -> str:
    """Return « à » and the article before `noun`: « à l’ingénieure », « au data scientist », « aux métiers »."""
    return _contracted("à", {"le ": "au ", "les ": "aux "}, the(noun, gender, plural=plural))


def a(noun: str, gender: str = "m", *, plural: bool = False) -> str:
    """Return `noun` with its indefinite article: « un ingénieur », « une ingénieure », « des métiers »."""
    if plural:
        return f"des {noun}"
    return f"{'une' if gender == 'f' else 'un'} {noun}"


def of_phrase(phrase: str) -> str:
    """Return « de » before a phrase that begins with its article: « le perceptron » gives « du perceptron »."""
    contracted = _contracted("de", {"le ": "du ", "les ": "des "}, phrase)
    return contracted if phrase.startswith(("le ", "la ", "les ", "l’", "l'")) else of(phrase)


def _elided(short: str, long: str, words: str) -> str:
    return f"{short}{APOSTROPHE}{words}" if elides(words) else long + words


def _contracted(preposition: str, contractions: dict[str, str], phrase: str) -> str:
    for article, contraction in contractions.items():
        if phrase.startswith(article):
            return contraction + phrase[len(article) :]
    return f"{preposition} {phrase}"
