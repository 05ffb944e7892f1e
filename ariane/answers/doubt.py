"""When the facts of a job answer a message that was not understood, or was taken for something else.

The bars were read off the questions of benchmarks/dev that facts answer (facts.yml, former-, blind- and
fresh-facts.yml) and the messages that none does (near-misses.yml, former-near-misses.yml), as the classifier takes
them: the surer the classifier is that a message asks for something else, the more the best fact must resemble it
(`python -m benchmarks.understanding.precise --dev`, `--former`, `--blind`, `--fresh`). They hold for the weights
of weights.yml.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from ariane.answers.lexicon import stems
from ariane.answers.ranking import Ranked
from ariane.french.folding import fold
from ariane.nlu.distress import PERHAPS_DISTRESS

NOT_UNDERSTOOD, REFUSED, DEFINITION = "nlu_fallback", "out_of_scope", "ask_term"
_UNREAD = frozenset({NOT_UNDERSTOOD, PERHAPS_DISTRESS})  # the ranking beneath these tells what is asked
# A visitor who speaks of herself: where that is sure, what she likes is no question, however near a fact it comes.
_ONESELF = frozenset({"ask_recommendation", "tell_profile"})
_TOPICS_HEARD = 0.3  # confidence, in all topics together, from which a message is probably a question on a job
# What is asked of Ariane herself, or about the visitor's own things: « traduis mon texte », « trouve-moi une offre ».
_OWN_AFFAIRS = re.compile(r"\b(?:mon|ma|mes|moi|m'|cette|acheter|conseill\w+)\b")
# What asks something; without it, a message refused is an order: « débogue la fonction », « génère une image ».
_ASKS = re.compile(
    r"\?|\b(?:comment|quel\w*|lequel|laquelle|qui|quoi|que|qu'|pourquoi|combien|ou|quand|est ce|c'est|c quoi|y a|"
    r"faut|peut|\w+ (?:t )?(?:il|elle|on|ils|elles))\b"
)


@dataclass(frozen=True)
class Bar:
    """What the best fact must reach (see Ranked) to be told."""

    chance: float
    strength: float

    def passed(self, best: Ranked) -> bool:
        """Say whether the best fact reaches it."""
        return best.chance >= self.chance and best.strength >= self.strength


_HEARD, _UNHEARD = Bar(0.1, 4.4), Bar(0.15, 6.6)
_OTHER, _SURELY_OTHER = Bar(0.35, 6.7), Bar(0.85, 10.9)
_SURELY = 0.93  # confidence from which a message asks for what it was taken for, or nearly
_BESIDE_DEFINITION = Bar(0.55, 8.6)
# By the confidence in the refusal, up to which each holds; then the same for what is the visitor's own.
_REFUSED = ((0.9, Bar(0.5, 7.5)), (0.96, Bar(0.75, 12.0)), (1.0, Bar(0.9, 14.5)))
_OWN = ((0.8, Bar(0.75, 9.6)), (0.95, Bar(0.9, 10.0)))
_NEVER = Bar(0.9, 17.7)
_AT_NO_PRICE = Bar(math.inf, math.inf)
# « quel temps fait-il ? » against « c'est quoi airflow ? »: one word must be that of the fact, and of few others.
_ONE_WORD = Bar(0.5, 15.9)


def bar(intent: str, confidence: float, likely: Mapping[str, float], question: str) -> Bar:
    """Give the bar for a message taken for `intent` with `confidence`, whose topics are `likely`."""
    if intent in _UNREAD:
        return _HEARD if sum(likely.values()) >= _TOPICS_HEARD else _UNHEARD
    plain = fold(question)
    own, order = bool(_OWN_AFFAIRS.search(plain)), not _ASKS.search(plain)
    if intent in _ONESELF:
        return _OTHER if confidence <= _SURELY and not (own and order) else _AT_NO_PRICE
    if own and order:  # « fais ma bibliographie », whatever it was taken for
        return _NEVER
    if intent == DEFINITION:
        return _BESIDE_DEFINITION
    if intent != REFUSED:
        return _OTHER if confidence <= _SURELY else _SURELY_OTHER
    if order:
        return _NEVER
    if not own and len(set(stems(question))) == 1:
        return _ONE_WORD
    return next((bar for most, bar in (_OWN if own else _REFUSED) if confidence <= most), _NEVER)
