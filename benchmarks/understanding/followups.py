"""Whether a conversation keeps to the right job: `python -m benchmarks.understanding.followups`.

Each dialogue of benchmarks/heldout/followups.yml is held with the trained model and the actions themselves: after each
turn, the intent found and the job in force are compared with those that a person would expect.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from ruamel.yaml import YAML

from ariane.paths import PROJECT

DIALOGUES = PROJECT / "benchmarks" / "heldout" / "followups.yml"
_LISTEN = "action_listen"


def read(path: Path) -> list[Any]:
    """Read a YAML list."""
    return list(YAML(typ="safe").load(path.read_text("utf-8")))


def actions_of_intents() -> dict[str, Action]:
    """Give the action that answers each intent, as the rules of one turn say; other intents are left out."""
    from actions.answer import ActionAnswerTopic
    from actions.clarify import ActionClarify
    from actions.compare import ActionCompare
    from actions.path import ActionTellPath
    from actions.scope import ActionDecline
    from actions.term import ActionDefineTerm
    from actions.which_job import ActionListJobs, ActionTakeJob

    kinds = (
        ActionAnswerTopic,
        ActionClarify,
        ActionCompare,
        ActionDecline,
        ActionDefineTerm,
        ActionListJobs,
        ActionTakeJob,
        ActionTellPath,
    )
    known: dict[str, Action] = {kind().name(): kind() for kind in kinds}
    rules = YAML(typ="safe").load((PROJECT / "data" / "rules.yml").read_text("utf-8"))["rules"]
    found = {"nlu_fallback": known["action_clarify"]}
    for rule in rules:
        steps = rule["steps"]
        if "intent" in steps[0] and steps[-1].get("action") in known:
            found.setdefault(steps[0]["intent"], known[steps[-1]["action"]])
    return found


class Conversation:
    """A visitor's conversation: slots and events, without a server."""

    def __init__(self, actions: dict[str, Action]) -> None:
        """Begin with nothing known."""
        self._actions = actions
        self._slots: dict[str, Any] = {}
        self._events: list[dict[str, Any]] = []

    async def say(self, parsed: dict[str, Any]) -> str | None:
        """Take a parsed message, act on it, and give the job in force afterwards."""
        self._events.append({"event": "user", "text": parsed["text"], "parse_data": parsed})
        tracker = Tracker("visitor", dict(self._slots), parsed, list(self._events), False, None, {}, _LISTEN)
        action = self._actions.get(parsed["intent"]["name"])
        if action is not None:
            done = action.run(CollectingDispatcher(), tracker, {})
            events = await done if asyncio.iscoroutine(done) else done
            self._slots.update({event["name"]: event["value"] for event in events if event["event"] == "slot"})
            self._events += [{"event": "action", "name": action.name()}, *events]
        kept = self._slots.get("job")
        return str(kept[0] if isinstance(kept, list) else kept) if kept else None


async def hold(dialogues: Sequence[Sequence[dict[str, Any]]]) -> list[tuple[bool, bool, bool]]:
    """Hold all dialogues; for each turn: is it a follow-up, is the intent right, is the job right."""
    import structlog
    from rasa.core.agent import Agent

    from ariane.runtime.training import model_path

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # no question is printed
    agent, actions = Agent.load(str(model_path())), actions_of_intents()
    turns = []
    for dialogue in dialogues:
        conversation = Conversation(actions)
        for number, turn in enumerate(dialogue):
            parsed = dict(await agent.parse_message(turn["user"]))
            job = await conversation.say(parsed)
            turns.append(
                (number > 0, parsed["intent"]["name"] == turn["intent"], job == turn.get("job") or "job" not in turn)
            )
    return turns


def summary(turns: Sequence[tuple[bool, bool, bool]]) -> dict[str, Any]:
    """Sum turns up."""
    size = len(turns) or 1
    return {
        "turns": len(turns),
        "intent, %": round(100 * sum(intent for _, intent, _ in turns) / size, 1),
        "job, %": round(100 * sum(job for _, _, job in turns) / size, 1),
        "both, %": round(100 * sum(intent and job for _, intent, job in turns) / size, 1),
    }


def main() -> None:
    """Measure, and print the figures."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    turns = asyncio.run(hold(read(DIALOGUES)))
    print(json.dumps({"all": summary(turns), "follow-ups": summary([turn for turn in turns if turn[0]])}, indent=2))


if __name__ == "__main__":
    main()
