"""Whether a fact leans to a yes or to a no, for the question that it answers.

Four signs, each above zero for a yes: the question is like those that the fact is known to answer with yes rather than
those with no (see recognition.py); these lead to a yes once the words that turn an answer are counted (see turning.py);
it is put as such questions are (« peut-on… ? » expects a yes more often than « faut-il toujours… seul ? », whatever the
job: the known questions of all jobs are counted); the words of the fact say so by themselves (see polarity.py). How
much each counts is in leaning.yml, fitted so that their sum is the logarithm of the odds of a yes
(`python -m benchmarks.understanding.precise --fit`).
"""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ariane.answers.lexicon import words
from ariane.answers.polarity import verdict
from ariane.answers.ranking import Ranked, read_weights
from ariane.answers.turning import Turning, digest
from ariane.answers.vectors import TURNS, vectors_directory
from ariane.knowledge.repository import Knowledge
from ariane.nlu.views import word_pairs

logger = logging.getLogger(__name__)

LEANING_FILE = Path(__file__).with_name("leaning.yml")
LEANING_SIGNS = ("learnt", "turned", "tone", "said")
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


@dataclass(frozen=True)
class Learnt:
    """What the known questions of all jobs teach: how they are put, and which words turn their answers."""

    tone: Tone
    turning: Turning
    file: str = ""  # the name that it is kept under


NEUTRAL = Learnt(Tone(), Turning())


def learnt_of(knowledge: Knowledge) -> Learnt:
    """Give what the questions known of all jobs teach, learnt once for each version of the knowledge base."""
    return _learnt(knowledge.url, knowledge.version())


@lru_cache(maxsize=2)
def _learnt(url: str, version: str) -> Learnt:
    knowledge = Knowledge(url)
    known = knowledge.known_answers()
    tone = Tone((q for yes, _ in known for q in yes), (q for _, no in known for q in no))
    path = vectors_directory(knowledge) / f"{digest(known)}{TURNS}"
    try:
        turning = Turning.read(path)
    except (OSError, ValueError):
        turning = Turning.learnt(known)
        _keep(turning, path)
    return Learnt(tone, turning, path.name)


def _keep(turning: Turning, path: Path) -> None:
    """Keep what was learnt; where the disk refuses, it will be learnt again."""
    try:
        turning.save(path)
    except OSError as error:
        logger.warning("Ce qui a été appris n’a pas pu être gardé sous %s : %s", path, error)


def _runs(question: str) -> set[str]:
    return set(word_pairs(words(question)))


def leaning_signs(question: str, best: Ranked, learnt: Learnt) -> dict[str, float]:
    """Give each of LEANING_SIGNS for `question`, which the fact `best` answers."""
    fact = best.statement
    return {
        "learnt": best.leans,
        "turned": learnt.turning.answer(question, fact.yes, fact.no),
        "tone": learnt.tone.of(question),
        "said": _SAID[verdict(question, fact.text, fact.about)],
    }


def leaning(question: str, best: Ranked, learnt: Learnt) -> float:
    """Give the logarithm of the odds of a yes to `question`, which the fact `best` answers."""
    weights = read_leaning()
    return sum(weights[name] * sign for name, sign in leaning_signs(question, best, learnt).items())


def read_leaning(path: Path = LEANING_FILE) -> Mapping[str, float]:
    """Read how much each sign of a yes counts (see read_weights)."""
    return read_weights(path, LEANING_SIGNS)
