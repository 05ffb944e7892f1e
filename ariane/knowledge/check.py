"""The content check: each function below looks for one kind of mistake and says how to mend it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from ariane.french.folding import fold
from ariane.knowledge.content import FEATURED, Content, Placed, read_content, schema_problems
from ariane.knowledge.figures import has_amount, has_figure, says_year
from ariane.knowledge.mending import typography_problems
from ariane.knowledge.official_facts import Wording
from ariane.knowledge.problems import Problem
from ariane.knowledge.schema import (
    ASPECTS,
    EDITORIAL,
    TOPICS,
    ContactsFile,
    FactEntry,
    FeaturedFile,
    JobEntry,
    SourceEntry,
)
from ariane.knowledge.yaml_file import Location

DUE_AFTER_YEARS = 3
SHORT_ANSWER = 450  # characters of the first two facts of a topic, read together
SALARY_LEVELS = ("junior", "mid", "senior")
PHRASES = "phrases.yml"
FORMS: dict[str, type[BaseModel]] = {"imported.yml": Wording, "contacts.yml": ContactsFile, FEATURED: FeaturedFile}
_SAME_ADDRESS = re.compile(r"^https?://(?:www\.)?|/$")  # what two ways to write one address may differ by


@dataclass(frozen=True)
class Options:
    """How strict the check is: facts older than `older_than` years are due; `lenient` allows unknown jobs."""

    only: frozenset[Path]
    older_than: float
    today: datetime.date
    lenient: bool


class Claim(NamedTuple):
    """A piece of text and the source it rests on, wherever it is in the content."""

    placed: Placed
    location: Location
    text: str
    source: str
    year: int | None
    figures: bool  # the entry also carries figures of its own (a duration, an amount)
    ages: bool = True  # definitions and history do not go out of date


Check = Callable[[Content, Options], Iterator[Problem]]


def check_content(directory: Path, only: tuple[Path, ...] = (), older_than: float = DUE_AFTER_YEARS) -> list[Problem]:
    """Check the content of `directory` and return every problem, in the order of files and lines.

    With `only`, problems of other files are left out, and a job that has no file yet may be referred to.
    """
    return check_problems(read_content(directory), only, older_than)


def check_problems(
    content: Content, only: tuple[Path, ...] = (), older_than: float = DUE_AFTER_YEARS, *, partial: bool = False
) -> list[Problem]:
    """Check what was read. `partial` forgives typography, and jobs that refer to jobs that have no file yet."""
    chosen = frozenset(path.resolve() for path in only)
    options = Options(chosen, older_than, datetime.date.today(), partial or bool(chosen))
    problems = list(content.problems)
    for check in CHECKS[1:] if partial else CHECKS:
        problems += check(content, options)
    if chosen:
        problems = [problem for problem in problems if problem.path.resolve() in chosen]
    return sorted(set(problems), key=lambda p: (str(p.path), p.line, p.what))


def facts_of(job: JobEntry) -> Iterator[tuple[str, int, FactEntry]]:
    """Yield each fact of a job with its topic and its place in the topic."""
    for topic in TOPICS:
        for position, fact in enumerate(job.topics.of(topic)):
            yield topic, position, fact


def claims(content: Content) -> Iterator[Claim]:
    """Yield everything that states something and must say where it comes from."""
    for placed in content.jobs:
        job = placed.value
        for topic, i, fact in facts_of(job):
            yield Claim(placed, ("topics", topic, i), fact.text, fact.source, fact.year, False)
        for i, skill in enumerate(job.skills):
            yield Claim(placed, ("skills", i), skill.name, skill.source, None, False)
        for i, route in enumerate(job.training):
            text = " ".join(filter(None, (f"{route.name}.", route.purpose, route.duration_note, route.entry_note)))
            yield Claim(placed, ("training", i), text, route.source, None, route.duration_months is not None)
        for i, pay in enumerate(job.salary):
            yield Claim(placed, ("salary", i), "", pay.source, pay.year, True)
        for i, step in enumerate(job.career):
            dated = bool(step.years_min) or step.years_max is not None  # none is where one starts, not a measure
            yield Claim(placed, ("career", i), step.text, step.source, None, dated)
        for i, difference in enumerate(job.differences):
            yield Claim(placed, ("differences", i), difference.text, difference.source, None, False)
    for term in content.terms:
        yield Claim(term, (), term.value.definition, term.value.source, None, False, ages=False)
    for event in content.events:
        yield Claim(event, (), event.value.text, event.value.source, event.value.year, True, ages=False)


def check_typography(content: Content, options: Options) -> Iterator[Problem]:
    """Every text that a visitor reads is in careful French typography."""
    for file in content.files:
        yield from typography_problems(file)


def check_sources_known(content: Content, options: Options) -> Iterator[Problem]:
    """Every claim names a source of sources.yml."""
    known = content.source_ids()
    for claim in claims(content):
        if claim.source not in known:
            yield claim.placed.problem(
                (*claim.location, "source"),
                f"source inconnue « {claim.source} »",
                "ajoutez-la à content/sources.yml ou corrigez son nom",
            )


def check_figures(content: Content, options: Options) -> Iterator[Problem]:
    """A figure has a source that is not ours and, in a fact, a year; an amount says its year in words."""
    for claim in claims(content):
        figure = claim.figures or has_figure(claim.text)
        if figure and claim.source == EDITORIAL:
            yield claim.placed.problem(
                (*claim.location, "source"),
                "chiffre sans source (« redaction » n’en donne jamais)",
                "citez le document d’où vient le chiffre, ou dites-le sans chiffre",
            )
        is_fact = claim.location[:1] == ("topics",)
        if is_fact and figure and claim.year is None:
            yield claim.placed.problem(
                claim.location, "chiffre sans année", "ajoutez « year: » avec l’année du chiffre"
            )
        if has_amount(claim.text) and not says_year(claim.text):
            yield claim.placed.problem(
                (*claim.location, "text"), "montant sans année dans le texte", "dites l’année, par exemple « en 2024 »"
            )


def check_slugs(content: Content, options: Options) -> Iterator[Problem]:
    """A job's slug is the name of its file."""
    for placed in content.jobs:
        if placed.value.slug != placed.file.path.stem:
            yield placed.problem(
                ("slug",),
                f"le slug « {placed.value.slug} » n’est pas le nom du fichier",
                f"écrivez « slug: {placed.file.path.stem} » ou renommez le fichier",
            )


