"""When the facts of a job answer a message that was not understood, or was taken for something else.

The bars were read off benchmarks/dev/facts.yml and benchmarks/dev/near-misses.yml, which hold questions that facts
answer and messages that none does, as the classifier takes them: the surer the classifier is that a message asks for
something else, the more the best fact must resemble it (`python -m benchmarks.understanding.precise --dev`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ariane.answers.ranking import Ranked
from ariane.french.folding import fold

NOT_UNDERSTOOD, REFUSED, DEFINITION = "nlu_fallback", "out_of_scope", "ask_term"
_TOPICS_HEARD = 0.3  # confidence, in all topics together, from which a message is probably a question on a job
# What is asked of Ariane herself, or about the visitor's own things: « traduis mon texte », « trouve-moi une offre ».
_OWN_AFFAIRS = re.compile(r"\b(?:mon|ma|mes|moi|m'|cette)\b")


@dataclass(frozen=True)
class Bar:
    """What the best fact must reach (see Ranked) to be told."""

    chance: float
    strength: float

    def passed(self, best: Ranked) -> bool:
        """Say whether the best fact reaches it."""
        return best.chance >= self.chance and best.strength >= self.strength


_HEARD, _UNHEARD = Bar(0.1, 4.3), Bar(0.15, 6.0)
_OTHER, _SURELY_OTHER = Bar(0.25, 5.5), Bar(0.8, 9.5)
_SURELY = 0.93  # confidence from which a message asks for what it was taken for, or nearly
_BESIDE_DEFINITION = Bar(0.5, 8.0)
_REFUSED, _SURELY_REFUSED, _NEVER = Bar(0.4, 7.5), Bar(0.5, 8.5), Bar(0.7, 12.0)


def bar(intent: str, confidence: float, likely: Mapping[str, float], question: str) -> Bar:
    """Give the bar for a message taken for `intent` with `confidence`, whose topics are `likely`."""
    if intent == NOT_UNDERSTOOD:
        return _HEARD if sum(likely.values()) >= _TOPICS_HEARD else _UNHEARD
    if intent == DEFINITION:
        return _BESIDE_DEFINITION
    if intent != REFUSED:
        return _OTHER if confidence <= _SURELY else _SURELY_OTHER
    if confidence > 0.97 or _OWN_AFFAIRS.search(fold(question)):
        return _NEVER
    return _REFUSED if confidence <= 0.8 else _SURELY_REFUSED
