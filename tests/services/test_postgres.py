"""The knowledge base on PostgreSQL: the same tables, builds, imports and answers as on SQLite."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ariane.knowledge import models
from ariane.knowledge.build import ContentRefused, build
from ariane.knowledge.database import reading_engine, writing_engine
from ariane.knowledge.importers.dares import import_dares
from ariane.knowledge.importers.release import ReleaseError
from ariane.knowledge.importers.rome import import_rome
from ariane.knowledge.repository import Knowledge, KnowledgeUnavailable
from tests.unit.small_content import ContentDirectory

SERVER = os.environ.get("ARIANE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
DATA = Path(__file__).parent.parent / "data"


@pytest.fixture
def postgres() -> Iterator[str]:
    """The address of an empty database of its own, dropped at the end."""
    name = f"ariane_test_{uuid.uuid4().hex[:12]}"
    server = create_engine(
        f"{SERVER}/postgres", isolation_level="AUTOCOMMIT", future=True, connect_args={"connect_timeout": 3}
    )
    try:
        with server.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError as error:
        pytest.skip(f"no PostgreSQL at {SERVER} ({str(error.orig).splitlines()[0]}); ARIANE_TEST_POSTGRES says where")
    yield f"{SERVER}/{name}"
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def content(tmp_path: Path) -> ContentDirectory:
    """A content directory with nothing wrong in it, whose baker alone is linked to D1102."""
    content = ContentDirectory(tmp_path / "content")
    for slug in ("cook", "gardener", "painter"):
        content.edit_job(lambda job: job.update(rome=["M1889"]), slug)
    return content


def fill(content: Path, url: str) -> Knowledge:
    """Build and import everything into the database at `url`."""
    build(content, url)
    import_rome(DATA / "rome-small", url)
    import_dares(DATA / "dares-small", url)
    return Knowledge(url)


def row_counts(url: str) -> dict[str, int]:
    """Return the number of rows of each table."""
    engine = reading_engine(url)
    with Session(engine, future=True) as session:
        tables = models.Base.metadata.sorted_tables
        counts = {t.name: session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
    engine.dispose()
    return counts


def answers(knowledge: Knowledge) -> dict[str, Any]:
    """Return all that the repository can answer."""
    per_job = ("facts", "skills", "training", "salaries", "career", "differences", "neighbours", "family_figures")
    jobs = knowledge.jobs(origin=None)
    return {
        "jobs": jobs,
        "names": sorted(knowledge.job_names(), key=repr),
        "terms": knowledge.terms(),
        "events": knowledge.events(),
        "sources": sorted(knowledge.sources(), key=repr),
        "version": knowledge.version(),
        **{f"{job.slug} {query}": getattr(knowledge, query)(job.slug) for job in jobs for query in per_job},
    }


def test_row_counts_and_answers_are_those_of_sqlite(postgres: str, content: ContentDirectory, tmp_path: Path) -> None:
    sqlite = f"sqlite:///{tmp_path / 'knowledge.db'}"
    on_sqlite, on_postgres = fill(content.path, sqlite), fill(content.path, postgres)
    assert row_counts(postgres) == row_counts(sqlite)
    assert answers(on_postgres) == answers(on_sqlite)


def test_the_migrations_make_the_tables_of_the_models(postgres: str) -> None:
    from ariane.knowledge.migrate import prepare, revision

    engine = writing_engine(postgres)
    with engine.begin() as connection:
        assert prepare(connection)
        assert not prepare(connection)
        assert compare_metadata(MigrationContext.configure(connection), models.Base.metadata) == []
        assert revision(connection)
    engine.dispose()


def test_building_and_importing_again_doubles_nothing(postgres: str, content: ContentDirectory) -> None:
    fill(content.path, postgres)
    before = row_counts(postgres)
    build(content.path, postgres, force=True)
    import_rome(DATA / "rome-small", postgres, force=True)
    import_dares(DATA / "dares-small", postgres, force=True)
    assert row_counts(postgres) == before


def test_a_refused_build_or_import_changes_nothing(postgres: str, content: ContentDirectory, tmp_path: Path) -> None:
    knowledge = fill(content.path, postgres)
    version, before = knowledge.version(), row_counts(postgres)
    content.edit_job(lambda job: job.update(colour="red"))
    with pytest.raises(ContentRefused):
        build(content.path, postgres)
    broken = tmp_path / "rome"
    broken.mkdir()
    for path in (DATA / "rome-small").iterdir():
        (broken / path.name).write_bytes(path.read_bytes())
    links = broken / "unix_liens_rome_referentiels_v999_utf8.csv"
    links.write_text(links.read_text(encoding="utf-8") + '"D1102","5","1","9999"\n', encoding="utf-8")
    with pytest.raises(ReleaseError, match="9999"):
        import_rome(broken, postgres)
    assert (knowledge.version(), row_counts(postgres)) == (version, before)


def test_the_repository_cannot_write(postgres: str, content: ContentDirectory) -> None:
    build(content.path, postgres)
    with pytest.raises(KnowledgeUnavailable), Knowledge(postgres)._session() as session:
        session.execute(models.Meta.__table__.delete())


def test_a_database_that_is_not_there_says_what_to_do(postgres: str, content: ContentDirectory) -> None:
    with pytest.raises(KnowledgeUnavailable, match="ARIANE_DATABASE_URL"):
        Knowledge(f"{postgres}_missing").jobs()
    with pytest.raises(KnowledgeUnavailable, match="ARIANE_DATABASE_URL"):
        build(content.path, f"{postgres}_missing")
