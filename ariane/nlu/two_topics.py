"""Tells a message that asks two things (« salaire et formation d’un data analyst ? ») from one that asks one thing.

What the words tell for sure is read by topics.py; here the parts of a message are classified, each on its own. Two
parts that surely ask for different topics make two questions, provided that the whole message leaves room for both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ariane.knowledge.schema import TOPICS

# Intents that one message may hold two of.
TOPIC_INTENTS = frozenset(
    [f"ask_{topic}" for topic in TOPICS]
    + ["ask_history", "ask_term", "ask_comparison", "ask_sources", "ask_reliability"]
)
LONGEST = 22  # words: in a longer message, what is not the question is the story that leads to it
_PART_SURE = 0.6  # confidence that a part must reach
_WHOLE_POSSIBLE = 0.001  # confidence that the whole message must leave to each topic
_MOST = 3
_JOINT = re.compile(r"\s+(?:et aussi|et puis|ainsi que|et|puis|plus)\s+|\s*[,;?!/&+]+\s*|\.\s+", re.IGNORECASE)


def cut(text: str, taken: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the spans of the parts of `text`; never cut inside one of the spans `taken` (a job's name)."""
    spans: list[tuple[int, int]] = []
    start = 0
    for joint in _JOINT.finditer(text):
        if any(first < joint.end() and joint.start() < last for first, last in taken):
            continue
        spans.append((start, joint.start()))
        start = joint.end()
    spans.append((start, len(text)))
    return [span for span in spans if text[span[0] : span[1]].strip()]


def may_be_two(whole: Mapping[str, float]) -> bool:
    """Say whether a message may hold two questions: the likeliest intent is a topic, and another topic is possible.

    Where it may not, `two_topics` finds none whatever the parts say: they need not be classified.
    """
    likeliest = max(whole, key=lambda name: whole[name])
    possible = [name for name, confidence in whole.items() if name in TOPIC_INTENTS and confidence >= _WHOLE_POSSIBLE]
    return likeliest in possible and len(possible) > 1


def two_topics(whole: Mapping[str, float], parts: Sequence[tuple[str, float]]) -> list[str]:
    """Give the topic intents asked for, in order, where there are two or more; else an empty list.

    `whole` gives the confidence in each intent for the whole message, `parts` the likeliest intent of each part.
    """
    likeliest = max(whole, key=lambda name: whole[name])
    asked = [
        name
        for name, confidence in parts
        if name in TOPIC_INTENTS and confidence >= _PART_SURE and whole.get(name, 0.0) >= _WHOLE_POSSIBLE
    ]
    different = list(dict.fromkeys(asked))
    return different[:_MOST] if len(different) > 1 and likeliest in different else []
