"""Servers and browsers for the tests of the web channel and of the widget."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect, sync_playwright

from .chat import Chat

PROJECT = Path(__file__).resolve().parents[2]
OTHER_SITE = "https://www.exemple.fr"


class FakeServer:
    """The scripted assistant in a process of its own, that a test may stop and start again on the same port."""

    def __init__(self, directory: Path, environment: dict[str, str] | None = None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._database = directory / "conversations.db"
        self._log = directory / "server.log"
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(PROJECT),
            "PYTHONWARNINGS": "ignore",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "ARIANE_VAR_DIR": str(directory),
            "ARIANE_ALLOWED_ORIGINS": OTHER_SITE,
            "ARIANE_RATE_PER_VISITOR": "6000",
            "ARIANE_RATE_PER_ADDRESS": "60000",
            "ARIANE_SESSIONS_PER_ADDRESS": "6000",
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = Path(__file__).with_name("fake_ariane.py")
        arguments = [sys.executable, str(program), "--port", str(self.port), "--database", str(self._database)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(arguments, env=self._environment, stdout=log, stderr=log)
        for _ in range(300):
            assert self._process.poll() is None, self._log.read_text()
            try:
                if requests.get(f"{self.url}/health", timeout=1).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.1)
        raise AssertionError("the scripted server did not start: " + self._log.read_text())

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def kill(self) -> None:
        """Stop at once, whatever is under way."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)
        self._process = None

    def log(self) -> str:
        """Return everything that the server wrote in its log."""
        return self._log.read_text(encoding="utf-8")

    def handled(self) -> int:
        """Return how many messages reached the assistant since the start."""
        count: int = requests.get(f"{self.url}/handled", timeout=5).json()["handled"]
        return count


StartServer = Callable[..., FakeServer]


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartServer]:
    """Start scripted servers with environment variables of one's own; all are stopped at the end of the module."""
    started: list[FakeServer] = []

    def start(**environment: str) -> FakeServer:
        server = FakeServer(tmp_path_factory.mktemp("server"), environment)
        started.append(server)
        server.start()
        return server

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def fake(start_server: StartServer) -> FakeServer:
    """One scripted server for the module."""
    return start_server()


# --- Browsers ---

CHROMIUM = os.environ.get("ARIANE_CHROMIUM") or shutil.which("chromium")
CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# The widget tries again for four seconds before it complains: Playwright's own five leave a busy machine no margin.
expect.set_options(timeout=20_000)


# Not for the session: Playwright holds an event loop open, and the tests of other modules run loops of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the module; each visitor gets a fresh profile in it."""
    if CHROMIUM is None:
        pytest.skip("Chromium manque : « apt-get install chromium » (ou ARIANE_CHROMIUM=/chemin/vers/chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


OpenChat = Callable[..., Chat]


@pytest.fixture
def open_chat(browser: Browser) -> Iterator[OpenChat]:
    """Open a page with the widget as a new visitor; whatever the page does wrong fails the test at its end."""
    chats: list[Chat] = []

    def open_(url: str, **options: Any) -> Chat:
        chat = Chat(browser, url, **options)
        chats.append(chat)
        return chat

    yield open_
    for chat in chats:
        chat.close()
    for chat in chats:
        assert chat.violations == []
        assert chat.errors == []
        assert chat.strangers == []


@pytest.fixture(scope="session")
def axe() -> str:
    """The axe-core script, from the widget's development packages."""
    file = PROJECT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
    if not file.is_file():
        pytest.skip("axe-core manque : « npm install » dans widget/.")
    return file.read_text(encoding="utf-8")
