"""The form of the content files, declared once: which keys, which values, which are required.

The check reads its rules from here and the build its rows, so that a new key is added in one place.
"""

from __future__ import annotations

import datetime
import re
from typing import Any, Literal

from pydantic import BaseModel, ConstrainedInt, ConstrainedStr, Extra, Field, root_validator, validator

TOPICS = (
    "description",
    "examples",
    "skills",
    "training",
    "pros",
    "cons",
    "salary",
    "outlook",
    "career",
    "conditions",
)
EDITORIAL = "redaction"  # the source of what we write ourselves; it never carries a figure
IMPORTED = "import-"  # how the ids of the sources that imports bring begin
ASPECTS: dict[str, tuple[str, ...]] = {
    "conditions": ("remote", "contract", "team", "hours"),
    "outlook": ("sectors", "employers", "hiring", "market"),
}

StudyLevel = Literal["none", "bac", "bac+2", "bac+3", "bac+5", "bac+8"]
Amount = Literal["none", "some", "much"]
Domain = Literal["ai", "data", "software", "web", "databases", "security", "systems", "statistics"]
SourceKind = Literal["press", "study", "official", "education", "encyclopedia", "editorial"]
SkillCategory = Literal[
    "mathematics",
    "programming",
    "framework",
    "database",
    "tool",
    "paradigm",
    "metric",
    "validation",
    "method",
    "domain",
    "soft",
    "language",
]
SkillLevel = Literal["basic", "working", "advanced", "expert"]
TrainingKind = Literal[
    "bts",
    "but",
    "bachelor",
    "master",
    "engineering_school",
    "business_school",
    "doctorate",
    "apprenticeship",
    "online_course",
    "certification",
    "bootcamp",
    "retraining",
    "no_degree",
    "vae",
    "title",
]
Basis = Literal["gross", "net", "unknown"]  # unknown: the source does not say which
Period = Literal["year", "month", "day"]
Experience = Literal["any", "junior", "mid", "senior", "lead"]
TRAITS = (
    "maths",
    "coding",
    "data",
    "people",
    "management",
    "writing",
    "design",
    "research",
    "systems",
    "security",
    "business",
)


class Slug(ConstrainedStr):
    """An identifier: lower case ASCII words joined by hyphens."""

    strict = True
    regex = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


class Text(ConstrainedStr):
    """Some text, not empty."""

    strict = True
    strip_whitespace = True
    min_length = 1


class Words(Text):
    """A name or a few words."""

    max_length = 160


class FactText(Text):
    """A sentence or two that can be quoted alone."""

    max_length = 260


class LongText(Text):
    """One to three sentences."""

    max_length = 420


class RomeCode(ConstrainedStr):
    """A code of the ROME, such as M1405."""

    strict = True
    regex = re.compile(r"^[A-N]\d{4}$")


class Year(ConstrainedInt):
    """A year of our era."""

    strict = True
    ge = 1600
    le = 2100


class Count(ConstrainedInt):
    """A whole number of years or months."""

    strict = True
    ge = 0
    le = 600


class Euros(ConstrainedInt):
    """A whole number of euros."""

    strict = True
    ge = 1
    le = 10_000_000


class Strict(BaseModel):
    """A mapping that accepts no other key than its own, and can't be changed once read."""

    class Config:
        """Settings of pydantic."""

        extra = Extra.forbid
        allow_mutation = False


class Dated(Strict):
    """Something that is cited, with its date: a year, a month or a day."""

    date: str

    @validator("date", pre=True)
    def _date(cls, value: Any) -> str:
        """Accept 2023-09-11, 2023-09 or 2023, and keep it as text: ISO dates sort as text."""
        if isinstance(value, (datetime.date, int)) and not isinstance(value, bool):
            value = value.isoformat()[:10] if isinstance(value, datetime.date) else str(value)
        if not isinstance(value, str) or not re.fullmatch(r"(19|20)\d\d(-[01]\d(-[0-3]\d)?)?", value):
            raise ValueError("la date n’est pas comprise ; écrivez 2023-09-11, 2023-09 ou 2023")
        return value


