"""Queries on imported records: what an official job record and its family of jobs hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ariane.knowledge import models, queries, records
from ariane.knowledge.importers.constants import ROME_SOURCE, slug_of

SKILL_KINDS = ("know_how", "knowledge", "soft")
# How the names of certifications begin, and the kind of training they are.
KIND_OF_CERTIFICATION = {
    "BTS": "bts",
    "BUT": "but",
    "DUT": "but",
    "Bachelor": "bachelor",
    "Master": "master",
    "Doctorat": "doctorate",
    "Titre professionnel": "title",
    "TP": "title",
}


@dataclass(frozen=True)
class LinkedItem:
    """An item of an official record: a skill, a certification, a work context or a sector."""

    code: str
    kind: str
    name: str
    category: str | None
    importance: str | None


def items(session: Session, job: str) -> list[LinkedItem]:
    """Return the items of an imported job: the main ones first, then in the order of the ROME."""
    link, item = models.JobItem, models.Item
    query = (
        select(item.code, item.kind, item.name, item.category, link.importance)
        .join(link, link.item == item.code)
        .where(link.job == job)
        .order_by(link.position, item.code)
    )
    found = [LinkedItem(*row) for row in session.execute(query)]
    return sorted(found, key=lambda each: each.importance != "main")


def skills(session: Session, job: str, category: str | None) -> list[records.Skill]:
    """Return the know-how, knowledge and behaviours of an imported job as skills."""
    found, numbers = [], dict.fromkeys(SKILL_KINDS, 0)
    for item in items(session, job):
        if item.kind in SKILL_KINDS:
            numbers[item.kind] += 1
            identifier = f"{job}/skills/#{item.kind}-{numbers[item.kind]}"
            skill = records.Skill(identifier, job, item.kind, item.name, ROME_SOURCE)
            found.append(replace(skill, importance=item.importance, heading=item.category))
    return [skill for skill in found if category in (None, skill.category)]


def training(session: Session, job: str) -> list[records.Training]:
    """Return the diplomas and certifications of an imported job as training routes."""
    return [
        records.Training(f"{job}/training/#{item.code}", job, _kind(item.name), item.name, ROME_SOURCE)
        for item in items(session, job)
        if item.kind == "certification"
    ]


def records_of(session: Session, job: str) -> list[records.Job]:
    """Return the official records that a job is linked to; an imported job is its own record."""
    codes = session.execute(select(models.JobRome.code).where(models.JobRome.job == job)).scalars()
    slugs = [slug_of(code) for code in codes]
    return queries.jobs(session, select(models.Job).where(models.Job.slug.in_(slugs), models.Job.origin == models.ROME))


def neighbours(session: Session, job: str) -> list[records.Job]:
    """Return the jobs that one can move to, in the order of the ROME and without repeats.

    Where one job of ours is linked to a neighbour, it stands in its place.
    """
    own = [record.slug for record in records_of(session, job)]
    table, deep = models.Neighbour, queries.deep_jobs(session)
    query = select(table.other).where(table.job.in_(own)).order_by(table.position, table.other)
    found = [record for record in session.execute(query).scalars() if record not in own]
    slugs = list(dict.fromkeys(deep[slug][0] if len(deep.get(slug, ())) == 1 else slug for slug in found))
    jobs = {each.slug: each for each in queries.jobs(session, select(models.Job).where(models.Job.slug.in_(slugs)))}
    return [jobs[slug] for slug in slugs if slug != job]


def families(session: Session, job: str) -> list[records.FamilyFigures]:
    """Return the families of jobs that a job belongs to, with their figures.

    The Dares ties families to the older ROME codes, where one code may hold workers, technicians and engineers: the
    grade of the job chooses among them. A figure that the family lacks is taken from the wider one, and says so.
    """
    chosen: dict[str, None] = {}
    for record in records_of(session, job):
        chosen |= dict.fromkeys(_family_codes(session, record))
    return [_figures(session, code) for code in chosen]


def _family_codes(session: Session, record: records.Job) -> list[str]:
    query = select(models.FamilyRome.family).where(models.FamilyRome.code.in_([record.parent_rome, *record.rome]))
    return _of_grade(sorted(set(session.execute(query).scalars())), record.executive)


def _of_grade(codes: list[str], executive: bool) -> list[str]:
    """Keep the families of the job's grade.

    The fourth character of a code is the grade: 0 to 2 unskilled, 4 skilled workers, 6 employees, 7 and 8
    technicians, 9 engineers and managers.
    """
    grades = {code: int(code[3]) for code in codes if code[3:4].isdigit()}
    fitting = {code: grade for code, grade in grades.items() if (grade == 9) == executive} or grades
    best = max(fitting.values(), default=0)
    return [code for code, grade in fitting.items() if grade == best]


def _figures(session: Session, code: str) -> records.FamilyFigures:
    wide = code[:3]
    names = dict(
        session.execute(
            select(models.Family.code, models.Family.name).where(models.Family.code.in_([code, wide]))
        ).all()
    )
    query = select(*models.FamilyFigure.__table__.columns).where(models.FamilyFigure.family.in_([code, wide]))
    rows = [dict(row) for row in session.execute(query.order_by(models.FamilyFigure.id)).mappings()]
    own = {(row["kind"], row["area"]) for row in rows if row["family"] == code}
    kept = [row for row in rows if row["family"] == code or (row["kind"], row["area"]) not in own]
    figures = tuple(_figure(row, names) for row in kept)
    return records.FamilyFigures(code, names.get(code, code), figures)


def _figure(row: dict[str, Any], names: dict[str, str]) -> records.FamilyFigure:
    columns = {name: row[name] for name in records.FamilyFigure.__dataclass_fields__ if name in row}
    return records.FamilyFigure(**columns, family_name=names.get(row["family"], row["family"]))


def _kind(name: str) -> str:
    for beginning, kind in KIND_OF_CERTIFICATION.items():
        if name.startswith(f"{beginning} "):
            return kind
    return "certification"
