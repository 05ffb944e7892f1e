"""Read content/ into typed entries that know the file and line they come from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from ariane.knowledge.problems import Problem, explain
from ariane.knowledge.schema import TOPICS, EventEntry, JobEntry, QuestionsFile, SourceEntry, TermEntry
from ariane.knowledge.yaml_file import Location, UnreadableFile, YamlFile

T = TypeVar("T", bound=BaseModel)
FEATURED = "featured.yml"


@dataclass(frozen=True, eq=False)
class Placed(Generic[T]):
    """An entry and where it is written."""

    value: T
    file: YamlFile
    location: Location = ()

    def problem(self, location: Location, what: str, remedy: str, *, warning: bool = False) -> Problem:
        """Return a problem at `location`, counted from this entry."""
        line = self.file.line((*self.location, *location))
        return Problem(self.file.path, line, what, remedy, warning)


@dataclass
class Content:
    """Everything that was read, and the problems met on the way (unreadable files, entries of the wrong form)."""

    directory: Path
    sources: list[Placed[SourceEntry]] = field(default_factory=list)
    terms: list[Placed[TermEntry]] = field(default_factory=list)
    events: list[Placed[EventEntry]] = field(default_factory=list)
    jobs: list[Placed[JobEntry]] = field(default_factory=list)
    wording: list[YamlFile] = field(default_factory=list)  # sentences the code fills: read here for their typography
    files: list[YamlFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def source_ids(self) -> set[str]:
        """Return the ids of the sources, whatever the state of the rest of their entry."""
        ids: set[str] = {placed.value.id for placed in self.sources}
        for file in self.files:
            if file.path.name == "sources.yml" and isinstance(file.data, list):
                ids |= {str(entry["id"]) for entry in file.data if isinstance(entry, dict) and "id" in entry}
        return ids

    def featured(self) -> list[str]:
        """Return the slugs of the jobs to offer first."""
        found = [file.data for file in self.wording if file.path.name == FEATURED]
        return [str(slug) for slug in found[0]] if found and isinstance(found[0], list) else []

    def jobs_in_order(self) -> list[Placed[JobEntry]]:
        """Return the jobs in the order in which they are offered: those of featured.yml, then the others by slug."""
        first = {slug: place for place, slug in enumerate(self.featured())}
        return sorted(self.jobs, key=lambda placed: first.get(placed.value.slug, len(first)))


def job_paths(directory: Path) -> list[Path]:
    """Return the job files of a content directory, in order."""
    return sorted((directory / "jobs").glob("*.yml"))


def question_paths(directory: Path) -> list[Path]:
    """Return the files of questions of a content directory, in order."""
    return sorted((directory / "questions").glob("*.yml"))


def read_content(directory: Path) -> Content:
    """Read every file of `directory`. Nothing is raised for a bad file: `problems` tells."""
    content = Content(directory)
    lists: tuple[tuple[str, type[BaseModel], list[Any]], ...] = (
        ("sources.yml", SourceEntry, content.sources),
        ("glossary.yml", TermEntry, content.terms),
        ("history.yml", EventEntry, content.events),
    )
    for name, model, into in lists:
        file = _read(content, directory / name)
        if file is not None:
            _read_list(content, file, model, into)
    for path in job_paths(directory):
        file = _read(content, path)
        if file is not None:
            content.jobs += _validate(content, file, (), file.data, JobEntry)
    for path in question_paths(directory):
        _add_questions(content, path)
    for path in sorted(directory.glob("*.yml")):
        if path.name not in {name for name, _, _ in lists}:
            file = _read(content, path)
            content.wording += [file] if file is not None else []
    return content


def digest(directory: Path, schema_version: str = "") -> str:
    """Return a fingerprint of everything the database is built from; it changes when any file does."""
    total = hashlib.sha256(schema_version.encode())
    for path in sorted(directory.rglob("*.yml")):
        total.update(str(path.relative_to(directory)).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _read(content: Content, path: Path) -> YamlFile | None:
    try:
        file = YamlFile(path)
    except UnreadableFile as error:
        what, _, remedy = error.reason.partition(" ; ")
        content.problems.append(Problem(path, error.line, what, remedy or "créez-le"))
        return None
    content.files.append(file)
    return file


def _add_questions(content: Content, path: Path) -> None:
    """Give the facts of a job the questions of its file beside; a question of no fact is a problem."""
    file = _read(content, path)
    placed = _validate(content, file, (), file.data, QuestionsFile) if file is not None else []
    jobs = [job.value for job in content.jobs if job.value.slug == path.stem]
    if not placed or not jobs:
        if path.stem not in {job.stem for job in job_paths(content.directory)}:
            what, remedy = f"aucun métier « {path.stem} »", "donnez au fichier le nom d’un fichier de content/jobs"
            content.problems.append(Problem(path, 1, what, remedy))
        return
    for topic, facts in placed[0].value.__root__.items():
        known = {fact.id: fact for fact in jobs[0].topics.of(topic)} if topic in TOPICS else {}
        for name, questions in facts.items():
            if name not in known:
                what = f"aucun fait « {topic}/{name} » dans content/jobs/{path.name}"
                content.problems.append(
                    placed[0].problem((topic, name), what, "corrigez son nom, ou ôtez ses questions")
                )
                continue
            known[name].asked.extend(questions.asked)
            known[name].yes.extend(questions.yes)
            known[name].no.extend(questions.no)


def _read_list(content: Content, file: YamlFile, model: type[T], into: list[Placed[T]]) -> None:
    """Validate the items of a file one by one, so that a bad one does not hide the others."""
    if not isinstance(file.data, list):
        content.problems.append(Problem(file.path, 1, "une liste est attendue", "commencez chaque entrée par un tiret"))
        return
    for position, item in enumerate(file.data):
        into += _validate(content, file, (position,), item, model)


def schema_problems(file: YamlFile, location: Location, model: type[BaseModel], data: Any) -> list[Problem]:
    """Return what keeps `data`, written at `location` of `file`, from having the form of `model`."""
    try:
        model.parse_obj(data if data is not None else {})
        return []
    except ValidationError as error:
        return [_problem(file, location, each) for each in error.errors()]


def _validate(content: Content, file: YamlFile, location: Location, data: Any, model: type[T]) -> list[Placed[T]]:
    problems = schema_problems(file, location, model, data)
    content.problems += problems
    return [] if problems else [Placed(model.parse_obj(data), file, location)]


def _problem(file: YamlFile, location: Location, error: Any) -> Problem:
    where = (*location, *error["loc"])
    what, remedy = explain({**error, "ctx": {"given": _value_at(file.data, where), **error.get("ctx", {})}})
    return Problem(file.path, file.line(where), what, remedy)


def _value_at(data: Any, location: Location) -> Any:
    for step in location:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
