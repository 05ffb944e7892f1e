"""The sentences of content/phrases.yml: labels, lines to fill in, general questions."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from ariane.french.typography import mend
from ariane.paths import content_dir

YES, NO, HINDRANCE = "yes", "no", "hindrance"
SHORT_ANSWERS = {YES: YES, NO: NO, HINDRANCE: YES}  # and what each comes to


class Phrases:
    """Wording that a writer can change without touching the code."""

    def __init__(self, data: dict[str, Any]) -> None:
        """Take the content of phrases.yml."""
        self._data = data

    def label(self, kind: str, value: str) -> str:
        """Return how `value` of `kind` (experience, basis, skill_level …) is said. Raises KeyError when unknown."""
        return str(self._data["labels"][kind][value])

    def said(self, kind: str, value: str) -> str:
        """Return how `value` of `kind` is said, or `value` itself where phrases.yml does not say."""
        return str(self._data["labels"].get(kind, {}).get(value, value))

    def words(self, name: str) -> tuple[str, ...]:
        """Return the list of words called `name`. Raises KeyError when it is missing."""
        return tuple(str(word) for word in self._data["words"][name])

    def starting_from(self, level: str) -> tuple[str, ...]:
        """Return the words by which a path of studies that starts from `level` is known."""
        return tuple(str(word) for word in self._data["starting_from"].get(level, (level,)))

    def line(self, line: str, /, **values: object) -> str:
        """Fill in the line called `line`, in careful typography. Raises KeyError when one is missing."""
        return mend(str(self._data["lines"][line]).format(**values))

    def answer(self, name: str) -> str:
        """Return the short answer called `name`: one of SHORT_ANSWERS."""
        return str(self._data["answer"][name])

    def titles(self) -> dict[str, str]:
        """Return how each intent that a button may stand for is called."""
        return dict(self._data["readings"])

    def general(self, topic: str) -> tuple[str, ...]:
        """Return the questions that ask for `topic` as a whole."""
        return tuple(self._data["general"].get(topic, ()))


@lru_cache(maxsize=1)
def load_phrases() -> Phrases:
    """Read content/phrases.yml, once a process."""
    return Phrases(YAML(typ="safe").load((content_dir() / "phrases.yml").read_text("utf-8")))
