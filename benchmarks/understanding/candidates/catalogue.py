"""The candidates of candidates.yml, each as the Rasa configuration and the training data that it is trained from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ariane.evaluation.naming import NameWriter
from ariane.knowledge.repository import Knowledge
from ariane.paths import PROJECT

_FILE = Path(__file__).with_name("candidates.yml")
_DIET, _FALLBACK = "DIETClassifier", "FallbackClassifier"
_GUARD, _FOR_GUARD = "ariane.nlu.distress_guard.DistressGuard", "guard.yml"  # sentences that no intent is learnt from
_COMPONENTS = ("nlu", "encoder")  # packages of ariane/


@dataclass(frozen=True)
class Candidate:
    """One pipeline to try: its name, what the table calls it, its components, and whether names are left visible."""

    name: str
    title: str
    pipeline: tuple[dict[str, Any], ...]
    names: bool

    @property
    def epochs(self) -> int | None:
        """The epochs that DIET is trained for, where the pipeline has it."""
        return next((int(part["epochs"]) for part in self.pipeline if part["name"] == _DIET), None)

    @property
    def threshold(self) -> float | None:
        """The confidence under which the pipeline gives up as it is configured, where it says so."""
        return next((float(part["threshold"]) for part in self.pipeline if part["name"] == _FALLBACK), None)

    def training_files(self) -> list[Path]:
        """Give the files of training sentences that it learns from: those of the distress guard where it has one."""
        has_guard = any(part["name"] == _GUARD for part in self.pipeline)
        return [path for path in _training_files() if has_guard or path.name != _FOR_GUARD]

    def with_epochs(self, epochs: int) -> Candidate:
        """Give the same candidate with DIET trained for `epochs`."""
        changed = ({**part, "epochs": epochs} if part["name"] == _DIET else part for part in self.pipeline)
        return Candidate(self.name, self.title, tuple(changed), self.names)

    def fingerprint(self) -> str:
        """Give a digest of what a measure of it depends on: pipeline, training sentences, code of the components."""
        digest = hashlib.sha256(json.dumps([self.pipeline, self.names], sort_keys=True).encode())
        code = [path for package in _COMPONENTS for path in sorted((PROJECT / "ariane" / package).glob("*"))]
        for path in [*code, *self.training_files()]:
            if path.is_file():
                digest.update(path.read_bytes())
        return digest.hexdigest()[:16]


def candidates() -> dict[str, Candidate]:
    """Give the candidates by name, in the order of the table."""
    described = _read(_FILE)
    return {name: _candidate(name, description) for name, description in described.items()}


def write(candidate: Candidate, folder: Path) -> tuple[Path, Path]:
    """Write in `folder` what Rasa trains `candidate` from; return the configuration and the folder of the data."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    config = folder / "config.yml"
    # Rasa's reader takes JSON, which is YAML.
    settings = {"recipe": "default.v1", "assistant_id": candidate.name, "language": "fr", "policies": []}
    config.write_text(json.dumps({**settings, "pipeline": candidate.pipeline}, ensure_ascii=False, indent=1), "utf-8")
    names = NameWriter.of(Knowledge())
    for path in candidate.training_files():
        sentences = path.read_text("utf-8")
        (data / path.name).write_text(names.write(sentences) if candidate.names else sentences, "utf-8")
    return config, data


def _candidate(name: str, description: dict[str, Any]) -> Candidate:
    pipeline = description.get("pipeline") or _read(PROJECT / description["based_on"])["pipeline"]
    left_out = description.get("without", ())
    replaced, settings = description.get("replace", {}), description.get("settings", {})
    unknown = {*left_out, *replaced, *settings} - {part["name"] for part in pipeline}
    if unknown:
        raise ValueError(f"{_FILE.name}: {name} changes components that its pipeline has not: {sorted(unknown)}")
    changed = tuple(
        {**part, **settings.get(part["name"], {}), "name": replaced.get(part["name"], part["name"])}
        for part in pipeline
        if part["name"] not in left_out
    )
    return Candidate(name, description["title"], changed, bool(description.get("names")))


def _training_files() -> list[Path]:
    return [path for path in sorted((PROJECT / "data").glob("*.yml")) if "nlu" in _read(path)]


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))
