"""Replacing the job by any other changes nothing in what is understood: for 30 jobs, in questions on each topic."""

from __future__ import annotations

from typing import Any

import pytest

from ariane.knowledge.schema import TOPICS
from ariane.nlu.masking import JOB_WORD, Masker
from tests.unit.house import House

JOBS = (
    "data scientist", "data analyst", "data engineer", "développeur web", "ingénieur devops", "statisticienne",
    "architecte de données", "administrateur de bases de données", "ingénieur mlops", "consultant bi",
    "chef de projet ia", "ingénieur deep learning", "ingénieur machine learning", "chercheuse en ia",
    "développeur backend", "analyste en cybersécurité", "chief data officer", "ingénieur en vision par ordinateur",
    "ingénieur nlp", "administrateur systèmes et réseaux", "boulanger", "infirmière", "plombier", "comptable",
    "coiffeuse", "électricien", "maçon", "fleuriste", "pharmacien", "menuisier",
)  # fmt: skip


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker.learn(sentence for sentences in House().trained.values() for sentence in sentences)


def job_at(start: int, job: str) -> dict[str, Any]:
    return {"entity": "job", "start": start, "end": start + len(job), "mask": True}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_classifier_reads_the_same_words_whatever_the_job(masker: Masker, topic: str) -> None:
    sentences = [s for s in House().trained[f"ask_{topic}"] if s.count(JOB_WORD) == 1][:40]
    assert sentences
    for sentence in sentences:
        read = set()
        for job in JOBS:
            place = job_at(sentence.index(JOB_WORD), job)
            read.add(tuple(masker.words(sentence.replace(JOB_WORD, job), [place])))
        assert len(read) == 1, sentence


def test_no_training_sentence_of_a_topic_writes_a_job_out() -> None:
    """Save in a few words that mean other things: a job in a training sentence would lean its topic towards it."""
    named = {job for job in JOBS if " " in job}
    written = [
        sentence
        for topic in TOPICS
        for sentence in House().trained[f"ask_{topic}"]
        if any(job in sentence.casefold() for job in named)
    ]
    assert written == []
