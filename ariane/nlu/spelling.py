"""Mends words that the training sentences do not know, where a word that they know sounds or is written like it.

Only words of the training sentences are ever proposed: what is foreign to careers stays as it is, so that a question on
something else still looks like one. Measured: docs/comprendre.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

from ariane.nlu.sounds import sound

_SHORTEST_MENDED = 3  # letters
_SHORTEST_EDITED = 5  # letters: in shorter words, one letter more or less makes too many other words
_LONG = 9  # letters, from which two mistakes are allowed
_SEEN_ENOUGH = 3  # sentences that hold a word before it is proposed for another
# « lalternance », « dun », « quil »: the apostrophe was left out.
_ELIDED = ("qu", "l", "d", "j", "m", "t", "s", "n", "c")
_MEMORY = 20000  # words remembered, so that a server's memory does not grow for ever


class Speller:
    """Corrects words; `counts` tells how many training sentences hold each known word."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word, count in self._counts.items():
            if count >= _SEEN_ENOUGH and word.isalpha() and word.islower():
                self._by_sound[sound(word)].append(word)
                self._by_letter[word[0]].append(word)
        self._memory: dict[str, list[str]] = {}

    @classmethod
    def learn(cls, sentences: Iterable[Iterable[str]]) -> Speller:
        """Make a speller from sentences given as words."""
        return cls(Counter(word for words in sentences for word in set(words)))

    @property
    def counts(self) -> dict[str, int]:
        """Known words, with the number of sentences that hold each."""
        return self._counts

    def mend(self, words: Iterable[str], right: frozenset[str] = frozenset()) -> list[str]:
        """Give `words` with the unknown ones corrected where a correction is likely; those of `right` stay."""
        return [mended for word in words for mended in ([word] if word in right else self._mend(word))]

    def _mend(self, word: str) -> list[str]:
        if word in self._counts or len(word) < _SHORTEST_MENDED or not (word.isalpha() and word.islower()):
            return [word]
        if word not in self._memory:
            if len(self._memory) >= _MEMORY:
                self._memory.clear()
            self._memory[word] = self._parted(word) or [self._alike(word) or self._near(word) or word]
        return self._memory[word]

    def _parted(self, word: str) -> list[str] | None:
        for elided in _ELIDED:
            rest = word[len(elided) :]
            if word.startswith(elided) and len(rest) > 1 and self._counts.get(rest, 0) >= _SEEN_ENOUGH:
                return [elided, rest]
        return None

    def _alike(self, word: str) -> str | None:
        """Give the known word that sounds the same, the one written most like it."""
        return min(self._by_sound.get(sound(word), ()), key=lambda known: self._rank(word, known), default=None)

    def _near(self, word: str) -> str | None:
        """Give the known word with the same first letter that differs by one typing error, by two in long words."""
        if len(word) < _SHORTEST_EDITED:
            return None
        allowed = 2 if len(word) >= _LONG else 1
        close = [
            known
            for known in self._by_letter.get(word[0], ())
            if abs(len(known) - len(word)) <= allowed and OSA.distance(word, known, score_cutoff=allowed) <= allowed
        ]
        return min(close, key=lambda known: self._rank(word, known), default=None)

    def _rank(self, word: str, known: str) -> tuple[int, int]:
        return OSA.distance(word, known), -self._counts[known]
