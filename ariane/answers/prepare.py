"""What is computed before any visitor comes: the sentence vectors of all jobs, and what their questions teach.

Both are kept beside the knowledge base.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from ariane.answers.books import IMPORTED, book_of, shared_vectors
from ariane.answers.history import event_statements, history_ranker
from ariane.answers.leaning import learnt_of
from ariane.answers.phrases import load_phrases
from ariane.answers.ranking import sentences_of
from ariane.answers.statements import job_statements
from ariane.answers.vectors import clear_others, vectors_directory
from ariane.encoder import load_encoder
from ariane.fingerprint import fingerprint
from ariane.knowledge.repository import Knowledge, KnowledgeUnavailable
from ariane.paths import PROJECT

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
_STAMP = "version.txt"  # the version of the knowledge base that the rest was made from, and the code that made it
_MADE_BY = ("ariane/answers", "ariane/nlu", "ariane/encoder")
_OFFICIAL_STAMP = "official.txt"  # the same, of the vectors of official records
# Visitors come first: a few sentences at a time, then a rest ten times as long.
_AT_ONCE, _REST = 4, 0.03  # seconds


def prepare_vectors(knowledge: Knowledge, progress: Progress = lambda done, of: None) -> bool:
    """Compute what is missing and remove what no longer serves; say whether there was anything to do.

    `progress` is told how many jobs are done, and of how many. Without the encoder's package there is nothing to
    compute. Raises KnowledgeUnavailable.
    """
    directory, version = vectors_directory(knowledge), f"{knowledge.version()} {fingerprint(PROJECT, _MADE_BY)}"
    stamp = directory / _STAMP
    if (stamp.is_file() and stamp.read_text("utf-8") == version) or load_encoder() is None:
        return False
    used: set[str] = set()
    jobs = knowledge.jobs()
    for done, job in enumerate(jobs, 1):
        used |= book_of(knowledge, job.slug).files
        progress(done, len(jobs))
    _, store = history_ranker(knowledge, event_statements(knowledge.events()))
    used |= store.used | {learnt_of(knowledge).file}
    directory.mkdir(parents=True, exist_ok=True)
    clear_others(directory, used)
    stamp.write_text(version, "utf-8")
    return True


def warm_up() -> None:
    """Load the encoder and compute what is missing or asked of all jobs, so that the first visitor does not wait."""
    encoder = load_encoder()
    if encoder is not None:
        encoder.encode(["bonjour"])
    try:
        prepare_vectors(Knowledge())
        learnt_of(Knowledge())
    except (KnowledgeUnavailable, OSError) as error:
        logger.warning("%s", error)


def load_all(knowledge: Knowledge) -> int:
    """Read all that may be asked of our jobs, and their history; say how many jobs. Raises KnowledgeUnavailable."""
    rankers = [book_of(knowledge, job.slug).ranker for job in knowledge.jobs()]
    history_ranker(knowledge, event_statements(knowledge.events()))
    return len(rankers)


def prepare_official(knowledge: Knowledge, rest: float = _REST) -> bool:
    """Compute the vectors of official records that are missing, slowly, and forget those that no longer serve.

    Say whether there was anything to do. It can be stopped at any time, and goes on where it was. Raises
    KnowledgeUnavailable.
    """
    encoder, directory, version = load_encoder(), vectors_directory(knowledge), knowledge.version()
    stamp = directory / _OFFICIAL_STAMP
    jobs = [job.slug for job in knowledge.jobs(origin=None) if job.slug.startswith(IMPORTED)]
    if encoder is None or not jobs or (stamp.is_file() and stamp.read_text("utf-8") == version):
        return False
    store, phrases, all_sentences = shared_vectors(directory), load_phrases(), set()
    for job in jobs:
        sentences = sentences_of(job_statements(knowledge, job, phrases))
        all_sentences |= set(sentences)
        missing = store.missing(encoder, sentences)
        for first in range(0, len(missing), _AT_ONCE):
            store.encode(encoder, missing[first : first + _AT_ONCE])
            time.sleep(rest)
    store.keep_only(encoder, all_sentences)
    stamp.write_text(version, "utf-8")
    return True


def prepare_official_meanwhile() -> threading.Thread:
    """Run `prepare_official` beside the server. Until it is done, a first question on a job computes what it needs."""

    def prepare() -> None:
        try:
            if prepare_official(Knowledge()):
                logger.info("The vectors of the official records are kept.")
        except (KnowledgeUnavailable, OSError) as error:
            logger.warning("%s", error)

    thread = threading.Thread(target=prepare, name="official-vectors", daemon=True)
    thread.start()
    return thread
