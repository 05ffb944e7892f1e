"""What the classifier sees of a message: jobs and terms hidden, spelling mended: it learns questions, not names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from ariane.nlu.asking import question_span
from ariane.nlu.linker import JOB_CHOICE, PLACEHOLDERS, TERM
from ariane.nlu.noise import normalize
from ariane.nlu.shorthand import written_out
from ariane.nlu.spelling import Speller
from ariane.nlu.two_topics import LONGEST, cut

# Capitals set a placeholder apart from every word that people write, as those are put in small letters.
JOB_WORD, TERM_WORD = PLACEHOLDERS
_WRITTEN = re.compile(rf"\b({JOB_WORD}|{TERM_WORD})\b")
# Alone, they tell a rank, not a job: « peut-on devenir chef ? » asks about a career.
_RANKS = re.compile(
    r"(petits? |grande? )?(chefs?|cheffes?|directeurs?|directrices?|responsables?|managers?|manageuses?|cadres?|"
    r"leaders?|superviseurs?|superviseuses?|dirigeante?s?|patron(ne)?s?|experts?|expertes?|consultante?s?|"
    r"chefs? d.équipe)",
    re.IGNORECASE,
)
# « DEAES », « CSE »: written in capitals in a sentence that is not, a short word is no mistake for another.
_ACRONYM, _LOWER = re.compile(r"\b[A-Z]{2,5}\b"), re.compile(r"[a-z]")
_SPOKEN = {JOB_WORD: "metier", TERM_WORD: "terme"}
_SAYS_NOTHING = frozenset((JOB_WORD, TERM_WORD, *"? ! un une le la les de d du des l ce".split()))


class Masker:
    """Turns messages into the words that the classifier reads; it learns from the training sentences."""

    def __init__(self, counts: dict[str, int], written: str) -> None:
        """Take the `counts` of words for the speller and all the training sentences, normalized, in one text."""
        self._speller = Speller(counts)
        self._written = written
        self._known_terms: dict[str, bool] = {}

    @classmethod
    def learn(cls, sentences: Iterable[str]) -> Masker:
        """Make a masker from training sentences, in which METIER and TERME are written out."""
        words = [training_words(sentence) for sentence in sentences]
        return cls(Speller.learn(words).counts, " | ".join(" ".join(sentence) for sentence in words))

    def state(self) -> dict[str, Any]:
        """Give what was learnt, as plain values that the constructor takes back."""
        return {"counts": self._speller.counts, "written": self._written}

    def words(self, text: str, entities: Iterable[dict[str, Any]]) -> list[str]:
        """Give the words of `text` with a placeholder for each entity to hide, the others mended."""
        words: list[str] = []
        last, acronyms = 0, _acronyms(text)
        for entity in sorted(entities, key=lambda e: e["start"]):
            if self._hides(entity, text[entity["start"] : entity["end"]]):
                words += self._plain(text[last : entity["start"]], acronyms)
                words.append(TERM_WORD if entity["entity"] == TERM else JOB_WORD)
                last = entity["end"]
        return words + self._plain(text[last:], acronyms)

    def parts(self, text: str, entities: Sequence[dict[str, Any]]) -> list[list[str]]:
        """Give the words of each part of a message that may hold two questions; empty where it cannot."""
        spans = cut(text, [(entity["start"], entity["end"]) for entity in entities])
        if len(spans) < 2 or len(text.split()) > LONGEST:
            return []
        parts = [self.words(text[start:end], _within(entities, start, end)) for start, end in spans]
        return [words for words in parts if not _SAYS_NOTHING.issuperset(words)]

    def question(self, text: str, entities: Sequence[dict[str, Any]]) -> list[str]:
        """Give the words of the question that a long message comes to; empty where the message is short."""
        span = question_span(text, [(entity["start"], entity["end"]) for entity in entities])
        return [] if span is None else self.words(text[slice(*span)], _within(entities, *span))

    def _plain(self, text: str, acronyms: frozenset[str]) -> list[str]:
        return self._speller.mend(written_out(text), acronyms)

    def _hides(self, entity: dict[str, Any], name: str) -> bool:
        if entity["entity"] == TERM:
            return not self._is_written_out(" ".join(normalize(name).split()))
        if entity["entity"] == JOB_CHOICE and _RANKS.fullmatch(name.strip()):
            return False
        return bool(entity.get("mask"))

    def _is_written_out(self, term: str) -> bool:
        """Say whether the training sentences use the term themselves (« alternance »): then it tells the topic."""
        if term not in self._known_terms:
            self._known_terms[term] = f" {term} " in f" {self._written} "
        return self._known_terms[term]


def _acronyms(text: str) -> frozenset[str]:
    """Give the short words in capitals, in small letters; none where all is written in capitals."""
    return frozenset(word.lower() for word in _ACRONYM.findall(text)) if _LOWER.search(text) else frozenset()


def _within(entities: Iterable[dict[str, Any]], start: int, end: int) -> list[dict[str, Any]]:
    """Give the entities between `start` and `end`, their places counted from `start`."""
    return [
        {**entity, "start": entity["start"] - start, "end": entity["end"] - start}
        for entity in entities
        if start <= entity["start"] and entity["end"] <= end
    ]


def training_words(sentence: str) -> list[str]:
    """Give the normalized words of a training sentence, its placeholders kept."""
    return [word for piece in _WRITTEN.split(sentence) for word in _placeholder_or_words(piece)]


def _placeholder_or_words(piece: str) -> list[str]:
    return [piece] if piece in PLACEHOLDERS else written_out(piece)


def spoken(words: Iterable[str]) -> str:
    """Give `words` as the sentence encoder is to read them: it knows nothing of placeholders."""
    return " ".join(_SPOKEN.get(word, word) for word in words)
