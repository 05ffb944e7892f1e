"""Citations: title, publisher, date."""

from __future__ import annotations

from collections.abc import Sequence

from ariane.answers.phrases import load_phrases
from ariane.french.dates import say_date
from ariane.knowledge.repository import Knowledge


def cite(knowledge: Knowledge, ids: Sequence[str]) -> str:
    """Give one line for each source of `ids`, in their order. Raises KnowledgeUnavailable."""
    phrases = load_phrases()
    lines = []
    for source in knowledge.sources(ids):
        name = "source_own" if source.kind == "editorial" else "source"
        cited = phrases.line(name, title=source.title, publisher=source.publisher, date=say_date(source.date))
        lines.append(phrases.line("bullet", text=cited))
    return "\n".join(lines)