def check_duplicate_ids(content: Content, options: Options) -> Iterator[Problem]:
    """No identifier is used twice in the same list."""
    for placed in content.jobs:
        job = placed.value
        for topic in TOPICS:
            yield from _duplicates(placed, ("topics", topic), [fact.id for fact in job.topics.of(topic)])
        for name in ("training", "salary", "career"):
            yield from _duplicates(placed, (name,), [entry.id for entry in getattr(job, name)])
        yield from _duplicates(placed, ("differences",), [entry.job for entry in job.differences], "job")
        names = [f"{skill.category} {fold(skill.name)}" for skill in job.skills]
        yield from _duplicates(placed, ("skills",), names, "name")
    for group in (content.sources, content.terms, content.events):
        seen: set[str] = set()
        for entry in group:
            if entry.value.id in seen:
                yield entry.problem(("id",), f"identifiant « {entry.value.id} » déjà pris", "donnez-en un autre")
            seen.add(entry.value.id)


def _duplicates(placed: Placed[JobEntry], location: Location, ids: list[str], key: str = "id") -> Iterator[Problem]:
    seen: set[str] = set()
    for position, identifier in enumerate(ids):
        if identifier in seen:
            yield placed.problem(
                (*location, position, key), f"« {identifier} » est déjà dans cette liste", "changez-le ou retirez-le"
            )
        seen.add(identifier)


