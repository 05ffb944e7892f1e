"""Whether a fact leans to a yes or to a no, for the question that it answers.

Four signs, each above zero for a yes: the question is nearer in meaning to those that the fact is known to answer with
yes than to those with no; it shares more of their words; it is put as such questions are (« peut-on… ? » expects a yes
more often than « faut-il toujours… seul ? », whatever the job: the known questions of all jobs are counted); the words
of the fact say so by themselves (see polarity.py). How much each counts is in leaning.yml, fitted so that their sum is
the logarithm of the odds of a yes (`python -m benchmarks.understanding.precise --fit`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ariane.answers.lexicon import words
from ariane.answers.polarity import told_words, verdict
from ariane.answers.ranking import Ranked, read_weights
from ariane.knowledge.repository import Knowledge

LEANING_FILE = Path(__file__).with_name("leaning.yml")
LEANING_SIGNS = ("near", "shared", "tone", "said")
_TWICE = 2  # times that a word must be found in known questions to count
_SAID = {"yes": 1.0, "no": -1.0, None: 0.0}


class Tone:
    """How questions that expect a yes, and those that expect a no, are put: their words and pairs of words."""

    def __init__(self, yes: Iterable[str] = (), no: Iterable[str] = ()) -> None:
        """Count the words of the questions known to be answered with yes, and with no."""
        counts: list[Counter[str]] = []
        sizes: list[int] = []
        for kind in (list(yes), list(no)):
            counts.append(Counter(run for question in kind for run in _runs(question)))
            sizes.append(len(kind))
        self._odds: dict[str, float] = {}
        if not all(sizes):
            return
        share = sizes[0] / sum(sizes)
        usual = math.log(share / (1 - share))
        for run in counts[0] | counts[1]:
            times = [count[run] for count in counts]
            if sum(times) >= _TWICE:
                self._odds[run] = math.log((times[0] + share) / (times[1] + 1 - share)) - usual

    def of(self, question: str) -> float:
        """Give how `question` is put: above zero as those that expect a yes, below as those that expect a no."""
        odds = [self._odds[run] for run in _runs(question) if run in self._odds]
        return sum(odds) / math.sqrt(len(odds)) if odds else 0.0


NEUTRAL = Tone()


def tone_of(knowledge: Knowledge) -> Tone:
    """Give the tone of the questions known of all jobs, counted once for each version of the knowledge base."""
    return _tone(knowledge.url, knowledge.version())


@lru_cache(maxsize=2)
def _tone(url: str, version: str) -> Tone:
    knowledge = Knowledge(url)
    return Tone(knowledge.known_questions("yes"), knowledge.known_questions("no"))


def _runs(question: str) -> set[str]:
    told = words(question)
    return {*told, *map(" ".join, pairwise(told))}


def leaning_signs(question: str, best: Ranked, tone: Tone) -> dict[str, float]:
    """Give each of LEANING_SIGNS for `question`, which the fact `best` answers."""
    fact = best.statement
    return {
        "near": best.yes - best.no,
        "shared": _shared(question, fact.yes) - _shared(question, fact.no),
        "tone": tone.of(question),
        "said": _SAID[verdict(question, fact.text, fact.about)],
    }


def leaning(question: str, best: Ranked, tone: Tone) -> float:
    """Give the logarithm of the odds of a yes to `question`, which the fact `best` answers."""
    weights = read_leaning()
    return sum(weights[name] * sign for name, sign in leaning_signs(question, best, tone).items())


def read_leaning(path: Path = LEANING_FILE) -> Mapping[str, float]:
    """Read how much each sign of a yes counts (see read_weights)."""
    return read_weights(path, LEANING_SIGNS)


def _shared(question: str, known: Sequence[str]) -> float:
    """Give the share of the words of `question` and of the known one most alike that both hold."""
    asked = told_words(question)
    return max((len(asked & held) / len(asked | held) for held in map(_told, known) if held), default=0.0)


@lru_cache(maxsize=10_000)
def _told(question: str) -> frozenset[str]:
    return frozenset(told_words(question))
