"""Print what is known of a job, for the people who maintain the content."""

from __future__ import annotations

from collections.abc import Iterator

from ariane.french.folding import fold
from ariane.knowledge.records import CareerStep, Salary, Training
from ariane.knowledge.repository import Knowledge
from ariane.knowledge.schema import TOPICS


class UnknownName(Exception):
    """No job or topic has that name; the message says which do."""


def lines(knowledge: Knowledge, name: str, topic: str | None = None) -> Iterator[str]:
    """Yield the lines that describe a job (by slug or by any of its names), on one topic or on all."""
    topics = (*TOPICS, "differences")
    if topic is not None and topic not in topics:
        raise UnknownName(f"Sujet inconnu « {topic} ». Les sujets sont : {', '.join(topics)}.")
    slug = find_slug(knowledge, name)
    job = knowledge.job(slug)
    if job is not None:
        yield f"{job.masculine} / {job.feminine} ({slug}) ROME {', '.join(job.rome) or 'non relié'}"
    for each in topics if topic is None else (topic,):
        yield ""
        yield each.upper()
        for fact in knowledge.facts(slug, each):
            yield f"  {fact.text} [{fact.source}{f', {fact.year}' if fact.year else ''}]"
        yield from (f"  {line}" for line in _details(knowledge, slug, each))


def find_slug(knowledge: Knowledge, name: str) -> str:
    """Return the slug of a job given by slug or by any of its names. Raises UnknownName."""
    if knowledge.job(name) is not None:
        return name
    names = knowledge.job_names()
    for known in names:
        if known.folded == fold(name):
            return known.job
    near = list(dict.fromkeys(known.text for known in names if known.folded.startswith(fold(name))))[:8]
    others = near or [job.slug for job in knowledge.jobs()]
    raise UnknownName(f"Métier inconnu « {name} ». Essayez : {', '.join(others)}.")


def _details(knowledge: Knowledge, slug: str, topic: str) -> Iterator[str]:
    if topic == "skills":
        for skill in knowledge.skills(slug):
            yield f"- {skill.category} : {skill.name} {skill.level or skill.importance or ''} [{skill.source}]"
    elif topic == "training":
        yield from map(_training, knowledge.training(slug))
    elif topic == "salary":
        yield from map(_salary, knowledge.salaries(slug))
    elif topic == "career":
        yield from map(_step, knowledge.career(slug))
    elif topic == "differences":
        for difference in knowledge.differences(slug):
            yield f"- {difference.other} : {difference.text} [{difference.source}]"


def _training(route: Training) -> str:
    months = f", {route.duration_months} mois" if route.duration_months else ""
    return f"- {route.name} ({route.kind}, {route.entry or '?'} → {route.level or '?'}{months}) [{route.source}]"


def _salary(pay: Salary) -> str:
    amounts = " / ".join(str(amount) for amount in (pay.low, pay.typical, pay.high) if amount)
    where = ", ".join(filter(None, (pay.region, pay.sector))) or "France"
    return f"- {pay.experience} : {amounts} € {pay.basis}/{pay.period}, {where}, {pay.year} [{pay.source}]"


def _step(step: CareerStep) -> str:
    years = "–".join(str(year) for year in (step.years_min, step.years_max) if year is not None)
    return f"- {step.title} ({years or '?'} ans) : {step.text} [{step.source}]"
