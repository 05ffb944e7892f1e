"""The path from where a visitor is (level of study, occupation) to a job: steps, durations, first posts."""

from __future__ import annotations

from collections.abc import Sequence

from ariane.answers.phrases import load_phrases
from ariane.answers.recommendation import recommendation_words, trait_labels
from ariane.answers.topic import Answer
from ariane.answers.wishes import LADDER, Wishes
from ariane.french.elision import of
from ariane.french.numbers import duration, year_range
from ariane.french.typography import mend
from ariane.knowledge.records import CareerStep, Job, Training
from ariane.knowledge.repository import Knowledge

_SCHOOL, _BAC = "school", "bac"
_SHORT_KINDS = frozenset({"bootcamp", "retraining", "no_degree", "apprenticeship", "vae", "title"})
_MOST_STEPS = 3  # training steps: more would be a catalogue


def starts_somewhere(wishes: Wishes) -> bool:
    """Say whether the visitor told a point that a path can start from."""
    return bool(wishes.level or wishes.background)


def level_words(level: str) -> str:
    """Give how a level of studies that one has is said (« sans diplôme », « bac+2 »); `level` is a step of LADDER."""
    return str(recommendation_words()["path"]["starts"][level])


def tell_path(knowledge: Knowledge, job: Job, wishes: Wishes) -> Answer:
    """Tell the steps from the visitor's level and occupation to `job`; empty where no route is known.

    Raises KnowledgeUnavailable.
    """
    level = wishes.level or _BAC
    routes = climb(knowledge.training(job.slug), level, job.entry_level)
    first = next((step for step in knowledge.career(job.slug) if step.title), None)
    if not routes and first is None:
        return Answer(text="")
    steps = _steps(job, wishes, routes, first)
    numbered = [_words("step", number=number, text=text) for number, text in enumerate(steps, start=1)]
    lines = [_title(job, wishes), *numbered]
    months = sum(route.duration_months or 0 for route in routes)
    late = [held for route, held in _entered(routes, level) if _ahead(route, held)]
    if late:
        lines.append(_words("ahead", start=level_words(late[0])))
    elif months and all(route.duration_months for route in routes):
        lines.append(_words("total", duration=duration(months)))
    told = [*((route.id, route.source) for route in routes), *([(first.id, first.source)] if first else [])]
    return Answer(
        text="\n".join(lines),
        precise=True,
        told=tuple(identity for identity, _ in told),
        sources=tuple(dict.fromkeys(source for _, source in told)),
    )


def climb(routes: Sequence[Training], level: str, goal: str | None) -> list[Training]:
    """Give the training routes that lead, one after the other, from `level` to `goal`, the fewest that do.

    A route is taken when the visitor may enter it with what the steps before have given. Where `goal` is reached
    already, or no diploma leads there, the best short route is given.
    """
    held = LADDER.index(_BAC if level == _SCHOOL else level)
    wanted = LADDER.index(goal) if goal else held + 1
    taken: list[Training] = []
    while held < wanted and len(taken) < _MOST_STEPS:
        route = _next_route(routes, held, wanted)
        if route is None:
            break
        taken.append(route)
        held = LADDER.index(route.level or "none")
    if not taken and held < wanted:
        open_routes = [r for r in routes if r.kind in _SHORT_KINDS and LADDER.index(r.entry or "none") <= held]
        return open_routes[:1]
    return taken


def _next_route(routes: Sequence[Training], held: int, wanted: int) -> Training | None:
    """Give the route, open to `held`, that ends nearest below or at `wanted`; among equals, the nearest entry."""
    useful = [
        route
        for route in routes
        if route.level
        and held < LADDER.index(route.level) <= wanted
        and route.entry is not None
        and LADDER.index(route.entry) <= held
    ]
    return max(
        useful,
        key=lambda route: (LADDER.index(route.level or "none"), LADDER.index(route.entry or "none")),
        default=None,
    )


def _steps(job: Job, wishes: Wishes, routes: Sequence[Training], first: CareerStep | None) -> list[str]:
    steps = []
    if wishes.background:
        steps.append(_words("known", traits=trait_labels(wishes.background)))
    if wishes.level == _SCHOOL:
        maths = any(trait.name == "maths" and trait.amount != "none" for trait in job.traits)
        steps.append(_words("school_maths" if maths else "school"))
    steps += [_route(route, held) for route, held in _entered(routes, wishes.level or _BAC)]
    if not routes and wishes.level:
        steps.append(_words("enough"))
    if first:
        span = year_range(first.years_min, first.years_max)
        steps.append(_words("first_job", title=first.title, years=f" ({span})" if span else ""))
    return steps


def _entered(routes: Sequence[Training], level: str) -> list[tuple[Training, str]]:
    """Give the routes, each with the level that the visitor has when it begins."""
    return list(zip(routes, [level, *(route.level or level for route in routes)], strict=False))


def _ahead(route: Training, held: str) -> bool:
    """Say whether the visitor has more than the diploma that the route's duration is counted from."""
    counted_from = route.entry if route.level and route.duration_months else None
    return counted_from is not None and LADDER.index(_BAC) <= LADDER.index(counted_from) < LADDER.index(held)


def _route(route: Training, held: str) -> str:
    phrases = load_phrases()
    details = [duration(route.duration_months)] if route.duration_months else []
    if _ahead(route, held):
        details = [_words("counted_from", duration=details[0], start=level_words(route.entry or _BAC))]
    if route.level:
        details.append(phrases.line("level", level=phrases.label("study_level", route.level)))
    name = route.name[:1].upper() + route.name[1:]
    return _words("route", name=name, details=", ".join(details)) if details else _words("route_plain", name=name)


def _title(job: Job, wishes: Wishes) -> str:
    if wishes.level is None:
        return _words("title_from_job", of_job=of(job.masculine))
    return _words("title", start=level_words(wishes.level), of_job=of(job.masculine))


def _words(name: str, /, **values: object) -> str:
    return mend(str(recommendation_words()["path"][name]).format(**values))
