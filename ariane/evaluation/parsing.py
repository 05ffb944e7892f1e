"""What the model reads in the questions: Rasa's parse, without any server."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import click

from ariane.answers.parameters import read_parameters
from ariane.evaluation.questions import Question
from ariane.paths import PROJECT, short, var_dir
from ariane.runtime import training
from ariane.runtime.errors import UserError

FALLBACK = "nlu_fallback"
_SHOWN = 3  # readings kept for each question


@dataclass(frozen=True)
class Fallback:
    """When the pipeline gives up: below `threshold`, or when the two likeliest readings are closer than `ambiguity`."""

    threshold: float = 0.0
    ambiguity: float = 0.0


@dataclass(frozen=True)
class Reading:
    """What was read in a question, before the pipeline gave up on it or not."""

    question: Question
    ranking: tuple[tuple[str, float], ...]  # intents and their confidence, likeliest first, FALLBACK left out
    answered: str  # the intent that the whole pipeline gave
    jobs: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def intent(self) -> str:
        """The likeliest intent; FALLBACK when there is none."""
        return self.ranking[0][0] if self.ranking else FALLBACK

    @property
    def confidence(self) -> float:
        """The confidence of the likeliest intent, from 0 to 1."""
        return self.ranking[0][1] if self.ranking else 0.0

    def outcome(self, fallback: Fallback) -> str:
        """Give the intent that the pipeline would answer with those settings."""
        if self.confidence < fallback.threshold:
            return FALLBACK
        if len(self.ranking) > 1 and self.confidence - self.ranking[1][1] < fallback.ambiguity:
            return FALLBACK
        return self.intent


def reading(question: Question, parsed: Mapping[str, Any]) -> Reading:
    """Make a reading of Rasa's parse of the question's text."""
    given = parsed.get("intent") or {}
    answered = str(given.get("name") or FALLBACK)
    places = [(str(place["name"]), float(place["confidence"])) for place in parsed.get("intent_ranking") or ()]
    ranking = [place for place in places if place[0] != FALLBACK]
    if answered != FALLBACK and [name for name, _ in ranking[:1]] != [answered]:
        # A component decided against the classifier: its word comes first.
        others = [place for place in ranking if place[0] != answered]
        ranking = [(answered, float(given.get("confidence") or 0.0)), *others]
    entities = parsed.get("entities") or []
    limits = vars(read_parameters(entities))
    return Reading(
        question,
        tuple(ranking[:_SHOWN]),
        answered,
        frozenset(_values(entities, ("job", "job_choice"))),
        frozenset(_values(entities, ("term",))),
        {name: str(value) for name, value in limits.items() if value is not None},
    )


def _values(entities: Iterable[Mapping[str, Any]], kinds: tuple[str, ...]) -> Iterable[str]:
    for entity in entities:
        if entity.get("entity") in kinds:
            value = entity.get("value")
            yield from (str(one) for one in (value if isinstance(value, list) else [value]))


def fallback_settings(config: Mapping[str, Any]) -> Fallback:
    """Read the settings of FallbackClassifier in a Rasa configuration; without it, nothing is ever given up."""
    for component in config.get("pipeline") or ():
        if str(component.get("name", "")).rpartition(".")[2] == "FallbackClassifier":
            return Fallback(component.get("threshold", 0.3), component.get("ambiguity_threshold", 0.1))  # Rasa's own
    return Fallback()


def current_model() -> Path:
    """Give a model that is up to date: that of `ariane train`, or one of the NLU part alone, trained here."""
    if not training.is_stale():
        return training.model_path()
    target, stamp = var_dir() / "models" / "understanding.tar.gz", training.fingerprint()
    stamp_file = target.with_suffix(".stamp")
    if target.exists() and stamp_file.exists() and stamp_file.read_text() == stamp:
        return target
    click.echo("Le modèle n’est plus à jour : sa compréhension est apprise d’abord (cinq à dix minutes)…", err=True)
    _train(target)
    stamp_file.write_text(stamp)
    return target


def _train(target: Path) -> None:
    quieten()
    import rasa.model_training
    from rasa.shared.exceptions import RasaException
    from ruamel.yaml.error import YAMLError

    folder = target.parent / "new"
    folder.mkdir(parents=True, exist_ok=True)
    training.use_cache()
    try:
        with redirect_stdout(StringIO()):  # « Your Rasa model is trained… »
            made = rasa.model_training.train_nlu(
                str(PROJECT / "config.yml"), str(PROJECT / "data"), str(folder), fixed_model_name=target.name
            )
    except (RasaException, YAMLError, SystemExit) as error:
        reason = " ".join(str(error).split()).rstrip(".")
        raise UserError(f"Le modèle n’a pas pu être entraîné : {reason}. Corrigez data/ ou config.yml.") from error
    if made is None:
        raise UserError("Le modèle n’a pas pu être entraîné : data/ ne contient aucune phrase.")
    Path(made).replace(target)


def parse_all(model: Path, questions: Iterable[Question], advance: Callable[[], None]) -> list[Reading]:
    """Parse each question with `model`; `advance` is called after each."""
    asked = list(questions)
    parsed = parse_texts(model, [question.text for question in asked], advance)
    return [reading(question, parsed[question.text]) for question in asked]


def parse_texts(
    model: Path, texts: Iterable[str], advance: Callable[[], None] = lambda: None
) -> dict[str, Mapping[str, Any]]:
    """Give what `model` understands of each text, as Rasa gives it; `advance` is called after each."""
    quieten()
    from rasa.core.agent import Agent

    async def run() -> dict[str, Mapping[str, Any]]:
        agent = Agent.load(str(model))
        if not agent.is_ready():
            raise UserError(f"Modèle illisible : {short(model)}. Lancez « ariane train --force ».")
        parsed: dict[str, Mapping[str, Any]] = {}
        for text in texts:
            parsed[text] = {**await agent.parse_message(_as_text(text)), "text": text}
            advance()
        return parsed

    return asyncio.run(run())


def _as_text(text: str) -> str:
    # Rasa reads a message that starts with « / » as the name of an intent.
    return f" {text}" if text.startswith("/") else text


def quieten() -> None:
    """Let Rasa tell only what goes wrong: a line for each of a thousand questions would hide the figures."""
    from ariane.runtime.logs import configure_logs
    from ariane.runtime.rasa_server import prepare_environment

    os.environ.setdefault("LOG_LEVEL", "WARNING")
    prepare_environment()
    configure_logs()
    # Rasa's dependencies warn by the page, and some of them undo the filters of others.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
