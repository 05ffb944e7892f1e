"""Reads conversations as people write them, and holds them with a running Ariane.

A file is a list of conversations:

    - title: une comparaison
      covers: [comparison]                       # optional: what of COVERED (test_coverage of tests/unit) it is about
      turns:
        - say: data analyst ou data scientist ?   # what the visitor types; `press: titre` presses a button shown before
          expect: [data analyst, /prévoi\\w+/]     # each must be in the answer; between slashes, a regular expression
          not: [je ne suis pas sûre]              # none may be in it
          buttons: [Le salaire]                   # each must be the title of a button
          times: 200                              # said so many times in one message

Case, accents of apostrophes and no-break spaces do not count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

HERE = Path(__file__).parent
_KEYS = {"say", "press", "times", "expect", "not", "buttons"}
_SHOWN = 500  # characters of a message in the report of a failure
_LIVE_TURNS = 3  # answers whose buttons can still be pressed

Message = dict[str, Any]
Say = Callable[[str], list[Message]]


@dataclass(frozen=True)
class Turn:
    """What the visitor says (or presses), and what the answer must and must not hold."""

    said: str
    pressed: bool
    expected: tuple[str, ...]
    refused: tuple[str, ...]
    buttons: tuple[str, ...]


@dataclass(frozen=True)
class Conversation:
    """A conversation with its title and the file that it comes from."""

    title: str
    file: str
    turns: tuple[Turn, ...]
    covers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.title}"


@dataclass
class Talk:
    """A conversation under way: what was shown, for the buttons and for the report of a failure."""

    say: Say
    shown: list[list[Message]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def payload(self, title: str) -> str:
        """Give the payload of the button `title`, the most recent one. Raises AssertionError when it was not shown."""
        for messages in reversed(self.shown[-_LIVE_TURNS:]):
            for button in _buttons(messages):
                if plain(button["title"]) == plain(title):
                    return str(button["payload"])
        raise AssertionError(self.report(f"no button « {title} »"))

    def hold(self, turn: Turn) -> None:
        """Say a turn and check its answer. Raises AssertionError with the whole conversation so far."""
        messages = self.say(self.payload(turn.said) if turn.pressed else turn.said)
        self.shown.append(messages)
        self.lines += [f"> {turn.said[:_SHOWN]}", *_lines(messages)]
        answer = plain("\n".join(_lines(messages)))
        for wanted in turn.expected:
            assert found(wanted, answer), self.report(f"expected: {wanted}")
        for unwanted in turn.refused:
            assert not found(unwanted, answer), self.report(f"not expected: {unwanted}")
        titles = [plain(button["title"]) for button in _buttons(messages)]
        for title in turn.buttons:
            assert plain(title) in titles, self.report(f"expected button: {title}")

    def report(self, fault: str) -> str:
        """Give the fault and the conversation so far."""
        return "\n".join((fault, *self.lines))


def hold(conversation: Conversation, say: Say) -> None:
    """Hold a whole conversation with `say`. Raises AssertionError at the first answer that is not as expected."""
    talk = Talk(say)
    for turn in conversation.turns:
        talk.hold(turn)


def conversations(directory: Path = HERE) -> Iterator[Conversation]:
    """Read every conversation of a directory, file by file. Raises ValueError when one is not well formed."""
    for path in sorted(directory.glob("*.yml")):
        for entry in YAML(typ="safe").load(path.read_text("utf-8")):
            turns = tuple(_turn(path, turn) for turn in entry["turns"])
            yield Conversation(str(entry["title"]), path.name, turns, tuple(entry.get("covers") or ()))


def plain(text: str) -> str:
    """Return `text` with one kind of apostrophe and of space, in lower case."""
    text = re.sub(r"[’ʼ]", "'", text)
    return re.sub(r"[\u00a0\u202f \t]+", " ", text).casefold().strip()


def found(wanted: str, answer: str) -> bool:
    """Say whether `answer`, already plain, holds `wanted`: words, or a regular expression between slashes."""
    if len(wanted) > 2 and wanted.startswith("/") and wanted.endswith("/"):
        return re.search(plain(wanted)[1:-1], answer, re.DOTALL) is not None
    return plain(wanted) in answer


def _turn(path: Path, turn: dict[str, Any]) -> Turn:
    if not set(turn) <= _KEYS or ("say" in turn) == ("press" in turn):
        raise ValueError(f"{path.name}: a turn has say or press, then others of {sorted(_KEYS)}: {sorted(turn)}")
    texts = (tuple(str(text) for text in turn.get(key) or ()) for key in ("expect", "not", "buttons"))
    return Turn(str(turn.get("say", turn.get("press"))) * int(turn.get("times", 1)), "press" in turn, *texts)


def _buttons(messages: list[Message]) -> list[dict[str, str]]:
    return [button for message in messages for button in message.get("buttons") or []]


def _lines(messages: list[Message]) -> list[str]:
    """Give what a visitor reads: texts, then the parts of rich answers as JSON."""
    lines = [str(message["text"]) for message in messages if message.get("text")]
    return lines + [json.dumps(message["custom"], ensure_ascii=False) for message in messages if message.get("custom")]
