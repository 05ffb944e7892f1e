"""Every conversation of this directory, over the real server, each with a visitor of its own."""

from __future__ import annotations

import pytest

from tests.conftest import ArianeServer
from tests.conversations.runner import Conversation, conversations, found, hold, plain

ALL = list(conversations())


@pytest.mark.parametrize("conversation", ALL, ids=str)
def test_conversation(conversation: Conversation, ariane_server: ArianeServer) -> None:
    hold(conversation, ariane_server.visitor())


def test_titles_are_told_apart() -> None:
    titles = [str(conversation) for conversation in ALL]
    assert len(titles) == len(set(titles))


def test_every_turn_expects_something() -> None:
    silent = [str(c) for c in ALL if not all(t.expected or t.refused or t.buttons for t in c.turns)]
    assert not silent


def test_expectations_pass_over_typography() -> None:
    assert found("l'ingénieur : 45 000 €", plain("L’ingénieur\u00a0: 45\u00a0000\u00a0€"))
    assert found("/de \\d+ à/", plain("De 38 à 45"))
