"""Words that must be jobs that the knowledge base does not hold."""

from __future__ import annotations

import pytest

from ariane.nlu.unknown import find_unknown_job
from ariane.nlu.words import split_words

ORDINARY = frozenset("mon pere est en quoi ce metier pourrait peut il etre gagne combien comment devenir".split())


def unknown(text: str) -> str | None:
    found = find_unknown_job(split_words(text), ORDINARY)
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("combien gagne un vigile ?", "vigile"),
        ("comment devenir plombier ?", "plombier"),
        ("peut-il être plombier ?", "plombier"),
        ("combien gagne le boulanger ?", "boulanger"),
    ],
)
def test_a_job_that_is_not_known_is_heard(text: str, job: str) -> None:
    assert unknown(text) == job


def test_a_verb_after_the_one_who_acts_is_no_job() -> None:
    assert unknown("en quoi ce métier pourrait-il l'épauler ?") is None
