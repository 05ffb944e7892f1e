"""All that can be said of a job, read once and ready to be asked."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from ariane.answers.leaning import Learnt, learnt_of
from ariane.answers.phrases import Phrases, load_phrases
from ariane.answers.ranking import Ranker
from ariane.answers.shared_vectors import SharedVectorStore
from ariane.answers.statements import Statement, job_statements
from ariane.answers.vectors import VectorStore, vectors_directory
from ariane.encoder import load_encoder
from ariane.knowledge.repository import Knowledge

_KEPT_BOOKS = 64
IMPORTED = "rome-"  # slugs of official records: they share most of their sentences, whose vectors are kept once


class JobBook:
    """The statements of one job."""

    def __init__(self, knowledge: Knowledge, job: str, phrases: Phrases) -> None:
        """Read the statements; the ranker is made with the first precise question."""
        self.statements = job_statements(knowledge, job, phrases)
        self.by_id = {statement.id: statement for statement in self.statements}
        self._knowledge = knowledge
        directory = vectors_directory(knowledge)
        self._store = shared_vectors(directory) if job.startswith(IMPORTED) else VectorStore(directory)

    @cached_property
    def ranker(self) -> Ranker:
        """The statements arranged to be ranked."""
        return Ranker(self.statements, load_encoder(), self._store)

    @property
    def learnt(self) -> Learnt:
        """What the questions known of all jobs teach."""
        return learnt_of(self._knowledge)

    @property
    def files(self) -> set[str]:
        """Names of the files of vectors that the ranker rests on."""
        _ = self.ranker
        return self._store.used

    def of(self, topic: str) -> list[Statement]:
        """Give the statements of `topic`: facts as written first, then figures and lists."""
        return sorted((s for s in self.statements if s.topic == topic), key=lambda s: not s.written)


def book_of(knowledge: Knowledge, job: str) -> JobBook:
    """Give the book of `job`, read again when the knowledge base was rebuilt. Raises KnowledgeUnavailable."""
    return _book(knowledge, job, knowledge.version())


@lru_cache(maxsize=2)
def shared_vectors(directory: Path) -> SharedVectorStore:
    """Give the process's one reader of the vectors of official records under `directory`."""
    return SharedVectorStore(directory)


@lru_cache(maxsize=_KEPT_BOOKS)
def _book(knowledge: Knowledge, job: str, version: str) -> JobBook:
    return JobBook(knowledge, job, load_phrases())
