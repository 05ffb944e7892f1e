"""Figures of pay: the parameters of a question choose them, and what has no figure is said."""

from __future__ import annotations

import pytest

from ariane.answers.parameters import NONE, Parameters, read_parameters
from ariane.answers.phrases import load_phrases
from ariane.answers.salary import Pay, PayDesk
from ariane.knowledge.records import Salary

GAP = "Aucun chiffre fiable pour les débutants."


def figure(name: str, low: int, high: int, experience: str, year: int = 2024, **more: object) -> Salary:
    given = {"basis": "gross", "period": "year", "source": "s", **more}
    return Salary(f"j/salary/#{name}", "j", experience=experience, year=year, low=low, high=high, **given)  # type: ignore[arg-type]


FIGURES = (
    figure("junior", 36000, 42000, "junior"),
    figure("junior-old", 30000, 35000, "junior", 2019),
    figure("mid", 45000, 54000, "mid", years_min=3, years_max=6),
    figure("senior-paris", 60000, 72000, "senior", region="Paris"),
    figure("senior-lyon", 54000, 63000, "senior", region="Lyon"),
    figure("public", 24000, 30000, "junior", 2023, sector="fonction publique"),
    figure("family", 3000, 3200, "any", 2019, basis="net", period="month", note="famille du métier"),
)


def tell(parameters: Parameters = NONE, figures: tuple[Salary, ...] = FIGURES, gap: str | None = None) -> Pay:
    return PayDesk(figures, {"s": "Observatoire"}, gap, load_phrases()).tell(parameters)


def names(pay: Pay) -> list[str]:
    return [figure.id.split("#")[1] for figure in pay.figures]


def plain(pay: Pay) -> str:
    return "\n".join(pay.lines).replace("\u00a0", " ").replace("’", "'")


def test_each_level_has_one_line_with_its_most_recent_figure() -> None:
    pay = tell()
    assert names(pay) == ["junior", "mid", "senior-lyon", "senior-paris"]
    assert "de 36 000 à 42 000 € brut par an en 2024 (Observatoire)" in plain(pay)
    assert "de 54 000 à 63 000 € brut par an à Lyon et de 60 000 à 72 000 € à Paris en 2024" in plain(pay)


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        (Parameters(experience="junior"), ["junior"]),
        (Parameters(years=6), ["mid"]),
        (Parameters(years=1), ["junior"]),
        (Parameters(experience="senior", region="Lyon"), ["senior-lyon"]),
        (Parameters(region="Île-de-France"), ["senior-paris"]),
        (Parameters(sector="public"), ["public"]),
        (Parameters(basis="net"), ["family"]),
    ],
)
def test_a_parameter_chooses_its_figures(parameters: Parameters, told: list[str]) -> None:
    pay = tell(parameters)
    assert names(pay) == told
    assert "Je n'ai pas" not in plain(pay)


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (Parameters(region="Brest"), "pour ce lieu (Brest)"),
        (Parameters(sector="automobile"), "pour ce secteur (automobile)"),
        (Parameters(experience="lead"), "pour ce niveau d'expérience (encadrement)"),
    ],
)
def test_what_has_no_figure_is_said_before_the_nearest(parameters: Parameters, said: str) -> None:
    first, *others = plain(tell(parameters)).split("\n")
    assert first.startswith("Je n'ai pas de chiffre fiable")
    assert said in first
    assert others


def test_a_neighbouring_job_s_figure_does_not_stand_for_the_level_asked_for() -> None:
    figures = (
        figure("near", 36000, 42000, "junior", note="un métier voisin"),
        figure("all", 38000, 60000, "any", 2022),
        figure("mid", 45000, 54000, "mid"),
    )
    pay = tell(Parameters(experience="junior"), figures, GAP)
    assert names(pay) == ["all", "near"]
    assert pay.declines
    assert pay.lines[0].startswith("Je n’ai pas de chiffre fiable pour ce niveau")
    assert pay.lines[-1] == GAP
    assert names(tell(NONE, figures)) == ["all", "near", "mid"]


def test_gross_is_never_turned_into_net() -> None:
    pay = tell(Parameters(basis="net"), FIGURES[:3])
    assert "je ne convertis pas un salaire brut en net" in plain(pay)
    assert "net par" not in plain(pay)


def test_a_yearly_figure_is_told_by_the_month_over_twelve_months() -> None:
    pay = tell(Parameters(experience="junior", period="month"))
    assert "soit de 3 000 à 3 500 € par mois sur douze mois" in plain(pay)


def test_the_reason_of_a_missing_level_is_told() -> None:
    assert tell(gap=GAP).lines[-1] != GAP
    assert tell(figures=FIGURES[2:5], gap=GAP).lines[-1] == GAP


def test_the_chart_shows_the_figures_of_one_kind() -> None:
    chart = tell().chart
    assert chart is not None
    assert [bar["low"] for bar in chart["bars"]] == [36000, 45000, 54000, 60000]
    assert tell(Parameters(experience="junior")).chart is None


def test_each_level_is_told_however_long_its_note() -> None:
    noted = tuple(
        figure(level, 30000, 40000, level, note="une note " * 20 + level) for level in ("junior", "mid", "senior")
    )
    together = figure("together", 40000, 60000, "any", 2026)
    assert names(tell(figures=(*noted, together))) == ["together", "junior", "mid", "senior"]


def test_a_figure_neither_gross_nor_net_says_so() -> None:
    grid = figure("grid", 60000, 70000, "senior", basis="unknown", note="grille d’un cabinet")
    pay = tell(figures=(grid,))
    assert plain(pay) == (
        "Avec une solide expérience : de 60 000 à 70 000 € par an en 2024 "
        "(la source ne précise pas brut ou net ; grille d'un cabinet ; Observatoire)."
    )
    assert "je ne convertis pas" in plain(tell(Parameters(basis="net"), (grid,)))


def test_a_figure_whose_basis_is_known_is_told_first_even_when_older() -> None:
    grid = figure("grid", 60000, 70000, "junior", 2026, basis="unknown", note="grille d’un cabinet")
    assert names(tell(Parameters(experience="junior"), (grid, FIGURES[0]))) == ["junior"]


def test_the_chart_tells_that_the_basis_is_unknown_and_mixes_no_bases() -> None:
    grid = [
        figure(level, 60000, 70000, level, basis="unknown", note="grille d’un cabinet") for level in ("mid", "senior")
    ]
    chart = tell(figures=(FIGURES[0], *grid)).chart
    assert chart is not None
    assert (chart["unit"], len(chart["bars"])) == ("€ par an (brut ou net non précisé)", 2)


def test_parameters_are_read_from_entities() -> None:
    entities = [
        {"entity": "job", "value": "j"},
        {"entity": "years", "value": "7"},
        {"entity": "region", "value": "Lyon"},
        {"entity": "region", "value": "Paris"},
    ]
    assert read_parameters(entities) == Parameters(years=7, region="Lyon")
    assert read_parameters([{"entity": "years", "value": "beaucoup"}]) == NONE
