"""What all tests share: the real assistant, started once on free ports with its own conversations."""

from __future__ import annotations

import os
import shutil
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ariane.answers.books import IMPORTED
from ariane.answers.vectors import vectors_directory
from ariane.knowledge.build import build
from ariane.knowledge.repository import Knowledge
from ariane.paths import content_dir, database_url
from ariane.runtime.chat import send


@dataclass(frozen=True)
class ArianeServer:
    """A running Ariane: her address, and the file that holds her conversations."""

    url: str
    conversations: Path

    def visitor(self) -> Callable[[str], list[dict[str, Any]]]:
        """Return a function that says one thing, as a visitor of its own, and gives the answers."""
        sender = uuid.uuid4().hex
        return lambda text: send(self.url, sender, text)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def copy_knowledge(path: Path) -> str:
    """Copy the knowledge base to `path` with what was prepared of its jobs; give the copy's address."""
    url = f"sqlite:///{path}"
    shutil.copy(database_url().removeprefix("sqlite:///"), path)
    # Named after the sentences that it is of, what was prepared serves any base with the same ones.
    stamps = shutil.ignore_patterns("*.txt", "*.rows")
    shutil.copytree(vectors_directory(Knowledge(database_url())), vectors_directory(Knowledge(url)), ignore=stamps)
    return url


@pytest.fixture(scope="session")
def content_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a knowledge base of content/, prepared, without imported jobs."""
    path = tmp_path_factory.mktemp("knowledge") / "knowledge.db"
    url = f"sqlite:///{path}"
    if Path(database_url().removeprefix("sqlite:///")).is_file():
        copy_knowledge(path)
        if any(job.slug.startswith(IMPORTED) for job in Knowledge(url).jobs(origin=None)):
            path.unlink()
    build(content_dir(), url)  # does nothing where the copy is of this content
    return url


@pytest.fixture(scope="session")
def ariane_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArianeServer]:
    """Start the action server and Rasa on the trained model (trained first where it is stale), once for all tests."""
    from ariane.runtime import training
    from ariane.runtime.launcher import prepare, servers
    from ariane.runtime.settings import Settings

    prepare(print)
    settings = Settings("127.0.0.1", free_port(), free_port())
    var = tmp_path_factory.mktemp("var")
    changed = {
        "ARIANE_DATABASE_URL": database_url(),
        "ARIANE_MODEL": str(training.model_path()),
        "ARIANE_VAR_DIR": str(var),
        "ARIANE_ENABLE_REST": "1",
    }
    kept = {name: os.environ.get(name) for name in changed}
    os.environ.update(changed)
    running = servers(settings, print)
    try:
        running.__enter__()
    finally:
        # The servers have their own copy: the tests that follow must not inherit these.
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)
    try:
        yield ArianeServer(settings.url, var / "conversations.db")
    finally:
        running.__exit__(None, None, None)
