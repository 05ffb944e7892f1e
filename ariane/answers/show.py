"""What Ariane would say of a job, for the people who maintain the content."""

from __future__ import annotations

from collections.abc import Iterator

from ariane.answers.phrases import load_phrases
from ariane.answers.sources import cite
from ariane.answers.topic import answer_topic
from ariane.knowledge.repository import Knowledge
from ariane.knowledge.schema import TOPICS


def said(knowledge: Knowledge, job: str, topic: str | None = None) -> Iterator[str]:
    """Yield the short answer on each topic of `job` (a slug), or on `topic` alone, and its sources."""
    for each in TOPICS if topic is None else (topic,) if topic in TOPICS else ():
        answer = answer_topic(knowledge, job, each)
        yield ""
        yield load_phrases().label("topic", each)
        yield answer.text
        if answer.sources:
            yield cite(knowledge, answer.sources)
