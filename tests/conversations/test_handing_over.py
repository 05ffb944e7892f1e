"""Handing over to a person, over the real server: nothing leaves without consent, and nothing is lost.

The server has official records beside the jobs described, so that imported jobs are talked of here too.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from ariane.knowledge.importers.rome import import_rome
from ariane.paths import DATABASE_VARIABLE
from ariane.runtime import launcher, training
from ariane.runtime.settings import Settings
from tests.conftest import ArianeServer, copy_knowledge, free_port
from tests.widget.client import Visitor

RECORDS = Path(__file__).parents[1] / "data" / "rome-small"
LONGEST = 90  # seconds: a summary that was refused is tried again after half a minute
TOKEN = "a-token-of-the-test"


class Receiver:
    """An adviser's inbox on this machine, which can be closed and opened again at the same address."""

    def __init__(self) -> None:
        self.port = free_port()
        self.received: list[tuple[dict[str, str], dict[str, Any]]] = []
        self._server: HTTPServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/summaries"

    def open(self) -> None:
        received = self.received

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the name is http.server's
                body = self.rfile.read(int(self.headers["Content-Length"]))
                received.append((dict(self.headers), json.loads(body)))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = HTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def wait_for(self, reference: str) -> dict[str, Any]:
        """Give the summary of that reference, once it has come."""
        deadline = time.monotonic() + LONGEST
        while time.monotonic() < deadline:
            for headers, body in list(self.received):
                if body["reference"] == reference:
                    assert headers["Idempotency-Key"] == reference
                    assert headers["Authorization"] == f"Bearer {TOKEN}"
                    return body
            time.sleep(0.2)
        raise AssertionError(f"{reference} never came; {self.received} did")


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    inbox = Receiver()
    inbox.open()
    yield inbox
    inbox.close()


@pytest.fixture(scope="module")
def server(
    ariane_server: ArianeServer, receiver: Receiver, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ArianeServer]:
    """Servers of their own that hand over to `receiver`, on the model of `ariane_server`."""
    var = tmp_path_factory.mktemp("handing-over")
    settings = Settings("127.0.0.1", free_port(), free_port())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ARIANE_MODEL", str(training.model_path()))
        environment.setenv(DATABASE_VARIABLE, with_official_records(var / "knowledge.db"))
        environment.setenv("ARIANE_VAR_DIR", str(var))
        environment.setenv("ARIANE_HANDOFF_URL", receiver.url)
        environment.setenv("ARIANE_HANDOFF_TOKEN", TOKEN)
        with launcher.servers(settings, print):
            yield ArianeServer(settings.url, var / "conversations.db")


def with_official_records(path: Path) -> str:
    """Copy the knowledge base to `path` and import a few records of ROME; give its address."""
    url = copy_knowledge(path)
    import_rome(RECORDS, url)
    return url


def talk(server: ArianeServer) -> Callable[[str], str]:
    say = server.visitor()
    return lambda text: "\n".join(str(message.get("text") or "") for message in say(text))


def reference_in(answer: str) -> str:
    found = re.search(r"\b[0-9A-F]{8}\b", answer)
    assert found, answer
    return found[0]


def waiting(conversations: Path) -> int:
    with sqlite3.connect(conversations) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox").fetchone()[0])


def test_a_summary_leaves_once_the_visitor_agreed(server: ArianeServer, receiver: Receiver) -> None:
    say = talk(server)
    say("C'est quoi un data analyst ? J'ai un secret à vous dire.")
    assert "3949" in say("je veux parler à quelqu'un")
    assert receiver.received == [], "nothing leaves before consent"
    body = receiver.wait_for(reference_in(say("oui")))
    assert "data analyst" in body["jobs"]
    assert "secret" not in json.dumps(body, ensure_ascii=False), "no sentence of the visitor"


def test_nothing_leaves_when_the_visitor_refuses(server: ArianeServer, receiver: Receiver) -> None:
    say = talk(server)
    before = len(receiver.received)
    say("je veux parler à un conseiller")
    say("non")
    assert waiting(server.conversations) == 0
    assert len(receiver.received) == before


def test_nothing_is_lost_while_the_receiver_is_down(server: ArianeServer, receiver: Receiver) -> None:
    say = talk(server)
    receiver.close()
    try:
        say("combien gagne un développeur web ?")
        say("je veux parler à quelqu'un")
        reference = reference_in(say("oui"))
        assert waiting(server.conversations) == 1
        assert "Ariane" in say("bonjour"), "the conversation goes on meanwhile"
    finally:
        receiver.open()
    body = receiver.wait_for(reference)
    assert body["jobs"] == ["développeur web"]
    deadline = time.monotonic() + 10
    while waiting(server.conversations) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert waiting(server.conversations) == 0, "what arrived is forgotten"
    assert [kept["reference"] for _, kept in receiver.received].count(reference) == 1


def test_an_imported_job_is_compared_too(server: ArianeServer) -> None:
    say = talk(server)
    both = say("boulanger ou pâtissier, quelle différence ?").casefold()
    assert "boulanger" in both
    assert "pâtissier" in both
    three = say("et par rapport à un data analyst ?").casefold()
    assert "data analyst" in three
    assert "pâtissier" in say("le dernier c'est quoi ?").casefold() or "data analyst" in three


def test_an_enormous_message_over_the_pages_channel_is_refused_politely(server: ArianeServer) -> None:
    visitor = Visitor(server.url)
    visitor.begin()
    for size in (1_001, 20_000, 2_000_000):
        refused = visitor.say("je cherche ma voie " * (size // 19 + 1))
        assert refused.status_code in (413, 422)
        assert refused.json()["message"], "the page shows this sentence"
    told = json.dumps(visitor.say("combien gagne un data analyst ?").json(), ensure_ascii=False)
    assert "€" in told, "the conversation goes on"
