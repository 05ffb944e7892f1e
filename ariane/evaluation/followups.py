"""Dialogues: whether a conversation keeps to the right job, as the actions leave it after each turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ariane.evaluation.acting import Conversation, Parsed
from ariane.evaluation.questions import HELD_OUT, read_entries

DIALOGUES = HELD_OUT / "followups.yml"
Dialogue = Sequence[Mapping[str, Any]]  # turns: user, intent, and job where one is to be in force afterwards


@dataclass(frozen=True)
class Followed:
    """What became of one turn."""

    follows: bool  # it comes after another
    intent: bool  # understood as a person would
    job: bool  # so is the job in force


def read_dialogues(path: Path = DIALOGUES) -> list[Dialogue]:
    """Read the dialogues; none where there is no such file. Raises UserError."""
    return list(read_entries(path))


def texts(dialogues: Iterable[Dialogue]) -> list[str]:
    """Give what the visitors say."""
    return [str(turn["user"]) for dialogue in dialogues for turn in dialogue]


def hold(
    dialogues: Iterable[Dialogue], parsed: Mapping[str, Parsed], advance: Callable[[], None] = lambda: None
) -> list[Followed]:
    """Hold all dialogues with the actions themselves; `parsed` holds what the model read in each text."""

    async def run() -> list[Followed]:
        followed = []
        for dialogue in dialogues:
            conversation = Conversation()
            for number, turn in enumerate(dialogue):
                understood = parsed[str(turn["user"])]
                left = await conversation.say(understood)
                intent = understood["intent"]["name"] == turn["intent"]
                followed.append(Followed(number > 0, intent, "job" not in turn or left.job == turn["job"]))
                advance()
        return followed

    return asyncio.run(run())


def figures(followed: Sequence[Followed]) -> dict[str, Any]:
    """Sum turns up; shares go from 0 to 1, a share of nothing is None."""
    size = len(followed)
    return {
        "turns": size,
        "intent": sum(turn.intent for turn in followed) / size if size else None,
        "job": sum(turn.job for turn in followed) / size if size else None,
        "both": sum(turn.intent and turn.job for turn in followed) / size if size else None,
    }
