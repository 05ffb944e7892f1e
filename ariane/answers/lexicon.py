"""Words as they are compared: without accents, endings, or the words that every question holds."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

from ariane.french.folding import fold

# Words that say nothing of what is asked for.
_EMPTY = frozenset(
    "a ai ait allais aller alors as au aussi aux avec avez avoir bien boulot c ca car ce cela ces cet cette ceux "
    "chez combien "
    "comme comment d dans de des deux doit doivent dois donc du elle elles en es est estce et etait etre eux faire "
    "fait faudrait "
    "faut font il ils j je job l la le les leur leurs lui m ma mais me meme mes metier metiers moi mon n ne nos "
    "notre nous on "
    "ont ou par pas peut peuvent peux plus poste pour profession puis qu quand que quel quelle quelles quels qui "
    "quoi s sa se "
    "sera serait ses si son sont sur t ta taf te tes toi ton tous tout toute toutes travail tres tu un une va vais "
    "vas vers "
    "veut veux vont vos votre vous y".split()
)
_ENDINGS = sorted(
    "issements issement atrices atrice ateurs ateur ations ation itions ition ements ement euses euse eures eure "
    "eurs eur "
    "ances ance ences ence ables able ibles ible iques ique ives ive ifs if ites ite ismes isme istes iste ees ee "
    "es er ez ent "
    "ait aient ant ants ante antes ions ion aux al ale ales elles elle els el iers ier ieres iere s e x r".split(),
    key=len,
    reverse=True,
)
_SHORTEST = 4  # letters that an ending leaves at least
_LONGEST = 7  # letters kept of a word
_GRAM_SIZES = (3, 4, 5)
_NO_WORD = re.compile(r"[^\w+#]|_")


def words(text: str) -> list[str]:
    """Give the words of `text`, folded; « c++ », « c# » and « bac+2 » stay whole."""
    return _NO_WORD.sub(" ", fold(text)).split()


def stems(text: str) -> list[str]:
    """Give the words of `text` that carry meaning, without their endings, in order."""
    return [stem(word) for word in words(text) if word not in _EMPTY]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Give a folded word without its ending: « communiquer » and « communication » give the same."""
    if len(word) <= _SHORTEST:
        return word[:-1] if len(word) == _SHORTEST and word[-1] in "sx" else word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)][:_LONGEST]
    return word[:_LONGEST]


def grams(text: str) -> Iterator[str]:
    """Give the runs of three to five letters of `text`, word by word: they forgive typing errors."""
    return itertools.chain.from_iterable(map(_grams, words(text)))


@lru_cache(maxsize=50_000)
def _grams(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(padded[start : start + size] for size in _GRAM_SIZES for start in range(len(padded) - size + 1))
