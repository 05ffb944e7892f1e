"""A conversation as its events tell it: what was said, which buttons were offered, what was already answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ariane.channels.answers import Answer, to_answer
from ariane.channels.strings import channel_strings

_TURNS_WITH_LIVE_BUTTONS = 3
"""A second tab or a slow click may press a button a little late; older ones would surprise the conversation."""
_MOST_SHOWN = 200


@dataclass
class Turn:
    """One message of the visitor (None before the first one) and Ariane's answers to it."""

    message_id: str | None
    text: str
    metadata: dict[str, Any]
    answers: list[Answer] = field(default_factory=list)

    @property
    def is_opinion(self) -> bool:
        """Whether the visitor only pressed a thumb."""
        return "feedback" in self.metadata


def turns_of(events: Iterable[Any]) -> list[Turn]:
    """Cut Rasa events into turns. Answers are numbered as they were when they were sent."""
    turns = [Turn(None, "", {})]
    count = 0
    for event in events:
        # Events that actions or reminders make in the visitor's name have no message id: they open no turn.
        if event.type_name == "user" and event.message_id:
            turns.append(Turn(event.message_id, event.text or "", event.metadata or {}))
            count = 0
        elif event.type_name == "bot":
            answer = to_answer(event.message(), f"{turns[-1].message_id or 'start'}.{count}")
            count += 1
            if answer:
                turns[-1].answers.append(answer)
    return turns if turns[0].answers else turns[1:]


def find_turn(turns: Sequence[Turn], message_id: str) -> Turn | None:
    """Return the turn of a message that was already handled, or None."""
    return next((turn for turn in reversed(turns) if turn.message_id == message_id), None)


def offered_buttons(turns: Sequence[Turn]) -> dict[str, str]:
    """Return the payloads that may be pressed now, with their titles: those of the last few turns."""
    recent = [turn for turn in turns if not turn.is_opinion][-_TURNS_WITH_LIVE_BUTTONS:]
    return {
        button["payload"]: button["title"]
        for turn in recent
        for answer in turn.answers
        for button in answer.get("buttons", [])
        if "payload" in button
    }


def asks_opinion(turns: Sequence[Turn], answer_id: str) -> bool:
    """Tell whether the answer `answer_id` was given in this conversation and asks for an opinion."""
    return any(answer["id"] == answer_id and "feedback" in answer for turn in turns for answer in turn.answers)


def answers_of(turn: Turn) -> list[Answer]:
    """Return the answers of one turn, or an excuse: a question never stays without a word."""
    return [answer for answer in turn.answers] or excuse(turn.message_id or "start", turn.is_opinion)


def excuse(message_id: str, is_opinion: bool) -> list[Answer]:
    """Return what stands for an answer when the assistant gave none. An opinion needs no answer."""
    return [] if is_opinion else [{"id": f"{message_id}.0", "text": channel_strings()["no_answer"]}]


def shown_history(turns: Sequence[Turn]) -> list[dict[str, Any]]:
    """Return the messages to show again, oldest first: {from, id, text, …} with the opinion given, if any."""
    opinions = {turn.metadata.get("about"): turn.metadata["feedback"] for turn in turns if turn.is_opinion}
    shown: list[dict[str, Any]] = []
    for turn in turns:
        said = turn.metadata.get("title") or ("" if turn.text.startswith("/") else turn.text)
        if said and turn.message_id and not turn.is_opinion:
            shown.append({"from": "visitor", "id": turn.message_id, "text": said})
        for answer in answers_of(turn):
            opinion = {"opinion": opinions[answer["id"]]} if answer["id"] in opinions else {}
            shown.append({"from": "ariane", **answer, **opinion})
    return shown[-_MOST_SHOWN:]
