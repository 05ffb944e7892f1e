"""Names of jobs are found as people in a hurry write them: by one letter too few, or by what they hear."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ariane.knowledge.importers.rome import import_rome
from ariane.knowledge.repository import Knowledge
from ariane.nlu.everyday import everyday_names, homonyms
from ariane.nlu.mentions import MentionIndex, Name
from ariane.nlu.respelling import heard, unstuck
from ariane.paths import PROJECT

NAMES = (
    Name("sage-femme", "midwife", person=True),
    Name("administrateur systèmes et réseaux", "network", person=True),
    Name("administrateur système", "network", person=True),
    Name("maçon", "mason", person=True),
    Name("menuisier", "joiner", person=True),
    Name("gendarme", "police", person=True),
    Name("comptable", "bookkeeper", person=True),
    Name("expert-comptable", "accountant", person=True),
    Name("architecte d’intérieur", "interior", person=True),
    Name("infirmière", "nurse", person=True),
    Name("psychologue", "psychologist", person=True),
    Name("philologue", "philologist", person=True),
    Name("couvreuse", "roofer", person=True),
    Name("agent de sécurité", "guard", person=True),
)


@pytest.fixture(scope="module")
def index() -> MentionIndex:
    return MentionIndex(NAMES, ("quel est le salaire", "c’est quoi ce métier"))


@pytest.mark.parametrize(
    ("message", "job"),
    [
        ("sage fame", "midwife"),
        ("sage fam salaire", "midwife"),
        ("administrateur sistem c koi", "network"),
        ("un masson c koi", "mason"),
        ("salaire d’un menuisié", "joiner"),
        ("devenir jandarme", "police"),
        ("ekspert comptable", "accountant"),
        ("architecte dinterieur", "interior"),
        ("salaire dune linfirmiere", "nurse"),
        ("le métier de psicologue", "psychologist"),
        ("agen de sécurité", "guard"),
    ],
)
def test_a_name_is_known_by_its_sound(index: MentionIndex, message: str, job: str) -> None:
    assert [mention.targets[0] for mention in index.find(message)] == [job]


@pytest.mark.parametrize("message", ["vous couvrez quels métiers ?", "la fame du village", "un masson sur la route"])
def test_a_word_that_no_job_is_expected_at_stays_what_it_is(index: MentionIndex, message: str) -> None:
    assert [m for m in index.find(message) if m.targets[0] in ("roofer", "midwife")] == []


@pytest.mark.parametrize(
    ("one", "other"), [("maçon", "masson"), ("boulangé", "boulanger"), ("fame", "femme"), ("ekspert", "expert")]
)
def test_accents_count_in_what_is_heard(one: str, other: str) -> None:
    assert heard(one) == heard(other)


def test_an_article_stuck_to_a_word_comes_off() -> None:
    assert [unstuck(word) for word in ("linfirmiere", "dinterieur", "logisticien", "lad")] == [
        "infirmiere",
        "interieur",
        "ogisticien",
        "lad",
    ]


def test_a_long_message_of_unknown_words_is_read_in_a_moment(index: MentionIndex) -> None:
    message = " ".join(["salaire jandarm masson psicolog comtabl ekspert sistem"] * 8)
    start = time.process_time()
    index.find(message)
    assert time.process_time() - start < 0.2


def test_misspelt_names_are_found_among_all_those_of_the_release(
    real_rome: Path, content_database: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(content_database.removeprefix('sqlite:///'), tmp_path / 'knowledge.db')}"
    import_rome(real_rome, url)
    known = Knowledge(url).job_names()
    names = [Name(n.text, n.job, n.origin != "content", person=n.gender is not None) for n in known]
    names += everyday_names({n.folded: n.job for n in known})
    ordinary = (PROJECT / "data" / "nlu.yml").read_text("utf-8").split("\n")
    index = MentionIndex(names, ordinary, homonyms())
    mentions = YAML(typ="safe").load((PROJECT / "benchmarks" / "dev" / "misspelt-jobs.yml").read_text("utf-8"))
    right, start = 0, time.process_time()
    for entry in mentions:
        meant = {target for mention in index.find(f"devenir {entry['name']}") for target in mention.targets}
        found = index.find(entry["text"])
        right += bool(found) and bool(
            meant.intersection(found[0].targets if found[0].ambiguous else found[0].targets[:1])
        )
    assert len(mentions) >= 150
    assert right >= 0.93 * len(mentions)
    assert (time.process_time() - start) / (2 * len(mentions)) < 0.002  # seconds a message
