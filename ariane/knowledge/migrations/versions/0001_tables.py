# ruff: noqa: E501 - lists of values are long
"""The tables of the knowledge base."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# From children to parents.
TABLES = (
    "term_link",
    "term_alias",
    "fact_cue",
    "event_cue",
    "difference_cue",
    "training",
    "term",
    "skill",
    "salary",
    "neighbour",
    "job_trait",
    "job_rome",
    "job_name",
    "job_item",
    "job_field",
    "family_rome",
    "family_figure",
    "fact",
    "event",
    "difference",
    "career_step",
    "source",
    "meta",
    "job",
    "item",
    "family",
)


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "family",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_family")),
    )
    op.create_table(
        "item",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text()),
        sa.CheckConstraint(
            "kind IN ('know_how', 'knowledge', 'soft', 'certification', 'context', 'sector')",
            name=op.f("ck_item_kind_known"),
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_item")),
    )
    op.create_table(
        "job",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("masculine", sa.Text(), nullable=False),
        sa.Column("feminine", sa.Text(), nullable=False),
        sa.Column("label", sa.Text()),
        sa.Column("entry_level", sa.String(length=10)),
        sa.Column("salary_gap", sa.Text()),
        sa.Column("parent_rome", sa.String(length=5)),
        sa.Column("group_label", sa.Text()),
        sa.Column("riasec_major", sa.String(length=1)),
        sa.Column("riasec_minor", sa.String(length=1)),
        sa.Column("regulated", sa.Integer(), nullable=False),
        sa.Column("executive", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "entry_level IN ('none', 'bac', 'bac+2', 'bac+3', 'bac+5', 'bac+8')", name=op.f("ck_job_entry_level_known")
        ),
        sa.CheckConstraint("origin IN ('content', 'rome')", name=op.f("ck_job_origin_known")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_job")),
    )
    op.create_index(op.f("ix_job_origin"), "job", ["origin"])
    op.create_index(op.f("ix_job_parent_rome"), "job", ["parent_rome"])

    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "source",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("date", sa.String(length=10), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "kind IN ('press', 'study', 'official', 'education', 'encyclopedia', 'editorial')",
            name=op.f("ck_source_kind_known"),
        ),
        sa.CheckConstraint("origin IN ('content', 'rome', 'dares')", name=op.f("ck_source_origin_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_origin"), "source", ["origin"])

    op.create_table(
        "career_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("other", sa.String(length=80)),
        sa.Column("years_min", sa.Integer()),
        sa.Column("years_max", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_career_step_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["job.slug"], name=op.f("fk_career_step_other"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_career_step_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_career_step")),
    )
    op.create_index(op.f("ix_career_step_job"), "career_step", ["job"])
    op.create_index(op.f("ix_career_step_source"), "career_step", ["source"])

    op.create_table(
        "difference",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint("job <> other", name=op.f("ck_difference_two_jobs")),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_difference_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["job.slug"], name=op.f("fk_difference_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_difference_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_difference")),
        sa.UniqueConstraint("job", "other", name=op.f("uq_difference_job")),
    )
    op.create_index(op.f("ix_difference_job"), "difference", ["job"])
    op.create_index(op.f("ix_difference_other"), "difference", ["other"])
    op.create_index(op.f("ix_difference_source"), "difference", ["source"])

    op.create_table(
        "event",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("year_end", sa.Integer()),
        sa.Column("date_label", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "field IN ('ai', 'data', 'software', 'web', 'databases', 'security', 'systems', 'statistics')",
            name=op.f("ck_event_field_known"),
        ),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_event_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_source"), "event", ["source"])

    op.create_table(
        "fact",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("year", sa.Integer()),
        sa.Column("aspect", sa.String(length=20)),
        sa.CheckConstraint(
            "topic IN ('description', 'examples', 'skills', 'training', 'pros', 'cons', 'salary', 'outlook', 'career', 'conditions')",
            name=op.f("ck_fact_topic_known"),
        ),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_fact_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_fact_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
    )
    op.create_index(op.f("ix_fact_job"), "fact", ["job"])
    op.create_index(op.f("ix_fact_source"), "fact", ["source"])

    op.create_table(
        "family_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("year_from", sa.Integer(), nullable=False),
        sa.Column("year_to", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pay', 'tension', 'tension_cause', 'hours', 'diploma', 'women', 'fixed_term')",
            name=op.f("ck_family_figure_kind_known"),
        ),
        sa.CheckConstraint("unit IN ('euro', 'percent', 'level')", name=op.f("ck_family_figure_unit_known")),
        sa.CheckConstraint("year_from <= year_to", name=op.f("ck_family_figure_years_ordered")),
        sa.ForeignKeyConstraint(["family"], ["family.code"], name=op.f("fk_family_figure_family"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_family_figure_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_figure")),
        sa.UniqueConstraint(
            "family", "kind", "label", "area", "year_from", "year_to", name=op.f("uq_family_figure_family")
        ),
    )
    op.create_index(op.f("ix_family_figure_family"), "family_figure", ["family"])
    op.create_index(op.f("ix_family_figure_source"), "family_figure", ["source"])

    op.create_table(
        "family_rome",
        sa.Column("family", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(["family"], ["family.code"], name=op.f("fk_family_rome_family"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("family", "code", name=op.f("pk_family_rome")),
    )
    op.create_index(op.f("ix_family_rome_code"), "family_rome", ["code"])

    op.create_table(
        "job_field",
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "field IN ('ai', 'data', 'software', 'web', 'databases', 'security', 'systems', 'statistics')",
            name=op.f("ck_job_field_field_known"),
        ),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_job_field_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "field", name=op.f("pk_job_field")),
    )
    op.create_index(op.f("ix_job_field_job"), "job_field", ["job"])

    op.create_table(
        "job_item",
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("importance", sa.String(length=10)),
        sa.CheckConstraint("importance IN ('main', 'emerging')", name=op.f("ck_job_item_importance_known")),
        sa.ForeignKeyConstraint(["item"], ["item.code"], name=op.f("fk_job_item_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_job_item_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "item", name=op.f("pk_job_item")),
    )
    op.create_table(
        "job_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("gender", sa.String(length=1)),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=20)),
        sa.Column("label", sa.Text()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("gender IN ('m', 'f')", name=op.f("ck_job_name_gender_known")),
        sa.CheckConstraint(
            "kind IN ('name', 'masculine', 'feminine', 'english', 'short', 'title')",
            name=op.f("ck_job_name_kind_known"),
        ),
        sa.CheckConstraint("origin IN ('content', 'rome')", name=op.f("ck_job_name_origin_known")),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_job_name_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_name")),
        sa.UniqueConstraint("job", "folded", "gender", "title", name=op.f("uq_job_name_job")),
    )
    op.create_index(op.f("ix_job_name_folded"), "job_name", ["folded"])
    op.create_index(op.f("ix_job_name_job"), "job_name", ["job"])

    op.create_table(
        "job_rome",
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_job_rome_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "code", name=op.f("pk_job_rome")),
    )
    op.create_index(op.f("ix_job_rome_job"), "job_rome", ["job"])

    op.create_table(
        "job_trait",
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("trait", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("amount IN ('none', 'some', 'much')", name=op.f("ck_job_trait_amount_known")),
        sa.CheckConstraint(
            "trait IN ('maths', 'coding', 'data', 'people', 'management', 'writing', 'design', 'research', 'systems', 'security', 'business')",
            name=op.f("ck_job_trait_trait_known"),
        ),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_job_trait_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "trait", name=op.f("pk_job_trait")),
    )
    op.create_index(op.f("ix_job_trait_job"), "job_trait", ["job"])

    op.create_table(
        "neighbour",
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_neighbour_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["job.slug"], name=op.f("fk_neighbour_other"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("job", "other", name=op.f("pk_neighbour")),
    )
    op.create_table(
        "salary",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer()),
        sa.Column("typical", sa.Integer()),
        sa.Column("high", sa.Integer()),
        sa.Column("note", sa.Text()),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("experience", sa.String(length=10), nullable=False),
        sa.Column("years_min", sa.Integer()),
        sa.Column("years_max", sa.Integer()),
        sa.Column("region", sa.Text()),
        sa.Column("sector", sa.Text()),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint("basis IN ('gross', 'net')", name=op.f("ck_salary_basis_known")),
        sa.CheckConstraint(
            "experience IN ('any', 'junior', 'mid', 'senior', 'lead')", name=op.f("ck_salary_experience_known")
        ),
        sa.CheckConstraint("period IN ('year', 'month', 'day')", name=op.f("ck_salary_period_known")),
        sa.CheckConstraint("coalesce(low, typical, high) IS NOT NULL", name=op.f("ck_salary_amount_given")),
        sa.CheckConstraint(
            "low <= typical AND typical <= high AND low <= high", name=op.f("ck_salary_amounts_ordered")
        ),
        sa.CheckConstraint("low > 0 AND typical > 0 AND high > 0", name=op.f("ck_salary_amounts_positive")),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_salary_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_salary_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_salary")),
    )
    op.create_index(op.f("ix_salary_job"), "salary", ["job"])
    op.create_index(op.f("ix_salary_source"), "salary", ["source"])

    op.create_table(
        "skill",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=10)),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "category IN ('mathematics', 'programming', 'framework', 'database', 'tool', 'paradigm', 'metric', 'validation', 'method', 'domain', 'soft', 'language')",
            name=op.f("ck_skill_category_known"),
        ),
        sa.CheckConstraint("level IN ('basic', 'working', 'advanced', 'expert')", name=op.f("ck_skill_level_known")),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_skill_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_skill_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill")),
    )
    op.create_index(op.f("ix_skill_job"), "skill", ["job"])
    op.create_index(op.f("ix_skill_source"), "skill", ["source"])

    op.create_table(
        "term",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("article", sa.String(length=4), nullable=False),
        sa.Column("gender", sa.String(length=1), nullable=False),
        sa.Column("english", sa.Text()),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint("gender IN ('m', 'f')", name=op.f("ck_term_gender_known")),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_term_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_source"), "term", ["source"])

    op.create_table(
        "training",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("job", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=10)),
        sa.Column("entry", sa.String(length=10)),
        sa.Column("duration_months", sa.Integer()),
        sa.Column("purpose", sa.Text()),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.CheckConstraint(
            "entry IN ('none', 'bac', 'bac+2', 'bac+3', 'bac+5', 'bac+8')", name=op.f("ck_training_entry_known")
        ),
        sa.CheckConstraint(
            "kind IN ('bts', 'but', 'bachelor', 'master', 'engineering_school', 'business_school', 'doctorate', 'apprenticeship', 'online_course', 'certification', 'bootcamp', 'retraining', 'no_degree', 'vae', 'title')",
            name=op.f("ck_training_kind_known"),
        ),
        sa.CheckConstraint(
            "level IN ('none', 'bac', 'bac+2', 'bac+3', 'bac+5', 'bac+8')", name=op.f("ck_training_level_known")
        ),
        sa.CheckConstraint("duration_months >= 0", name=op.f("ck_training_duration_positive")),
        sa.ForeignKeyConstraint(["job"], ["job.slug"], name=op.f("fk_training_job"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source"], ["source.id"], name=op.f("fk_training_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index(op.f("ix_training_job"), "training", ["job"])
    op.create_index(op.f("ix_training_source"), "training", ["source"])

    op.create_table(
        "difference_cue",
        sa.Column("difference", sa.String(length=200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["difference"], ["difference.id"], name=op.f("fk_difference_cue_difference"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("difference", "position", name=op.f("pk_difference_cue")),
    )
    op.create_table(
        "event_cue",
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('person', 'about')", name=op.f("ck_event_cue_kind_known")),
        sa.ForeignKeyConstraint(["event"], ["event.id"], name=op.f("fk_event_cue_event"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event", "kind", "position", name=op.f("pk_event_cue")),
    )
    op.create_table(
        "fact_cue",
        sa.Column("fact", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('about', 'yes', 'no')", name=op.f("ck_fact_cue_kind_known")),
        sa.ForeignKeyConstraint(["fact"], ["fact.id"], name=op.f("fk_fact_cue_fact"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("fact", "kind", "position", name=op.f("pk_fact_cue")),
    )
    op.create_table(
        "term_alias",
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["term"], ["term.id"], name=op.f("fk_term_alias_term"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "position", name=op.f("pk_term_alias")),
    )
    op.create_table(
        "term_link",
        sa.Column("term", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("other", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["other"], ["term.id"], name=op.f("fk_term_link_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["term"], ["term.id"], name=op.f("fk_term_link_term"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "position", name=op.f("pk_term_link")),
    )


def downgrade() -> None:
    """Drop every table."""
    for table in TABLES:
        op.drop_table(table)
