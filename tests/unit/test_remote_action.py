"""The patch of Rasa's calls to the action server: it accepts what Rasa does, and no visitor is left without words."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import aiohttp
import pytest
import rasa
import rasa.core.actions.action as rasa_action
from jsonschema import ValidationError
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import ClientResponseError, EndpointConfig

from ariane.runtime import remote_action
from ariane.runtime.remote_action import LONGEST_CALL, MADE_FOR, UNAVAILABLE, ArianeRemoteAction

STOCK = remote_action._StockRemoteAction
APOLOGY = "Excusez-moi, revenez dans un instant."
DOMAIN = Domain.from_dict(
    {
        "responses": {UNAVAILABLE: [{"text": APOLOGY}]},
        "slots": {"job": {"type": "any", "mappings": [{"type": "custom"}]}},
    }
)


class ActionServer(EndpointConfig):
    """An action server that gives the answers of `answers` in turn, or raises those that are errors."""

    def __init__(self, *answers: Any) -> None:
        super().__init__("http://127.0.0.1:1/webhook")
        self.answers = list(answers)

    async def request(self, *_: Any, **__: Any) -> Any:
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def run(endpoint: EndpointConfig) -> list[Event]:
    action = ArianeRemoteAction("action_answer_topic", endpoint)
    tracker = DialogueStateTracker.from_events("visitor", [], DOMAIN.slots)
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
    return asyncio.run(action.run(CollectingOutputChannel(), nlg, tracker, DOMAIN))


def texts(events: list[Event]) -> list[str | None]:
    return [event.text for event in events if isinstance(event, BotUttered)]


ANSWERS: dict[str, Any] = {
    "nothing": {},
    "empty": {"events": [], "responses": []},
    "a slot": {"events": [{"event": "slot", "name": "job", "value": "data-scientist", "timestamp": None}]},
    "a followup": {"events": [{"event": "followup", "name": "action_listen", "timestamp": None}]},
    "a response": {"events": [], "responses": [{"response": "utter_fact", "answer": "Oui."}]},
    "more than asked": {"events": [], "responses": [], "and": "more"},
    "a list": [],
    "a text": "bonjour",
    "null": None,
    "events that are no list": {"events": "none"},
    "an event of no kind": {"events": [{}]},
    "an unknown event": {"events": [{"event": "party"}]},
    "a slot without a name": {"events": [{"event": "slot", "value": 1}]},
    "a slot without a value": {"events": [{"event": "slot", "name": "job"}]},
    "a slot of no name": {"events": [{"event": "slot", "name": 3, "value": 1}]},
    "a slot at no time": {"events": [{"event": "slot", "name": "job", "value": 1, "timestamp": "today"}]},
    "a slot at a truth": {"events": [{"event": "slot", "name": "job", "value": 1, "timestamp": True}]},
    "a slot said of with a text": {"events": [{"event": "slot", "name": "job", "value": 1, "metadata": "x"}]},
    "a whole slot": {"events": [{"event": "slot", "name": "job", "value": [1], "timestamp": 2, "metadata": {"a": 1}}]},
    "responses that are texts": {"events": [], "responses": ["bonjour"]},
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_accepted_as_rasa_accepts_it(answer: Any) -> None:
    assert _verdict(ArianeRemoteAction, answer) == _verdict(STOCK, answer)


def test_some_answers_are_accepted_and_some_refused() -> None:
    verdicts = [_verdict(STOCK, answer) for answer in ANSWERS.values()]
    assert True in verdicts
    assert any(isinstance(verdict, str) for verdict in verdicts)


def _verdict(kind: Any, answer: Any) -> bool | str:
    """Give True, or the words of the refusal."""
    try:
        return bool(kind("action_answer_topic", None)._validate_action_result(answer))
    except ValidationError as error:
        return str(error.message)


def test_a_good_answer_is_passed_on() -> None:
    events = run(
        ActionServer({"events": [{"event": "slot", "name": "job", "value": "x"}], "responses": [{"text": "Oui."}]})
    )
    assert texts(events) == ["Oui."]
    assert SlotSet("job", "x") in events


FAILURES = {
    "down": aiohttp.ClientConnectionError("connection refused"),
    "cut off": aiohttp.ServerDisconnectedError(),
    "failing": ClientResponseError(500, "Internal Server Error", "{}"),
    "too slow": asyncio.TimeoutError(),
    "talking nonsense": {"events": "none"},
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_the_visitor_gets_an_apology(failure: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="ariane"):
        assert texts(run(ActionServer(failure))) == [APOLOGY]
    assert "ariane run" in caplog.text


def test_the_conversation_goes_on_when_the_server_is_back() -> None:
    server = ActionServer(aiohttp.ClientConnectionError(), {"events": [], "responses": [{"text": "Me revoici."}]})
    assert texts(run(server)) == [APOLOGY]
    assert texts(run(server)) == ["Me revoici."]


def test_a_port_where_nobody_listens() -> None:
    assert texts(run(EndpointConfig("http://127.0.0.1:1/webhook"))) == [APOLOGY]


def test_a_form_may_still_give_up_its_turn() -> None:
    refusal = ClientResponseError(400, "Bad Request", json.dumps({"action_name": "a_form", "error": "no"}))
    with pytest.raises(rasa_action.ActionExecutionRejection):
        run(ActionServer(refusal))


def test_the_patch_is_put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa_action, "RemoteAction", STOCK)
    monkeypatch.setattr(rasa_action, "DEFAULT_REQUEST_TIMEOUT", 300)
    remote_action.install()
    assert rasa_action.RemoteAction is ArianeRemoteAction
    assert rasa_action.DEFAULT_REQUEST_TIMEOUT == LONGEST_CALL


def test_another_rasa_is_left_alone(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(rasa_action, "RemoteAction", STOCK)
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    remote_action.install()
    assert rasa_action.RemoteAction is STOCK
    assert "3.7.0" in caplog.text


def test_the_patch_is_made_for_the_rasa_that_is_pinned() -> None:
    assert rasa.__version__ == MADE_FOR
