"""A word that many jobs share (« ingénieur », « chef ») is asked about, never picked at random nor passed over."""

from __future__ import annotations

import pytest

from ariane.nlu.mentions import MentionIndex, Name

NAMES = (
    Name("ingénieur réseau", "network", person=True),
    Name("ingénieur qualité", "quality", person=True),
    Name("chef de projet", "project", person=True),
    Name("chef de rayon", "shop", person=True),
    Name("boulanger", "baker", person=True),
    Name("pâtissier", "pastry", person=True),
    Name("boulanger-pâtissier", "both", person=True),
    Name("ingénieur études et développement", "software", person=True),
    Name("prêtre", "priest", person=True),
    Name("boucher", "butcher", person=True),
    Name("carrière", "quarry"),
    Name("serveur", "waiter", person=True),
    Name("serveuse", "waiter", person=True),
    Name("première", "seamstress", person=True),
    Name("carrière de granit", "quarry", person=True),
)
ORDINARY = ("je suis ingénieur", "la carrière d’un chef", "quelle carrière ?")


@pytest.fixture(scope="module")
def index() -> MentionIndex:
    return MentionIndex(NAMES, ORDINARY, homonyms=("carrière", "boucher", "serveur", "serveuse", "première"))


@pytest.mark.parametrize(
    ("message", "offered"),
    [
        ("ingénieur", {"network", "quality", "software"}),
        ("un ingénieur ?", {"network", "quality", "software"}),
        ("Chef", {"project", "shop"}),
        ("combien gagne un chef", {"project", "shop"}),
    ],
)
def test_the_jobs_that_share_a_word_are_offered(index: MentionIndex, message: str, offered: set[str]) -> None:
    (mention,) = index.find(message)
    assert mention.ambiguous
    assert set(mention.targets) == offered


def test_the_likeliest_are_offered_first_then_ours_then_the_shortest_names() -> None:
    names = (
        Name("agent de tri des déchets", "sorting", rank=1, person=True),
        Name("agent de piste", "runway", rank=1, person=True),
        Name("agent de sécurité", "guard", rank=1, person=True),
        Name("agent de données", "data", person=True),
    )
    (mention,) = MentionIndex(names, likely=("agent de sécurité", "agent de la lune")).find("agent")
    assert mention.targets == ("guard", "data", "runway", "sorting")


@pytest.mark.parametrize("message", ["la carrière ?", "le chef m’a parlé hier", "mon ingénieur préféré est parti"])
def test_the_same_words_said_in_passing_are_no_job(index: MentionIndex, message: str) -> None:
    assert index.find(message) == []


@pytest.mark.parametrize(
    ("message", "named"),
    [
        ("salaire serveur", ["waiter"]),
        ("formation de serveuse", ["waiter"]),
        ("le serveur est en panne", []),
        ("salaire première année", []),
        ("différence entre boulanger et patissier", ["baker", "pastry"]),
        ("boulanger-pâtissier", ["both"]),
        ("boulanger patissier", ["both"]),
        ("ingénieur études et développement", ["software"]),
        ("quel diplôme pr etre boulanger", ["baker"]),
        ("combien d’heures travaille un boucher", ["butcher"]),
        ("il faut boucher un trou", []),
    ],
)
def test_names_are_neither_joined_nor_cut(index: MentionIndex, message: str, named: list[str]) -> None:
    assert [mention.targets[0] for mention in index.find(message)] == named


def test_a_word_of_other_talk_alone_is_the_job_but_one_of_questions_is_a_topic() -> None:
    names = (Name("livreur", "driver", person=True), Name("carrière", "quarry"))
    index = MentionIndex(names, ("le livreur est venu", "la carrière"), ("livreur", "carrière"), asked=("la carrière",))
    assert [mention.targets[0] for mention in index.find("livreur")] == ["driver"]
    assert index.find("la carrière ?") == []
