"""Say what an official record holds: facts made from its items and figures by the templates of content/imported.yml."""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Extra, validator

from ariane.french import numbers
from ariane.french.agreement import listed
from ariane.french.typography import NBSP, mend
from ariane.knowledge import records
from ariane.knowledge.official import LinkedItem
from ariane.knowledge.schema import IMPORTED, TOPICS, Slug, Text, Words
from ariane.knowledge.yaml_file import YamlFile

Values = dict[str, str]
MOST, MOST_CHARACTERS = 6, 240  # what one sentence names, so that an answer stays short
SEPARATOR = f"{NBSP}; "  # the names of items hold commas
CONTEXTS = {
    "Horaires et durée du travail": "hours",
    "Conditions de travail et risques professionnels": "risks",
    "Lieux et déplacements": "places",
    "Statut d'emploi": "status",
    "Types de structures": "structures",
    "Publics spécifiques": "publics",
}
HOURS = {"Travail le samedi": "saturday", "Travail le dimanche": "sunday", "Travail de nuit": "night"}
# What templates may name between braces, or ask for with `when`.
KNOWN_VALUES = frozenset(
    {
        *("regulated", "domain", "interest", "main_know_how", "know_how", "knowledge", "soft", "emerging"),
        *(
            "certifications",
            "sectors",
            "neighbours",
            *CONTEXTS.values(),
            *HOURS.values(),
            "hours_years",
            "hours_family",
        ),
        *("diploma", "diploma_share", "diploma_years", "diploma_family", "pay", "pay_years", "pay_family"),
        *("pay_before", "pay_before_years", "tension", "tension_years", "tension_family"),
        *("causes", "women", "women_years", "women_family", "fixed_term", "fixed_term_years", "fixed_term_family"),
    }
)


class Template(BaseModel):
    """A sentence to fill; it is said only when each value it names is known."""

    class Config:
        """Settings of pydantic."""

        extra = Extra.forbid

    id: Slug
    topic: Literal[
        "description", "examples", "skills", "training", "pros", "cons", "salary", "outlook", "career", "conditions"
    ]
    source: Slug
    aspect: str | None = None
    when: list[str] = []
    text: Text
    about: list[Words] = []

    def needs(self) -> set[str]:
        """Return the values that the sentence needs."""
        fields = {field for _, field, _, _ in string.Formatter().parse(self.text) if field is not None}
        return fields | set(self.when)

    @validator("text")
    def _fields(cls, value: str) -> str:
        for _, field, _, _ in string.Formatter().parse(value):
            if field is not None and field not in KNOWN_VALUES:
                known = ", ".join(sorted(KNOWN_VALUES))
                raise ValueError(f"« {{{field}}} » n’est pas une valeur connue ; choisissez parmi : {known}")
        return value


class Wording(BaseModel):
    """The whole of content/imported.yml."""

    class Config:
        """Settings of pydantic."""

        extra = Extra.forbid

    missing: dict[str, Text]
    riasec: dict[str, Words]
    levels: dict[int, Words]
    causes: dict[str, Words]
    facts: list[Template]


def read_wording(path: Path) -> Wording:
    """Read content/imported.yml; raises UnreadableFile or pydantic's ValidationError."""
    return Wording.parse_obj(YamlFile(path).data)


def compose(
    job: records.Job,
    found: list[LinkedItem],
    neighbours: list[records.Job],
    families: list[records.FamilyFigures],
    wording: Wording,
) -> list[records.Fact]:
    """Return the facts that the templates make of an official record, in the order of the templates."""
    values = _record_values(job, found, neighbours, wording)
    of_families = [_family_values(family, wording) for family in families]
    facts: list[records.Fact] = []
    for template in wording.facts:
        for number, family in enumerate(of_families or [{}]):
            everything = {**values, **family}
            if not template.needs() <= everything.keys():
                continue
            facts.append(_fact(job.slug, template, everything, number, families))
            if not template.source.startswith("dares"):
                break  # the same for every family
    return facts


def missing(job: str, topics: Iterable[str], wording: Wording, source: str) -> Iterator[records.Fact]:
    """Yield, for each topic that the record says nothing of, the sentence that says so."""
    for topic in topics:
        if topic in wording.missing:
            yield records.Fact(f"{job}/{topic}/missing", job, topic, wording.missing[topic], source, aspect="missing")


def in_order(facts: Iterable[records.Fact]) -> list[records.Fact]:
    """Return facts by topic, each topic in the order given."""
    return sorted(facts, key=lambda fact: TOPICS.index(fact.topic))


