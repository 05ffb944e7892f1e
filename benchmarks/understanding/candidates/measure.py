"""Trains one candidate and reads the questions with it, each in a process of its own, so that what it costs is its own.

`python -m benchmarks.understanding.candidates.measure train|read FOLDER` does one of the two and prints its figures.
"""

from __future__ import annotations

import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ariane.evaluation import measures, parsing
from ariane.evaluation.measures import Figures
from ariane.evaluation.questions import CLEAN, NOISY, OUT_OF_SCOPE, Question, make_question, read_questions
from ariane.paths import PROJECT
from benchmarks.speed.processes import megabytes

_DEV = PROJECT / "benchmarks" / "dev" / "dev.yml"
_KINDS = {"clean": CLEAN, "noisy": NOISY, "out_of_scope": OUT_OF_SCOPE}
AMBIGUITY = 0.03  # as in config.yml: two readings closer than this are given up
FEW_REFUSED = 0.03  # of the questions in scope
_WARM = 20  # messages that are not timed


def choose_threshold(curve: list[Figures]) -> float:
    """Give the threshold where out-of-scope recall less wrong refusals is highest (Youden's index); the lowest such."""
    return float(
        max(curve, key=lambda point: (point["recall"] - point["wrong_refusals"], -point["threshold"]))["threshold"]
    )


def train(folder: Path) -> dict[str, float]:
    """Train the configuration of `folder` on its data; give the time and the memory that it took."""
    parsing.quieten()
    # Imported before the clock starts: it takes ten seconds whatever is trained.
    import rasa.model_training

    with _timed() as spent:
        made = rasa.model_training.train_nlu(
            str(folder / "config.yml"), str(folder / "data"), str(folder), fixed_model_name="model.tar.gz"
        )
    if made is None:
        raise SystemExit("Rasa trained nothing.")
    return {
        "train_seconds": spent["wall"],
        "train_processor_seconds": spent["processor"],
        "train_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def read(folder: Path) -> dict[str, Any]:
    """Read the development and the held-out questions with the model of `folder`; give the curves and what it costs."""
    held_out = [question for question in read_questions() if question.file in _KINDS.values()]
    tuned = development_questions()
    done = [_now()]
    readings = parsing.parse_all(folder / "model.tar.gz", [*tuned, *held_out], lambda: done.append(_now()))
    costs = [(later[0] - sooner[0], later[1] - sooner[1]) for sooner, later in itertools.pairwise(done)][_WARM:]
    return {
        "dev_curve": measures.curve(readings[: len(tuned)], AMBIGUITY),
        "curve": measures.curve(readings[len(tuned) :], AMBIGUITY),
        "message_milliseconds": 1000 * statistics.median(wall for wall, _ in costs),
        "message_processor_milliseconds": 1000 * statistics.median(processor for _, processor in costs),
        "megabytes": megabytes([os.getpid()]),
    }


def at_its_threshold(dev_curve: list[Figures], curve: list[Figures]) -> Figures:
    """Give the held-out figures at the threshold that the development questions choose, and theirs under `dev`.

    `recall_for_few` needs no threshold to be chosen: the most out-of-scope recall that FEW_REFUSED wrong refusals buy.
    """
    threshold = choose_threshold(dev_curve)
    bought = [point["recall"] for point in curve if point["wrong_refusals"] <= FEW_REFUSED]
    return {**at(curve, threshold), "recall_for_few": max(bought, default=None), "dev": at(dev_curve, threshold)}


def at(curve: list[Figures], threshold: float) -> Figures:
    """Give the point of a curve at `threshold`."""
    return min(curve, key=lambda point: abs(point["threshold"] - threshold))


def development_questions() -> list[Question]:
    """Give the questions of benchmarks/dev/dev.yml, filed as the held-out ones are."""
    entries = YAML(typ="safe").load(_DEV.read_text("utf-8"))
    return [replace(make_question(_KINDS[entry["kind"]], entry), kind=None) for entry in entries]


def in_a_process(verb: str, folder: Path) -> dict[str, Any]:
    """Run `verb` on `folder` in a process of its own; raise CalledProcessError where it fails, its words in `log`."""
    command = [sys.executable, "-W", "ignore", "-m", __name__, verb, str(folder)]
    environment = {**os.environ, "RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(folder / "cache")}
    if verb == "read":  # as the server does: a sentence is too small to share out
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    figures = folder / f"{verb}.json"
    with (folder / f"{verb}.log").open("w") as log:
        subprocess.run(
            [*command, str(figures)], check=True, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    result: dict[str, Any] = json.loads(figures.read_text("utf-8"))
    return result


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


@contextmanager
def _timed() -> Iterator[dict[str, float]]:
    spent: dict[str, float] = {}
    wall, processor = _now()
    yield spent
    ended = _now()
    spent.update(wall=ended[0] - wall, processor=ended[1] - processor)


if __name__ == "__main__":
    _verb, _folder, _figures = sys.argv[1:]
    Path(_figures).write_text(json.dumps({"train": train, "read": read}[_verb](Path(_folder)), indent=1), "utf-8")
