"""Runs one action on a conversation written down in a line, and gives what it said and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from ruamel.yaml import YAML

from ariane.paths import PROJECT

DOMAIN: dict[str, Any] = YAML(typ="safe").load((PROJECT / "domain.yml").read_text("utf-8"))
Event = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What an action did: its messages, the slots that it set, its other events."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]
    events: list[Event]

    @property
    def responses(self) -> list[str]:
        """Names of the responses uttered, in order."""
        return [str(message["response"]) for message in self.messages]

    @property
    def said(self) -> str:
        """What fills the responses: answers, names, dates."""
        return "\n".join(str(v) for m in self.messages for k, v in m.items() if isinstance(v, str) and k != "response")


def run(
    action: Action,
    text: str = "",
    *,
    intent: str = "",
    slots: dict[str, Any] | None = None,
    entities: list[Event] | None = None,
    events: list[Event] | None = None,
    after: list[Event] | None = None,
    loop: str | None = None,
    channel: str = "rest",
    sender: str = "visitor",
    metadata: Event | None = None,
    ranking: list[Event] | None = None,
) -> Outcome:
    """Run `action` after the message `text`, with `events` before it and `after` after it."""
    message = {"text": text, "intent": {"name": intent}, "entities": entities or [], "metadata": metadata or {}}
    message["intent_ranking"] = ranking or []
    said = {"event": "user", "text": text, "message_id": "now", "parse_data": message, "input_channel": channel}
    all_events = [*(events or []), {"event": "action", "name": "action_listen"}, said, *(after or [])]
    active = {"name": loop} if loop else {}
    tracker = Tracker(sender, slots or {}, message, all_events, False, None, active, "action_listen")
    dispatcher = CollectingDispatcher()
    assert action.name() in DOMAIN["actions"], "an action that domain.yml does not have"
    done = action.run(dispatcher, tracker, {})
    for message in dispatcher.messages:
        fill(message)
    found = {event["name"]: event["value"] for event in done if event["event"] == "slot"}
    return Outcome(dispatcher.messages, found, [event for event in done if event["event"] != "slot"])


def fill(message: dict[str, Any]) -> str:
    """Give a message as the visitor reads it. Raises KeyError when its response lacks a word or does not exist."""
    if not message.get("response"):
        return str(message.get("text") or "")
    return str(DOMAIN["responses"][message["response"]][0]["text"]).format(**message)


def acted(name: str) -> Event:
    """Return the event of an action that ran."""
    return {"event": "action", "name": name}


def visited(text: str, message_id: str = "before") -> Event:
    """Return the event of a visitor's message."""
    return {"event": "user", "text": text, "message_id": message_id}


def answered(text: str, **data: Any) -> Event:
    """Return the event of a message of Ariane."""
    return {"event": "bot", "text": text, "data": data}


def named(slug: str, start: int = 0, end: int = 1) -> Event:
    """Return the entity of a job named in the message."""
    return {"entity": "job", "value": slug, "start": start, "end": end, "label": slug}
