"""Definitions of the words of the field."""

from __future__ import annotations

from collections.abc import Sequence

from ariane.answers.topic import Answer
from ariane.knowledge.repository import Knowledge

_MOST = 2  # terms defined in one answer


def define(knowledge: Knowledge, ids: Sequence[str]) -> Answer:
    """Define the terms `ids`, in order, at most two. Raises KnowledgeUnavailable."""
    by_id = {term.id: term for term in knowledge.terms()}
    terms = [by_id[i] for i in dict.fromkeys(ids) if i in by_id][:_MOST]
    return Answer(
        text="\n".join(term.definition for term in terms),
        precise=True,
        told=tuple(f"term/{term.id}" for term in terms),
        sources=tuple(dict.fromkeys(term.source for term in terms)),
    )
