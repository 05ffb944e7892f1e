"""The action server begins on a question while Rasa reads it, and nothing depends on it."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import pytest
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import answer as actions_answer
from actions import conversation as actions_conversation
from actions import head_start as actions_head_start
from actions.conversation import question_in
from ariane.answers import topic
from ariane.answers.books import book_of
from ariane.answers.ranking import Ranker
from ariane.knowledge.repository import Knowledge
from ariane.nlu.head_start import ACTION_URL, HeadStart
from ariane.runtime.head_start import receive

TEXT = "il faut des maths pour être data analyst ?"
JOB: dict[str, Any] = {"entity": "job", "value": "data-analyst", "start": 29, "end": 41}
INTENT: dict[str, Any] = {"name": "ask_skills", "confidence": 0.93}


@pytest.fixture
def known(content_database: str) -> Knowledge:
    return Knowledge(content_database)


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    listening.bind(("127.0.0.1", 0))
    listening.settimeout(5)
    monkeypatch.setenv(ACTION_URL, f"http://127.0.0.1:{listening.getsockname()[1]}/webhook")
    return listening


def conversation(kept: str | None = None) -> DialogueStateTracker:
    return DialogueStateTracker("visitor", [AnySlot("job", mappings=[{}], initial_value=kept)])


def said(text: str, *entities: dict[str, Any]) -> Message:
    return Message({"text": text, "entities": list(entities)})


def told(listening: socket.socket, message: Message, tracker: DialogueStateTracker | None) -> list[dict[str, Any]]:
    """Give what is sent for `message`; a last message, always told, closes the wait."""
    component = HeadStart()
    assert component.process([message], tracker) == [message]
    component.process([said("la fin", JOB)], conversation())
    received: list[dict[str, Any]] = []
    while not received or received[-1]["message"]["text"] != "la fin":
        received.append(json.loads(listening.recv(10_000)))
    return received[:-1]


def test_what_is_asked_of_a_job_is_told(listener: socket.socket) -> None:
    assert told(listener, said(TEXT, JOB), conversation()) == [
        {"message": {"text": TEXT, "entities": [JOB]}, "job": None}
    ]
    assert told(listener, said("et les maths ?"), conversation("data-analyst")) == [
        {"message": {"text": "et les maths ?", "entities": []}, "job": "data-analyst"}
    ]


def test_what_a_message_was_read_as_is_told_once_it_is_known(listener: socket.socket) -> None:
    message = Message({"text": TEXT, "entities": [JOB], "intent": INTENT, "intent_ranking": [INTENT]})
    assert told(listener, message, conversation()) == [
        {"message": {"text": TEXT, "entities": [JOB], "intent": INTENT, "intent_ranking": [INTENT]}, "job": None}
    ]


def test_nothing_is_told_where_it_would_serve_nobody(listener: socket.socket) -> None:
    assert told(listener, said(TEXT, JOB), None) == [], "read for a measure: no visitor waits"
    assert told(listener, said("/ask_salary", JOB), conversation()) == [], "a button"
    assert told(listener, said("bonjour"), conversation()) == [], "no job"
    assert told(listener, said("maths " * 5000, JOB), conversation()) == [], "too long for a datagram"


@pytest.mark.parametrize(
    "url", ["http://192.0.2.7:5055/webhook", "http://actions:5055/webhook", "http://127.0.0.1", ""]
)
def test_no_word_leaves_the_machine(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ACTION_URL, url)
    monkeypatch.setattr(socket, "socket", lambda *_: pytest.fail("it was sent"))
    HeadStart().process([said(TEXT, JOB)], conversation())


def test_nobody_need_listen(listener: socket.socket) -> None:
    listener.close()
    component = HeadStart()
    for _ in range(3):
        component.process([said(TEXT, JOB)], conversation())


def test_what_is_told_is_begun_on_and_rubbish_is_not() -> None:
    begun: list[tuple[dict[str, Any], str | None]] = []

    async def run() -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        done = asyncio.Event()

        def begin(message: dict[str, Any], kept: str | None) -> None:
            begun.append((message, kept))
            if message["text"] == "la fin":
                done.set()
            raise ValueError("what goes wrong here must not stop the server")

        await receive(port, begin)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            rubbish = ({"text": 1, "entities": []}, {"text": "?"}, {"text": "?", "entities": {}}, [], None)
            for sent in (b"\xff", b"[]", *(json.dumps({"message": wrong, "job": None}).encode() for wrong in rubbish)):
                sender.sendto(sent, ("127.0.0.1", port))
            for text, job in ((TEXT, "data-analyst"), ("la fin", 7)):
                told = {"message": {"text": text, "entities": []}, "job": job}
                sender.sendto(json.dumps(told).encode(), ("127.0.0.1", port))
        await asyncio.wait_for(done.wait(), 5)

    asyncio.run(run())
    assert begun == [({"text": TEXT, "entities": []}, "data-analyst"), ({"text": "la fin", "entities": []}, None)]


@pytest.fixture
def asked_of(known: Knowledge, monkeypatch: pytest.MonkeyPatch) -> Knowledge:
    """The actions read `known`."""
    monkeypatch.setattr(actions_head_start, "knowledge", lambda: known)
    monkeypatch.setattr(actions_conversation, "knowledge", lambda: known)
    monkeypatch.setattr(actions_answer, "knowledge", lambda: known)
    return known


def test_what_was_begun_is_not_worked_out_again(asked_of: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    ranker = book_of(asked_of, "data-analyst").ranker
    asked = question_in(TEXT, [JOB], JOB["value"])
    expected = ranker.rank(asked, {"skills": 1.0})
    ranker._looked_at.cache_clear()
    actions_head_start.begin({"text": TEXT, "entities": [JOB]}, None)
    monkeypatch.setattr(ranker._recognizer, "scores", lambda *_: pytest.fail("worked out again"))
    assert ranker.rank(asked, {"skills": 1.0}) == expected


@pytest.mark.parametrize("ranking", [[INTENT, {"name": "ask_training", "confidence": 0.05}], []])
def test_an_answer_worded_before_the_call_is_the_one_that_is_said(
    asked_of: Knowledge, monkeypatch: pytest.MonkeyPatch, ranking: list[dict[str, Any]]
) -> None:
    message = {"text": TEXT, "entities": [JOB], "intent": INTENT, "intent_ranking": ranking}
    tracker = Tracker("visitor", {"told": ["earlier"]}, message, [], False, None, {}, "action_listen")
    action = actions_answer.ActionAnswerTopic()
    expected = CollectingDispatcher()
    events = action.run(expected, tracker, {})
    topic._answer_topic.cache_clear()
    actions_head_start.begin(json.loads(json.dumps(message)), None)
    monkeypatch.setattr(Ranker, "rank", lambda *_: pytest.fail("worked out again"))
    said_now = CollectingDispatcher()
    assert action.run(said_now, tracker, {}) == events
    assert said_now.messages == expected.messages
    assert said_now.messages[0]["answer"]


def test_what_no_answer_on_one_topic_needs_is_not_worded(asked_of: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions_head_start, "find", lambda *_: pytest.fail("worded in vain"))
    two = {"entity": "topics", "value": ["ask_skills", "ask_salary"], "start": 0, "end": len(TEXT)}
    for name, entities in (("nlu_fallback", [JOB]), ("ask_comparison", [JOB]), ("ask_skills", [JOB, two])):
        actions_head_start.begin({"text": TEXT, "entities": entities, "intent": {"name": name}}, None)


def test_a_job_that_is_not_known_is_passed_over(asked_of: Knowledge) -> None:
    actions_head_start.begin({"text": "et les maths ?", "entities": []}, "no-such-job")
    actions_head_start.begin({"text": "/ask_skills", "entities": []}, "data-analyst")
