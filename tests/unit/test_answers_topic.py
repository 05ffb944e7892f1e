"""Answers on the jobs of content/: precise questions, whole topics, limits, doubtful messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ariane.answers.parameters import Parameters
from ariane.answers.phrases import load_phrases
from ariane.answers.prepare import prepare_vectors
from ariane.answers.statements import job_statements
from ariane.answers.topic import Answer, answer_doubtful, answer_topic, answer_with_word, fact_among, fact_between
from ariane.knowledge.repository import Knowledge

ENGINEER = "data-engineer"


@pytest.fixture(scope="module")
def known(content_database: str) -> Knowledge:
    return Knowledge(content_database)


def plain(answer: Answer) -> str:
    return answer.text.replace("\u00a0", " ").replace("’", "'")


@pytest.mark.parametrize(
    ("topic", "question", "fact"),
    [
        ("description", "pourquoi parle-t-on de plombier ?", "description/plombier"),
        ("skills", "à quoi sert airflow ?", "skills/spark"),
        ("conditions", "combien de jours de télétravail ?", "conditions/teletravail-cadres"),
        ("examples", "un exemple avec des capteurs ?", "examples/capteurs"),
    ],
)
def test_a_precise_question_gets_its_fact_first(known: Knowledge, topic: str, question: str, fact: str) -> None:
    answer = answer_topic(known, ENGINEER, topic, question)
    assert answer.precise
    assert answer.told[0] == f"{ENGINEER}/{fact}"
    assert len(answer.text) < 600
    assert not set(answer.told) & set(answer.left)


@pytest.mark.parametrize(
    ("topic", "question"),
    [
        ("skills", "que faut-il savoir ?"),
        ("training", "comment se former ?"),
        ("cons", "et les inconvénients ?"),
        ("description", "c koi"),
        ("skills", "il doi savoir quoi"),
    ],
)
def test_a_general_question_gets_the_short_answer(known: Knowledge, topic: str, question: str) -> None:
    assert answer_topic(known, ENGINEER, topic, question).text == answer_topic(known, ENGINEER, topic).text


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("l'anglais est-il indispensable ?", "Oui."),
        ("je suis nulle en anglais, c'est mort ?", "Cela peut être un frein."),
        ("jsuis nul en anglais c mort ?", "Cela peut être un frein."),
    ],
)
def test_whoever_fears_the_worst_gets_no_bare_yes(known: Knowledge, question: str, begins: str) -> None:
    assert plain(answer_topic(known, ENGINEER, "skills", question)).startswith(begins)


def test_pay_in_general_is_told_by_level_with_a_chart(known: Knowledge) -> None:
    answer = answer_topic(known, ENGINEER, "salary", "combien ça gagne ?")
    assert "En début de carrière" in plain(answer)
    assert answer.extras["chart"]["bars"]
    # Facts that say the same figures are told too: « plus de détails » does not repeat them.
    assert f"{ENGINEER}/salary/junior-2026" in answer.told


def test_a_tool_that_is_not_listed_is_said_to_be_so(known: Knowledge) -> None:
    answer = answer_topic(known, ENGINEER, "skills", "faut-il connaître Photoshop ?")
    assert "« Photoshop » ne figure pas parmi" in plain(answer)


def test_a_place_that_no_fact_names_is_declined(known: Knowledge) -> None:
    answer = answer_topic(known, ENGINEER, "outlook", "ça recrute à Brest ?", parameters=Parameters(region="Brest"))
    assert plain(answer).startswith("Je n'ai pas d'information propre à ce lieu (Brest).")
    assert answer.told


@pytest.mark.parametrize(("level", "said"), [("bac+2", "bac+2"), ("none", "Sans diplôme"), ("bac", "Après le bac")])
def test_a_level_of_studies_chooses_the_path(known: Knowledge, level: str, said: str) -> None:
    answer = answer_topic(known, ENGINEER, "training", "comment faire ?", parameters=Parameters(study_level=level))
    assert said in plain(answer)


def test_facts_settle_a_doubtful_question_only(known: Knowledge) -> None:
    doubt = {"skills": 0.3, "conditions": 0.28}
    answer = answer_doubtful(known, ENGINEER, "il y a des astreintes la nuit ?", doubt)
    assert answer is not None
    assert "astreinte" in answer.text
    for request in ("quel temps fait-il ?", "écris ma lettre de motivation", "trouve-moi une offre à Lyon"):
        assert answer_doubtful(known, ENGINEER, request, doubt, intent="out_of_scope", confidence=0.9) is None
    refused = answer_doubtful(known, ENGINEER, "c'est quoi airflow ?", {}, intent="out_of_scope", confidence=0.7)
    assert refused is not None
    assert "Airflow" in refused.text


def test_a_word_that_seems_a_job_may_be_a_word_of_the_facts(known: Knowledge) -> None:
    asked = "pourquoi parle-t-on de plombier ?"
    answer = answer_with_word(known, ENGINEER, asked, ["dompteur", "plombier"], {"description": 0.9})
    assert answer is not None
    assert answer.told[0] == f"{ENGINEER}/description/plombier"
    assert answer_with_word(known, ENGINEER, "que fait un dompteur ?", ["dompteur"], {"description": 0.9}) is None


def test_the_fact_asked_for_is_told_with_the_figures(known: Knowledge) -> None:
    limits = Parameters(period="month")
    asked = "de quoi dépend la paie par mois ?"
    answer = answer_topic(known, "system-network-administrator", "salary", asked, parameters=limits)
    assert "system-network-administrator/salary/facteurs" in answer.told
    assert any("/#" in told for told in answer.told)


def test_a_fact_that_tells_the_amounts_of_the_first_line_is_told_with_it(known: Knowledge) -> None:
    answer = answer_topic(
        known, ENGINEER, "salary", "combien gagne un débutant ?", parameters=Parameters(experience="junior")
    )
    assert answer.told[0] == f"{ENGINEER}/salary/junior-2026"
    assert answer.told[1].startswith(f"{ENGINEER}/salary/#")


def test_without_a_diploma_is_no_question_on_training_as_a_whole(known: Knowledge) -> None:
    assert not answer_topic(known, ENGINEER, "training", "quel diplôme ?").precise
    assert answer_topic(known, ENGINEER, "training", "et sans diplôme ?").told[0] == f"{ENGINEER}/training/sans-diplome"


def test_a_comparison_is_told_the_fact_that_says_just_what_is_asked(known: Knowledge) -> None:
    job, likely = "machine-learning-engineer", {"salary": 0.5, "differences": 0.4}
    fact = fact_between(known, job, "gagne-t-on plus qu’un data scientist ?", likely)
    assert fact is not None
    assert fact.told == (f"{job}/salary/ecart-data-scientist",)
    assert fact_between(known, job, "gagne-t-on plus qu’un data scientist ?", likely, fact.told) is None
    assert fact_between(known, job, "quelle différence avec le data scientist ?", {"differences": 1.0}) is None


def test_vectors_are_prepared_once(knowledge: Knowledge) -> None:
    assert prepare_vectors(knowledge)
    assert not prepare_vectors(knowledge)
    kept = Path(knowledge.url.removeprefix("sqlite:///")).parent / "vectors"
    assert len(list(kept.glob("*.npy"))) >= len(knowledge.jobs())


def said_of(knowledge: Knowledge, job: str) -> dict[str, str]:
    statements = job_statements(knowledge, job, load_phrases())
    return {s.id: s.text.replace("\u00a0", " ").replace("’", "'") for s in statements}


def test_a_route_without_fixed_length_says_so(known: Knowledge) -> None:
    route = said_of(known, ENGINEER)[f"{ENGINEER}/training/#vae"]
    assert "durée selon le dossier, sans condition de diplôme" in route


def test_a_step_says_its_years_or_that_no_source_tells_them(known: Knowledge, knowledge: Knowledge) -> None:
    assert "Architecte data (de 5 à 10 ans) : " in said_of(known, ENGINEER)[f"{ENGINEER}/career/#architecte"]
    assert "(aucune source n'en dit le délai)" in said_of(knowledge, "baker")["baker/career/#start"]


def test_figures_for_another_experience_give_way_to_the_fact_asked_for(known: Knowledge) -> None:
    asked, limits = "un débutant démarre à combien ?", Parameters(experience="junior")
    answer = answer_topic(known, "deep-learning-engineer", "salary", asked, parameters=limits)
    assert answer.told[0] == "deep-learning-engineer/salary/debutant"
    assert "pas de chiffre fiable" not in plain(answer)


def test_a_place_without_figures_is_said_first_whatever_fact_is_asked_for(known: Knowledge) -> None:
    asked, limits = "un débutant démarre à combien ?", Parameters(experience="junior", region="Brest")
    answer = answer_topic(known, "deep-learning-engineer", "salary", asked, parameters=limits)
    assert plain(answer).startswith("Je n'ai pas de chiffre fiable")


def test_the_fact_asked_for_comes_before_the_figures_that_hold_it(known: Knowledge) -> None:
    asked = "au bout de huit ans à Paris, combien touche-t-on ?"
    answer = answer_topic(known, "data-architect", "salary", asked, parameters=Parameters(region="Paris"))
    assert answer.told[0] == "data-architect/salary/senior-idf-2024"
    assert len(answer.told) == len(set(answer.told))
    assert plain(answer).count("Île-de-France") > 1


def test_a_whole_topic_begins_with_the_fact_that_the_question_surely_names(known: Knowledge) -> None:
    asked = "que fait-on dans ce métier toute la journée ?"
    answer = answer_topic(known, "statistician", "description", asked)
    assert not answer.precise
    assert answer.told[0] == "statistician/description/journee"


def test_a_question_that_no_fact_resembles_gets_the_topic_as_a_whole(known: Knowledge) -> None:
    assert not answer_topic(known, "web-developer", "description", "jvoudrai savoir se que fai un").precise
    assert answer_topic(known, "web-developer", "description", "jvoudrai savoir si il dessine le logo").precise


def test_a_message_that_seems_to_hold_two_questions_may_ask_for_one_fact(known: Knowledge) -> None:
    fact = fact_among(known, "nlp-engineer", "Une thèse, ça vaut le coup ?", {"training": 0.9})
    assert fact is not None
    assert fact.told == ("nlp-engineer/training/doctorat",)
    assert fact_among(known, "nlp-engineer", "salaire et formation ?", {"salary": 0.9}) is None
