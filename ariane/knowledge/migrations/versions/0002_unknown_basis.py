"""A salary figure may have a source that tells neither gross nor net."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

CONSTRAINT = "ck_salary_basis_known"


def upgrade() -> None:
    """Accept `unknown` beside gross and net."""
    _accept("basis IN ('gross', 'net', 'unknown')")


def downgrade() -> None:
    """Accept gross and net only; figures of an unknown basis, which could not be told, go."""
    op.execute("DELETE FROM salary WHERE basis = 'unknown'")
    _accept("basis IN ('gross', 'net')")


def _accept(condition: str) -> None:
    with op.batch_alter_table("salary") as table:
        table.drop_constraint(op.f(CONSTRAINT), type_="check")
        table.create_check_constraint(op.f(CONSTRAINT), condition)
