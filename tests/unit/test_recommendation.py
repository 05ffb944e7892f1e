"""The recommendation: forty people in their own words, and what must not change its result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ariane.answers.recommendation import (
    SUGGESTED,
    explain,
    first_ideas,
    first_route,
    measure,
    recommend,
    recommendation_words,
    tell_recommendation,
)
from ariane.answers.wishes import Wishes, read_wishes, wish_words
from ariane.knowledge.records import Job, Trait
from ariane.knowledge.repository import Knowledge

PERSONAS: list[dict[str, Any]] = YAML(typ="safe").load(
    (Path(__file__).parent.parent / "data" / "personas.yml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def jobs_known(content_database: str) -> Knowledge:
    """The knowledge base built from the real content, without imported jobs."""
    return Knowledge(content_database)


def slugs(knowledge: Knowledge, says: str) -> list[str]:
    return [suggestion.job.slug for suggestion in recommend(knowledge.jobs(), read_wishes(says))]


def result(knowledge: Knowledge, says: str) -> str:
    return tell_recommendation(knowledge, read_wishes(says)).text


def test_there_are_forty_personas() -> None:
    assert len(PERSONAS) == 40
    assert len({persona["who"] for persona in PERSONAS}) == 40


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: str(persona["who"]))
def test_persona(persona: dict[str, Any], jobs_known: Knowledge) -> None:
    suggested = slugs(jobs_known, persona["says"])[:SUGGESTED]
    assert suggested[0] in persona["first"]
    assert set(persona["among"]) <= set(suggested)
    assert not set(persona["never"]) & set(suggested)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: str(persona["who"]))
def test_the_first_name_changes_nothing(persona: dict[str, Any], jobs_known: Knowledge) -> None:
    expected = result(jobs_known, persona["says"])
    for name in ("Mohamed", "Marie-Claude", "Kévin", persona["who"]):
        assert result(jobs_known, f"bonjour, je m'appelle {name}. {persona['says']}") == expected


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: str(persona["who"]))
def test_case_accents_and_apostrophes_change_nothing(persona: dict[str, Any], jobs_known: Knowledge) -> None:
    expected = result(jobs_known, persona["says"])
    said = persona["says"]
    for spelling in (said.upper(), said.replace("'", "’"), said.translate(str.maketrans("éèêàîï", "eeeaii"))):
        assert result(jobs_known, spelling) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("je suis infirmier, j'ai un bac+3", "je suis infirmière, j'ai un bac+3"),
        ("je suis vendeur et j'aime les chiffres", "je suis vendeuse et j'aime les chiffres"),
        ("je suis directeur", "je suis directrice"),
        ("je suis serveur", "je suis serveuse"),
        ("je suis comptable, passionné de données", "je suis comptable, passionnée de données"),
        ("je suis technicien", "je suis technicienne"),
        ("je suis fort en maths, nul en code", "je suis forte en maths, nulle en code"),
        ("je suis enseignant", "je suis enseignante"),
        ("je suis chercheur", "je suis chercheuse"),
        ("je suis lycéen et curieux de sécurité", "je suis lycéenne et curieuse de sécurité"),
    ],
)
def test_gender_changes_nothing(one: str, other: str, jobs_known: Knowledge) -> None:
    assert result(jobs_known, one) == result(jobs_known, other)


@pytest.mark.parametrize(
    ("well", "badly"),
    [
        ("j'aime les mathématiques", "jaime les mathemathiques"),
        ("j'aime les maths", "j'aime les math"),
        ("j'adore programmer", "jador programer"),
        ("j'aime la sécurité", "j aime la securitée"),
        ("je n'aime pas les données", "j'aime pas les donnees"),
        ("j'ai un bac+3", "jai un bac + 3"),
        ("je suis comptable", "jsuis comptable"),
        ("j'aime la recherche", "j'aime la recherch"),
        ("j'aime dessiner", "j'aime desiner"),
        ("je n'aime pas les maths", "jaime pa les maths"),
        ("j'aime les maths mais pas coder", "jaime les maths mé pa codé"),
    ],
)
def test_spelling_changes_nothing(well: str, badly: str, jobs_known: Knowledge) -> None:
    assert read_wishes(well) == read_wishes(badly)
    assert result(jobs_known, well) == result(jobs_known, badly)


@pytest.mark.parametrize(
    ("says", "liked", "avoided"),
    [
        ("j'aime les maths mais pas coder", ("maths",), ("coding",)),
        ("les maths oui, le code non", ("maths",), ("coding",)),
        ("les maths c'est pas mon truc", (), ("maths",)),
        ("un métier sans maths", (), ("maths",)),
        ("je ne suis pas fort en maths", (), ("maths",)),
        ("j'aime un peu le code", ("coding",), ()),
        ("je cherche ma voie", (), ()),
    ],
)
def test_tastes_are_read_with_their_side(says: str, liked: tuple[str, ...], avoided: tuple[str, ...]) -> None:
    wishes = read_wishes(says)
    assert (wishes.liked or (), wishes.avoided or ()) == (liked, avoided)


@pytest.mark.parametrize(
    ("says", "level"),
    [
        ("je suis en terminale", "school"),
        ("j'ai pas le bac", "none"),
        ("j'ai le bac", "bac"),
        ("je suis en L2 de bio", "bac"),
        ("j'ai un BTS", "bac+2"),
        ("j'ai une licence", "bac+3"),
        ("j'ai un master", "bac+5"),
        ("je suis en master", "bac+3"),
        ("j'ai un doctorat", "bac+8"),
        ("j'aime les maths", None),
    ],
)
def test_the_level_held_is_read(says: str, level: str | None) -> None:
    assert read_wishes(says).level == level


def test_bare_words_answer_the_question_asked() -> None:
    assert read_wishes("coder", "avoided").avoided == ("coding",)
    assert read_wishes("coder", "liked").liked == ("coding",)
    assert read_wishes("comptable", "background").background == ("data", "business")
    assert read_wishes("au chômage", "background").background == ()


def test_the_later_word_on_a_taste_wins() -> None:
    wishes = read_wishes("j'aime les maths").and_then(read_wishes("finalement pas les maths, j'aime coder"))
    assert wishes.liked == ("coding",)
    assert wishes.avoided == ("maths",)


def _job(**amounts: str) -> Job:
    traits = tuple(Trait(name, amount) for name, amount in amounts.items())
    return Job("a-job", "content", "un nom", "une nom", entry_level="bac+3", traits=traits)


def test_the_measure_is_as_documented() -> None:
    job = _job(maths="much", coding="some")
    assert measure(job, Wishes(liked=("maths",))) == pytest.approx(1.0)
    assert measure(job, Wishes(liked=("coding",))) == pytest.approx(0.5 - 0.03)
    assert measure(job, Wishes(liked=("maths",), avoided=("coding",))) == pytest.approx((5 * 1 + 4 * 0.5) / 9)
    assert measure(job, Wishes(liked=("maths",), level="bac")) == pytest.approx((5 * 1 + 2 * 0.6) / 7)
    assert measure(_job(management="much"), Wishes(level="bac+3")) == pytest.approx(1 - 0.03 - 0.2)


def test_scores_stay_between_0_and_100(jobs_known: Knowledge) -> None:
    for persona in PERSONAS:
        assert all(0 <= s.score <= 100 for s in recommend(jobs_known.jobs(), read_wishes(persona["says"])))


def test_a_recommendation_gives_score_reason_lack_and_first_step(jobs_known: Knowledge) -> None:
    answer = tell_recommendation(jobs_known, read_wishes("j'aime les maths mais pas coder, j'ai un bac+2"))
    assert len(answer.told) == SUGGESTED
    for said in ("sur 100", "Pourquoi", "Ce qui manquerait", "Première étape", "À savoir"):
        assert said in answer.text
    assert answer.sources


def test_the_next_three_follow(jobs_known: Knowledge) -> None:
    wishes = read_wishes("j'aime les maths")
    first = tell_recommendation(jobs_known, wishes)
    second = tell_recommendation(jobs_known, wishes, SUGGESTED)
    assert first.left[:SUGGESTED] == second.told
    assert second.text.startswith("4.")


def test_nothing_told_still_gives_an_honest_answer(jobs_known: Knowledge) -> None:
    answer = tell_recommendation(jobs_known, Wishes())
    assert len(answer.told) == SUGGESTED
    assert "ouvert à bien des profils" in answer.text


def test_first_ideas_are_the_first_of_the_recommendation(jobs_known: Knowledge) -> None:
    wishes = read_wishes("j'aime la sécurité")
    assert first_ideas(jobs_known, wishes).told == tell_recommendation(jobs_known, wishes).told


def test_the_explanation_names_the_reasons_and_the_measure(jobs_known: Knowledge) -> None:
    text = explain(jobs_known, read_wishes("j'aime les maths"), ["statistician"]).text
    assert "Statisticien" in text
    assert "0 à 100" in text


def test_the_first_step_is_open_to_the_visitor(jobs_known: Knowledge) -> None:
    for job in jobs_known.jobs():
        for level in ("none", "bac", "bac+2", "bac+3"):
            route = first_route(jobs_known, job, Wishes(level=level))
            assert route is None or route.entry is not None


def test_every_trait_of_the_content_has_words_and_a_label(jobs_known: Knowledge) -> None:
    traits = {trait.name for job in jobs_known.jobs() for trait in job.traits}
    assert traits == set(wish_words()["traits"]) == set(recommendation_words()["traits"])


def test_a_job_that_one_has_enough_of_is_a_background_and_no_taste() -> None:
    assert read_wishes("jen peu plu de mon taf de vendeur jveu me reconvertir").background == ("people", "business")
    tired = read_wishes("marre de mon boulot de serveur")
    assert tired.liked is None, "a waiter likes no computers for that"
    assert read_wishes("mon métier de serveur me fatigue, j'aime les maths").liked == ("maths",)
