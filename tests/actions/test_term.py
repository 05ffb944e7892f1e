"""Defining the words of the field."""

from __future__ import annotations

from actions.answer import ActionAnswerTopic
from actions.term import ActionDefineTerm
from tests.actions.conftest import Run, Visitor

DL = "deep-learning-engineer"


def test_a_term_is_defined(run: Run, visitor: Visitor) -> None:
    said = run(ActionDefineTerm(), visitor("c'est quoi l'[hiver de l'IA](term:hiver-de-l-ia) ?", "ask_term"))
    assert said.responses == ["utter_term"]
    assert "1995-2000" in said.text
    assert said.slots["told_sources"]


def test_two_terms_are_both_defined(run: Run, visitor: Visitor) -> None:
    text = "[perceptron](term:perceptron) et [réseau de neurones](term:reseau-de-neurones) ?"
    said = run(ActionDefineTerm(), visitor(text, "ask_term"))
    assert said.slots["told"] == ["term/perceptron", "term/reseau-de-neurones"]
    assert "Rosenblatt" in said.text
    assert "cerveau humain" in said.text


def test_a_word_that_is_a_job_presents_the_job(run: Run, visitor: Visitor) -> None:
    said = run(ActionDefineTerm(), visitor(f"c'est quoi [deep learning engineer](job:{DL})", "ask_term"))
    assert said.responses == ["utter_description"]
    assert said.slots["job"] == DL


def test_an_unknown_word_is_said_to_be_unknown(run: Run, visitor: Visitor) -> None:
    said = run(ActionDefineTerm(), visitor("c'est quoi un schmilblick ?", "ask_term"))
    assert said.responses == ["utter_unknown_term"]
    assert said.slots == {}


def test_the_job_spoken_of_stays(run: Run, visitor: Visitor) -> None:
    said = run(ActionDefineTerm(), visitor("et un [GPU](term:gpu) ?", "ask_term", job=DL))
    assert said.responses == ["utter_term"]
    assert "job" not in said.slots


def test_a_word_is_defined_where_its_question_reads_like_one_on_a_job(run: Run, visitor: Visitor) -> None:
    text = "la [puissance de calcul](term:puissance-de-calcul), c'est quoi ?"
    said = run(ActionAnswerTopic(), visitor(text, "ask_description"))
    assert said.responses == ["utter_term"]
    said = run(ActionAnswerTopic(), visitor(text, "ask_description", job=DL))
    assert said.slots["job"] == DL
