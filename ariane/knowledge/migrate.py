"""Bring the tables of a database to the present form, by the migrations of ariane/knowledge/migrations.

After a change of models.py, `python -m ariane.knowledge.migrate "what changes"` writes the next migration from the
difference; read it over, then set REVISION to its number.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from ariane.knowledge.database import writing_engine

if TYPE_CHECKING:
    from alembic.config import Config

REVISION = "0004"  # the newest migration; what is built and imported is built anew when it changes
SCRIPTS = Path(__file__).parent / "migrations"


def revision(connection: Connection) -> str | None:
    """Return the migration that a database stands at, or None when it has no tables of ours yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def prepare(connection: Connection) -> bool:
    """Run the missing migrations inside the transaction of `connection`; return whether there were any."""
    if revision(connection) == REVISION:
        return False
    from alembic import command  # imported here: an up-to-date database does not need it

    command.upgrade(_config(connection), "head")
    return True


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.attributes["connection"] = connection
    return config


def write_migration(message: str) -> None:
    """Write the migration that leads from the present ones to models.py."""
    from alembic import command

    engine = writing_engine("sqlite://")
    with engine.begin() as connection:
        prepare(connection)
        command.revision(_config(connection), message, autogenerate=True, rev_id=f"{int(REVISION) + 1:04}")


if __name__ == "__main__":
    write_migration(sys.argv[1])
