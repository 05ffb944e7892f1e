"""What Ariane does with a message that was parsed: the action that the rules name, run without any server."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import UserUttered
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict
from ruamel.yaml import YAML

from ariane.paths import PROJECT

_LISTEN = "action_listen"
_FILES = ("rules", "stories")  # of data/, the first that answers an intent at once decides
Parsed = Mapping[str, Any]  # a message as Rasa parses it: text, intent, intent_ranking, entities


@dataclass(frozen=True)
class Turn:
    """What a message got."""

    job: str | None  # the one spoken of afterwards
    told: tuple[str, ...] = ()  # ids of the facts, dates and words told
    answer: str = ""  # what was said of them
    shown: str = ""  # the whole text that the visitor reads, where an action wrote it


class Conversation:
    """A visitor's conversation: slots and events, without a server."""

    def __init__(self, **slots: Any) -> None:
        """Begin with what `slots` hold, such as the job spoken of."""
        self._slots: dict[str, Any] = dict(slots)
        self._events: list[dict[str, Any]] = []

    async def say(self, parsed: Parsed) -> Turn:
        """Take a parsed message and run the action that answers it; responses without an action tell nothing here."""
        self._events.append(UserUttered(parsed["text"], parse_data=dict(parsed)))
        action = actions_of_intents().get(str(parsed["intent"]["name"]))
        if action is None:
            return Turn(self._job())
        dispatcher = CollectingDispatcher()
        done = action.run(dispatcher, self._tracker(parsed), DomainDict())
        events = await done if asyncio.iscoroutine(done) else done
        slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self._slots.update(slots)
        self._events += [{"event": "action", "name": action.name()}, *events]
        shown = "\n".join(_shown(message) for message in dispatcher.messages)
        answer = "\n".join(str(message["answer"]) for message in dispatcher.messages if message.get("answer"))
        return Turn(self._job(), tuple(slots.get("told") or ()), answer, shown)

    def _tracker(self, parsed: Parsed) -> Tracker:
        return Tracker("visitor", dict(self._slots), dict(parsed), list(self._events), False, None, {}, _LISTEN)

    def _job(self) -> str | None:
        kept = self._slots.get("job")
        return str(kept[0] if isinstance(kept, list) else kept) if kept else None


@lru_cache(maxsize=1)
def actions_of_intents() -> Mapping[str, Action]:
    """Give the action that answers each intent at once, as data/rules.yml and data/stories.yml say."""
    known = {action.name(): action for action in _actions()}
    found: dict[str, Action] = {}
    for name in _FILES:
        told = YAML(typ="safe").load((PROJECT / "data" / f"{name}.yml").read_text("utf-8"))[name]
        for steps in (entry["steps"] for entry in told if "condition" not in entry):
            following = next((step["action"] for step in steps[1:] if step.get("action") in known), None)
            if "intent" in steps[0] and following:
                found.setdefault(steps[0]["intent"], known[following])
    return found


def _actions() -> Iterable[Action]:
    import actions

    for module in pkgutil.iter_modules(actions.__path__, "actions."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, Action) and kind.__module__ == module.name:
                yield kind()


def _shown(message: Mapping[str, Any]) -> str:
    """Give a message of an action as the visitor reads it."""
    response = message.get("response")
    if not response:
        return str(message.get("text") or "")
    words = defaultdict(str, {name: value for name, value in message.items() if isinstance(value, str)})
    return _responses()[response].format_map(words)


@lru_cache(maxsize=1)
def _responses() -> Mapping[str, str]:
    domain = YAML(typ="safe").load((PROJECT / "domain.yml").read_text("utf-8"))
    return {name: str(variants[0].get("text") or "") for name, variants in domain["responses"].items()}
