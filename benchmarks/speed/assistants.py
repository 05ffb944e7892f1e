"""The two assistants that are compared: Ariane as `ariane run` starts her, and Rasa's stock French configuration.

Stock has the same domain, training data and actions. Its model takes minutes to train, so it is kept under var/bench by
a fingerprint of what it was trained from, with the time that its training took.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from ariane.paths import PROJECT, database_url, var_dir
from benchmarks.speed.processes import busy_seconds, children_seconds, family

_HERE = Path(__file__).parent
_LONGEST_START = 300  # seconds
_MODEL, _RECORD, _STOPPED = "stock.tar.gz", "seconds.json", "stopped"
_RASA = [sys.executable, "-W", "ignore", "-m", "rasa"]
_TRAINING = [sys.executable, "-W", "ignore", "-m", "benchmarks.speed.stock_training"]
_UNAVAILABLE = "utter_unavailable"  # the response of domain.yml
_FOR_EVER = float("inf")  # seconds


@dataclass(frozen=True)
class Running:
    """An assistant that answers: its address, its processes, the seconds from its start to its first answer."""

    url: str
    pids: list[int]
    start_seconds: float
    ready_seconds: float


def train_ariane() -> float:
    """Train Ariane's model from nothing, and put it in place; return the seconds it took."""
    command = [sys.executable, "-W", "ignore", "-m", "ariane.cli", "train", "--force"]
    with tempfile.TemporaryDirectory() as cache:
        return _timed(command, {"RASA_CACHE_DIRECTORY": cache})


@dataclass(frozen=True)
class StockModel:
    """A model of the stock configuration, and how it was trained."""

    path: Path
    seconds: float
    others: float | None  # processors that other programs kept busy meanwhile, on average; None where it was not noted
    earlier: bool  # trained on an earlier state of the data, and reused
    stopped: bool = False  # its time was over before it had learnt all: `seconds` is less than its training takes


def train_stock(epochs: int, *, reuse: bool = False, at_most: float | None = None) -> StockModel:
    """Train the stock configuration where it is not kept yet.

    `epochs` are DIET's, 100 in the stock configuration: fewer make a model that costs as much to run, in less time; so
    does stopping it after `at_most` seconds. A model that was stopped sooner than that is trained again.
    With `reuse`, one that was stopped serves as it is, and one kept from an earlier state of the data.
    """
    directory = var_dir() / "bench" / f"stock-{_fingerprint()}-{epochs}"
    record = directory / _RECORD
    if record.exists():
        kept_model = _stock_model(directory, earlier=False)
        if reuse or not kept_model.stopped or (at_most is not None and kept_model.seconds >= at_most):
            return kept_model
    elif reuse:
        kept = sorted(var_dir().glob(f"bench/stock-*-{epochs}/{_RECORD}"), key=lambda path: path.stat().st_mtime)
        if kept:
            return _stock_model(kept[-1].parent, earlier=True)
    directory.mkdir(parents=True, exist_ok=True)
    # The classifier's epochs are most of the training; the policy's stay as they are.
    config = (_HERE / "stock" / "config.yml").read_text().replace("epochs: 100", f"epochs: {epochs}", 1)
    (directory / "config.yml").write_text(config)
    stopped = directory / _STOPPED
    stopped.unlink(missing_ok=True)
    arguments = [
        *_TRAINING, str(at_most or _FOR_EVER), str(stopped),
        "train", "--force", "--config", str(directory / "config.yml"),
        "--domain", str(PROJECT / "domain.yml"), "--data", str(PROJECT / "data"),
        "--out", str(directory), "--fixed-model-name", _MODEL,
    ]  # fmt: skip
    busy, own = busy_seconds(), children_seconds()
    with tempfile.TemporaryDirectory() as cache:
        seconds = _timed(arguments, {"RASA_CACHE_DIRECTORY": cache})
    others = max(0.0, busy_seconds() - busy - (children_seconds() - own)) / seconds
    record.write_text(json.dumps({"seconds": seconds, "others": others, "stopped": stopped.exists()}))
    return _stock_model(directory, earlier=False)


