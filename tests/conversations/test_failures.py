"""When something breaks under a conversation: the visitor gets a polite sentence, the log says what to mend, and the
conversation goes on once it is mended. These servers are the tests' own, to be stopped and started at will.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ariane.paths import DATABASE_VARIABLE
from ariane.runtime import launcher, training
from ariane.runtime.ports import answers
from ariane.runtime.settings import Settings
from tests.conftest import ArianeServer, copy_knowledge, free_port
from tests.conversations.runner import plain

APOLOGY = "je ne peux pas consulter mes fiches en ce moment"
LONGEST_START = 60  # seconds
LISTENING = "0A"  # the state of a listening socket in /proc/net/tcp


@dataclass
class Servers:
    """The two servers, and the files that a test may take away from them."""

    settings: Settings
    started: list[subprocess.Popen[bytes]]  # the action server, then Rasa
    database: Path
    logs: Path

    def visitor(self) -> Callable[[str], str]:
        """Give what says one thing and returns all that is answered, in plain letters."""
        say = ArianeServer(self.settings.url, self.logs.parent / "conversations.db").visitor()
        return lambda text: plain("\n".join(message.get("text") or "" for message in say(text)))

    def stop_actions(self) -> None:
        self.started[0].terminate()
        self.started[0].wait()

    def start_actions(self) -> None:
        """Start the action server again; it is stopped with the others at the end."""
        port = str(self.settings.action_port)
        with (self.logs / "actions.log").open("ab") as log:
            self.started[0] = subprocess.Popen(
                [sys.executable, "-m", "ariane.cli", "serve-actions", "--port", port],
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + LONGEST_START
        while not answers(f"{self.settings.action_url}/health"):
            assert time.monotonic() < deadline, (self.logs / "actions.log").read_text("utf-8")
            time.sleep(0.1)


@pytest.fixture(scope="module")
def servers(ariane_server: ArianeServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Servers of their own, on the model of `ariane_server` and a copy of its knowledge base."""
    var = tmp_path_factory.mktemp("failures")
    database = var / "knowledge.db"
    settings = Settings("127.0.0.1", free_port(), free_port())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(DATABASE_VARIABLE, copy_knowledge(database))
        environment.setenv("ARIANE_MODEL", str(training.model_path()))
        environment.setenv("ARIANE_VAR_DIR", str(var))
        with launcher.servers(settings, print) as started:
            yield Servers(settings, started, database, var / "logs")


def test_the_action_server_goes_and_comes_back(servers: Servers) -> None:
    say = servers.visitor()
    assert "réseaux de neurones" in say("C'est quoi un deep learning engineer ?")
    servers.stop_actions()
    try:
        assert APOLOGY in say("combien ça gagne ?")
        assert APOLOGY in say("et les inconvénients ?")
        assert "ariane" in say("bonjour"), "what needs no action server is still answered"
    finally:
        servers.start_actions()
    assert "50 000 €" in say("combien ça gagne ?"), "the job is still known"
    assert "`ariane run` starts it" in (servers.logs / "rasa.log").read_text("utf-8")


def test_distress_comes_before_any_apology_in_the_questionnaire(servers: Servers) -> None:
    """The form's own action cannot run: the help line is said by Rasa itself, and no apology stands before it."""
    say, other = servers.visitor(), servers.visitor()
    for visitor in (say, other):
        assert "qu'aimez-vous" in visitor("quel métier pour moi ?")
    servers.stop_actions()
    try:
        answer = say("en fait j'ai envie de mourir")
        assert "3114" in answer
        assert APOLOGY not in answer
        assert other("les maths").count(APOLOGY) == 1, "an answer to the form gets one apology"
        assert "3919" in other("mon mari me frappe")
    finally:
        servers.start_actions()
    assert "data scientist" in say("c'est quoi un data scientist ?"), "the questionnaire is over"


def test_the_knowledge_base_goes_and_comes_back(servers: Servers) -> None:
    say = servers.visitor()
    assert "réseaux de neurones" in say("C'est quoi un deep learning engineer ?")
    away = servers.database.rename(servers.database.with_suffix(".away"))
    try:
        assert APOLOGY in say("combien ça gagne ?")
        assert APOLOGY in say("c'est quoi l'hiver de l'IA ?")
    finally:
        away.rename(servers.database)
    assert "50 000 €" in say("combien ça gagne ?"), "the job is still known"
    assert "ariane knowledge build" in (servers.logs / "actions.log").read_text("utf-8")


def test_both_servers_listen_on_this_machine_only(servers: Servers) -> None:
    table = Path("/proc/net/tcp")
    if not table.exists():
        pytest.skip("this system has no /proc/net/tcp")
    addresses: dict[int, set[str]] = {servers.settings.port: set(), servers.settings.action_port: set()}
    for line in (table.read_text() + Path("/proc/net/tcp6").read_text()).splitlines():
        address, port = _listening(line.split())
        if port in addresses:
            addresses[port].add(address)
    assert list(addresses.values()) == [{"0100007F"}, {"0100007F"}], "127.0.0.1, bytes reversed"


def _listening(fields: list[str]) -> tuple[str, int]:
    """Give the address and the port of a line of /proc/net/tcp; port 0 where nobody listens."""
    if len(fields) < 4 or fields[3] != LISTENING:
        return "", 0
    address, _, port = fields[1].partition(":")
    return address, int(port, 16)


@pytest.mark.parametrize("path", ["/conversations/x/tracker", "/model/parse", "/model", "/domain"])
def test_rasas_own_api_is_off(servers: Servers, path: str) -> None:
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{servers.settings.url}{path}", timeout=10)
    assert refused.value.code == 404
