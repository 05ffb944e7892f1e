"""What a conversation's record tells maintainers of a message that was not understood."""

from __future__ import annotations

import json
import sqlite3
import uuid

from ariane.runtime.chat import send
from tests.conftest import ArianeServer

FALLBACK = "nlu_fallback"


def test_the_ranking_of_a_doubtful_message_is_kept(ariane_server: ArianeServer) -> None:
    sender = uuid.uuid4().hex
    send(ariane_server.url, sender, "et alors ça va chercher loin tout ça")
    with sqlite3.connect(ariane_server.conversations) as connection:
        query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user'"
        (data,) = connection.execute(query, (sender,)).fetchone()
    parsed = json.loads(data)["parse_data"]
    readings = [(reading["name"], reading["confidence"]) for reading in parsed["intent_ranking"]]
    shares = [share for name, share in readings if name != FALLBACK]
    assert len(shares) > 3, "more than the two that are offered"
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.001
