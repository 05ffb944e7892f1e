"""Run by Alembic: migrates the database of the connection it is given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from ariane.knowledge.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
