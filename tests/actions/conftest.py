"""A fake visitor for the tests of actions: say something, run the action, look at what was remembered and said.

    said = run(ActionAnswerTopic(), visitor("combien gagne un [data scientist](job:data-scientist) ?", "ask_salary"))
    assert said.slots["job"] == "data-scientist"
    assert said.responses == ["utter_salary"]

The tracker and the dispatcher are rasa_sdk's own, and responses are filled in from domain.yml: an action that
calls a method that no longer exists, or utters a response with a word missing, fails here.
"""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import ACTION_LISTEN_NAME
from ruamel.yaml import YAML

from ariane.knowledge.build import build
from ariane.paths import DATABASE_VARIABLE, PROJECT, content_dir

JOBS = ("data-scientist", "deep-learning-engineer", "machine-learning-engineer")
DOMAIN: dict[str, Any] = YAML(typ="safe").load((PROJECT / "domain.yml").read_text("utf-8"))
MARKED = re.compile(r"\[(?P<text>[^]]+)]\((?P<entity>\w+):(?P<value>[^)]+)\)")
UTTERED = set(inspect.signature(CollectingDispatcher.utter_message).parameters) - {"self"}

Visitor = Callable[..., Tracker]
Run = Callable[[Action, Tracker], "Said"]


@dataclass(frozen=True)
class Said:
    """What an action did: the slots that it set, the other events, the messages as the visitor reads them."""

    slots: dict[str, Any]
    events: list[dict[str, Any]]
    messages: list[dict[str, Any]]

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages]

    @property
    def text(self) -> str:
        """All the texts, with plain spaces and apostrophes."""
        text = "\n".join(message["shown"] for message in self.messages)
        return re.sub("[\u00a0\u202f]", " ", text).replace("’", "'")

    @property
    def buttons(self) -> list[str]:
        """The payloads of the buttons that the action made; those of domain.yml are not counted."""
        return [button["payload"] for message in self.messages for button in message["buttons"]]


@pytest.fixture(scope="session")
def small_knowledge(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a knowledge base of three jobs, the glossary and the history, built from content/ once."""
    directory = tmp_path_factory.mktemp("small")
    content = directory / "content"
    shutil.copytree(content_dir(), content, ignore=shutil.ignore_patterns("jobs", "questions"))
    for kind in ("jobs", "questions"):
        (content / kind).mkdir()
        for job in JOBS:
            shutil.copy(content_dir() / kind / f"{job}.yml", content / kind)
    url = f"sqlite:///{directory / 'knowledge.db'}"
    # Partial: differences with jobs left aside are no error here.
    assert build(content, url, partial=True).left_out == ()
    return url


@pytest.fixture(autouse=True)
def knowledge_at_hand(small_knowledge: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let actions read the small knowledge base."""
    monkeypatch.setenv(DATABASE_VARIABLE, small_knowledge)


@pytest.fixture
def no_knowledge(knowledge_at_hand: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let actions look for a knowledge base that is not there."""
    monkeypatch.setenv(DATABASE_VARIABLE, f"sqlite:///{tmp_path / 'missing.db'}")


@pytest.fixture
def visitor() -> Visitor:
    """Give what makes the tracker of a conversation whose last message is `text`.

    Entities are marked in the text as `[name](entity:value)`; several values are separated by commas.
    `before` names the actions of the turns before.
    """
    return _tracker


def _tracker(
    text: str,
    intent: str,
    *,
    channel: str = "rest",
    ranking: tuple[str, ...] = (),
    before: tuple[str, ...] = (),
    **slots: Any,
) -> Tracker:
    assert slots.keys() <= DOMAIN["slots"].keys(), "a slot that domain.yml does not have"
    plain, entities = _read_marks(text)
    message = {
        "text": plain,
        "intent": {"name": intent, "confidence": 0.9},
        "entities": entities,
        "intent_ranking": [{"name": name, "confidence": 0.3} for name in (intent, *ranking)],
    }
    turns = [event for action in before for event in _turn(action)]
    state = {
        "sender_id": "visitor",
        "slots": {**dict.fromkeys(DOMAIN["slots"]), **slots},
        "latest_message": message,
        "latest_input_channel": channel,
        "events": [*turns, {"event": "user", **message, "parse_data": message, "input_channel": channel}],
        "paused": False,
        "active_loop": {},
        "latest_action_name": ACTION_LISTEN_NAME,
    }
    return Tracker.from_dict(state)


def _turn(action: str) -> list[dict[str, Any]]:
    """Give the events of a turn before: something said, `action`, and listening again."""
    done = [{"event": "action", "name": name} for name in (action, ACTION_LISTEN_NAME)]
    return [{"event": "user", "text": "…"}, *done]


def _read_marks(text: str) -> tuple[str, list[dict[str, Any]]]:
    plain, last, entities = "", 0, []
    for mark in MARKED.finditer(text):
        plain += text[last : mark.start()]
        values = mark["value"].split(",")
        value: Any = values if mark["entity"] == "job_choice" else values[0]
        start, plain = len(plain), plain + mark["text"]
        place = {"start": start, "end": len(plain), "label": mark["text"], "mask": True}
        entities.append({"entity": mark["entity"], "value": value, "extractor": "JobLinker", **place})
        last = mark.end()
    return plain + text[last:], entities


@pytest.fixture
def run() -> Run:
    """Give what runs an action and fills in its responses."""
    return _run


def _run(action: Action, tracker: Tracker) -> Said:
    assert action.name() in DOMAIN["actions"], "an action that domain.yml does not have"
    dispatcher = CollectingDispatcher()
    events = action.run(dispatcher, tracker, DOMAIN)
    slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
    assert slots.keys() <= DOMAIN["slots"].keys(), "a slot that domain.yml does not have"
    others = [event for event in events if event["event"] != "slot"]
    filled = [_filled(message, {**tracker.slots, **slots}) for message in dispatcher.messages]
    return Said(slots, others, filled)


def _filled(message: dict[str, Any], slots: dict[str, Any]) -> dict[str, Any]:
    """Write the message's response out as Rasa does: the words given, else the slots."""
    if not message["response"]:
        return {**message, "shown": message["text"] or ""}
    given = {name: value for name, value in message.items() if name not in UTTERED and value is not None}
    text = DOMAIN["responses"][message["response"]][0]["text"].format(**{**slots, **given})
    return {**message, "shown": text}
