"""Two questions in one message are heard; one question is never taken for two."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from ariane.knowledge.schema import TOPICS
from ariane.nlu.extractors import DetailExtractor
from ariane.nlu.topics import _topics, find_topics


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("salaire et formation d'un data analyst ?", "salary training"),
        ("c'est quoi un data engineer et combien ça gagne ?", "description salary"),
        ("c'est quoi le salaire et la formation", "salary training"),
        ("avantages et inconvénients du métier", "pros cons"),
        ("le salaire ainsi que les débouchés", "salary outlook"),
        ("les missions puis le salaire", "description salary"),
        ("salaire / horaires", "salary conditions"),
        ("quelles études quel salaire", "training salary"),
        ("salaire formation débouchés", "salary training outlook"),
        ("kel salaire et kel formation pr etre dev web", "salary training"),
        ("c koi un devops et il gagne combien", "description salary"),
        ("je suis en terminale, quelles études faire et quel salaire espérer ?", "training salary"),
        ("parle-moi du salaire et des horaires", "salary conditions"),
        ("est-ce un métier d’avenir et quelles sont les évolutions ?", "outlook career"),
        ("quelles compétences ? et un exemple ?", "skills examples"),
        ("les bons et les moins bons côtés", "pros cons"),
        ("quelles perspectives d'évolution, et quelle paie ?", "career salary"),
        ("le pire du métier et le meilleur", "cons pros"),
        ("y a-t-il du travail et peut-on bosser seul ?", "outlook conditions"),
        ("faut-il un master et être bonne en maths ?", "training skills"),
    ],
)
def test_two_questions(text: str, topics: str) -> None:
    assert find_topics(text) == [f"ask_{topic}" for topic in topics.split()]


@pytest.mark.parametrize(
    "text",
    [
        "quel est le salaire ?",
        "quel salaire en début et en fin de carrière ?",
        "quelles études et quel diplôme ?",
        "différence de salaire et de formation entre data analyst et data scientist ?",
        "je fais des études de droit, combien gagne un développeur ?",
        "après mes études, quel salaire ?",
        "les avantages du télétravail et des horaires souples",
        "d'où viennent les chiffres de salaire et de débouchés ?",
        "j'ai un diplôme de comptable et je veux me reconvertir",
        "je cherche une formation en alternance et à distance",
        "leurs missions, un exemple ?",
        "c'est quoi les avantages",
        "merci et bonne journée",
        "on touche un bon salaire et des primes ?",
        "au cdi du lycée il me faut une fiche, ce qu'il fait et ses missions",
        "le soir et la nuit, travaille-t-on seul ?",
        "/ask_salary",
        "",
        "quel salaire et quelle formation " + "vraiment " * 40,
    ],
)
def test_one_question_or_none(text: str) -> None:
    assert find_topics(text) == []


def test_the_words_of_a_job_ask_for_nothing() -> None:
    text = "chargé de formation et salaire"
    job: dict[str, Any] = {"entity": "job", "start": 0, "end": len("chargé de formation")}
    assert find_topics(text) == ["ask_training", "ask_salary"]
    assert find_topics(text, [job]) == []


def test_every_topic_has_words() -> None:
    assert set(_topics()) == {f"ask_{topic}" for topic in TOPICS}


def test_the_extractor_adds_the_topics_to_a_message() -> None:
    job = {"entity": "job", "value": "data-analyst", "start": 24, "end": 36}
    message = Message({TEXT: "salaire et formation du data analyst", ENTITIES: [job]})
    DetailExtractor().process([message, Message({TEXT: "/ask_salary"})])
    kept, topics = message.get(ENTITIES)
    assert kept == job
    assert topics["entity"] == "topics"
    assert topics["value"] == ["ask_salary", "ask_training"]
