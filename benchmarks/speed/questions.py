"""The conversations of the benchmark, drawn from the held-out questions: always the same ones, none learnt from."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from ruamel.yaml import YAML

from ariane.paths import PROJECT

TURNS = 6
_FILES = ("intents-clean.yml", "intents-noisy.yml", "facts.yml", "followups.yml")
# The long conversation repeats these, so that its turns differ by their number alone.
LONG = (
    "Quel est le salaire d'un data scientist ?",
    "et comment se former ?",
    "quels sont les inconvénients du métier de data engineer ?",
    "merci beaucoup",
    "et les débouchés ?",
)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, dict):
        text = value.get("text") or value.get("user")
        if isinstance(text, str):
            yield text


def conversations() -> Iterator[list[str]]:
    """Give conversations of six questions without end."""
    directory = PROJECT / "benchmarks" / "heldout"
    yaml = YAML(typ="safe")
    found = [text for name in _FILES for text in _texts(yaml.load((directory / name).read_text("utf-8")))]
    random.Random(7).shuffle(found)  # noqa: S311 - the same order each time
    endless = cycle(found)
    while True:
        yield list(islice(endless, TURNS))


def long_conversation(turns: int) -> list[str]:
    """Give the questions of one visitor who stays."""
    return list(islice(cycle(LONG), turns))
