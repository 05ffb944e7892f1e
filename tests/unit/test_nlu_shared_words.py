"""A word that many jobs share (« ingénieur », « chef ») is asked about, never picked at random nor passed over."""

from __future__ import annotations

import pytest

from ariane.nlu.mentions import MentionIndex, Name

NAMES = (
    Name("ingénieur réseau", "network", person=True),
    Name("ingénieur qualité", "quality", person=True),
    Name("chef de projet", "project", person=True),
    Name("chef de rayon", "shop", person=True),
    Name("carrière", "quarry"),
    Name("carrière de granit", "quarry", person=True),
)
ORDINARY = ("je suis ingénieur", "la carrière d’un chef", "quelle carrière ?")


@pytest.fixture(scope="module")
def index() -> MentionIndex:
    return MentionIndex(NAMES, ORDINARY, homonyms=("carrière",))


@pytest.mark.parametrize(
    ("message", "offered"),
    [
        ("ingénieur", {"network", "quality"}),
        ("un ingénieur ?", {"network", "quality"}),
        ("Chef", {"project", "shop"}),
        ("combien gagne un chef", {"project", "shop"}),
    ],
)
def test_the_jobs_that_share_a_word_are_offered(index: MentionIndex, message: str, offered: set[str]) -> None:
    (mention,) = index.find(message)
    assert mention.ambiguous
    assert set(mention.targets) == offered


@pytest.mark.parametrize("message", ["la carrière ?", "le chef m’a parlé hier", "mon ingénieur préféré est parti"])
def test_the_same_words_said_in_passing_are_no_job(index: MentionIndex, message: str) -> None:
    assert index.find(message) == []
