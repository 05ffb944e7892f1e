"""What limits a question is found in sentences as people type them."""

from __future__ import annotations

from typing import Any

import pytest

from ariane.answers.parameters import read_parameters
from ariane.nlu.extractors import DetailExtractor
from ariane.nlu.parameters import find_current_job, find_parameters


def _found(text: str) -> dict[str, str | int]:
    return {parameter.kind: parameter.value for parameter in find_parameters(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("combien gagne un développeur junior à Lyon ?", {"experience": "junior", "region": "Lyon"}),
        ("salaire debutant en ile de france", {"experience": "junior", "region": "Île-de-France"}),
        ("quel salaire confirmé en Bretagne", {"experience": "mid", "region": "Bretagne"}),
        ("un profil experimente gagne combien", {"experience": "senior"}),
        ("salaire d'un lead", {"experience": "lead"}),
        ("avec 5 ans d'expérience", {"years": 5}),
        ("au bout de dix ans de métier", {"years": 10}),
        ("au bout de sept ou huit ans à Paris", {"years": 7, "region": "Paris"}),
        ("avec une petite dizaine d'années derrière lui", {"years": 10}),
        ("quelle paie en région parisienne ?", {"region": "Île-de-France"}),
        ("apres 3 ans dxp dans la banque", {"years": 3, "sector": "banque"}),
        ("dans la fonction publique", {"sector": "public"}),
        ("dans la santé, net par mois", {"sector": "santé", "basis": "net", "period": "month"}),
        ("le brut annuel", {"basis": "gross", "period": "year"}),
        ("quel tarif par jour", {"period": "day"}),
        ("je suis en terminale", {"study_level": "bac"}),
        ("j'ai un bts", {"study_level": "bac+2"}),
        ("j'ai une licence de droit", {"study_level": "bac+3"}),
        ("je sors d'un master", {"study_level": "bac+5"}),
        ("j'ai un bac + 5", {"study_level": "bac+5"}),
        ("j'ai un doctorat", {"study_level": "bac+8"}),
        ("je suis sans diplome", {"study_level": "none"}),
    ],
)
def test_what_limits_a_question(text: str, expected: dict[str, str | int]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "quel est le salaire ?",
        "j'ai 25 ans",
        "mon but est de changer de vie",
        "c'est quoi une banque de données",
        "faut-il un bac+5 ?",
        "brut ou net ?",
        "merci, nice !",
        "",
    ],
)
def test_what_limits_nothing(text: str) -> None:
    assert _found(text) == {}


def test_the_span_holds_the_words() -> None:
    text = "Salaire à CLERMONT-Ferrand, où l’œuvre compte ?"
    (place,) = find_parameters(text)
    assert text[place.start : place.end] == "CLERMONT-Ferrand"
    assert place.value == "Clermont-Ferrand"


def _job(text: str, name: str, kind: str = "job") -> dict[str, Any]:
    start = text.index(name)
    return {"entity": kind, "value": name, "start": start, "end": start + len(name)}


@pytest.mark.parametrize(
    ("text", "name", "own"),
    [
        ("je suis comptable et je m'ennuie", "comptable", True),
        ("je bosse comme infirmière", "infirmière", True),
        ("ancien professeur, je cherche autre chose", "professeur", True),
        ("je veux devenir comptable", "comptable", False),
        ("je gagne combien si je suis comptable à Lyon", "comptable", False),
        ("quel salaire pour un comptable ?", "comptable", False),
    ],
)
def test_the_visitors_own_job(text: str, name: str, own: bool) -> None:
    job = _job(text, name)
    assert find_current_job(text, [job]) == (job if own else None)


def test_the_extractor_writes_what_the_answers_read() -> None:
    text = "je suis comptable : quel salaire net pour un data analyst avec 4 ans d'expérience à Nantes ?"
    entities = DetailExtractor().extract(text, [_job(text, "comptable"), _job(text, "data analyst")])
    limits = read_parameters(entities)
    assert (limits.years, limits.level, limits.region, limits.basis) == (4, "mid", "Nantes", "net")
    assert [e["value"] for e in entities if e["entity"] == "current_job"] == ["comptable"]
    assert all(text[e["start"] : e["end"]] == e["label"] for e in entities)


def test_a_jobs_own_words_limit_nothing() -> None:
    text = "salaire d'un chef d'équipe"
    assert DetailExtractor().extract(text, [_job(text, "chef d'équipe", "job_choice")]) == []
