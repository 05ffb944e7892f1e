"""Held-out questions are held out: none is a training sentence, a cue of a fact or a development question, near-copies
included; each can be checked against the knowledge base; and there are enough of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz import fuzz, process
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.french.folding import fold
from ariane.knowledge.content import job_paths, question_paths
from ariane.nlu.linker import PLACEHOLDERS, TERM, JobLinker
from ariane.paths import DATABASE_VARIABLE, PROJECT, content_dir
from tests.unit.house import House, read_yaml

HELD_OUT = PROJECT / "benchmarks" / "heldout"
FILES = sorted(HELD_OUT.glob("*.yml"))
NEAR = 90  # from 0 to 100: two sentences as alike as this are copies
# « salaire », « et encore ? »: the few words that everybody types are in both of necessity.
FEW_WORDS = 4
WORD = re.compile(r"\w+")
PLACEHOLDER = re.compile(rf"\b({'|'.join(PLACEHOLDERS)})\b")
AT_LEAST = {
    "intents-clean.yml": 250,
    "intents-noisy.yml": 200,
    "out-of-scope.yml": 150,
    "facts.yml": 200,
    "job-mentions.yml": 300,
    "no-job.yml": 300,
    "distress.yml": 60,
    "ordinary-not-distress.yml": 200,
}
LEAST_JOBS_MENTIONED = 150


def questions(value: Any) -> Iterator[str]:
    """Give the texts of a benchmark file: one for each entry, or for each turn of a dialogue."""
    for entry in value:
        if isinstance(entry, list):
            yield from questions(entry)
        else:
            yield str(entry.get("text") or entry.get("user"))


@cache
def held_out(path: Path) -> tuple[str, ...]:
    return tuple(questions(read_yaml(path)))


@lru_cache(maxsize=1)
def training_sentences() -> tuple[str, ...]:
    return tuple(House().written)


@lru_cache(maxsize=1)
def cues() -> tuple[str, ...]:
    """The questions that facts are known to answer, and those that ask for a whole topic."""
    facts = [f for path in job_paths(content_dir()) for of in read_yaml(path)["topics"].values() for f in of]
    general = [question for of in House().phrases["general"].values() for question in of]
    facts += [f for path in question_paths(content_dir()) for of in read_yaml(path).values() for f in of.values()]
    return (*(str(cue) for f in facts for kind in ("yes", "no", "asked") for cue in f.get(kind) or ()), *general)


def copies(asked: Iterable[str], known: Iterable[str]) -> list[str]:
    """Give the sentences of `known` that are, or nearly are, one of the questions.

    The questions themselves are not told: who mends the sentences must not read them.
    """
    asked, known = list(asked), list(known)
    scores = process.cdist([fold(q) for q in asked], [fold(k) for k in known], scorer=fuzz.ratio, score_cutoff=NEAR)
    return sorted({known[place] for place in scores.nonzero()[1]})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_held_out_question_is_a_training_sentence(path: Path) -> None:
    known = copies(held_out(path), training_sentences())
    assert known == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_held_out_question_is_a_training_sentence_but_for_the_job(linker: JobLinker, path: Path) -> None:
    """« quel salaire médian pour un soudeur ? » and « quel salaire médian pour un METIER ? » are copies."""
    asked = [masked for masked in (mask(linker, question) for question in held_out(path)) if says_much(masked)]
    known = copies(asked, filter(says_much, training_sentences()))
    assert known == []


def says_much(sentence: str) -> bool:
    """Say whether a sentence holds, placeholders aside, more than the words that everybody types."""
    return len(WORD.findall(PLACEHOLDER.sub(" ", sentence))) >= FEW_WORDS


def mask(linker: JobLinker, text: str) -> str:
    """Write `text` as a training sentence: a placeholder for each job and term that the classifier does not see."""
    masked, last = "", 0
    for entity in linker.extract(text):
        if entity["mask"]:
            masked += text[last : entity["start"]] + PLACEHOLDERS[entity["entity"] == TERM]
            last = entity["end"]
    return masked + text[last:]


@pytest.fixture(scope="module")
def linker(content_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[JobLinker]:
    """The job linker as it is trained on data/, reading the names of content/."""
    storage, resource = LocalModelStorage(tmp_path_factory.mktemp("linker")), Resource("linker")
    sentences = ((text, intent) for intent, texts in House().trained.items() for text in texts)
    JobLinker(storage, resource).train(TrainingData([Message({"text": t, "intent": i}) for t, i in sentences]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATABASE_VARIABLE, content_database)
        loaded = JobLinker.load({}, storage, resource, ExecutionContext(GraphSchema({}), node_name="linker"))
        loaded.process([])  # reads the names
        yield loaded


def test_a_job_in_a_question_is_hidden(linker: JobLinker) -> None:
    assert mask(linker, "Combien gagne une data scientist ?") == "Combien gagne une METIER ?"
    assert not says_much("que fait un METIER ?")
    assert says_much("que fait donc un METIER le soir ?")


def test_no_held_out_question_is_a_cue_of_a_fact() -> None:
    known = copies(held_out(HELD_OUT / "facts.yml"), cues())
    assert known == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_held_out_question_tunes_anything(path: Path) -> None:
    tuned = [q for dev in sorted((HELD_OUT.parent / "dev").glob("*.yml")) for q in questions(read_yaml(dev))]
    long = [question for question in held_out(path) if len(question.split()) >= FEW_WORDS]
    known = copies(long, tuned)
    assert known == []


def test_a_copy_is_found() -> None:
    assert copies(["Combien gagne un soudeur ?"], ["combien gagne un soudeur"])
    assert copies(["l'ingénieure est elle bien payée"], ["L’ingénieure est-elle bien payée ?"])
    assert not copies(["Combien gagne un soudeur ?"], ["Que fait un soudeur ?"])


@pytest.mark.parametrize("name", AT_LEAST)
def test_there_are_enough_questions(name: str) -> None:
    assert len(read_yaml(HELD_OUT / name)) >= AT_LEAST[name]


def test_enough_jobs_are_mentioned() -> None:
    jobs = {str(entry["job"]) for entry in read_yaml(HELD_OUT / "job-mentions.yml")}
    assert len(jobs) >= LEAST_JOBS_MENTIONED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_question_is_there_twice(path: Path) -> None:
    if path.name == "followups.yml":
        pytest.skip("the same few words may follow different questions")
    seen = [question.casefold() for question in held_out(path)]
    assert sorted({question for question in seen if seen.count(question) > 1}) == []


# What a question expects exists


def entries() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in FILES:
        for entry in read_yaml(path):
            for turn in entry if isinstance(entry, list) else [entry]:
                yield path.name, turn


def test_every_intent_expected_exists() -> None:
    wanted = {str(i) for _, entry in entries() for i in (entry.get("intents") or [entry.get("intent")]) if i}
    assert wanted - House().intents == set()


def test_every_term_expected_exists() -> None:
    terms = {term["id"] for term in read_yaml(content_dir() / "glossary.yml")}
    assert {t for _, entry in entries() for t in entry.get("terms") or ()} - terms == set()


def test_every_job_expected_exists() -> None:
    slugs = {path.stem for path in job_paths(content_dir())}
    wanted = {str(job) for _, entry in entries() for job in _listed(entry.get("jobs"), entry.get("job"))}
    assert {job for job in wanted if not re.fullmatch(r"rome[-:][a-zA-Z]\d{4}", job)} - slugs == set()


def _listed(*values: Any) -> Iterator[Any]:
    for value in values:
        yield from value if isinstance(value, list) else [value] if value else []


@pytest.fixture(scope="module")
def statement_ids(content_database: str) -> set[str]:
    """The id of everything that Ariane can say of a job."""
    from ariane.answers.phrases import load_phrases
    from ariane.answers.statements import job_statements
    from ariane.knowledge.repository import Knowledge

    knowledge = Knowledge(content_database)
    ids = {s.id for job in knowledge.jobs() for s in job_statements(knowledge, job.slug, load_phrases())}
    ids |= {f"term/{term.id}" for term in knowledge.terms()} | {f"event/{event.id}" for event in knowledge.events()}
    return ids | {difference.id for job in knowledge.jobs() for difference in knowledge.differences(job.slug)}


def test_every_fact_expected_exists(statement_ids: set[str]) -> None:
    wanted = {
        fact for entry in read_yaml(HELD_OUT / "facts.yml") for fact in (entry["fact"], *(entry.get("also") or ()))
    }
    assert sorted(wanted - statement_ids) == []
