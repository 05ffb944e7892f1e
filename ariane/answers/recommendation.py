"""Which jobs suit a visitor: a documented measure over the jobs' profiles, and its reasons in words.

A job's profile says how much it asks of each trait (none 0, some ½, much 1), and the usual level of study. The measure
is the weighted mean of the parts that the visitor told, from 0 to 1:

- liked (weight 5): the mean amount of the traits that the visitor likes;
- avoided (weight 4): the mean of what the job leaves out of the traits to avoid, less a half when one is `much`;
- studies (weight 2): 1 when the visitor has the usual level, 0.2 less for each step of the ladder that lacks;
- background (weight 1): the mean amount of the traits that the visitor's occupation brings.

From it are taken 0.03 for each trait asked `much` that the visitor named nowhere, and 0.2 for a job of management when
the visitor did not ask for one and does not come from one: one enters it late. Nothing else counts: names, gender,
spelling and the order of the words have no part. Equal measures keep the order of the knowledge base.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from ariane.answers.phrases import load_phrases
from ariane.answers.topic import Answer
from ariane.answers.wishes import LADDER, Wishes
from ariane.french.agreement import listed
from ariane.french.numbers import duration
from ariane.french.typography import mend
from ariane.knowledge.records import Job, Training
from ariane.knowledge.repository import Knowledge
from ariane.paths import content_dir

SUGGESTED = 3  # jobs in a recommendation
_AMOUNTS = {"none": 0.0, "some": 0.5, "much": 1.0}
_WEIGHTS = {"liked": 5, "avoided": 4, "studies": 2, "background": 1}
_AVOIDED_MUCH, _STEP, _UNNAMED, _LATE = 0.5, 0.2, 0.03, 0.2
_MANAGEMENT = "management"
_EDITORIAL = "redaction"


@dataclass(frozen=True)
class Suggestion:
    """A job with its score, from 0 to 100."""

    job: Job
    score: int


def recommend(jobs: Sequence[Job], wishes: Wishes) -> list[Suggestion]:
    """Give all `jobs` that have a profile, the best for `wishes` first."""
    scored = [Suggestion(job, round(100 * measure(job, wishes))) for job in jobs if job.traits]
    return sorted(scored, key=lambda suggestion: -suggestion.score)


def measure(job: Job, wishes: Wishes) -> float:
    """Give how well a job suits `wishes`, from 0 to 1 (see the module's first lines)."""
    amounts = _amounts(job)
    parts: dict[str, float] = {}
    if wishes.liked:
        parts["liked"] = _mean([amounts[trait] for trait in wishes.liked])
    if wishes.avoided:
        held = [amounts[trait] for trait in wishes.avoided]
        parts["avoided"] = 1 - _mean(held) - _AVOIDED_MUCH * (1.0 in held)
    if wishes.level:
        parts["studies"] = max(0.0, 1 - _STEP * steps_missing(job, wishes.level))
    if wishes.background:
        parts["background"] = _mean([amounts[trait] for trait in wishes.background])
    total = sum(_WEIGHTS[part] for part in parts)
    mean = sum(_WEIGHTS[part] * value for part, value in parts.items()) / total if total else 0.5
    return min(1.0, max(0.0, mean - _UNNAMED * len(_unnamed(job, wishes)) - _LATE * _comes_late(job, wishes)))


def steps_missing(job: Job, level: str) -> int:
    """Give how many steps of study lie between `level` and what the job usually asks; 0 where nothing lacks."""
    usual = job.entry_level or LADDER[0]
    return max(0, LADDER.index(usual) - LADDER.index(level))


def _amounts(job: Job) -> dict[str, float]:
    amounts = {trait: 0.0 for trait in recommendation_words()["traits"]}
    return amounts | {trait.name: _AMOUNTS[trait.amount] for trait in job.traits}


def _unnamed(job: Job, wishes: Wishes) -> list[str]:
    named = {*(wishes.liked or ()), *(wishes.avoided or ()), *(wishes.background or ())}
    return [trait.name for trait in job.traits if trait.amount == "much" and trait.name not in named]


def _comes_late(job: Job, wishes: Wishes) -> bool:
    wanted = {*(wishes.liked or ()), *(wishes.background or ())}
    return _MANAGEMENT not in wanted and _amounts(job)[_MANAGEMENT] == 1.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


@lru_cache(maxsize=1)
def recommendation_words() -> Mapping[str, Any]:
    """Read content/recommendation.yml, once a process."""
    words: Mapping[str, Any] = YAML(typ="safe").load((content_dir() / "recommendation.yml").read_text("utf-8"))
    return words


def trait_labels(traits: Sequence[str]) -> str:
    """Put traits in words: « les mathématiques et les données »."""
    return listed([str(recommendation_words()["traits"][trait]) for trait in traits])


def first_ideas(knowledge: Knowledge, wishes: Wishes) -> Answer:
    """Give the first suggestions in one line, while questions are still being asked. Raises KnowledgeUnavailable."""
    best = recommend(knowledge.jobs(), wishes)[:SUGGESTED]
    names = listed([suggestion.job.masculine for suggestion in best])
    return Answer(text=_line("first", jobs=names), told=tuple(s.job.slug for s in best), sources=(_EDITORIAL,))


def tell_recommendation(knowledge: Knowledge, wishes: Wishes, rank: int = 0, considered: str | None = None) -> Answer:
    """Tell three jobs from place `rank` on, each with its score, reasons, what would lack and a first step.

    The job `considered` (a slug) is told too, at its own place, where it is not among them. `told` holds slugs,
    `left` those that would come next. Raises KnowledgeUnavailable.
    """
    ordered = recommend(knowledge.jobs(), wishes)
    best = ordered[rank : rank + SUGGESTED]
    blocks = [_block(knowledge, place, suggestion, wishes) for place, suggestion in enumerate(best, start=rank + 1)]
    for place, suggestion in enumerate(ordered, start=1):
        if suggestion.job.slug == considered and suggestion not in best:
            blocks += [_line("considered"), _block(knowledge, place, suggestion, wishes)]
    routes = [first_route(knowledge, suggestion.job, wishes) for suggestion in best]
    sources = dict.fromkeys([_EDITORIAL, *(route.source for route in routes if route)])
    return Answer(
        text="\n".join(blocks),
        told=tuple(suggestion.job.slug for suggestion in best),
        left=tuple(suggestion.job.slug for suggestion in ordered[rank + SUGGESTED :]),
        sources=tuple(sources),
    )


def tell_briefly(knowledge: Knowledge, slugs: Sequence[str]) -> Answer:
    """Name the jobs suggested, one a line."""
    jobs = [job for job in map(knowledge.job, slugs) if job]
    lines = [_line("brief", rank=rank, name=_capital(job.masculine)) for rank, job in enumerate(jobs, start=1)]
    return Answer(text="\n".join(lines), told=tuple(slugs), sources=(_EDITORIAL,))


def explain(knowledge: Knowledge, wishes: Wishes, slugs: Sequence[str]) -> Answer:
    """Tell why the jobs `slugs` were suggested, and how the score is made."""
    jobs = [job for job in map(knowledge.job, slugs) if job]
    lines = [_line("why", name=_capital(job.masculine), reasons=" ; ".join(_reasons(job, wishes))) for job in jobs]
    return Answer(text="\n".join([*lines, _line("measure")]), told=tuple(slugs), sources=(_EDITORIAL,))


def first_route(knowledge: Knowledge, job: Job, wishes: Wishes) -> Training | None:
    """Give the training route that starts nearest to what the visitor has; None where none is known or needed."""
    if wishes.level and not steps_missing(job, wishes.level):
        return None
    held = LADDER.index("bac" if wishes.level == "school" else wishes.level or "bac")
    routes = [route for route in knowledge.training(job.slug) if route.entry and LADDER.index(route.entry) <= held]
    # The nearest entry, then a diploma before a short course; the order of the knowledge base decides what is left.
    return max(routes, key=lambda route: (LADDER.index(route.entry or "none"), bool(route.level)), default=None)


def route_words(route: Training) -> str:
    """Put a training route in words, without what it is for: « master en IA (2 ans, niveau bac+5) »."""
    phrases = load_phrases()
    details = [duration(route.duration_months)] if route.duration_months else []
    if route.level:
        details.append(phrases.line("level", level=phrases.label("study_level", route.level)))
    return f"{route.name} ({', '.join(details)})" if details else route.name


def _block(knowledge: Knowledge, rank: int, suggestion: Suggestion, wishes: Wishes) -> str:
    job = suggestion.job
    lines = [_line("job", rank=rank, name=_capital(job.masculine), score=suggestion.score)]
    lines.append(_line("reason", reasons=" ; ".join(_reasons(job, wishes))))
    if cautions := _cautions(job, wishes):
        lines.append(_line("caution", traits=" ; ".join(cautions)))
    lines.append(_line("missing", items=" ; ".join(_missing(job, wishes)) or _words("missing_none")))
    route = first_route(knowledge, job, wishes)
    lines.append(_line("first_step", route=route_words(route) if route else _words("first_offers")))
    return "\n".join(lines)


def _reasons(job: Job, wishes: Wishes) -> list[str]:
    """Give the clauses that speak for a job: what the visitor likes and finds in it, and what the occupation brings."""
    amounts = _amounts(job)
    why = {trait.name: trait.reason for trait in job.traits if trait.reason}
    liked = sorted((t for t in wishes.liked or () if amounts[t]), key=lambda trait: -amounts[trait])
    reasons = [str(why[trait]) for trait in liked if trait in why][:2]
    plain = [trait for trait in liked if trait not in why]
    if plain:
        reasons.append(_words("present", traits=trait_labels(plain)))
    brought = [trait for trait in wishes.background or () if amounts[trait] == 1.0]
    if brought:
        reasons.append(_words("background", traits=trait_labels(brought)))
    return reasons or [_words("open")]


def _cautions(job: Job, wishes: Wishes) -> list[str]:
    amounts = _amounts(job)
    held = [trait for trait in wishes.avoided or () if amounts[trait]]
    return [_words("avoided_much" if amounts[t] == 1.0 else "avoided", trait=trait_labels([t])) for t in held]


def _missing(job: Job, wishes: Wishes) -> list[str]:
    items = []
    if wishes.level and steps_missing(job, wishes.level) and job.entry_level:
        items.append(_words("missing_level", level=load_phrases().label("study_level", job.entry_level)))
    if unnamed := _unnamed(job, wishes):
        items.append(_words("missing_habit", traits=trait_labels(unnamed)))
    return items


def _line(name: str, /, **values: object) -> str:
    return mend(_words(name, **values))


def _words(name: str, /, **values: object) -> str:
    return str(recommendation_words()["lines"][name]).format(**values)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
