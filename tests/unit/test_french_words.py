"""Elision, articles, plurals, numbers and folding."""

from __future__ import annotations

import pytest

from ariane.french import agreement, elision, numbers
from ariane.french.folding import fold


@pytest.mark.parametrize(
    ("noun", "gender", "expected"),
    [
        ("ingénieur", "m", "de l’ingénieur"),
        ("ingénieure", "f", "de l’ingénieure"),
        ("data scientist", "m", "du data scientist"),
        ("data scientist", "f", "de la data scientist"),
        ("hôtesse", "f", "de l’hôtesse"),
        ("huissier", "m", "de l’huissier"),
        ("horloger", "m", "de l’horloger"),
        ("habilleuse", "f", "de l’habilleuse"),
        ("hacker", "m", "du hacker"),
        ("haut fonctionnaire", "m", "du haut fonctionnaire"),
        ("harpiste", "f", "de la harpiste"),
        ("hockeyeur", "m", "du hockeyeur"),
        ("Écrivaine", "f", "de l’Écrivaine"),
        ("œnologue", "m", "de l’œnologue"),
        ("IA", "f", "de l’IA"),
        ("SRE", "m", "du SRE"),
        ("youtubeur", "m", "du youtubeur"),
        ("onzième", "m", "du onzième"),
    ],
)
def test_of_the(noun: str, gender: str, expected: str) -> None:
    assert elision.of_the(noun, gender) == expected


def test_other_articles() -> None:
    assert elision.of("ingénieur") == "d’ingénieur"
    assert elision.of("data scientist") == "de data scientist"
    assert elision.that("une ingénieure") == "qu’une ingénieure"
    assert elision.that("le métier") == "que le métier"
    assert elision.the("ingénieure", "f") == "l’ingénieure"
    assert elision.the("hacker") == "le hacker"
    assert elision.to_the("ingénieur") == "à l’ingénieur"
    assert elision.to_the("data scientist") == "au data scientist"
    assert elision.a("infirmière", "f") == "une infirmière"
    assert elision.of_the("métiers", plural=True) == "des métiers"
    assert elision.to_the("métiers", plural=True) == "aux métiers"
    assert elision.the("métiers", plural=True) == "les métiers"
    assert elision.a("métiers", plural=True) == "des métiers"


def test_of_phrase_contracts_the_article_it_finds() -> None:
    assert elision.of_phrase("le perceptron") == "du perceptron"
    assert elision.of_phrase("l’IA") == "de l’IA"
    assert elision.of_phrase("les données") == "des données"
    assert elision.of_phrase("apprentissage") == "d’apprentissage"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ingénieur deep learning", "ingénieurs deep learning"),
        ("data scientist", "data scientists"),
        ("machine learning engineer", "machine learning engineers"),
        ("chef de projet IA", "chefs de projet IA"),
        ("administratrice de bases de données", "administratrices de bases de données"),
        ("ingénieur d’études", "ingénieurs d’études"),
        ("analyste cybersécurité", "analystes cybersécurité"),
        ("développeuse web", "développeuses web"),
        ("infirmier libéral", "infirmiers libéraux"),
        ("enseignant-chercheur", "enseignants-chercheurs"),
        ("maréchal-ferrant", "maréchaux-ferrants"),
        ("tuyau", "tuyaux"),
        ("travail", "travaux"),
        ("commis", "commis"),
    ],
)
def test_plural(name: str, expected: str) -> None:
    assert agreement.plural(name) == expected


def test_lists_and_counts() -> None:
    assert agreement.listed([]) == ""
    assert agreement.listed(["a"]) == "a"
    assert agreement.listed(["a", "b"]) == "a et b"
    assert agreement.listed(["a", "b", "c"], "ou") == "a, b ou c"
    assert agreement.counted(0, "métier") == "0 métier"
    assert agreement.counted(20, "métier") == "20 métiers"


def test_amounts() -> None:
    assert numbers.euros(45000) == "45\u00a0000\u00a0€"
    assert numbers.euro_range(38000, 45000) == "de 38\u00a0000 à 45\u00a0000\u00a0€"
    assert numbers.euro_range(38000, 38000) == "38\u00a0000\u00a0€"
    assert numbers.euro_range(38000, None) == "à partir de 38\u00a0000\u00a0€"
    assert numbers.euro_range(None, 45000) == "jusqu’à 45\u00a0000\u00a0€"
    assert numbers.percent(31) == "31\u00a0%"
    with pytest.raises(ValueError, match="needs an end"):
        numbers.euro_range(None, None)


def test_years_and_durations() -> None:
    assert numbers.years(1) == "1\u00a0an"
    assert numbers.year_range(2, 5) == "de 2 à 5\u00a0ans"
    assert numbers.year_range(0, 2) == "moins de 2\u00a0ans"
    assert numbers.year_range(5, None) == "plus de 5\u00a0ans"
    assert numbers.year_range(3, 3) == "3\u00a0ans"
    assert numbers.year_range(0, None) == "sans expérience"
    assert numbers.year_range(None, None) == ""
    assert numbers.period(2017, 2019) == "de 2017 à 2019"
    assert numbers.period(2019, 2019) == "en 2019"
    assert [numbers.duration(months) for months in (6, 12, 18, 24)] == [
        "6\u00a0mois",
        "1\u00a0an",
        "1\u00a0an et demi",
        "2\u00a0ans",
    ]
    assert numbers.spelled(3) == "trois"
    assert numbers.spelled(1200) == "1\u00a0200"


def test_folding_makes_spellings_equal() -> None:
    assert fold("Ingénieure d’Études") == fold("ingenieure d'etudes")
    assert fold("Data-Scientist") == fold("data  scientist")
    assert fold("Œnologue") == "oenologue"