def job_aliases(job: JobEntry) -> Iterator[tuple[Location, str, str]]:
    """Yield each name of a job with its place and its kind: masculine, feminine, english or short."""
    yield ("name", "masculine"), job.name.masculine, "masculine"
    yield ("name", "feminine"), job.name.feminine, "feminine"
    for kind in ("masculine", "feminine", "english", "short"):
        for position, alias in enumerate(getattr(job.aliases, kind)):
            yield ("aliases", kind, position), alias, kind


def check_aliases(content: Content, options: Options) -> Iterator[Problem]:
    """No name is shared by two jobs, nor written twice for one; compared without case, accents or hyphens."""
    owners: dict[str, str] = {}
    for placed in sorted(content.jobs, key=lambda p: p.file.path.resolve() in options.only):
        written: set[tuple[str, str]] = set()
        for location, alias, kind in job_aliases(placed.value):
            folded = fold(alias)
            owner = owners.setdefault(folded, placed.value.slug)
            if owner != placed.value.slug:
                yield placed.problem(
                    location, f"« {alias} » désigne déjà « {owner} »", "gardez ce nom pour un seul des deux métiers"
                )
            # One word may be both genders (data scientist), but not twice the same one.
            if (folded, kind) in written:
                yield placed.problem(location, f"« {alias} » est écrit deux fois", "retirez-en un")
            written.add((folded, kind))


def check_term_names(content: Content, options: Options) -> Iterator[Problem]:
    """No word is defined twice in the glossary, and related terms exist."""
    owners: dict[str, str] = {}
    ids = {term.value.id for term in content.terms}
    for placed in content.terms:
        term = placed.value
        names = [(("term",), term.term), *((("aliases", i), alias) for i, alias in enumerate(term.aliases))]
        for location, name in names:
            owner = owners.setdefault(fold(name), term.id)
            if owner != term.id:
                yield placed.problem(location, f"« {name} » est déjà défini par « {owner} »", "gardez une seule entrée")
        for i, related in enumerate(term.related):
            if related not in ids:
                yield placed.problem(
                    ("related", i), f"terme inconnu « {related} »", "corrigez l’identifiant ou retirez-le"
                )


def check_job_references(content: Content, options: Options) -> Iterator[Problem]:
    """The jobs named in differences and careers have a file; a job does not differ from itself."""
    known = {path.stem for path in (content.directory / "jobs").glob("*.yml")}
    for placed in content.jobs:
        job = placed.value
        references = [(("differences", i, "job"), entry.job) for i, entry in enumerate(job.differences)]
        references += [(("career", i, "job"), step.job) for i, step in enumerate(job.career) if step.job]
        for location, slug in references:
            if slug not in known:
                yield placed.problem(
                    location,
                    f"métier inconnu « {slug} »",
                    "corrigez le nom, ou créez content/jobs/" + slug + ".yml",
                    warning=options.lenient,
                )
            if slug == job.slug and location[0] == "differences":
                yield placed.problem(location, "un métier ne se compare pas à lui-même", "nommez un autre métier")


def neighbour_words(content: Content) -> tuple[str, ...]:
    """Return the words of phrases.yml by which the note of a figure says that it is another job's or a family's."""
    for file in content.wording:
        if file.path.name == PHRASES and isinstance(file.data, dict):
            return tuple(fold(word) for word in file.data.get("words", {}).get("neighbour", ()))
    return ()


def check_salary_levels(content: Content, options: Options) -> Iterator[Problem]:
    """Pay is the job's own for beginners, confirmed and senior people, or the file lists the levels that lack it."""
    words = neighbour_words(content)
    for placed in content.jobs:
        job = placed.value
        own = {pay.experience for pay in job.salary if not any(word in fold(pay.note or "") for word in words)}
        missing = [level for level in SALARY_LEVELS if level not in own]
        undeclared = [level for level in missing if level not in job.salary_missing]
        if undeclared or (missing and not job.salary_gap):
            yield placed.problem(
                ("salary",),
                f"salaire sans niveau {', '.join(undeclared or missing)} propre à ce métier",
                f"ajoutez-le avec sa source, ou écrivez « salary_missing: [{', '.join(missing)}] » "
                "et « salary_gap: la raison en une phrase »",
            )
        for position, level in enumerate(job.salary_missing):
            if level in own:
                yield placed.problem(
                    ("salary_missing", position), f"le niveau {level} a un chiffre", "retirez-le de cette liste"
                )


