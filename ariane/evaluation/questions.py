"""The held-out questions: the files of benchmarks/heldout/ that the understanding of a message is measured on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ariane.paths import PROJECT, short
from ariane.runtime.errors import UserError

HELD_OUT = PROJECT / "benchmarks" / "heldout"

CLEAN, NOISY, OUT_OF_SCOPE = "intents-clean", "intents-noisy", "out-of-scope"
DISTRESS, ORDINARY = "distress", "ordinary-not-distress"
MENTIONS, NO_JOB, PARAMETERS = "job-mentions", "no-job", "parameters"
PRECISE = "facts"  # read apart: they ask for a fact, not for an intent (see facts.py)
# In the order of the report, with the name that a reader is given.
TITLES = {
    CLEAN: "questions en français soigné",
    NOISY: "questions mal écrites",
    OUT_OF_SCOPE: "questions hors sujet",
    DISTRESS: "appels de détresse",
    ORDINARY: "phrases ordinaires aux mots alarmants",
    MENTIONS: "noms de métiers",
    NO_JOB: "phrases sans métier",
    PARAMETERS: "questions à paramètres",
}
_LIMITS = ("experience", "years", "region", "sector", "period", "basis", "study_level")


@dataclass(frozen=True)
class Question:
    """A held-out message and what is to be understood from it."""

    file: str  # stem of its file
    text: str
    intent: str | None = None  # None where the file asks for none
    jobs: tuple[str, ...] = ()  # slugs
    also: tuple[str, ...] = ()  # slugs that may stand for the job
    terms: tuple[str, ...] = ()
    noise: tuple[str, ...] = ()  # what is wrong with the text
    kind: str | None = None
    parameters: dict[str, str] = field(default_factory=dict)


def read_questions(directory: Path = HELD_OUT) -> list[Question]:
    """Read the files that are in `directory`, in TITLES order; raise UserError when there is none or one is faulty."""
    questions = [question for name in TITLES for question in _read(directory / f"{name}.yml")]
    if not questions:
        raise UserError(f"Aucune question mise de côté dans {directory} : il faut au moins {CLEAN}.yml.")
    return questions


def _read(path: Path) -> Iterable[Question]:
    try:
        return [make_question(path.stem, entry) for entry in read_entries(path)]
    except (KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{short(path)} : chaque entrée est de la forme « - {{text: …, intent: …}} ».") from error


def read_entries(path: Path) -> list[Any]:
    """Read a file of questions, a list; an empty one where there is no file. Raises UserError when it is faulty."""
    if not path.exists():
        return []
    try:
        return list(YAML(typ="safe").load(path.read_text("utf-8")) or [])
    except (OSError, UnicodeDecodeError, YAMLError, TypeError) as error:
        raise UserError(f"{short(path)} est illisible : {' '.join(str(error).split())}") from error


def make_question(file: str, entry: dict[str, Any]) -> Question:
    """Make a question of an entry of `file`."""
    intent = DISTRESS if file == DISTRESS else entry.get("intent")
    return Question(
        file=file,
        text=str(entry["text"]),
        intent=None if intent is None else str(intent),
        jobs=tuple(_slug(job) for job in _many(entry.get("job", entry.get("jobs")))),
        also=tuple(_slug(job) for job in _many(entry.get("also"))),
        terms=tuple(str(term) for term in _many(entry.get("terms"))),
        noise=tuple(str(noise) for noise in _many(entry.get("noise"))),
        kind=entry.get("kind"),
        parameters={name: str(entry[name]) for name in _LIMITS if name in entry},
    )


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _slug(job: Any) -> str:
    """Write « rome:M1203 » and « M1203 », the ways to name a job of the ROME release, as its slug."""
    name = str(job)
    if name.startswith("rome"):
        return name.lower().replace(":", "-")
    return f"rome-{name.lower()}" if name[:1].isupper() and name[1:].isdigit() else name
