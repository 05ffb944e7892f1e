"""The command line: every verb documented, every mistake of a person told in one line, nothing open to the network."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from ariane.cli import main
from ariane.paths import PROJECT
from ariane.runtime import launcher, training
from ariane.runtime.errors import UserError
from ariane.runtime.settings import Settings, read_settings
from tests.few_sentences import keep_few_sentences


def ariane(*arguments: str, **environment: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


def the_one_line(result: Result) -> str:
    """Give the line that tells a mistake; there must be one, no stack trace, and an exit status that is not 0."""
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit), result.exception
    lines = [line for line in result.output.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, result.output
    assert result.output.rstrip().endswith(lines[0]), "the line that says how to mend it is the last"
    return lines[0]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of this machine that another program holds."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


# A person's mistakes


def test_a_port_that_is_taken(taken_port: int) -> None:
    line = the_one_line(ariane("run", ARIANE_PORT=str(taken_port)))
    assert str(taken_port) in line
    assert "ARIANE_PORT" in line


def test_an_action_port_that_is_taken(taken_port: int) -> None:
    settings = Settings("127.0.0.1", 0, taken_port)
    with pytest.raises(UserError, match="ARIANE_ACTION_PORT"), launcher.servers(settings, print):
        pytest.fail("the servers must not start")


@pytest.mark.parametrize("port", ["cinq mille", "0", "70000", "-1", "50.5"])
def test_a_port_that_is_no_port(port: str) -> None:
    assert f"ARIANE_PORT={port}" in the_one_line(ariane("run", ARIANE_PORT=port))


def test_a_database_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    address = f"sqlite:///{tmp_path / 'file' / 'knowledge.db'}"
    line = the_one_line(ariane("knowledge", "build", ARIANE_DATABASE_URL=address))
    assert "ne peut pas être écrite" in line
    assert "ARIANE_DATABASE_URL" in line


def test_run_stops_where_the_knowledge_cannot_be_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    with pytest.raises(UserError, match="« ariane knowledge build »"):
        launcher.prepare(print)


def test_a_base_that_is_missing_is_told(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'missing.db'}"
    line = the_one_line(ariane("knowledge", "show", "data-scientist", ARIANE_DATABASE_URL=address))
    assert "ariane knowledge build" in line


def test_nobody_to_chat_with(taken_port: int) -> None:
    assert "make run" in the_one_line(ariane("chat", ARIANE_PORT=str(_free_port())))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


REFUSED = {
    "domain.yml": ("intents: [\n- a: {\n", "domain.yml"),
    "data/nlu.yml": ("nlu:\n- intent: greet\n  examples: |\n    - salut\n- bonjour\n", "nlu.yml"),
    "config.yml": ("recipe: default.v1\nlanguage: fr\npipeline: [{name: Devin}]\npolicies: []\n", "Devin"),
}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of what the model is trained from, that a test can break."""
    for name in ("domain.yml", "config.yml", "requirements.txt"):
        shutil.copy(PROJECT / name, tmp_path)
    shutil.copytree(PROJECT / "data", tmp_path / "data")
    keep_few_sentences(tmp_path / "data")
    shutil.copytree(PROJECT / "ariane" / "nlu", tmp_path / "ariane" / "nlu")
    shutil.copytree(PROJECT / "ariane" / "encoder", tmp_path / "ariane" / "encoder")
    monkeypatch.setattr(training, "PROJECT", tmp_path)
    monkeypatch.setenv("ARIANE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("RASA_CACHE_DIRECTORY", str(tmp_path / "var" / "cache" / "own"))
    monkeypatch.delenv("ARIANE_MODEL", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", REFUSED)
def test_training_that_is_refused(name: str, checkout: Path) -> None:
    broken, named = REFUSED[name]
    (checkout / name).write_text(broken)
    line = the_one_line(ariane("train", "--force"))
    assert "Le modèle n’a pas pu être entraîné" in line
    assert named in line


def test_python_3_10_that_is_missing(tmp_path: Path) -> None:
    script = [shutil.which("bash") or "bash", str(PROJECT / "deploy" / "setup.sh"), str(tmp_path / "venv")]
    done = subprocess.run(script, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert len(done.stderr.splitlines()) == 1
    assert "Python 3.10 est introuvable" in done.stderr
    assert not (tmp_path / "venv").exists()


# What is stale


def test_a_model_is_stale_when_what_it_learnt_from_changes(checkout: Path) -> None:
    assert training.is_stale()
    _pretend_trained(checkout)
    assert not training.is_stale()
    with (checkout / "data" / "stories.yml").open("a") as stories:
        stories.write("# une histoire de plus\n")
    assert training.is_stale()


def test_train_says_when_there_is_nothing_to_do(checkout: Path) -> None:
    _pretend_trained(checkout)
    assert ariane("train").output.strip() == "Modèle à jour."


def test_parts_trained_with_other_code_are_never_taken_from_the_cache(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RASA_CACHE_DIRECTORY")
    assert not training.use_cache()
    kept = Path(os.environ["RASA_CACHE_DIRECTORY"])
    kept.mkdir(parents=True)
    (kept / "part").touch()
    assert training.use_cache()
    with (checkout / "data" / "stories.yml").open("a") as stories:
        stories.write("# une histoire de plus\n")
    assert training.use_cache()  # of what the data changed, Rasa knows
    with (checkout / "ariane" / "nlu" / "likeness.py").open("a") as module:
        module.write("# une ligne de plus\n")
    monkeypatch.delenv("RASA_CACHE_DIRECTORY")
    assert not training.use_cache()
    assert not kept.exists()


def _pretend_trained(checkout: Path) -> None:
    model = training.model_path()
    assert checkout in model.parents
    model.parent.mkdir(parents=True, exist_ok=True)
    model.touch()
    model.with_suffix(".stamp").write_text(training.fingerprint())


# Help


def verbs(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    for name, sub in getattr(command, "commands", {}).items():
        yield from verbs(sub, (*path, name))


EVERY_VERB = [pytest.param(path, command, id="-".join(path) or "ariane") for path, command in verbs()]


@pytest.mark.parametrize(("path", "command"), EVERY_VERB)
def test_help_documents_every_verb(path: tuple[str, ...], command: click.Command) -> None:
    shown = ariane(*path, "--help")
    assert shown.exit_code == 0
    assert command.help, "a verb without a docstring"
    assert " ".join(command.help.split()) in " ".join(shown.output.split())
    if path and not command.hidden:
        assert re.search(rf"^  {path[-1]}\b +\S", ariane(*path[:-1], "--help").output, re.MULTILINE)


@pytest.mark.parametrize(("path", "command"), EVERY_VERB)
def test_help_documents_every_option(path: tuple[str, ...], command: click.Command) -> None:
    options = [option for option in command.params if isinstance(option, click.Option) and not command.hidden]
    assert [option.name for option in options if not option.help] == []


def test_make_help_documents_every_target() -> None:
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", makefile, re.MULTILINE))
    declared = set((re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE) or ["", ""])[1].split())
    documented = set(re.findall(r"^([a-z][\w-]*):.*##", makefile, re.MULTILINE))
    assert targets == documented == declared


# Nothing listens beyond this machine


def test_by_default_only_this_machine_is_served(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARIANE_HOST", "ARIANE_PORT", "ARIANE_ACTION_PORT"):
        monkeypatch.delenv(name, raising=False)
    assert read_settings() == Settings("127.0.0.1", 5005, 5055)


@pytest.mark.parametrize(
    ("host", "chosen", "given"),
    [("127.0.0.1", None, "1"), ("127.0.0.1", "0", "0"), ("127.0.0.2", None, None), ("127.0.0.2", "1", "1")],
)
def test_the_rest_channel_opens_by_itself_on_this_machine_alone(
    monkeypatch: pytest.MonkeyPatch, host: str, chosen: str | None, given: str | None
) -> None:
    """What `make run` opens for the terminal chat; an operator's own choice holds."""
    started: list[dict[str, str]] = []
    idle = SimpleNamespace(poll=lambda: 0, wait=lambda *_: 0)
    monkeypatch.setattr(launcher, "_start", lambda _name, _arguments, environment: started.append(environment) or idle)
    monkeypatch.setattr(launcher, "_wait", lambda *_: None)
    monkeypatch.delenv("ARIANE_ENABLE_REST", raising=False)
    if chosen is not None:
        monkeypatch.setenv("ARIANE_ENABLE_REST", chosen)
    with launcher.servers(Settings(host, 0, 0), print):
        assert [environment.get("ARIANE_ENABLE_REST") for environment in started] == [given, given]


def test_rasa_serves_the_address_given_and_not_its_api(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import rasa.api

    from ariane.runtime import rasa_server

    asked: dict[str, Any] = {}
    monkeypatch.setattr(rasa.api, "run", lambda **settings: asked.update(settings))
    monkeypatch.setattr(os, "environ", {**os.environ})
    rasa_server.serve(tmp_path / "model.tar.gz", "127.0.0.1", 5005)
    assert (asked["interface"], asked["port"], asked["enable_api"]) == ("127.0.0.1", 5005, False)
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"


def test_the_action_server_serves_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    import uvicorn

    from ariane.runtime import action_server
    from ariane.runtime.action_app import LARGEST_CALL

    asked: dict[str, Any] = {}
    monkeypatch.setattr(uvicorn, "run", lambda _app, **settings: asked.update(settings))
    monkeypatch.setattr(os, "environ", {**os.environ})
    action_server.serve(5055)
    assert (asked["host"], asked["port"]) == ("127.0.0.1", 5055)
    assert LARGEST_CALL > 1_000_000, "a call holds many turns, whatever the limit of a message"
