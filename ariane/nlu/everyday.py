"""What the names do not tell: everyday words (« toubib »), homonyms (« carrière »), the likeliest jobs of « agent »."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML

from ariane.french.folding import fold
from ariane.knowledge.importers.titles import split_title
from ariane.knowledge.records import JobName
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


def likely_names(known: Iterable[JobName]) -> list[str]:
    """Give the names of content/likely-jobs.yml that are known, likeliest first, each in both genders."""
    by_title: dict[tuple[str, str | None], list[JobName]] = {}
    first: dict[str, JobName] = {}
    for name in known:
        if name.kind in ("name", "title"):
            by_title.setdefault((name.job, name.title), []).append(name)
            first.setdefault(name.folded, name)
    listed = [first[fold(str(text))] for text in _read("likely-jobs.yml") if fold(str(text)) in first]
    return [name.text for one in listed for name in by_title[one.job, one.title]]


def _read(name: str) -> list[Any]:
    path = content_dir() / name
    return list(YAML(typ="safe").load(path.read_text("utf-8"))) if path.exists() else []
