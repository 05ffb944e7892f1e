"""Which digits are figures, and which sentences state an amount."""

from __future__ import annotations

import pytest

from ariane.knowledge.figures import has_amount, has_figure, says_year


@pytest.mark.parametrize(
    "text",
    [
        "bac+5",
        "de bac+3 à bac+5",
        "bac+2/3",
        "le score F1",
        "C++ et Web 2.0",
        "Python 3",
        "ISO 27001",
        "GPT-4",
        "HTML5",
        "la 3D",
    ],
)
def test_names_are_not_figures(text: str) -> None:
    assert not has_figure(text)


@pytest.mark.parametrize(
    "text", ["45 000 €", "5 ans", "de 5 à 12 personnes", "en 2023", "En 2023", "un TJM de 450 €", "10 %"]
)
def test_figures_are_seen(text: str) -> None:
    assert has_figure(text)


def test_amounts_and_years() -> None:
    assert has_amount("45 000 €")
    assert has_amount("12 %")
    assert has_amount("2 millions de postes")
    assert has_amount("1 200 postes")
    assert not has_amount("une équipe de 5 personnes")
    assert says_year("en 2024")
    assert not says_year("45 000 €")
