"""A visitor's « efface mes données », over the real server: nothing remains in any table."""

from __future__ import annotations

import uuid

from ariane.runtime.chat import send
from ariane.runtime.conversation_store import ConversationStore
from tests.conftest import ArianeServer


def test_nothing_remains_in_any_table(ariane_server: ArianeServer) -> None:
    store = ConversationStore(f"sqlite:///{ariane_server.conversations}")
    erased, other = uuid.uuid4().hex, uuid.uuid4().hex
    for sender in (erased, other):
        for text in ("combien gagne un data scientist ?", "👍", "j'aime les maths mais pas coder"):
            send(ariane_server.url, sender, text)
    before = store.rows(erased)
    assert before["events"] > 0
    assert before["feedback"] == 1

    send(ariane_server.url, erased, "efface mes données")
    assert store.rows(erased)["events"] > before["events"]
    send(ariane_server.url, erased, "oui")

    assert set(store.rows(erased).values()) == {0}
    assert store.rows(other)["events"] > 0
    # A new conversation begins: the job spoken of is forgotten.
    answers = send(ariane_server.url, erased, "et les débouchés ?")
    assert "De quel métier" in str(answers[0]["text"])
