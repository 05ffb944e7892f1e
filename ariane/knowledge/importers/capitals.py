"""Give capitals their accents back: the ROME writes « Evalue » and « Etre » for « Évalue » and « Être »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ariane.french.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_E = re.compile(r"\bE[a-zà-ÿ]+")
# « Éducateur / Educatrice »: the two genders of a name begin alike.
_GENDERS = re.compile(r"\bÉ(\w\w)(.*? / )E(?=\w)")
_STEM = 5  # first letters by which a word is known to be of the family of another: « Eclairagiste », « éclairage »
_LONG = 7  # letters of a word from which they are enough
# « Eboueur », « Epicière »: an e before one consonant and a vowel sounds é, in words that end as French jobs do.
_FRENCH_JOB = re.compile(
    r"E[bcdfgjklpqrtv][aeiouyàâèéêîôû]\w*(?:eurs?|euses?|i?ers?|i?ères?|trices?|ologue|iste|ètre)$"
)


class Capitals:
    """Learns, from a body of text, which words begin with é or ê when they are in lower case."""

    def __init__(self, texts: Iterable[str]) -> None:
        lower: set[str] = set()
        for text in texts:
            lower.update(word for word in _WORD.findall(text) if word[0].islower())
        accented = {word for word in lower if word[0] in "éê"}
        self._accented = {
            f"E{word[1:]}": word[0].upper() + word[1:] for word in accented if f"e{word[1:]}" not in lower
        }
        self._stems = {fold(word)[:_STEM] for word in accented} - {fold(w)[:_STEM] for w in lower if w[0] == "e"}

    def accented(self, text: str) -> str:
        """Return `text` with the accents of its initial capitals."""
        return _GENDERS.sub(_same_beginning, _CAPITAL_E.sub(lambda match: self._word(match.group()), text))

    def _word(self, word: str) -> str:
        if word in self._accented:
            return self._accented[word]
        of_a_family = len(word) >= _LONG and fold(word)[:_STEM] in self._stems
        return f"É{word[1:]}" if of_a_family or _FRENCH_JOB.match(word) else word


def _same_beginning(match: re.Match[str]) -> str:
    rest = match.string[match.end() : match.end() + 2]
    return f"É{match[1]}{match[2]}{'É' if fold(rest) == fold(match[1]) else 'E'}"
