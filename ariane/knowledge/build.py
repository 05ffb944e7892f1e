"""Build the database from content/: one transaction, so that a failed build leaves the old database as it was.

Only rows of our own content are replaced; what the imports brought stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from ariane.french.folding import fold
from ariane.knowledge import models
from ariane.knowledge.check import check_problems, facts_of, job_aliases
from ariane.knowledge.content import Content, digest, read_content
from ariane.knowledge.database import KnowledgeUnavailable, explain_failure, writing_engine
from ariane.knowledge.migrate import REVISION, prepare
from ariane.knowledge.problems import Problem
from ariane.knowledge.schema import TRAITS, JobEntry

Row = dict[str, Any]
Rows = dict[Any, list[Row]]
Progress = Callable[[str], None]
GENDER_OF_KIND = {"masculine": "m", "feminine": "f", "english": None, "short": None}
COUNTED: tuple[Any, ...] = (
    *(models.Job, models.JobName, models.Fact, models.Skill, models.Training, models.Salary, models.CareerStep),
    *(models.Difference, models.Term, models.Event, models.Source),
)


class ContentRefused(Exception):
    """The content has errors: `problems` lists them."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} erreur(s) dans le contenu")
        self.problems = problems


@dataclass(frozen=True)
class BuildReport:
    """What a build did: whether anything changed, and how many rows each table holds of our content."""

    changed: bool
    counts: dict[str, int]
    left_out: tuple[str, ...] = ()


def build(
    directory: Path, url: str, *, force: bool = False, partial: bool = False, progress: Progress = lambda step: None
) -> BuildReport:
    """Build the database at `url` from the content of `directory`.

    Does nothing when the content is the one last built, unless `force`. With `partial`, jobs that have errors are left
    out instead of refused. Raises ContentRefused, or KnowledgeUnavailable when the database can't be written.
    """
    fingerprint = digest(directory, REVISION) + ("-partial" if partial else "")
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            prepare(connection)
            with Session(connection, future=True) as session:
                if not force and _built(session) == fingerprint:
                    return BuildReport(False, _counts(session))
                progress("Vérification du contenu")
                content, left_out = _accepted(directory, partial)
                progress("Remplacement du contenu")
                _clear(session)
                _write(session, content_rows(content))
                session.merge(models.Meta(key="content", value=fingerprint))
                session.flush()
                return BuildReport(True, _counts(session), tuple(left_out))
    except DBAPIError as error:
        raise KnowledgeUnavailable(explain_failure(url, error)) from error
    finally:
        engine.dispose()


def content_rows(content: Content) -> Rows:
    """Return the rows of every table, parents before children."""
    rows: Rows = {}
    known: set[str] = {placed.value.slug for placed in content.jobs}
    for model, row in [
        *_source_rows(content),
        *_job_rows(content),
        *_detail_rows(content, known),
        *_term_rows(content),
    ]:
        rows.setdefault(model, []).append(row)
    for position, placed in enumerate(content.events):
        event = placed.value
        columns = event.dict(exclude={"people", "about"})
        rows.setdefault(models.Event, []).append({**columns, "position": position})
        for kind, words in (("person", event.people), ("about", event.about)):
            rows.setdefault(models.EventCue, []).extend(_cues({"event": event.id, "kind": kind}, words))
    return rows


def _built(session: Session) -> str | None:
    return session.execute(select(models.Meta.value).where(models.Meta.key == "content")).scalar()


def _accepted(directory: Path, partial: bool) -> tuple[Content, list[str]]:
    """Return the content to build and the jobs left out; raise ContentRefused when errors stand in the way."""
    content = read_content(directory)
    problems = [problem for problem in check_problems(content, partial=partial) if not problem.warning]
    if not problems:
        return content, []
    if not partial:
        raise ContentRefused(problems)
    bad = {problem.path.stem for problem in problems}  # a job's file and that of its questions have the same name
    content.jobs = [placed for placed in content.jobs if placed.file.path.stem not in bad]
    sources = {placed.value.id for placed in content.sources}
    content.terms = [placed for placed in content.terms if placed.value.source in sources]
    content.events = [placed for placed in content.events if placed.value.source in sources]
    return content, sorted(bad)


def _clear(session: Session) -> None:
    """Delete the rows of our content; their children go with them."""
    session.execute(delete(models.Job).where(models.Job.origin == models.CONTENT))
    session.execute(delete(models.Term))
    session.execute(delete(models.Event))
    session.execute(delete(models.Source).where(models.Source.origin == models.CONTENT))


def _write(session: Session, rows: Rows) -> None:
    for table in models.Base.metadata.sorted_tables:
        for model, values in rows.items():
            if model.__table__ is table and values:
                _insert(session, model, values)


def _insert(session: Session, model: Any, values: list[Row]) -> None:
    # One statement for all rows: each must have the same keys.
    keys = {key: None for row in values for key in row}
    session.execute(insert(model), [{**keys, **row} for row in values])


def _counts(session: Session) -> dict[str, int]:
    return {
        table.__tablename__: session.execute(select(func.count()).select_from(table)).scalar_one() for table in COUNTED
    }


