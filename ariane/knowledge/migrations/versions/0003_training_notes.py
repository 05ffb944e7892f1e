"""A training route may have no fixed length or entry level, and says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = ("duration_note", "entry_note")


def upgrade() -> None:
    """Add what is said in place of a length and of a level."""
    with op.batch_alter_table("training") as table:
        for name in COLUMNS:
            table.add_column(sa.Column(name, sa.Text()))


def downgrade() -> None:
    """Drop the notes."""
    with op.batch_alter_table("training") as table:
        for name in COLUMNS:
            table.drop_column(name)