def check_skill_levels(content: Content, options: Options) -> Iterator[Problem]:
    """Each skill says at what level it is asked for."""
    for placed in content.jobs:
        for i, skill in enumerate(placed.value.skills):
            if skill.level is None:
                yield placed.problem(
                    ("skills", i), f"compétence « {skill.name} » sans niveau", "ajoutez « level: », par exemple working"
                )


def check_training_lengths(content: Content, options: Options) -> Iterator[Problem]:
    """Each training route says how long it takes and what it asks, or why neither is fixed."""
    for placed in content.jobs:
        for i, route in enumerate(placed.value.training):
            if route.duration_months is None and not route.duration_note:
                yield placed.problem(
                    ("training", i),
                    f"voie « {route.id} » sans durée",
                    "ajoutez « duration_months: » avec sa source, ou « duration_note: durée fixée par l’école »",
                )
            if route.entry is None and not route.entry_note:
                yield placed.problem(
                    ("training", i),
                    f"voie « {route.id} » sans niveau d’entrée",
                    "ajoutez « entry: » ou « entry_note: entrée selon le diplôme préparé »",
                )


def check_career_years(content: Content, options: Options) -> Iterator[Problem]:
    """Each career step says after how many years it comes, or that no source tells."""
    for placed in content.jobs:
        for i, step in enumerate(placed.value.career):
            dated = step.years_min is not None or step.years_max is not None
            if not dated and not step.years_unknown:
                yield placed.problem(
                    ("career", i),
                    f"étape « {step.id} » sans années",
                    "ajoutez « years_min: » avec sa source, ou « years_unknown: true » si aucune ne le dit",
                )
            if dated and step.years_unknown:
                yield placed.problem(
                    ("career", i, "years_unknown"), "des années sont données", "retirez « years_unknown »"
                )


def check_training_kinds(content: Content, options: Options) -> Iterator[Problem]:
    """Training routes include a way in for people who change careers and one without a degree."""
    for placed in content.jobs:
        routes = placed.value.training
        if not any(route.kind in ("retraining", "vae") for route in routes):
            yield placed.problem(("training",), "aucune voie de reconversion", "ajoutez une voie « kind: retraining »")
        if not any(route.kind == "no_degree" or route.entry == "none" for route in routes):
            yield placed.problem(("training",), "aucune voie sans diplôme", "ajoutez une voie « kind: no_degree »")


def check_aspects(content: Content, options: Options) -> Iterator[Problem]:
    """Aspects are used where they mean something, and each is covered."""
    for placed in content.jobs:
        for topic, i, fact in facts_of(placed.value):
            allowed = ASPECTS.get(topic, ())
            if fact.aspect and fact.aspect not in allowed:
                remedy = f"choisissez parmi : {', '.join(allowed)}" if allowed else "retirez « aspect »"
                yield placed.problem(("topics", topic, i, "aspect"), f"aspect « {fact.aspect} » inattendu ici", remedy)
        for topic, aspects in ASPECTS.items():
            given = {fact.aspect for fact in placed.value.topics.of(topic)}
            for aspect in aspects:
                if aspect not in given and (topic, aspect) != ("outlook", "market"):
                    yield placed.problem(
                        ("topics", topic), f"{topic} : rien sur « {aspect} »", f"ajoutez un fait « aspect: {aspect} »"
                    )


