"""What Rasa hears from the action server: the answer of an action, or why there is none."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections.abc import MutableMapping
from typing import Any

import pytest
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from ariane.runtime import action_app
from ariane.runtime.action_app import ActionApp


class Greet(Action):
    def name(self) -> str:
        return "action_greet"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        dispatcher.utter_message(text=f"Bonjour, {tracker.sender_id}.")
        return []


class GiveUp(Action):
    def name(self) -> str:
        return "action_give_up"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise ActionExecutionRejection(self.name(), "not now")


class Fail(Action):
    def name(self) -> str:
        return "action_fail"

    def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        raise RuntimeError("the shelf is empty")


@pytest.fixture
def app() -> ActionApp:
    executor = ActionExecutor()
    for action in (Greet, GiveUp, Fail):
        executor.register_action(action)

    async def begin() -> None:
        return

    return ActionApp(executor, begin)


def call(action: str) -> bytes:
    tracker = {"sender_id": "Anne", "slots": {}, "latest_message": {}, "events": [], "paused": False}
    rest = {"followup_action": None, "active_loop": {}, "latest_action_name": None}
    return json.dumps({"next_action": action, "sender_id": "Anne", "tracker": {**tracker, **rest}}).encode()


def ask(
    app: ActionApp, body: bytes, method: str = "POST", path: str = "/webhook", encoding: bytes = b""
) -> tuple[int, Any]:
    """Send `body` in two parts, and give the status and the answer."""
    parts = [
        {"type": "http.request", "body": body[:10], "more_body": True},
        {"type": "http.request", "body": body[10:], "more_body": False},
    ]
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return parts.pop(0)

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [(b"content-encoding", encoding)] if encoding else []
    asyncio.run(app({"type": "http", "method": method, "path": path, "headers": headers}, receive, send))
    start, content = sent
    assert dict(start["headers"])[b"content-length"] == str(len(content["body"])).encode()
    return start["status"], json.loads(content["body"])


def test_an_action_answers(app: ActionApp) -> None:
    status, answer = ask(app, call("action_greet"))
    assert status == 200
    assert answer["responses"][0]["text"] == "Bonjour, Anne."


def test_a_deflated_call_is_read(app: ActionApp) -> None:
    assert ask(app, zlib.compress(call("action_greet")), encoding=b"deflate")[0] == 200


def test_a_form_may_give_up_its_turn(app: ActionApp) -> None:
    assert ask(app, call("action_give_up")) == (400, {"error": "not now", "action_name": "action_give_up"})


def test_an_unknown_action_is_told(app: ActionApp) -> None:
    status, answer = ask(app, call("action_unknown"))
    assert (status, answer["action_name"]) == (404, "action_unknown")


def test_a_failure_is_logged_and_the_next_call_answered(app: ActionApp, caplog: pytest.LogCaptureFixture) -> None:
    assert ask(app, call("action_fail")) == (500, {"error": "the shelf is empty"})
    assert "action_fail failed" in caplog.text
    assert ask(app, call("action_greet"))[0] == 200


@pytest.mark.parametrize("body", [b"", b"not JSON at all", b"[1, 2, 3, 4, 5, 6]"])
def test_what_is_no_call_is_refused(app: ActionApp, body: bytes) -> None:
    assert ask(app, body)[0] == 400


def test_what_is_not_deflated_is_refused(app: ActionApp) -> None:
    assert ask(app, call("action_greet"), encoding=b"deflate")[0] == 400


def test_a_call_without_end_is_refused(app: ActionApp, monkeypatch: pytest.MonkeyPatch) -> None:
    body = call("action_greet")
    monkeypatch.setattr(action_app, "LARGEST_CALL", len(body) - 1)
    assert ask(app, body)[0] == 400


def test_says_that_it_is_there_and_answers_nothing_else(app: ActionApp) -> None:
    assert ask(app, b"", "GET", "/health") == (200, {"status": "ok"})
    assert ask(app, b"", "GET", "/actions")[0] == 404
    assert ask(app, b"", "GET", "/webhook")[0] == 404


def test_begins_before_it_says_that_it_has_started() -> None:
    said: list[str] = []
    signs = ["lifespan.startup", "lifespan.shutdown"]

    async def begin() -> None:
        said.append("begun")

    async def receive() -> MutableMapping[str, Any]:
        return {"type": signs.pop(0)}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message["type"])

    asyncio.run(ActionApp(ActionExecutor(), begin)({"type": "lifespan"}, receive, send))
    assert said == ["begun", "lifespan.startup.complete", "lifespan.shutdown.complete"]
