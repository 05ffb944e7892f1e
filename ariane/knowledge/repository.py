"""Read the knowledge base. Each query is one method, one session, and gives frozen records."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ariane.knowledge import models, official, official_facts, queries, records
from ariane.knowledge.database import KnowledgeUnavailable, reading_engine, sqlite_path
from ariane.knowledge.importers.constants import ROME_SOURCE
from ariane.knowledge.schema import TOPICS
from ariane.knowledge.yaml_file import UnreadableFile
from ariane.paths import content_dir, database_url

__all__ = ["Knowledge", "KnowledgeUnavailable"]

_ANSWERS = ("yes", "no")


class Knowledge:
    """The knowledge base, read only. Nothing is opened before the first question."""

    def __init__(self, url: str | None = None) -> None:
        """Take the database at `url`, by default the one of ARIANE_DATABASE_URL or var/knowledge.db."""
        self.url = url or database_url()

    def jobs(self, *, origin: str | None = models.CONTENT) -> list[records.Job]:
        """Return the jobs of an origin ("content" or "rome"), or all of them with None, in their order."""
        query = select(models.Job).order_by(models.Job.origin, models.Job.position)
        if origin is not None:
            query = query.where(models.Job.origin == origin)
        with self._session() as session:
            return queries.jobs(session, query)

    def job(self, slug: str) -> records.Job | None:
        """Return the job called `slug`, or None."""
        with self._session() as session:
            return queries.job(session, slug)

    def job_names(self) -> list[records.JobName]:
        """Return every name of every job: our own names first, then official titles.

        A title whose record is linked to one job of ours leads to that job, and a title that we use as a name is not
        repeated; where several of our jobs share the record, its titles lead to the record (see `deep_jobs`).
        """
        table = models.JobName
        query = select(table).join(models.Job, models.Job.slug == table.job)
        query = query.order_by(table.origin, models.Job.position, table.position, table.id)
        with self._session() as session:
            rows, deep = queries.rows(session, query), queries.deep_jobs(session)
        ours = {row["folded"] for row in rows if row["origin"] == models.CONTENT}
        kept = (row for row in rows if row["origin"] == models.CONTENT or row["folded"] not in ours)
        return [queries.job_name(row, deep) for row in kept]

    def facts(self, job: str, topic: str | None = None) -> list[records.Fact]:
        """Return the facts of a job, of one topic or of all, in the order of the answer.

        An imported job has facts made from its official record, and on each topic that the record is silent about, one
        that says so (its aspect is "missing").
        """
        query = select(models.Fact).where(models.Fact.job == job)
        if topic is not None:
            query = query.where(models.Fact.topic == topic)
        with self._session() as session:
            rows = queries.rows(session, query.order_by(models.Fact.position))
            cues = queries.children(session, models.FactCue, "fact", [row["id"] for row in rows], "kind")
            found = [queries.fact(row, cues) for row in rows]
            record = queries.job(session, job)
            if record is not None and record.origin == models.ROME:
                found += self._official_facts(session, record, found, TOPICS if topic is None else (topic,))
        return official_facts.in_order(found)

    def known_answers(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Return, for each fact that has any, the questions that it answers with yes, then those with no."""
        cue = models.FactCue
        query = select(cue.fact, cue.kind, cue.text).where(cue.kind.in_(_ANSWERS)).order_by(cue.fact, cue.position)
        found: dict[str, dict[str, list[str]]] = {}
        with self._session() as session:
            for fact, kind, text in session.execute(query):
                found.setdefault(fact, {answer: [] for answer in _ANSWERS})[kind].append(text)
        return [(tuple(known["yes"]), tuple(known["no"])) for known in found.values()]

    def skills(self, job: str, category: str | None = None) -> list[records.Skill]:
        """Return the skills of a job, of one category or of all (know_how, knowledge and soft for imported jobs)."""
        query = select(models.Skill).where(models.Skill.job == job).order_by(models.Skill.position)
        if category is not None:
            query = query.where(models.Skill.category == category)
        return self._records(records.Skill, query) or self._official(official.skills, job, category)

    def training(self, job: str) -> list[records.Training]:
        """Return the training routes of a job (diplomas and certifications for imported jobs)."""
        return self._of_job(records.Training, models.Training, job) or self._official(official.training, job)

    def salaries(self, job: str) -> list[records.Salary]:
        """Return the salary figures of a job, in whole euros."""
        return self._of_job(records.Salary, models.Salary, job)

    def career(self, job: str) -> list[records.CareerStep]:
        """Return the steps of the career, in order."""
        return self._of_job(records.CareerStep, models.CareerStep, job)

    def differences(self, job: str) -> list[records.Difference]:
        """Return what sets the job apart from its nearest jobs."""
        query = select(models.Difference).where(models.Difference.job == job).order_by(models.Difference.position)
        with self._session() as session:
            rows = queries.rows(session, query)
            cues = queries.children(session, models.DifferenceCue, "difference", [row["id"] for row in rows])
        return [
            records.Difference(**queries.pick(row, records.Difference), about=cues.get((row["id"],), ()))
            for row in rows
        ]

    def deep_jobs(self, record: str) -> tuple[str, ...]:
        """Return the slugs of our own jobs that are linked to an official record (slug rome-<code>)."""
        with self._session() as session:
            return queries.deep_jobs(session).get(record, ())

    def official_records(self, job: str) -> list[records.Job]:
        """Return the official records that a job is linked to; an imported job is its own record."""
        with self._session() as session:
            return official.records_of(session, job)

    def neighbours(self, job: str) -> list[records.Job]:
        """Return the jobs that the ROME says one can move to: our own job where one is linked to the record."""
        with self._session() as session:
            return official.neighbours(session, job)

    def family_figures(self, job: str) -> list[records.FamilyFigures]:
        """Return the Dares families of a job with their figures: never the job's own, always of stated years."""
        with self._session() as session:
            return official.families(session, job)

    def terms(self) -> list[records.Term]:
        """Return the glossary."""
        with self._session() as session:
            rows = queries.rows(session, select(models.Term).order_by(models.Term.position))
            ids = [row["id"] for row in rows]
            aliases = queries.children(session, models.TermAlias, "term", ids)
            related = queries.children(session, models.TermLink, "term", ids, text="other")
        return [
            records.Term(
                **queries.pick(row, records.Term),
                aliases=aliases.get((row["id"],), ()),
                related=related.get((row["id"],), ()),
            )
            for row in rows
        ]

    def events(self, field: str | None = None) -> list[records.Event]:
        """Return the history of a field, or of all, from the oldest event."""
        query = select(models.Event).order_by(models.Event.year, models.Event.position)
        if field is not None:
            query = query.where(models.Event.field == field)
        with self._session() as session:
            rows = queries.rows(session, query)
            cues = queries.children(session, models.EventCue, "event", [row["id"] for row in rows], "kind")
        return [
            records.Event(
                **queries.pick(row, records.Event),
                people=cues.get((row["id"], "person"), ()),
                about=cues.get((row["id"], "about"), ()),
            )
            for row in rows
        ]

    def sources(self, ids: Iterable[str] | None = None) -> list[records.Source]:
        """Return the sources called `ids`, in that order and without repeats; all of them when None."""
        wanted = None if ids is None else list(dict.fromkeys(ids))
        query = select(models.Source).order_by(models.Source.id)
        if wanted is not None:
            query = query.where(models.Source.id.in_(wanted))
        found = self._records(records.Source, query)
        return found if wanted is None else sorted(found, key=lambda source: wanted.index(source.id))

    def version(self) -> str:
        """Return a short fingerprint of what was built and imported; it changes when the database does."""
        with self._session() as session:
            rows = queries.rows(session, select(models.Meta).order_by(models.Meta.key))
        return hashlib.sha256(repr([sorted(row.items()) for row in rows]).encode()).hexdigest()[:16]

    def _of_job(self, record: Any, model: Any, job: str) -> list[Any]:
        return self._records(record, select(model).where(model.job == job).order_by(model.position))

    def _records(self, record: Any, query: Any) -> list[Any]:
        with self._session() as session:
            return [record(**queries.pick(row, record)) for row in queries.rows(session, query)]

    def _official(self, query: Any, job: str, *arguments: Any) -> list[Any]:
        with self._session() as session:
            found: list[Any] = query(session, job, *arguments)
            return found

    def _official_facts(
        self, session: Session, record: records.Job, known: list[records.Fact], topics: tuple[str, ...]
    ) -> list[records.Fact]:
        """Return what the templates say of an imported job on `topics`, `known` being its own sentences."""
        made = official_facts.compose(
            record,
            official.items(session, record.slug),
            official.neighbours(session, record.slug),
            official.families(session, record.slug),
            self._wording,
        )
        made = [fact for fact in made if fact.topic in topics]
        silent = [topic for topic in topics if topic not in {fact.topic for fact in (*known, *made)}]
        return [*made, *official_facts.missing(record.slug, silent, self._wording, ROME_SOURCE)]

    @cached_property
    def _wording(self) -> official_facts.Wording:
        path = content_dir() / "imported.yml"
        try:
            return official_facts.read_wording(path)
        except (UnreadableFile, ValidationError) as error:
            raise KnowledgeUnavailable(f"{path} ne peut pas être lu. Lancez « ariane knowledge check ».") from error

    @cached_property
    def _engine(self) -> Engine:
        return reading_engine(self.url)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """Open a session for one call; a database that can't be read raises KnowledgeUnavailable."""
        try:
            with Session(self._engine, future=True) as session:
                yield session
        except SQLAlchemyError as error:
            raise KnowledgeUnavailable(self._advice(error)) from error

    def _advice(self, error: Exception) -> str:
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        path = sqlite_path(self.url)
        if path is not None and not path.exists():
            return f"La base de connaissances {path} n’existe pas. Lancez « ariane knowledge build »."
        return (
            f"La base de connaissances ne peut pas être lue ({reason}). Lancez « ariane knowledge build --force » ; "
            "si elle est sur un serveur, vérifiez qu’il tourne et ARIANE_DATABASE_URL."
        )
