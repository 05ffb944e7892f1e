"""What is computed before any visitor comes: the sentence vectors of all jobs, kept beside the knowledge base."""

from __future__ import annotations

import logging

from ariane.answers.books import book_of, vectors_directory
from ariane.answers.history import event_statements, history_ranker
from ariane.answers.vectors import clear_others
from ariane.encoder import load_encoder
from ariane.knowledge.repository import Knowledge, KnowledgeUnavailable

logger = logging.getLogger(__name__)

_STAMP = "version.txt"  # the version of the knowledge base that the vectors were made from


def prepare_vectors(knowledge: Knowledge) -> bool:
    """Compute the vectors that are missing and remove those that no longer serve; say whether there was anything to do.

    Without the encoder's package there is nothing to compute. Raises KnowledgeUnavailable.
    """
    directory, version = vectors_directory(knowledge), knowledge.version()
    stamp = directory / _STAMP
    if load_encoder() is None or (stamp.is_file() and stamp.read_text("utf-8") == version):
        return False
    used: set[str] = set()
    for job in knowledge.jobs():
        used |= book_of(knowledge, job.slug).files
    _, store = history_ranker(knowledge, event_statements(knowledge.events()))
    used |= store.used
    directory.mkdir(parents=True, exist_ok=True)
    clear_others(directory, used)
    stamp.write_text(version, "utf-8")
    return True


def warm_up() -> None:
    """Load the encoder and compute the vectors that are missing, so that the first visitor does not wait for them."""
    encoder = load_encoder()
    if encoder is not None:
        encoder.encode(["bonjour"])
    try:
        prepare_vectors(Knowledge())
    except (KnowledgeUnavailable, OSError) as error:
        logger.warning("%s", error)
