"""What the repository hands out: plain frozen values, safe to keep after the database is closed."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trait:
    """How much a job asks of a trait (none, some or much), and a clause that says why."""

    name: str
    amount: str
    reason: str | None = None


@dataclass(frozen=True)
class Job:
    """A job. `origin` is "content" (written by us) or "rome" (official record, whose full title is `label`)."""

    slug: str
    origin: str
    masculine: str
    feminine: str
    label: str | None = None
    rome: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    entry_level: str | None = None
    traits: tuple[Trait, ...] = ()
    salary_gap: str | None = None  # why some levels of pay are missing
    group: str | None = None  # professional domain of the ROME
    riasec: str = ""  # interests by the RIASEC letters, the major one first
    regulated: bool = False
    executive: bool = False
    parent_rome: str | None = None  # the older, wider ROME code

    def name(self, gender: str = "m") -> str:
        """Return the name in a gender, "m" or "f"."""
        return self.feminine if gender == "f" else self.masculine


@dataclass(frozen=True)
class JobName:
    """A name that visitors use for a job. `job` is its slug.

    `gender` is "m", "f" or None (English, short forms); `kind` is name, masculine, feminine, english, short or title
    (an official title, given in full by `label`; `title` is shared by the two genders of one title). `folded` is
    `ariane.french.folding.fold(text)`. `record` is the slug of the official record that a title comes from: it differs
    from `job` where one of our own jobs answers in its place.
    """

    text: str
    job: str
    gender: str | None
    kind: str
    origin: str
    folded: str
    label: str | None = None
    title: str | None = None
    record: str | None = None


@dataclass(frozen=True)
class Fact:
    """One fact of a topic, in the order of the answer. `source` is the id of a Source."""

    id: str
    job: str
    topic: str
    text: str
    source: str
    year: int | None = None
    aspect: str | None = None
    about: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Skill:
    """A skill. `importance` (main or emerging) and `heading` are given by official records only."""

    id: str
    job: str
    category: str
    name: str
    source: str
    level: str | None = None
    importance: str | None = None
    heading: str | None = None


@dataclass(frozen=True)
class Training:
    """A training route; `level` is what it leads to, `entry` what it asks; notes stand for what is not fixed."""

    id: str
    job: str
    kind: str
    name: str
    source: str
    level: str | None = None
    entry: str | None = None
    duration_months: int | None = None
    purpose: str | None = None
    duration_note: str | None = None
    entry_note: str | None = None


@dataclass(frozen=True)
class Salary:
    """A salary figure in whole euros; region and sector empty mean France and all sectors."""

    id: str
    job: str
    basis: str
    period: str
    experience: str
    year: int
    source: str
    low: int | None = None
    typical: int | None = None
    high: int | None = None
    note: str | None = None
    years_min: int | None = None
    years_max: int | None = None
    region: str | None = None
    sector: str | None = None


@dataclass(frozen=True)
class CareerStep:
    """A step of a career; `other` is the slug of the job it leads to, when Ariane knows it."""

    id: str
    job: str
    title: str
    text: str
    source: str
    other: str | None = None
    years_min: int | None = None
    years_max: int | None = None


@dataclass(frozen=True)
class Difference:
    """What sets `job` apart from `other`."""

    id: str
    job: str
    other: str
    text: str
    source: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """A word of the field. `article` is le, la, l’ or les."""

    id: str
    term: str
    article: str
    gender: str
    definition: str
    source: str
    english: str | None = None
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """A date in the history of a field. `date_label` is how to say it: "en 1958"."""

    id: str
    field: str
    year: int
    date_label: str
    title: str
    text: str
    source: str
    year_end: int | None = None
    people: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """Where facts come from. `date` is ISO text: a year, a month or a day."""

    id: str
    title: str
    publisher: str
    date: str
    url: str | None
    kind: str

    @property
    def year(self) -> int:
        """The year of publication."""
        return int(self.date[:4])


@dataclass(frozen=True)
class FamilyFigure:
    """A figure of a job family (never of the job alone), of stated years.

    `family_name` says whose figure it is: the family itself, or the wider one where the figure exists for that only.
    `kind` is one of pay, tension, tension_cause, hours, diploma, women, fixed_term; `value` is whole euros net a month,
    a percentage, or a level from 1 to 5, as `unit` says (euro, percent, level); `area` empty is France.
    """

    family: str
    family_name: str
    kind: str
    label: str
    value: int
    unit: str
    year_from: int
    year_to: int
    source: str
    area: str = ""


@dataclass(frozen=True)
class FamilyFigures:
    """A job family of the Dares and its figures."""

    code: str
    name: str
    figures: tuple[FamilyFigure, ...] = field(default=())