def _stock_model(directory: Path, *, earlier: bool) -> StockModel:
    kept = json.loads((directory / _RECORD).read_text())
    if not isinstance(kept, dict):  # records once held the seconds alone
        kept = {"seconds": kept}
    return StockModel(
        directory / _MODEL, float(kept["seconds"]), kept.get("others"), earlier, kept.get("stopped", False)
    )


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in (_HERE / "stock" / "config.yml", PROJECT / "domain.yml", *sorted((PROJECT / "data").rglob("*.yml"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _timed(arguments: list[str], changed: dict[str, str]) -> float:
    begun = time.monotonic()
    log = var_dir() / "bench" / "training.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        subprocess.run(arguments, check=True, cwd=PROJECT, stdout=output, stderr=output, env=_environment(changed))
    return time.monotonic() - begun


@contextmanager
def ariane(database: str | None = None) -> Iterator[Running]:
    """Run Ariane with conversations of her own; `database` replaces her knowledge base."""
    from ariane.runtime.training import model_path

    port, action_port = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as directory:
        changed = {
            "ARIANE_PORT": str(port),
            "ARIANE_ACTION_PORT": str(action_port),
            "ARIANE_ENABLE_REST": "1",
            "ARIANE_DATABASE_URL": database or database_url(),
            "ARIANE_MODEL": str(model_path()),
            "TRACKER_DB": f"{directory}/conversations.db",
        }
        command = [sys.executable, "-W", "ignore", "-m", "ariane.cli", "run"]
        with _run({"ariane": command}, changed, f"http://127.0.0.1:{port}") as running:
            yield running


@contextmanager
def stock(model: Path) -> Iterator[Running]:
    """Run the stock configuration on `model`, as `rasa run` and `rasa run actions` start it."""
    port, action_port = _free_port(), _free_port()
    with tempfile.TemporaryDirectory() as directory:
        changed = {
            "STOCK_ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
            "STOCK_DB": f"{directory}/conversations.db",
            "SANIC_HOST": "127.0.0.1",
            "ARIANE_DATABASE_URL": database_url(),
        }
        settings = _HERE / "stock"
        files = ["--endpoints", str(settings / "endpoints.yml"), "--credentials", str(settings / "credentials.yml")]
        commands = {
            "actions": [*_RASA, "run", "actions", "--actions", "actions", "--port", str(action_port)],
            "rasa": [*_RASA, "run", "-m", str(model), *files, "-i", "127.0.0.1", "--port", str(port)],
        }
        with _run(commands, changed, f"http://127.0.0.1:{port}") as running:
            yield running


@contextmanager
def _run(commands: dict[str, list[str]], changed: dict[str, str], url: str) -> Iterator[Running]:
    logs = var_dir() / "bench" / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    begun = time.monotonic()
    started: list[subprocess.Popen[bytes]] = []
    environment = _environment(changed)
    try:
        for name, command in commands.items():
            with (logs / f"{name}.log").open("wb") as output:
                process = subprocess.Popen(
                    command, cwd=PROJECT, env=environment, stdout=output, stderr=output, start_new_session=True
                )
            started.append(process)
        start = _wait(started, begun, lambda: _answers(url))
        ready = _wait(started, begun, lambda: _replies(url))
        yield Running(url, [pid for process in started for pid in family(process.pid)], start, ready)
    finally:
        for process in started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in started:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _wait(started: list[subprocess.Popen[bytes]], begun: float, done: Callable[[], bool]) -> float:
    while not done():
        if time.monotonic() - begun > _LONGEST_START or any(process.poll() is not None for process in started):
            raise SystemExit(f"It does not start: read {var_dir() / 'bench' / 'logs'}.")
        time.sleep(0.1)
    return time.monotonic() - begun


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except OSError as error:
        return hasattr(error, "code")
    return True


def _replies(url: str) -> bool:
    """Say whether the assistant answers a question; to say that it cannot yet is not to be ready."""
    body = json.dumps({"sender": uuid.uuid4().hex, "message": "Que fait un data scientist ?"}).encode()
    request = urllib.request.Request(f"{url}/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            said = [message.get("text", "") for message in json.load(reply)]
            return bool(said) and not _apologies().intersection(said)
    except OSError:
        return False


@lru_cache(maxsize=1)
def _apologies() -> frozenset[str]:
    """Give what Ariane says where her actions do not answer, as in the seconds before they are ready."""
    responses = YAML(typ="safe").load((PROJECT / "domain.yml").read_text("utf-8"))["responses"]
    return frozenset(response["text"] for response in responses[_UNAVAILABLE])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(changed: dict[str, str]) -> dict[str, str]:
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    kept = {name: value for name, value in os.environ.items() if name != "LOG_LEVEL"}
    return {**kept, **quiet, **changed}


def with_titles(directory: Path | None) -> str:
    """Build a knowledge base with the titles of the ROME release in `directory`, or without any; return its address."""
    path = var_dir() / "bench" / ("titles.db" if directory else "few.db")
    path.unlink(missing_ok=True)
    address = f"sqlite:///{path}"
    for verb in (["build"], ["import-rome", str(directory)])[: 2 if directory else 1]:
        command = [sys.executable, "-W", "ignore", "-m", "ariane.cli", "knowledge", *verb]
        subprocess.run(command, check=True, cwd=PROJECT, env=_environment({"ARIANE_DATABASE_URL": address}))
    return address