def whole_address(value: str | None) -> str | None:
    """Return an address that is written in full. Raises ValueError when it is not."""
    if value is not None and not re.match(r"https?://[^\s/]+\.[^\s]+$", value):
        raise ValueError("l’adresse n’est pas valable ; écrivez-la en entier, avec https://")
    return value


class SourceEntry(Dated):
    """Where facts come from."""

    id: Slug
    title: Text
    publisher: Text
    url: str | None = None
    kind: SourceKind

    @validator("id")
    def _id(cls, value: str) -> str:
        if value.startswith(IMPORTED):
            raise ValueError(f"« {IMPORTED} » est réservé aux sources importées ; choisissez un autre début")
        return value

    _url = validator("url", allow_reuse=True)(whole_address)


class Names(Strict):
    """What Ariane calls the job, in both genders."""

    masculine: Words
    feminine: Words


class Aliases(Strict):
    """What visitors call the job."""

    masculine: list[Words] = []
    feminine: list[Words] = []
    english: list[Words] = []
    short: list[Words] = []


class ProfileEntry(Strict):
    """What the job asks of a person: our judgement, in words, never in figures."""

    entry_level: StudyLevel
    maths: Amount
    coding: Amount
    data: Amount
    people: Amount
    management: Amount
    writing: Amount
    design: Amount
    research: Amount
    systems: Amount
    security: Amount
    business: Amount
    reasons: dict[str, Words] = {}

    @validator("reasons")
    def _reasons(cls, value: dict[str, Words]) -> dict[str, Words]:
        for trait in value:
            if trait not in TRAITS:
                raise ValueError(f"trait inconnu « {trait} » ; les traits sont : {', '.join(TRAITS)}")
        return value


class FactEntry(Strict):
    """One fact of a topic."""

    id: Slug
    text: FactText
    source: Slug
    year: Year | None = None
    aspect: str | None = None
    about: list[Words] = []
    yes: list[Words] = []
    no: list[Words] = []
    asked: list[Words] = []


class QuestionsEntry(Strict):
    """Questions of one fact, as people ask them: those that it answers with yes or no, and the others."""

    asked: list[Words] = []
    yes: list[Words] = []
    no: list[Words] = []


class QuestionsFile(BaseModel):
    """Questions of the facts of a job, by topic and fact: content/questions/<slug>.yml."""

    __root__: dict[str, dict[Slug, QuestionsEntry]]


Facts = list[FactEntry]


class Topics(Strict):
    """The facts of a job, by topic; their order is the order of the answer."""

    description: Facts = Field(min_items=1)
    examples: Facts = Field(min_items=1)
    skills: Facts = Field(min_items=1)
    training: Facts = Field(min_items=1)
    pros: Facts = Field(min_items=4)
    cons: Facts = Field(min_items=4)
    salary: Facts = Field(min_items=1)
    outlook: Facts = Field(min_items=1)
    career: Facts = Field(min_items=1)
    conditions: Facts = Field(min_items=1)

    def of(self, topic: str) -> Facts:
        """Return the facts of `topic`."""
        facts: Facts = getattr(self, topic)
        return facts


class SkillEntry(Strict):
    """A skill by category, with the level asked when it is known."""

    category: SkillCategory
    name: Words
    level: SkillLevel | None = None
    source: Slug


class TrainingEntry(Strict):
    """A training route."""

    id: Slug
    kind: TrainingKind
    name: Words
    level: StudyLevel | None = None
    entry: StudyLevel | None = None
    duration_months: Count | None = None
    purpose: FactText | None = None
    source: Slug
    duration_note: Words | None = None  # said in place of a length, where none is fixed
    entry_note: Words | None = None  # said in place of a level, where none is fixed

    @root_validator(skip_on_failure=True)
    def _once(cls, values: dict[str, Any]) -> dict[str, Any]:
        for key, note in (("duration_months", "duration_note"), ("entry", "entry_note")):
            if values[key] is not None and values[note]:
                raise ValueError(f"{key} et {note} à la fois ; la note tient lieu de ce qui n’est pas fixé")
        return values


