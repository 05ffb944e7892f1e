"""A fact may be known by questions that it answers otherwise than by yes or no."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CONSTRAINT = "ck_fact_cue_kind_known"


def upgrade() -> None:
    """Accept the kind `asked`."""
    _accept("kind IN ('about', 'yes', 'no', 'asked')")


def downgrade() -> None:
    """Accept the former kinds only; the questions, which could not be told from words, go."""
    op.execute("DELETE FROM fact_cue WHERE kind = 'asked'")
    _accept("kind IN ('about', 'yes', 'no')")


def _accept(condition: str) -> None:
    with op.batch_alter_table("fact_cue") as table:
        table.drop_constraint(op.f(CONSTRAINT), type_="check")
        table.create_check_constraint(op.f(CONSTRAINT), condition)
