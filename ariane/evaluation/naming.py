"""Writes real names in the place of METIER and TERME, so that training sentences read as visitors write."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from ariane.knowledge.repository import Knowledge

# As in ariane.nlu.linker, which imports Rasa: seconds before the first word of help.
_JOB, _TERM = "METIER", "TERME"
_PLACEHOLDER = re.compile(rf"\b({_JOB}|{_TERM})\b")


class NameWriter:
    """Names each placeholder of the texts that it is given, with one name after the other, over and over."""

    def __init__(self, jobs: Iterable[str], terms: Iterable[str]) -> None:
        """Take the names; with none of a kind, its placeholder stays."""
        self._names = {_JOB: itertools.cycle([*jobs] or [_JOB]), _TERM: itertools.cycle([*terms] or [_TERM])}

    @classmethod
    def of(cls, knowledge: Knowledge) -> NameWriter:
        """Take all the names of our jobs and terms. Raises KnowledgeUnavailable."""
        ours = {job.slug for job in knowledge.jobs()}
        jobs = (name.text for name in knowledge.job_names() if name.job in ours and name.origin == "content")
        return cls(jobs, (name for term in knowledge.terms() for name in (term.term, *term.aliases)))

    def write(self, text: str) -> str:
        """Give `text` with names in the place of its placeholders."""
        return _PLACEHOLDER.sub(lambda match: next(self._names[match.group()]), text)
