"""The migrations and the models say the same thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from ariane.knowledge import migrate
from ariane.knowledge.build import build
from ariane.knowledge.database import writing_engine
from ariane.knowledge.models import Base
from tests.unit.small_content import ContentDirectory


def test_the_migrations_make_the_tables_of_the_models(database: str) -> None:
    with writing_engine(database).begin() as connection:
        assert migrate.revision(connection) is None
        assert migrate.prepare(connection)
        assert not migrate.prepare(connection)
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_revision_named_is_the_newest() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == migrate.REVISION


def test_a_migration_that_fails_leaves_no_table(database: str) -> None:
    engine = writing_engine(database)
    with engine.connect() as connection, connection.begin() as transaction:
        migrate.prepare(connection)
        transaction.rollback()
    with engine.begin() as connection:
        assert migrate.revision(connection) is None


def test_the_next_migration_is_written_from_the_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = tmp_path / "migrations"
    (scripts / "versions").mkdir(parents=True)
    for path in migrate.SCRIPTS.rglob("*"):
        if path.suffix in (".py", ".mako"):
            (scripts / path.relative_to(migrate.SCRIPTS)).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)
    migrate.write_migration("nothing new")
    (written,) = (scripts / "versions").glob(f"{int(migrate.REVISION) + 1:04}_*.py")
    assert f'down_revision = "{migrate.REVISION}"' in written.read_text(encoding="utf-8").replace("'", '"')


def test_a_filled_base_of_the_first_form_is_brought_to_the_present_one(
    content: ContentDirectory, database: str
) -> None:
    build(content.path, database)
    with writing_engine(database).begin() as connection:
        command.downgrade(migrate._config(connection), "0001")
        before = connection.execute(text("SELECT * FROM salary ORDER BY id")).all()
        assert migrate.prepare(connection)
        assert connection.execute(text("SELECT * FROM salary ORDER BY id")).all() == before
        connection.execute(text("UPDATE salary SET basis = 'unknown'"))
        with pytest.raises(IntegrityError, match="basis_known"):
            connection.execute(text("UPDATE salary SET basis = 'brut'"))
