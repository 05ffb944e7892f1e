"""Turn rows of the knowledge database into records. Every function takes an open session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ariane.knowledge import models, records
from ariane.knowledge.importers.constants import slug_of

Row = dict[str, Any]
Texts = dict[tuple[str, ...], tuple[str, ...]]  # texts of a child table by parent, and by kind where it has kinds
# SQLite takes at most 32 766 values in one statement; PostgreSQL slows down long before its own limit.
MOST_IDS = 500


def rows(session: Session, query: Any) -> list[Row]:
    """Run a query on one table and return its rows as dictionaries, without making ORM objects."""
    entity = query.column_descriptions[0]["entity"]
    plain = query.with_only_columns(*entity.__table__.columns, maintain_column_froms=True)
    return [dict(row) for row in session.execute(plain).mappings()]


def pick(row: Row, record: Any) -> Row:
    """Return the columns of a row that a record has."""
    return {name: row[name] for name in record.__dataclass_fields__ if name in row}


def children(session: Session, model: Any, parent: str, ids: Sequence[str], *keys: str, text: str = "text") -> Texts:
    """Return the texts of a child table by parent (and by `keys`), in order."""
    found: dict[tuple[str, ...], list[str]] = {}
    column = getattr(model, parent)
    columns = [getattr(model, name) for name in (parent, *keys, text)]
    for start in range(0, len(ids), MOST_IDS):
        chosen = ids[start : start + MOST_IDS]
        # Tens of thousands of questions are read at the start: the columns wanted alone, without a dictionary for each.
        query = select(*columns).where(column.in_(chosen)).order_by(column, model.position)
        for *key, value in session.execute(query):
            found.setdefault(tuple(key), []).append(value)
    return {key: tuple(texts) for key, texts in found.items()}


def jobs(session: Session, query: Any) -> list[records.Job]:
    """Return the jobs that a query on the job table finds, with their codes, fields and traits."""
    found = rows(session, query)
    slugs = [row["slug"] for row in found]
    rome = children(session, models.JobRome, "job", slugs, text="code")
    ours = [row["slug"] for row in found if row["origin"] == models.CONTENT]
    fields = children(session, models.JobField, "job", ours, text="field")
    traits: dict[str, list[records.Trait]] = {}
    for row in rows(session, select(models.JobTrait).where(models.JobTrait.job.in_(ours))) if ours else []:
        traits.setdefault(row["job"], []).append(records.Trait(row["trait"], row["amount"], row["reason"]))
    return [_job(row, rome, fields, tuple(traits.get(row["slug"], ()))) for row in found]


def job(session: Session, slug: str) -> records.Job | None:
    """Return the job called `slug`, or None."""
    found = jobs(session, select(models.Job).where(models.Job.slug == slug))
    return found[0] if found else None


def _job(row: Row, rome: Texts, fields: Texts, traits: tuple[records.Trait, ...]) -> records.Job:
    key = (row["slug"],)
    columns = pick(row, records.Job) | {"regulated": bool(row["regulated"]), "executive": bool(row["executive"])}
    return records.Job(
        **columns,
        rome=rome.get(key, ()),
        fields=fields.get(key, ()),
        traits=traits,
        group=row["group_label"],
        riasec=(row["riasec_major"] or "") + (row["riasec_minor"] or ""),
    )


def deep_jobs(session: Session) -> dict[str, tuple[str, ...]]:
    """Return, for each official record that jobs of ours are linked to, the slugs of these jobs."""
    query = select(models.JobRome).join(models.Job, models.Job.slug == models.JobRome.job)
    query = query.where(models.Job.origin == models.CONTENT).order_by(models.Job.position, models.JobRome.position)
    found: dict[str, list[str]] = {}
    for row in rows(session, query):
        found.setdefault(slug_of(row["code"]), []).append(row["job"])
    return {record: tuple(slugs) for record, slugs in found.items()}


def fact(row: Row, cues: Texts) -> records.Fact:
    """Return a fact with the words that ask for it."""
    about, yes, no, asked = (cues.get((row["id"], kind), ()) for kind in models.FACT_CUES)
    return records.Fact(**pick(row, records.Fact), about=about, yes=yes, no=no, asked=asked)


def job_name(row: Row, deep: dict[str, tuple[str, ...]]) -> records.JobName:
    """Return a name; an official title leads to the one job of ours that is linked to its record, if there is one."""
    columns = pick(row, records.JobName)
    if row["origin"] != models.CONTENT:
        ours = deep.get(row["job"], ())
        columns |= {"record": row["job"], "job": ours[0] if len(ours) == 1 else row["job"]}
    return records.JobName(**columns)