def check_sentences(content: Content, options: Options) -> Iterator[Problem]:
    """Facts are whole sentences, and the short answer of each topic is short."""
    for placed in content.jobs:
        for topic, i, fact in facts_of(placed.value):
            if fact.text[0].islower() or fact.text[-1] not in ".!?…»)":
                yield placed.problem(
                    ("topics", topic, i, "text"),
                    "ce n’est pas une phrase entière",
                    "majuscule au début, point à la fin",
                )
        for topic in TOPICS:
            length = sum(len(fact.text) for fact in placed.value.topics.of(topic)[:2])
            if length > SHORT_ANSWER:
                yield placed.problem(
                    ("topics", topic),
                    f"{topic} : les deux premiers faits font {length} caractères",
                    f"ils sont la réponse courte ; tenez en {SHORT_ANSWER} caractères",
                    warning=True,
                )


def check_age(content: Content, options: Options) -> Iterator[Problem]:
    """Facts and figures older than the set age are due for review."""
    dates: dict[str, SourceEntry] = {placed.value.id: placed.value for placed in content.sources}
    limit = options.today.year - options.older_than
    for claim in claims(content):
        source = dates.get(claim.source)
        if claim.source == EDITORIAL or source is None or not claim.ages:
            continue
        year = claim.year or int(source.date[:4])
        if year < limit:
            yield claim.placed.problem(
                claim.location,
                f"fait de {year}",
                "vérifiez s’il existe un chiffre ou un document plus récent",
                warning=True,
            )


def check_forms(content: Content, options: Options) -> Iterator[Problem]:
    """The files that are neither jobs nor lists of entries are of the right form."""
    for file in content.wording:
        if file.path.name in FORMS:
            yield from schema_problems(file, (), FORMS[file.path.name], file.data)


def check_featured(content: Content, options: Options) -> Iterator[Problem]:
    """The jobs offered first have a file, and are named once."""
    known = {path.stem for path in (content.directory / "jobs").glob("*.yml")}
    for file in content.wording:
        if file.path.name != FEATURED:
            continue
        slugs = content.featured()
        for position, slug in enumerate(slugs):
            line, remedy = file.line((position,)), "corrigez-le ou retirez-le"
            if slug not in known:
                yield Problem(file.path, line, f"métier inconnu « {slug} »", remedy, warning=options.lenient)
            if slug in slugs[:position]:
                yield Problem(file.path, line, f"« {slug} » est déjà dans la liste", remedy)


def check_sources_distinct(content: Content, options: Options) -> Iterator[Problem]:
    """A document is one source: no two of the same address, nor of the same title, publisher and date."""
    owners: dict[tuple[str, ...], str] = {}
    for placed in content.sources:
        source = placed.value
        keys: list[tuple[str, ...]] = [(fold(source.title), fold(source.publisher), source.date)]
        if source.url:
            keys.append((_SAME_ADDRESS.sub("", source.url),))
        for key in keys:
            owner = owners.setdefault(key, source.id)
            if owner != source.id:
                remedy = f"citez « {owner} » partout et retirez celle-ci"
                yield placed.problem(("id",), f"même document que la source « {owner} »", remedy)
                break


def check_sources_found(content: Content, options: Options) -> Iterator[Problem]:
    """Every source but our own says where it can be read."""
    for placed in content.sources:
        if placed.value.kind != "editorial" and not placed.value.url:
            yield placed.problem(("id",), "source sans adresse", "ajoutez « url: » avec l’adresse du document")


CHECKS: tuple[Check, ...] = (  # typography first: a partial build skips it
    check_typography,
    check_sources_known,
    check_figures,
    check_slugs,
    check_duplicate_ids,
    check_aliases,
    check_term_names,
    check_job_references,
    check_salary_levels,
    check_training_kinds,
    check_skill_levels,
    check_training_lengths,
    check_career_years,
    check_aspects,
    check_sentences,
    check_forms,
    check_featured,
    check_sources_distinct,
    check_sources_found,
    check_age,
)
