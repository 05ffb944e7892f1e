"""Figures of pay: those that a question's parameters choose, or one line for each level of experience."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ariane.answers.parameters import Parameters
from ariane.answers.phrases import Phrases
from ariane.answers.statements import UNKNOWN_BASIS, amount, capital, measured, of_another_job, place, reserves, unit
from ariane.french.agreement import listed
from ariane.french.folding import fold
from ariane.knowledge.records import Salary

_LEVELS = ("any", "junior", "mid", "senior", "lead")
_ASKED_FOR = ("junior", "mid", "senior")  # levels whose lack is told
_DAY = "day"  # the rate of an independent: told only when nothing else is known
_MOST_LINES = 4
_MONTHS = 12
_FEWEST_BARS = 2  # of a chart
_ENOUGH_LEVELS = 2  # levels from which an old figure of all levels, or another family's, is not needed
_EXPLAINED = frozenset({"level", "region"})  # what a job's own sentence on missing figures explains


@dataclass(frozen=True)
class Pay:
    """Lines to say about pay, the figures that they hold, and a chart of these."""

    lines: tuple[str, ...]
    figures: tuple[Salary, ...]
    chart: dict[str, Any] | None
    declines: bool = False  # whether the first line says what has no figure


class PayDesk:
    """Chooses among the figures of one job and puts them in words."""

    def __init__(
        self, figures: Sequence[Salary], publishers: dict[str, str], gap: str | None, phrases: Phrases
    ) -> None:
        """Take the figures, the publisher of each source, and why some levels are missing."""
        self._figures = list(figures)
        self._publishers = publishers
        self._gap = gap
        self._phrases = phrases

    def tell(self, parameters: Parameters) -> Pay:
        """Tell the figures that fit `parameters`; what none fits is said, and the nearest figures are told."""
        figures, lacking = self._chosen(parameters)
        groups = self._by_level(figures)
        told = tuple(figure for group in groups for figure in group)
        lines = self._declined(lacking, parameters) + [self._line(group, parameters.period) for group in groups]
        if self._gap and self._lacks(told, parameters, lacking):
            lines.append(self._gap)
        return Pay(tuple(lines), told, self._chart(told), bool(lacking))

    def knows_place(self, region: str) -> bool:
        """Say whether a figure holds for a place."""
        return any(self._same_place(figure, region) for figure in self._figures)

    def _declined(self, lacking: Sequence[str], parameters: Parameters) -> list[str]:
        """Say what has no figure, then that the nearest follow."""
        if not lacking:
            return []
        phrases = self._phrases
        words = {
            "region": parameters.region or "",
            "sector": parameters.sector or "",
            "level": phrases.said("level", parameters.level or ""),
        }
        said = [phrases.line(f"no_figure_{name}", **words) for name in lacking]
        return [" ".join([*said, phrases.line("nearest_figures")])]

    def _chosen(self, parameters: Parameters) -> tuple[list[Salary], list[str]]:
        """Narrow the figures by one parameter after the other, and give the names of those that no figure fits."""
        tests: dict[str, tuple[object, Callable[[Salary], bool]]] = {
            "sector": (parameters.sector, lambda f: self._same_sector(f, parameters.sector or "")),
            "level": (parameters.level, lambda f: f.experience == parameters.level),
            "region": (parameters.region, lambda f: self._same_place(f, parameters.region or "")),
            parameters.basis or "basis": (parameters.basis, lambda f: f.basis == parameters.basis),
        }
        figures, lacking = self._figures, []
        for name, (asked, fits) in tests.items():
            if not asked:
                continue
            exact = [f for f in figures if name == "level" and _covers(f, parameters)]
            fitting = exact or [figure for figure in figures if fits(figure)]
            if name == "level" and all(map(self._is_neighbour, fitting)):
                # The level of a neighbouring job is the nearest that is known, beside the job's own for all levels.
                lacking.append(name)
                fitting += [f for f in figures if f.experience == "any" and not self._is_neighbour(f)]
            elif not fitting:
                lacking.append(name)
            figures = fitting or self._nearest(figures, name)
        return figures, lacking

    def _nearest(self, figures: list[Salary], name: str) -> list[Salary]:
        """Give the figures to tell in place of those that lack: for a place, those of all France or of all regions."""
        wide = [f for f in figures if not f.region or fold(f.region) in self._folded("elsewhere")]
        return wide if name == "region" and wide else figures

    def _by_level(self, figures: Sequence[Salary]) -> list[list[Salary]]:
        """Give the best figures of each level, in order; a day's rate and all levels together only where they add."""
        if any(figure.period != _DAY for figure in figures):
            figures = [figure for figure in figures if figure.period != _DAY]
        by_level = [[figure for figure in figures if figure.experience == level] for level in _LEVELS]
        groups = [self._best(of_level) for of_level in by_level if of_level]
        levels = [group for group in groups if group[0].experience != "any"]
        if sum(not self._is_neighbour(group[0]) for group in levels) < _ENOUGH_LEVELS:
            return groups[:_MOST_LINES]
        oldest = min(group[0].year for group in levels)
        return [
            group
            for group in groups
            if group[0].experience != "any" or (group[0].year >= oldest and not self._is_neighbour(group[0]))
        ][:_MOST_LINES]

    def _best(self, figures: Sequence[Salary]) -> list[Salary]:
        """Give the figures that one line tells: one, or several that differ by their place only."""
        ordered = sorted(figures, key=lambda f: (self._is_neighbour(f), f.basis == UNKNOWN_BASIS, -f.year))
        first = ordered[0]
        same = [f for f in ordered if _kind(f) == _kind(first)]
        whole = [f for f in same if not f.region]
        if whole:
            return whole[:1]
        return [next(group) for _, group in groupby(sorted(same, key=_region), key=_region)]

    def _line(self, figures: Sequence[Salary], period: str | None) -> str:
        phrases, first = self._phrases, figures[0]
        alone = len(figures) == 1
        details = phrases.line(
            "details", details=" ; ".join([*reserves(figures, phrases), self._publishers[first.source]])
        )
        return phrases.line(
            "salary",
            experience=capital(phrases.label("experience", first.experience)),
            place=place(first, phrases) if alone else "",
            amount=measured(first, phrases) if alone else listed(self._by_place(figures)),
            year=first.year,
            details=(self._converted(first, period) if alone else "") + details,
        )

    def _by_place(self, figures: Sequence[Salary]) -> list[str]:
        """Give the amounts of figures that differ by their place, the unit with the first one."""
        phrases = self._phrases
        amounts = [measured(figures[0], phrases), *(amount(figure, phrases) for figure in figures[1:])]
        return [
            phrases.line("amount_at", amount=said, region=phrases.said("region", figure.region or ""))
            for said, figure in zip(amounts, figures, strict=True)
        ]

    def _converted(self, figure: Salary, period: str | None) -> str:
        """Give the amounts of a figure over the period asked for; nothing where it is the figure's own."""
        if period in (None, figure.period, _DAY) or figure.period == _DAY:
            return ""
        share, times = (_MONTHS, 1) if period == "month" else (1, _MONTHS)
        converted = amount(figure, self._phrases, share, times)
        return self._phrases.line("converted", amount=converted, period=self._phrases.label("period", period or ""))

    def _lacks(self, told: Sequence[Salary], parameters: Parameters, lacking: Sequence[str]) -> bool:
        """Say whether the reason of what is missing belongs in the answer."""
        if parameters.on_pay:
            return bool(_EXPLAINED & set(lacking))
        levels = {figure.experience for figure in told if not self._is_neighbour(figure)}
        return any(level not in levels for level in _ASKED_FOR)

    def _is_neighbour(self, figure: Salary) -> bool:
        return of_another_job(figure, self._phrases)

    def _same_place(self, figure: Salary, region: str) -> bool:
        if not figure.region:
            return False
        names = {fold(figure.region), fold(region)}
        return len(names) == 1 or any(names <= self._folded(group) for group in ("capital_region", "elsewhere"))

    def _same_sector(self, figure: Salary, sector: str) -> bool:
        if not figure.sector:
            return False
        names = {fold(figure.sector), fold(sector)}
        return len(names) == 1 or any(names <= self._folded(group) for group in ("public", "private"))

    def _folded(self, group: str) -> set[str]:
        return {fold(word) for word in self._phrases.words(group)}

    def _chart(self, told: Sequence[Salary]) -> dict[str, Any] | None:
        """Draw the figures of one basis and period, those that most of them share; one bar alone is no chart."""
        kinds = Counter((figure.basis, figure.period) for figure in told)
        kind, bars = next(iter(kinds.most_common(1)), (None, 0))
        if bars < _FEWEST_BARS:
            return None
        same = [figure for figure in told if (figure.basis, figure.period) == kind]
        return {
            "title": self._phrases.line("chart_title"),
            "unit": unit(same[0], self._phrases, "chart_unit"),
            "bars": [self._bar(figure) for figure in same],
        }

    def _bar(self, figure: Salary) -> dict[str, Any]:
        label = capital(self._phrases.label("experience", figure.experience)) + place(figure, self._phrases)
        note = " ; ".join(filter(None, (str(figure.year), figure.note)))
        return {"label": label, "low": figure.low, "typical": figure.typical, "high": figure.high, "note": note}


def _covers(figure: Salary, parameters: Parameters) -> bool:
    """Say whether the years of experience of a figure hold the years asked for."""
    years = parameters.years
    if years is None or parameters.experience or figure.years_min is None:
        return False
    return figure.years_min <= years and (figure.years_max is None or years <= figure.years_max)


def _kind(figure: Salary) -> tuple[object, ...]:
    return (figure.year, figure.basis, figure.period, figure.sector, figure.source)


def _region(figure: Salary) -> str:
    return figure.region or ""
