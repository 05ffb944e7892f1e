"""The tables of the knowledge base. Rows are written by the build and the imports, and read by the repository only.

Every row hangs from a job, a term, an event or a source, and goes with it: replacing what one origin brought is one
deletion per root table. Money is whole euros, never a float.
"""

from __future__ import annotations

from typing import Any, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import declarative_base

from ariane.knowledge import schema

# Constraints have the same names on every server, so that a migration can speak of them.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
Base: Any = declarative_base(metadata=MetaData(naming_convention=NAMING))

# Where a row comes from: our own content, the ROME release, the Dares figures.
CONTENT, ROME, DARES = "content", "rome", "dares"
ORIGINS = (CONTENT, ROME, DARES)
GENDERS = ("m", "f")
NAME_KINDS = ("name", "masculine", "feminine", "english", "short", "title")
ITEM_KINDS = ("know_how", "knowledge", "soft", "certification", "context", "sector")
IMPORTANCES = ("main", "emerging")
FIGURE_KINDS = ("pay", "tension", "tension_cause", "hours", "diploma", "women", "fixed_term")
FIGURE_UNITS = ("euro", "percent", "level")
FACT_CUES = ("about", "yes", "no", "asked")


def _one_of(column: str, values: tuple[Any, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def _job_key(**options: Any) -> Column[Any]:
    return Column(String(80), ForeignKey("job.slug", ondelete="CASCADE"), nullable=False, index=True, **options)


def _source_key() -> Column[Any]:
    return Column(String(80), ForeignKey("source.id"), nullable=False, index=True)


class Meta(Base):
    """What was built or imported last: fingerprints by name."""

    __tablename__ = "meta"
    key = Column(String(40), primary_key=True)
    value = Column(Text, nullable=False)


class Source(Base):
    """Where facts come from. `date` is ISO text: a year, a month or a day."""

    __tablename__ = "source"
    __table_args__ = (_one_of("kind", get_args(schema.SourceKind)), _one_of("origin", ORIGINS))
    id = Column(String(80), primary_key=True)
    title = Column(Text, nullable=False)
    publisher = Column(Text, nullable=False)
    date = Column(String(10), nullable=False)
    url = Column(Text)
    kind = Column(String(20), nullable=False)
    origin = Column(String(10), nullable=False, index=True)


class Job(Base):
    """A job: ours, or a record of the ROME (slug rome-<code>), whose official label is `label`."""

    __tablename__ = "job"
    __table_args__ = (
        _one_of("origin", (CONTENT, ROME)),
        CheckConstraint("entry_level IN ('none', 'bac', 'bac+2', 'bac+3', 'bac+5', 'bac+8')", name="entry_level_known"),
    )
    slug = Column(String(80), primary_key=True)
    origin = Column(String(10), nullable=False, index=True)
    position = Column(Integer, nullable=False)
    masculine = Column(Text, nullable=False)
    feminine = Column(Text, nullable=False)
    label = Column(Text)
    entry_level = Column(String(10))
    salary_gap = Column(Text)
    parent_rome = Column(String(5), index=True)  # the older, wider code that the Dares families are tied to
    group_label = Column(Text)  # the professional domain of the ROME
    riasec_major = Column(String(1))
    riasec_minor = Column(String(1))
    regulated = Column(Integer, nullable=False, default=0)
    executive = Column(Integer, nullable=False, default=0)


class JobRome(Base):
    """A ROME code of a job. No foreign key: our jobs name codes whether or not the release is imported."""

    __tablename__ = "job_rome"
    job = _job_key(primary_key=True)
    code = Column(String(5), primary_key=True)
    position = Column(Integer, nullable=False)


class JobField(Base):
    """A field of history.yml that a job belongs to."""

    __tablename__ = "job_field"
    __table_args__ = (_one_of("field", get_args(schema.Domain)),)
    job = _job_key(primary_key=True)
    field = Column(String(20), primary_key=True)
    position = Column(Integer, nullable=False)


class JobTrait(Base):
    """How much a job asks of one trait, and why."""

    __tablename__ = "job_trait"
    __table_args__ = (_one_of("trait", schema.TRAITS), _one_of("amount", get_args(schema.Amount)))
    job = _job_key(primary_key=True)
    trait = Column(String(20), primary_key=True)
    amount = Column(String(10), nullable=False)
    reason = Column(Text)


class JobName(Base):
    """A name of a job. `folded` is what comparisons use; `title` groups the two genders of one official title."""

    __tablename__ = "job_name"
    __table_args__ = (
        _one_of("gender", GENDERS),
        _one_of("kind", NAME_KINDS),
        _one_of("origin", (CONTENT, ROME)),
        UniqueConstraint("job", "folded", "gender", "title"),
    )
    id = Column(Integer, primary_key=True)
    job = _job_key()
    text = Column(Text, nullable=False)
    folded = Column(Text, nullable=False, index=True)
    gender = Column(String(1))  # empty for English names and short forms
    kind = Column(String(10), nullable=False)
    origin = Column(String(10), nullable=False)
    title = Column(String(20))  # OGR code of the official title
    label = Column(Text)  # the official title in full
    position = Column(Integer, nullable=False)


class Fact(Base):
    """One fact of a topic. `id` is <slug>/<topic>/<id>."""

    __tablename__ = "fact"
    __table_args__ = (_one_of("topic", schema.TOPICS),)
    id = Column(String(200), primary_key=True)
    job = _job_key()
    topic = Column(String(20), nullable=False)
    position = Column(Integer, nullable=False)
    text = Column(Text, nullable=False)
    source = _source_key()
    year = Column(Integer)
    aspect = Column(String(20))


class FactCue(Base):
    """Words that people use to ask for a fact, or a question that it answers with yes or no."""

    __tablename__ = "fact_cue"
    __table_args__ = (_one_of("kind", FACT_CUES),)
    fact = Column(String(200), ForeignKey("fact.id", ondelete="CASCADE"), primary_key=True)
    kind = Column(String(10), primary_key=True)
    position = Column(Integer, primary_key=True)
    text = Column(Text, nullable=False)


class Skill(Base):
    """A skill of one of our jobs. `id` is <slug>/skills/#<category>-<n>."""

    __tablename__ = "skill"
    __table_args__ = (
        _one_of("category", get_args(schema.SkillCategory)),
        _one_of("level", get_args(schema.SkillLevel)),
    )
    id = Column(String(200), primary_key=True)
    job = _job_key()
    position = Column(Integer, nullable=False)
    category = Column(String(20), nullable=False)
    name = Column(Text, nullable=False)
    level = Column(String(10))
    source = _source_key()


class Training(Base):
    """A training route. `id` is <slug>/training/#<id>."""

    __tablename__ = "training"
    __table_args__ = (
        _one_of("kind", get_args(schema.TrainingKind)),
        _one_of("level", get_args(schema.StudyLevel)),
        _one_of("entry", get_args(schema.StudyLevel)),
        CheckConstraint("duration_months >= 0", name="duration_positive"),
    )
    id = Column(String(200), primary_key=True)
    job = _job_key()
    position = Column(Integer, nullable=False)
    kind = Column(String(20), nullable=False)
    name = Column(Text, nullable=False)
    level = Column(String(10))
    entry = Column(String(10))
    duration_months = Column(Integer)
    purpose = Column(Text)
    duration_note = Column(Text)
    entry_note = Column(Text)
    source = _source_key()


class Salary(Base):
    """A salary figure in whole euros. `id` is <slug>/salary/#<id>."""

    __tablename__ = "salary"
    __table_args__ = (
        _one_of("basis", get_args(schema.Basis)),
        _one_of("period", get_args(schema.Period)),
        _one_of("experience", get_args(schema.Experience)),
        CheckConstraint("low > 0 AND typical > 0 AND high > 0", name="amounts_positive"),
        CheckConstraint("low <= typical AND typical <= high AND low <= high", name="amounts_ordered"),
        CheckConstraint("coalesce(low, typical, high) IS NOT NULL", name="amount_given"),
    )
    id = Column(String(200), primary_key=True)
    job = _job_key()
    position = Column(Integer, nullable=False)
    low = Column(Integer)
    typical = Column(Integer)
    high = Column(Integer)
    note = Column(Text)
    basis = Column(String(10), nullable=False)
    period = Column(String(10), nullable=False)
    experience = Column(String(10), nullable=False)
    years_min = Column(Integer)
    years_max = Column(Integer)
    region = Column(Text)
    sector = Column(Text)
    year = Column(Integer, nullable=False)
    source = _source_key()


class CareerStep(Base):
    """A step of a career. `id` is <slug>/career/#<id>; `other` is the job it leads to, when we know it."""

    __tablename__ = "career_step"
    id = Column(String(200), primary_key=True)
    job = _job_key()
    position = Column(Integer, nullable=False)
    title = Column(Text, nullable=False)
    other = Column(String(80), ForeignKey("job.slug", ondelete="SET NULL"))
    years_min = Column(Integer)
    years_max = Column(Integer)
    text = Column(Text, nullable=False)
    source = _source_key()


class Difference(Base):
    """What sets a job apart from another. `id` is <slug>/differences/<other>."""

    __tablename__ = "difference"
    __table_args__ = (UniqueConstraint("job", "other"), CheckConstraint("job <> other", name="two_jobs"))
    id = Column(String(200), primary_key=True)
    job = _job_key()
    other = _job_key()
    position = Column(Integer, nullable=False)
    text = Column(Text, nullable=False)
    source = _source_key()


class DifferenceCue(Base):
    """Words that people use to ask for a difference."""

    __tablename__ = "difference_cue"
    difference = Column(String(200), ForeignKey("difference.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    text = Column(Text, nullable=False)


class Term(Base):
    """A word of the field and its definition."""

    __tablename__ = "term"
    __table_args__ = (_one_of("gender", GENDERS),)
    id = Column(String(80), primary_key=True)
    position = Column(Integer, nullable=False)
    term = Column(Text, nullable=False)
    article = Column(String(4), nullable=False)
    gender = Column(String(1), nullable=False)
    english = Column(Text)
    definition = Column(Text, nullable=False)
    source = _source_key()


class TermAlias(Base):
    """Another name of a term."""

    __tablename__ = "term_alias"
    term = Column(String(80), ForeignKey("term.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    text = Column(Text, nullable=False)


class TermLink(Base):
    """A term worth reading next."""

    __tablename__ = "term_link"
    term = Column(String(80), ForeignKey("term.id", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, primary_key=True)
    other = Column(String(80), ForeignKey("term.id", ondelete="CASCADE"), nullable=False)


class Event(Base):
    """A date in the history of a field."""

    __tablename__ = "event"
    __table_args__ = (_one_of("field", get_args(schema.Domain)),)
    id = Column(String(80), primary_key=True)
    position = Column(Integer, nullable=False)
    field = Column(String(20), nullable=False)
    year = Column(Integer, nullable=False)
    year_end = Column(Integer)
    date_label = Column(Text, nullable=False)
    title = Column(Text, nullable=False)
    text = Column(Text, nullable=False)
    source = _source_key()


class EventCue(Base):
    """A person of an event, or words that people use to ask for it."""

    __tablename__ = "event_cue"
    __table_args__ = (_one_of("kind", ("person", "about")),)
    event = Column(String(80), ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)
    kind = Column(String(10), primary_key=True)
    position = Column(Integer, primary_key=True)
    text = Column(Text, nullable=False)


class Item(Base):
    """A skill, a piece of knowledge, a certification, a work context or a sector of the ROME."""

    __tablename__ = "item"
    __table_args__ = (_one_of("kind", ITEM_KINDS),)
    code = Column(String(20), primary_key=True)
    kind = Column(String(20), nullable=False)
    name = Column(Text, nullable=False)
    category = Column(Text)  # the ROME's own heading, in French


class JobItem(Base):
    """An item of an imported job; `importance` says whether the ROME calls it main or emerging."""

    __tablename__ = "job_item"
    __table_args__ = (_one_of("importance", IMPORTANCES),)
    job = Column(String(80), ForeignKey("job.slug", ondelete="CASCADE"), primary_key=True)
    item = Column(String(20), ForeignKey("item.code", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, nullable=False)
    importance = Column(String(10))


class Neighbour(Base):
    """A job that one can move to from another, in the order of the ROME."""

    __tablename__ = "neighbour"
    job = Column(String(80), ForeignKey("job.slug", ondelete="CASCADE"), primary_key=True)
    other = Column(String(80), ForeignKey("job.slug", ondelete="CASCADE"), primary_key=True)
    position = Column(Integer, nullable=False)


class Family(Base):
    """A job family of the Dares (FAP), at the level of detail at which its figures are published."""

    __tablename__ = "family"
    code = Column(String(10), primary_key=True)
    name = Column(Text, nullable=False)


class FamilyRome(Base):
    """An older ROME code that belongs to a family."""

    __tablename__ = "family_rome"
    family = Column(String(10), ForeignKey("family.code", ondelete="CASCADE"), primary_key=True)
    code = Column(String(5), primary_key=True, index=True)


class FamilyFigure(Base):
    """A figure of a family, of stated years. `value` is whole: euros a month, percent, or a level from 1 to 5."""

    __tablename__ = "family_figure"
    __table_args__ = (
        _one_of("kind", FIGURE_KINDS),
        _one_of("unit", FIGURE_UNITS),
        UniqueConstraint("family", "kind", "label", "area", "year_from", "year_to"),
        CheckConstraint("year_from <= year_to", name="years_ordered"),
    )
    id = Column(Integer, primary_key=True)
    family = Column(String(10), ForeignKey("family.code", ondelete="CASCADE"), nullable=False, index=True)
    kind = Column(String(20), nullable=False)
    label = Column(Text, nullable=False, default="")
    value = Column(Integer, nullable=False)
    unit = Column(String(10), nullable=False)
    area = Column(Text, nullable=False, default="")  # empty for the whole country
    year_from = Column(Integer, nullable=False)
    year_to = Column(Integer, nullable=False)
    source = _source_key()