def _fact(
    job: str, template: Template, values: Values, number: int, families: list[records.FamilyFigures]
) -> records.Fact:
    source = f"{IMPORTED}{template.source}"
    figures = families[number].figures if families else ()
    suffix = f"-{number + 1}" if number else ""
    return records.Fact(
        id=f"{job}/{template.topic}/{template.id}{suffix}",
        job=job,
        topic=template.topic,
        text=template.text.format_map(values),
        source=source,
        year=max((figure.year_to for figure in figures if figure.source == source), default=None),
        aspect=template.aspect,
        about=tuple(template.about),
    )


def _record_values(
    job: records.Job, found: list[LinkedItem], neighbours: list[records.Job], wording: Wording
) -> Values:
    main = [item for item in found if item.kind == "know_how" and item.importance == "main"]
    others = [item for item in found if item.kind == "know_how" and item.importance is None]
    values = {
        "regulated": "oui" if job.regulated else "",
        "domain": job.group or "",
        "interest": _interests(job.riasec, wording),
        "main_know_how": _named(main),
        "know_how": _named(others),
        "knowledge": _named([item for item in found if item.kind == "knowledge"]),
        "soft": _named([item for item in found if item.kind == "soft"]),
        "emerging": _named([item for item in found if item.importance == "emerging"]),
        "certifications": _short_list([item.name for item in found if item.kind == "certification"]),
        "sectors": listed([_lower(item.name) for item in found if item.kind == "sector"][:MOST]),
        "neighbours": _short_list([_title(neighbour) for neighbour in neighbours]),
    }
    for heading, name in CONTEXTS.items():
        values[name] = _named([item for item in found if item.kind == "context" and item.category == heading])
    return {name: value for name, value in values.items() if value}


def _family_values(family: records.FamilyFigures, wording: Wording) -> Values:
    values: Values = {}
    national = [figure for figure in family.figures if not figure.area]
    pay = sorted((f for f in national if f.kind == "pay"), key=lambda f: f.year_to, reverse=True)
    for figure, name in zip(pay, ("pay", "pay_before"), strict=False):
        values |= {
            name: numbers.euros(figure.value),
            f"{name}_years": _years(figure),
            f"{name}_family": figure.family_name,
        }
    for figure in national:
        if figure.kind == "tension":
            values |= _said(figure, "tension", wording.levels[figure.value])
        elif figure.kind in ("women", "fixed_term"):
            values |= _said(figure, figure.kind, numbers.percent(figure.value))
        elif figure.kind == "hours" and figure.label in HOURS:
            values |= _said(figure, "hours", "") | {HOURS[figure.label]: numbers.percent(figure.value)}
    causes = [figure for figure in national if figure.kind == "tension_cause" and figure.value >= 4]
    values["causes"] = listed([wording.causes[figure.label] for figure in causes if figure.label in wording.causes])
    diplomas = [figure for figure in national if figure.kind == "diploma"]
    if diplomas:
        highest = max(diplomas, key=lambda figure: figure.value)
        values |= _said(highest, "diploma", _lower(highest.label)) | {"diploma_share": numbers.percent(highest.value)}
    return {name: value for name, value in values.items() if value}


def _said(figure: records.FamilyFigure, name: str, value: str) -> Values:
    years = _years(figure)
    said = {f"{name}_years": years[0].upper() + years[1:], f"{name}_family": figure.family_name}
    return {**said, name: value} if value else said


def _years(figure: records.FamilyFigure) -> str:
    return numbers.period(figure.year_from, figure.year_to)


def _interests(letters: str, wording: Wording) -> str:
    return listed([wording.riasec[letter] for letter in letters if letter in wording.riasec], "et aussi")


def _named(found: list[LinkedItem]) -> str:
    return _short_list([_lower(item.name) for item in found])


def _short_list(names: list[str]) -> str:
    """Join the first names, as many as a short sentence holds and at least one."""
    kept: list[str] = []
    for name in names[:MOST]:
        if kept and len(SEPARATOR.join([*kept, name])) > MOST_CHARACTERS:
            break
        kept.append(name)
    return SEPARATOR.join(kept)


def _title(job: records.Job) -> str:
    """Name a job in both genders, as the official titles do: « vendeur / vendeuse en épicerie »."""
    if job.label:
        return mend(" / ".join(map(_lower, job.label.split(" / "))))
    return job.masculine if job.masculine == job.feminine else f"{job.masculine} / {job.feminine}"


def _lower(text: str) -> str:
    """Lower the first letter, unless the first word is an acronym."""
    return text if text[1:2].isupper() or text[1:2].isdigit() else text[:1].lower() + text[1:]
