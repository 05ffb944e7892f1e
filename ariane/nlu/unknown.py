"""Finds the name of a job that the knowledge base does not hold, so that no other job is answered in its place."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Sequence

from ariane.nlu.words import LINKING_WORDS, Word

# « devenir plombier », « un plombier », « comme plombier »: after these words stands a job, if anything does.
_INTRODUCES = frozenset("un une devenir etre comme".split())
# « du plombier », « les plombiers »: a job only when the word looks like one.
_MAY_INTRODUCE = frozenset("de d du des le la l les et au aux ou".split())
_ENDINGS = (
    "eur",
    "euse",
    "rice",
    "ier",
    "iere",
    "iste",
    "ien",
    "ienne",
    "logue",
    "er",
    "ere",
    "cien",
    "icienne",
    "iatre",
)
# « pourrait-il l’épauler ? »: after the one who acts, l’ stands for a person and what follows is a verb.
_ACTS = frozenset("je tu il elle on nous vous ils elles".split())
_OBJECTS = frozenset("l le la les".split())
_VERB = "er"
_SHORTEST = 4  # letters


def looks_like_a_job(word: str) -> bool:
    """Say whether a folded word ends as names of jobs do."""
    return word.endswith(_ENDINGS)


def find_unknown_job(words: Sequence[Word], ordinary: Collection[str]) -> Word | None:
    """Give the word that must be an unknown job, or None.

    `words` are the sentence's words outside known mentions; `ordinary` the words that training sentences use.
    """
    acting = ["", *(word.text for word in words)]
    for actor, (before, word) in zip(acting, itertools.pairwise(words), strict=False):
        if word.text in ordinary or word.text in LINKING_WORDS or len(word.text) < _SHORTEST:
            continue
        if actor in _ACTS and before.text in _OBJECTS and word.text.endswith(_VERB):
            continue
        if before.text in _INTRODUCES or (looks_like_a_job(word.text) and before.text in _MAY_INTRODUCE):
            return word
    return None