def _source_rows(content: Content) -> Iterator[tuple[Any, Row]]:
    for placed in content.sources:
        yield models.Source, {**placed.value.dict(), "origin": models.CONTENT}


def _job_rows(content: Content) -> Iterator[tuple[Any, Row]]:
    for position, placed in enumerate(content.jobs_in_order()):
        job = placed.value
        yield (
            models.Job,
            {
                "slug": job.slug,
                "origin": models.CONTENT,
                "position": position,
                "masculine": job.name.masculine,
                "feminine": job.name.feminine,
                "entry_level": job.profile.entry_level,
                "salary_gap": job.salary_gap,
                "regulated": 0,
                "executive": 0,
            },
        )
        for place, code in enumerate(job.rome):
            yield models.JobRome, {"job": job.slug, "code": code, "position": place}
        for place, field in enumerate(job.fields):
            yield models.JobField, {"job": job.slug, "field": field, "position": place}
        for trait in TRAITS:
            amount, reason = getattr(job.profile, trait), job.profile.reasons.get(trait)
            yield models.JobTrait, {"job": job.slug, "trait": trait, "amount": amount, "reason": reason}
        for row in _name_rows(job):
            yield models.JobName, row


def _name_rows(job: JobEntry) -> Iterator[Row]:
    for position, (location, text, kind) in enumerate(job_aliases(job)):
        yield {
            "job": job.slug,
            "text": text,
            "folded": fold(text),
            "gender": GENDER_OF_KIND[kind],
            "kind": "name" if location[0] == "name" else kind,
            "origin": models.CONTENT,
            "position": position,
        }


def _detail_rows(content: Content, known: set[str]) -> Iterator[tuple[Any, Row]]:
    for placed in content.jobs:
        yield from _fact_rows(placed.value)
        yield from _skill_rows(placed.value)
        yield from _entry_rows(placed.value)
        yield from _difference_rows(placed.value, known)
        yield from _career_rows(placed.value, known)


def _fact_rows(job: JobEntry) -> Iterator[tuple[Any, Row]]:
    for topic, position, fact in facts_of(job):
        identifier = f"{job.slug}/{topic}/{fact.id}"
        columns = fact.dict(include={"text", "source", "year", "aspect"})
        yield models.Fact, {**columns, "id": identifier, "job": job.slug, "topic": topic, "position": position}
        for kind in models.FACT_CUES:
            for row in _cues({"fact": identifier, "kind": kind}, getattr(fact, kind)):
                yield models.FactCue, row


def _skill_rows(job: JobEntry) -> Iterator[tuple[Any, Row]]:
    numbers: dict[str, int] = {}
    for position, skill in enumerate(job.skills):
        number = numbers[skill.category] = numbers.get(skill.category, 0) + 1
        identifier = f"{job.slug}/skills/#{skill.category}-{number}"
        yield models.Skill, {**skill.dict(), "id": identifier, "job": job.slug, "position": position}


def _entry_rows(job: JobEntry) -> Iterator[tuple[Any, Row]]:
    for position, route in enumerate(job.training):
        identifier = f"{job.slug}/training/#{route.id}"
        yield models.Training, {**route.dict(), "id": identifier, "job": job.slug, "position": position}
    for position, pay in enumerate(job.salary):
        identifier = f"{job.slug}/salary/#{pay.id}"
        yield models.Salary, {**pay.dict(), "id": identifier, "job": job.slug, "position": position}


def _career_rows(job: JobEntry, known: set[str]) -> Iterator[tuple[Any, Row]]:
    for position, step in enumerate(job.career):
        columns = step.dict(exclude={"job", "years_unknown"})
        other = step.job if step.job in known else None
        identifier = f"{job.slug}/career/#{step.id}"
        yield models.CareerStep, {**columns, "id": identifier, "job": job.slug, "other": other, "position": position}


def _difference_rows(job: JobEntry, known: set[str]) -> Iterator[tuple[Any, Row]]:
    for position, difference in enumerate(job.differences):
        if difference.job not in known:  # only in a partial build: the check refuses it otherwise
            continue
        identifier = f"{job.slug}/differences/{difference.job}"
        columns = difference.dict(include={"text", "source"})
        yield (
            models.Difference,
            {**columns, "id": identifier, "job": job.slug, "other": difference.job, "position": position},
        )
        for row in _cues({"difference": identifier}, difference.about):
            yield models.DifferenceCue, row


def _term_rows(content: Content) -> Iterator[tuple[Any, Row]]:
    known = {placed.value.id for placed in content.terms}
    for position, placed in enumerate(content.terms):
        term = placed.value
        columns = term.dict(exclude={"aliases", "related"})
        yield models.Term, {**columns, "article": term.article.replace("'", "’"), "position": position}
        for row in _cues({"term": term.id}, term.aliases):
            yield models.TermAlias, row
        for place, other in enumerate(term.related):
            if other in known:
                yield models.TermLink, {"term": term.id, "position": place, "other": other}


def _cues(key: Row, words: Iterable[str]) -> list[Row]:
    return [{**key, "position": position, "text": text} for position, text in enumerate(words)]
