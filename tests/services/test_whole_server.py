"""Ariane whole, her conversations on PostgreSQL (TRACKER_*): she talks, remembers, and erases from every table."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from ariane.paths import DATABASE_VARIABLE, database_url
from ariane.runtime import conversation_store, launcher, training
from ariane.runtime.chat import send
from ariane.runtime.conversation_store import ConversationStore
from ariane.runtime.settings import Settings
from tests.conftest import ArianeServer, free_port


@pytest.fixture(scope="module")
def server(
    postgresql: dict[str, Any], ariane_server: ArianeServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of servers of their own, whose TRACKER_* variables, as ours, tell of `postgresql`."""
    host, _, port = str(postgresql["host"]).partition(":")
    variables = {
        "ARIANE_MODEL": str(training.model_path()),
        DATABASE_VARIABLE: database_url(),
        "ARIANE_VAR_DIR": str(tmp_path_factory.mktemp("postgresql")),
        "TRACKER_DIALECT": "postgresql",
        "TRACKER_DB": str(postgresql["db"]),
        "TRACKER_URL": host,
        "TRACKER_PORT": port,
        "TRACKER_USERNAME": str(postgresql["username"]),
    }
    if postgresql["password"]:
        variables["TRACKER_PASSWORD"] = str(postgresql["password"])
    settings = Settings("127.0.0.1", free_port(), free_port())
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        with launcher.servers(settings, print):
            yield settings.url


def told(server: str, sender: str, text: str) -> str:
    return "\n".join(str(message.get("text") or "") for message in send(server, sender, text))


def rows_of(sender: str) -> dict[str, int]:
    """Count the rows of `sender` in every table that tells whose a row is, whatever Ariane knows of them."""
    engine = sa.create_engine(conversation_store.database_url(), future=True)
    tables = sa.MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        counts = {
            table.name: connection.execute(
                sa.select(sa.func.count()).select_from(table).where(table.c.sender_id == sender)
            ).scalar_one()
            for table in tables.sorted_tables
            if "sender_id" in table.c
        }
    engine.dispose()
    return counts


def test_a_conversation_is_kept_and_erased_on_postgresql(server: str) -> None:
    erased, other = uuid.uuid4().hex, uuid.uuid4().hex
    for sender in (erased, other):
        assert "€" in told(server, sender, "combien gagne un data scientist ?")
        assert "data scientist" in told(server, sender, "et les études ?").lower(), "the job is remembered"
        told(server, sender, "👍")
    assert conversation_store.database_url().get_backend_name() == "postgresql"
    before = rows_of(erased)
    assert {name for name, count in before.items() if count} == {"events", "feedback"}
    assert ConversationStore().rows(erased) == before, "Ariane knows of every table"

    assert "efface toute" in told(server, erased, "efface mes données").lower()
    told(server, erased, "oui")
    assert set(rows_of(erased).values()) == {0}, "nothing remains in any table"
    assert rows_of(other) == before
    assert "De quel métier" in told(server, erased, "et les débouchés ?"), "a new conversation begins"
