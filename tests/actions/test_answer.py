"""Answers on a topic of a job: which job, which facts, what is remembered."""

from __future__ import annotations

import pytest

from actions.answer import ActionAnswerTopic
from ariane.knowledge.repository import KnowledgeUnavailable
from tests.actions.conftest import Run, Visitor

DL = "deep-learning-engineer"


def test_the_job_named_is_answered_and_kept(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor(f"c'est quoi un [deep learning engineer](job:{DL}) ?", "ask_description"))
    assert (said.slots["job"], said.slots["topic"]) == (DL, "description")
    assert said.responses == ["utter_description"]
    assert "réseaux de neurones" in said.text


def test_the_job_kept_answers_the_next_question(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("combien ça gagne ?", "ask_salary", job=DL))
    assert said.responses == ["utter_salary"]
    assert "50 000 €" in said.text
    assert "2023" in said.text


def test_the_job_named_wins_over_the_job_kept(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("et le [data scientist](job:data-scientist) ?", "ask_salary", job=DL))
    assert said.slots["job"] == "data-scientist"
    assert "data scientist" in said.text


def test_a_precise_question_gets_its_fact(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("avec quelles métriques évalue-t-il ses modèles ?", "ask_skills", job=DL))
    assert said.responses == ["utter_fact"]
    assert "F1-score" in said.text
    assert len(said.text) < 600


def test_a_yes_no_question_gets_yes_or_no_first(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("faut-il connaître docker ?", "ask_skills", job=DL))
    assert said.text.startswith("Oui.")
    said = run(ActionAnswerTopic(), visitor("faut-il un doctorat ?", "ask_training", job=DL))
    assert said.text.startswith("Non.")


def test_what_was_told_and_its_sources_are_remembered(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("/ask_cons", "ask_cons", job=DL))
    assert said.slots["told"][0] == f"{DL}/cons/maths-exigeantes"
    assert not set(said.slots["told"]) & set(said.slots["left"])
    assert "aijobs-2024-deep-learning" in said.slots["told_sources"]


def test_without_a_job_ariane_asks_which_and_keeps_the_topic(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("quel salaire ?", "ask_salary"))
    assert said.slots["pending_topic"] == "salary"
    assert said.responses == ["utter_which_job"]
    assert f'/give_job{{"job": "{DL}"}}' in said.buttons


def test_an_unknown_job_is_never_answered_with_another(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("salaire d'un [dompteur](unknown_job:dompteur)", "ask_salary", job=DL))
    assert said.responses == ["utter_unknown_job"]
    assert "« dompteur »" in said.text
    assert "€" not in said.text


def test_a_shared_name_is_asked_about(run: Run, visitor: Visitor) -> None:
    text = f"salaire d'un [ingénieur](job_choice:{DL},machine-learning-engineer)"
    said = run(ActionAnswerTopic(), visitor(text, "ask_salary"))
    assert said.responses == ["utter_which_of_these"]
    assert said.buttons == [f'/give_job{{"job": "{job}"}}' for job in (DL, "machine-learning-engineer")]


def test_history_needs_no_job(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("qui a inventé le perceptron ?", "ask_history"))
    assert "Frank Rosenblatt" in said.text
    assert said.slots["topic"] == "history"


def test_history_by_its_year(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("que s'est-il passé en 1943 ?", "ask_history"))
    assert "McCulloch" in said.text


@pytest.mark.parametrize(("channel", "shown"), [("web", True), ("telegram", False)])
def test_only_a_rich_channel_gets_the_sources_beside(run: Run, visitor: Visitor, channel: str, shown: bool) -> None:
    said = run(ActionAnswerTopic(), visitor("/ask_salary", "ask_salary", channel=channel, job=DL))
    extras = said.messages[0]["custom"]
    assert bool(extras) is shown
    assert not shown or {"title", "publisher", "date", "url"} == extras["sources"][0].keys()


@pytest.mark.usefixtures("no_knowledge")
def test_a_missing_base_says_how_to_mend_it(run: Run, visitor: Visitor) -> None:
    with pytest.raises(KnowledgeUnavailable, match="ariane knowledge build"):
        run(ActionAnswerTopic(), visitor("/ask_salary", "ask_salary", job=DL))
