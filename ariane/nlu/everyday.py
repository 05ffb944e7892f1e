"""Everyday words for jobs (« toubib »), and names of jobs that mostly mean something else (« carrière »)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ruamel.yaml import YAML

from ariane.french.folding import fold
from ariane.knowledge.importers.titles import split_title
from ariane.nlu.mentions import Name
from ariane.paths import content_dir


def everyday_names(known: Mapping[str, str]) -> list[Name]:
    """Give the names of content/everyday.yml whose job is known; `known` leads from a folded title to a slug."""
    names = []
    for entry in _read("everyday.yml"):
        titles = split_title(str(entry["title"]))
        # « toubib » is said of both: the masculine title stands for it, as in the official records.
        title = next((t for t in titles if t.gender == entry["gender"]), titles[0]).text
        if fold(title) in known:
            names.append(Name(str(entry["word"]), known[fold(title)], rank=1, label=title))
    return names


def homonyms() -> list[str]:
    """Give the words of content/homonyms.yml."""
    return [str(word) for word in _read("homonyms.yml")]


def _read(name: str) -> list[Any]:
    path = content_dir() / name
    return list(YAML(typ="safe").load(path.read_text("utf-8"))) if path.exists() else []
