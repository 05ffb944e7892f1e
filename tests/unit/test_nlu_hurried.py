"""Hurried spellings are written out; the question of a long message is found and read by itself."""

from __future__ import annotations

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from ariane.nlu.asking import LONG, question_span
from ariane.nlu.classifier import _of_one_mind
from ariane.nlu.masking import Masker, training_words
from ariane.nlu.noise import normalize
from ariane.nlu.shorthand import _FILE, write_out

STORY = "Mon fils rentre de son stage, il ne parle que de cela matin et soir et nous ne savons plus quoi lui répondre."


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jveu savoir", "je veux savoir"),
        ("jpeu koman", "je peux comment"),
        ("sa veu dir koi", "ca veut dire quoi"),
        ("on peu monter un peu", "on peut monter un peu"),
        ("jen peu plu", "j en peux plus"),
        ("kel son les + du metier", "quel son les plus du metier"),
        ("jsp", "je sais pas"),
        ("du js et du json", "du js et du json"),  # no « je s »
        ("le jardin, un jeu", "le jardin un jeu"),
    ],
)
def test_hurried_spellings_are_written_out(written: str, meant: str) -> None:
    assert " ".join(write_out(normalize(written).split())) == meant


def test_messages_and_training_sentences_are_written_out_alike() -> None:
    masker = Masker.learn(["je veux savoir le salaire d'un METIER"] * 3)
    assert masker.words("jveu savoir", []) == training_words("jveu savoir") == ["je", "veux", "savoir"]


def test_an_acronym_is_no_mistake_for_another_word() -> None:
    masker = Masker.learn(["je suis dead"] * 3)
    assert masker.words("je suis deaes", []) == ["je", "suis", "dead"]
    assert masker.words("je suis DEAES", []) == ["je", "suis", "deaes"]
    assert masker.words("JE SUIS DEAES", []) == ["je", "suis", "dead"], "all in capitals, nothing is an acronym"


def test_spellings_are_as_noise_leaves_words() -> None:
    """Or they would never be met: one word on its own, two in a pair, and none with two meanings."""
    groups = YAML(typ="safe").load(_FILE.read_text("utf-8"))
    for name, length in (("words", 1), ("pairs", 2)):
        spellings = [spelling for of in groups[name].values() for spelling in of]
        assert [s for s in spellings if len(normalize(s).split()) != length or normalize(s) != s] == []
        assert len(spellings) == len(set(spellings))


def test_a_short_message_has_no_story() -> None:
    assert question_span("Combien gagne un boulanger ?") is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (f"{STORY} Alors quel est ce métier ?", "Alors quel est ce métier ?"),
        (f"Est-ce bien payé chez vous ? {STORY}", "Est-ce bien payé chez vous ?"),
        (f"{STORY} Dites-nous quelles études il faut", "Dites-nous quelles études il faut"),
        (f"{STORY} Alors ?", None),  # too little said: the end of the message is read
    ],
)
def test_the_question_of_a_story_is_found(text: str, asked: str | None) -> None:
    span = question_span(text)
    assert span is not None
    found = text[slice(*span)]
    assert found == asked if asked else len(found.split()) == 20


def test_without_any_mark_the_end_is_read_and_no_job_is_cut() -> None:
    text = " ".join(["bla"] * LONG) + " ingénieur en vision par ordinateur " + " ".join(["bli"] * 17)
    start = text.index("ingénieur")
    job = (start, start + len("ingénieur en vision par ordinateur"))
    span = question_span(text, [job])
    assert span == (start, len(text))


def test_a_long_message_gives_its_question_masked() -> None:
    masker = Masker.learn(["quel salaire pour un METIER"] * 3)
    text = f"{STORY} Quel salaire pour un boulanger ?"
    start = text.index("boulanger")
    entity = {"entity": "job", "start": start, "end": start + len("boulanger"), "mask": True}
    assert masker.question(text, [entity]) == ["quel", "salaire", "pour", "un", "METIER", "?"]
    assert masker.question("Quel salaire ?", []) == []


def test_two_topics_asked_for_are_no_doubt_between_two_readings() -> None:
    labels = ["ask_salary", "ask_training", "greet"]
    both = Message({"entities": [{"entity": "topics", "value": ["ask_training", "ask_salary"]}]})
    assert np.allclose(_of_one_mind(both, np.array([0.48, 0.42, 0.1]), labels), [0.9, 0.0, 0.1])
    assert np.allclose(_of_one_mind(both, np.array([0.1, 0.2, 0.7]), labels), [0.1, 0.2, 0.7])
    assert np.allclose(_of_one_mind(Message({}), np.array([0.48, 0.42, 0.1]), labels), [0.48, 0.42, 0.1])
