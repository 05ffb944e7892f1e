"""Rasa's behaviour is unchanged: 200 conversations through Rasa's own classes and through ours, event by event.

The conversations are drawn from the training sentences, always the same ones. The actions run in this process, on what
each side sends to the action server.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from ariane.paths import PROJECT

pytest.importorskip("rasa.core.agent")

CONVERSATIONS = 200
_OURS = "ariane.runtime.tracker_store.CachingTrackerStore"
# Different on each run, whoever runs it.
_CHANGING = frozenset({"timestamp", "message_id"})

Events = list[dict[str, Any]]


@dataclass
class Side:
    """What one side did: how it read each sentence, what it stored of each conversation, what the visitor was told."""

    read: dict[str, Any]
    events: dict[str, Events]
    told: dict[str, list[Any]]


def training_sentences() -> dict[str, list[str]]:
    """Return the training sentences of each intent, without the marks of entities."""
    found: dict[str, list[str]] = {}
    for path in sorted((PROJECT / "data").rglob("*.yml")):
        for block in (YAML(typ="safe").load(path.read_text("utf-8")) or {}).get("nlu", []):
            lines = str(block.get("examples", "")).splitlines()
            found.setdefault(block.get("intent", ""), []).extend(line[2:] for line in lines if line.startswith("- "))
    return {intent: sentences for intent, sentences in found.items() if intent and sentences}


def conversations() -> dict[str, list[str]]:
    """Draw conversations of 3 to 7 sentences: every intent comes up, some sentences name a job, some are buttons."""
    dice = random.Random(7)
    sentences = training_sentences()
    pool = {intent: dice.sample(known, min(6, len(known))) for intent, known in sorted(sentences.items())}
    intents = list(pool)
    jobs = ["data scientist", "développeur web", "statisticienne", "DevOps"]
    drawn = {}
    for number in range(CONVERSATIONS):
        turns = []
        for turn in range(dice.randint(3, 7)):
            intent = intents[(number + turn * 7) % len(intents)] if dice.random() < 0.5 else dice.choice(intents)
            sentence = dice.choice(pool[intent])
            if dice.random() < 0.15:
                sentence = f"/{intent}"
            elif dice.random() < 0.15:
                sentence = dice.choice(jobs)
            turns.append(sentence)
        drawn[f"visitor{number}"] = turns
    return drawn


@pytest.fixture(scope="module")
def endpoint_of_actions() -> Iterator[None]:
    """Run the actions here instead of over HTTP, on JSON as it would arrive, whichever side calls them."""
    from rasa.utils.endpoints import ClientResponseError, EndpointConfig
    from rasa_sdk.executor import ActionExecutor
    from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

    from ariane.runtime.action_endpoint import KeptEndpoint

    executor = ActionExecutor()
    executor.register_package("actions")

    async def request(self: EndpointConfig, **options: Any) -> Any:
        try:
            return json.loads(json.dumps(await executor.run(json.loads(json.dumps(options["json"])))))
        except (ActionExecutionRejection, ActionNotFoundException) as error:
            raise ClientResponseError(404, "refused", str(error)) from error

    with pytest.MonkeyPatch.context() as patch:
        for kind in (EndpointConfig, KeptEndpoint):
            patch.setattr(kind, "request", request)
        yield


def run_side(ours: bool, model: Path, database: Path) -> Side:
    from rasa.core.agent import load_agent
    from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
    from rasa.core.utils import AvailableEndpoints
    from rasa.utils.endpoints import EndpointConfig

    from ariane.runtime import hot_paths, remote_action

    async def run() -> Side:
        store = EndpointConfig(type=_OURS if ours else "SQL", dialect="sqlite", db=str(database))
        action = EndpointConfig("http://actions", enable_selective_domain=ours)
        agent = await load_agent(
            model_path=str(model), endpoints=AvailableEndpoints(action=action, tracker_store=store)
        )
        side = Side({}, {}, {})
        for sender, turns in conversations().items():
            side.told[sender] = []
            for number, sentence in enumerate(turns):
                random.seed(f"{sender}/{number}")
                if sentence not in side.read:  # understanding takes most of the time, and has no memory
                    side.read[sentence] = await agent.processor.parse_message(UserMessage(sentence))
                output, parsed = CollectingOutputChannel(), json.loads(json.dumps(side.read[sentence]))
                await agent.handle_message(UserMessage(sentence, output, sender, parsed, "rest"))
                side.told[sender].append(output.messages)
            tracker = await agent.tracker_store.retrieve_full_tracker(sender)
            side.events[sender] = [_settled(event.as_dict()) for event in tracker.events]
        return side

    (remote_action.install if ours else remote_action.uninstall)()
    (hot_paths.install if ours else hot_paths.uninstall)()
    try:
        return asyncio.run(run())
    finally:
        remote_action.uninstall()
        hot_paths.uninstall()


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _settled(part) for key, part in value.items() if key not in _CHANGING}
    return [_settled(part) for part in value] if isinstance(value, list) else value


@pytest.mark.usefixtures("endpoint_of_actions")
def test_200_conversations_are_the_same(tmp_path: Path) -> None:
    from ariane.runtime import training
    from ariane.runtime.logs import configure_logs
    from ariane.runtime.rasa_server import prepare_environment

    if not training.model_path().exists():
        pytest.skip("no trained model: run « ariane train »")
    prepare_environment()
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    configure_logs()
    theirs = run_side(False, training.model_path(), tmp_path / "theirs.db")
    ours = run_side(True, training.model_path(), tmp_path / "ours.db")
    assert len(theirs.events) == CONVERSATIONS
    assert ours.read == theirs.read
    actions = {event["name"] for events in theirs.events.values() for event in events if event["event"] == "action"}
    assert len(actions) > 5, "too few different actions to compare anything"
    for sender in theirs.events:
        assert ours.told[sender] == theirs.told[sender], sender
        assert ours.events[sender] == theirs.events[sender], sender
