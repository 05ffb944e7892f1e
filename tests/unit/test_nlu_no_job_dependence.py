"""Replacing the job by any other changes nothing in what is understood: for 30 jobs, in questions on each topic."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from ariane.knowledge.schema import TOPICS
from ariane.nlu.linker import JobLinker, Vocabulary
from ariane.nlu.masking import JOB_WORD, TERM_WORD, Masker, training_words
from ariane.nlu.words import split_words
from ariane.paths import DATABASE_VARIABLE
from tests.unit.house import House

JOBS = (
    "data scientist", "data analyst", "data engineer", "développeur web", "ingénieur devops", "statisticienne",
    "architecte de données", "administrateur de bases de données", "ingénieur mlops", "consultant bi",
    "chef de projet ia", "ingénieur deep learning", "ingénieur machine learning", "chercheuse en ia",
    "développeur backend", "analyste en cybersécurité", "chief data officer", "ingénieur en vision par ordinateur",
    "ingénieur nlp", "administrateur systèmes et réseaux", "boulanger", "infirmière", "plombier", "comptable",
    "coiffeuse", "électricien", "maçon", "fleuriste", "pharmacien", "menuisier",
)  # fmt: skip


# … and as the job linker finds them by itself, in both genders, in French and in English.
NAMES = (
    *JOBS[:20], "développeuse web", "ingénieure devops", "statisticien", "consultante bi", "cheffe de projet ia",
    "data architect", "développeuse backend", "machine learning engineer", "ingénieure mlops", "analyste de données",
)  # fmt: skip
LEAST = 40  # training sentences of each topic


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker.learn(sentence for sentences in House().trained.values() for sentence in sentences)


@pytest.fixture(scope="module")
def linker(content_database: str) -> JobLinker:
    """A linker that knows the jobs of content/ and the words of the training sentences."""
    said = {intent: " ".join(sentences).replace(JOB_WORD, " ") for intent, sentences in House().trained.items()}
    words = frozenset(word.text for text in said.values() for word in split_words(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATABASE_VARIABLE, content_database)
        linker = JobLinker(None, None, Vocabulary(words, words))
        linker.process([Message({TEXT: "bonjour"})])  # reads the names
    return linker


def job_at(start: int, job: str) -> dict[str, Any]:
    return {"entity": "job", "start": start, "end": start + len(job), "mask": True}


@pytest.mark.parametrize("topic", TOPICS)
def test_the_classifier_reads_the_same_words_whatever_the_job(masker: Masker, topic: str) -> None:
    sentences = [s for s in House().trained[f"ask_{topic}"] if s.count(JOB_WORD) == 1][:LEAST]
    assert len(sentences) == LEAST
    for sentence in sentences:
        read = set()
        for job in JOBS:
            place = job_at(sentence.index(JOB_WORD), job)
            read.add(tuple(masker.words(sentence.replace(JOB_WORD, job), [place])))
        assert len(read) == 1, sentence


@pytest.mark.parametrize("topic", TOPICS)
def test_the_linker_hides_one_job_as_well_as_another(linker: JobLinker, masker: Masker, topic: str) -> None:
    sentences = [s for s in House().trained[f"ask_{topic}"] if s.count(JOB_WORD) == 1 and TERM_WORD not in s]
    for sentence in sentences[:10]:
        asked = [sentence.replace(JOB_WORD, name) for name in NAMES]
        assert {tuple(masker.words(text, linker.extract(text))) for text in asked} == {tuple(training_words(sentence))}


def test_the_verb_after_a_job_is_no_part_of_its_name(linker: JobLinker) -> None:
    (job,) = linker.extract("un ingénieur devops s'amuse au travail ?")
    assert (job["start"], job["end"]) == (3, 19)


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_sentences_enough(topic: str) -> None:
    assert len({tuple(training_words(sentence)) for sentence in House().trained[f"ask_{topic}"]}) >= LEAST


def test_the_jobs_are_thirty_different_ones() -> None:
    assert len(set(JOBS)) == len(set(NAMES)) == 30


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


TECHNICAL = ("docker", "perceptron", "réseau de neurones", "hiver de l'IA", "deep learning", "SQL", "data science")


@pytest.mark.parametrize("term", TECHNICAL)
def test_no_training_sentence_writes_a_technical_term_out(masker: Masker, term: str) -> None:
    """Written out once, it would be seen by the classifier from then on, where every other term reads TERME."""
    entity = {"entity": "term", "start": 0, "end": len(term), "mask": True}
    assert masker.words(term, [entity]) == [TERM_WORD]