class SalaryEntry(Strict):
    """A salary figure, in whole euros."""

    id: Slug
    low: Euros | None = None
    typical: Euros | None = None
    high: Euros | None = None
    note: Words | None = None
    basis: Basis
    period: Period
    experience: Experience
    years_min: Count | None = None
    years_max: Count | None = None
    region: Words | None = None
    sector: Words | None = None
    year: Year
    source: Slug

    @root_validator(skip_on_failure=True)
    def _amounts(cls, values: dict[str, Any]) -> dict[str, Any]:
        given = [values[key] for key in ("low", "typical", "high") if values[key] is not None]
        if not given:
            raise ValueError("aucun montant ; donnez au moins low, typical ou high")
        if given != sorted(given):
            raise ValueError("montants dans le désordre ; il faut low ≤ typical ≤ high")
        return values

    @root_validator(skip_on_failure=True)
    def _basis(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values["basis"] == "unknown" and not values["note"]:
            raise ValueError("ni brut ni net et rien pour en juger ; ajoutez « note: » avec ce que la source compte")
        return values


class CareerEntry(Strict):
    """A step of a career."""

    id: Slug
    title: Words
    job: Slug | None = None
    years_min: Count | None = None
    years_max: Count | None = None
    text: FactText
    source: Slug
    years_unknown: bool = False  # looked for, and told by no source: Ariane says so


class DifferenceEntry(Strict):
    """What sets the job apart from another."""

    job: Slug
    text: LongText
    about: list[Words] = []
    source: Slug


class JobEntry(Strict):
    """One job, as a person writes it in content/jobs/<slug>.yml."""

    slug: Slug
    name: Names
    aliases: Aliases
    rome: list[RomeCode] = []
    fields: list[Domain] = Field(min_items=1)
    profile: ProfileEntry
    topics: Topics
    skills: list[SkillEntry] = Field(min_items=12)
    training: list[TrainingEntry] = Field(min_items=5)
    salary: list[SalaryEntry] = []
    salary_gap: Text | None = None
    salary_missing: list[Literal["junior", "mid", "senior"]] = []  # levels looked for without finding a figure
    career: list[CareerEntry] = Field(min_items=1)
    differences: list[DifferenceEntry] = Field(min_items=3)


class TermEntry(Strict):
    """A word of the field and its definition."""

    id: Slug
    term: Words
    article: Literal["le", "la", "l’", "l'", "les"]
    gender: Literal["m", "f"]
    aliases: list[Words] = []
    english: Words | None = None
    definition: LongText
    related: list[Slug] = []
    source: Slug


class EventEntry(Strict):
    """A date in the history of a field."""

    id: Slug
    field: Domain
    year: Year
    year_end: Year | None = None
    date_label: Words
    title: Words
    text: LongText
    people: list[Words] = []
    about: list[Words] = []
    source: Slug


class HelpLineEntry(Dated):
    """A number to call in need, and the dated page that gives it."""

    number: Text
    source: Text

    _source = validator("source", allow_reuse=True)(whole_address)


class AdviserEntry(Strict):
    """Whom visitors may turn to. A phone number comes with the dated page that gives it."""

    name: Words
    for_whom: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    hours: Text | None = None
    url: str | None = None
    source: str | None = None
    date: str | None = None

    _addresses = validator("url", "source", allow_reuse=True)(whole_address)

    @root_validator(skip_on_failure=True)
    def _phone(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["phone"] or values["hours"]) and not (values["source"] and values["date"]):
            raise ValueError("numéro ou horaires sans page datée ; ajoutez « source: https://… » et « date: »")
        return values


class ContactsFile(Strict):
    """The whole of contacts.yml."""

    labels: dict[str, Text]
    advisers: list[AdviserEntry] = Field(min_items=1)
    help_lines: list[HelpLineEntry] = Field(min_items=1)


class FeaturedFile(BaseModel):
    """The whole of featured.yml: the jobs to offer first, by slug."""

    __root__: list[Slug]
