"""Reads what the coherence test compares: domain.yml, data/, content/, config.yml, and the code, without running it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ariane.paths import PROJECT

UTTER = re.compile(r"utter_\w*[a-z0-9]")
ANY_UTTER = r"utter_\w+"  # f"utter_{topic}": every response, so it shows the use of none
VARIABLE = re.compile(r"\{([^\n{}\"]+)\}")


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))


@dataclass(frozen=True)
class Call:
    """A call in the code that makes Ariane speak: where, the response where it is written out, and the words given."""

    where: str
    response: str | None
    words: frozenset[str]
    open_ended: bool  # more words come from a dictionary (**words)


@dataclass
class Code:
    """The strings of the Python files of a directory: constants, f-strings as patterns, calls that utter."""

    constants: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)
    calls: list[Call] = field(default_factory=list)
    dictionary_keys: set[str] = field(default_factory=set)
    slots: list[tuple[str, str, str]] = field(default_factory=list)  # where, the module, a slot as the code writes it

    def read(self, path: Path) -> None:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.constants.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                self.patterns.add("".join(_piece(part) for part in node.values))
            elif isinstance(node, ast.Call):
                where = f"{path.relative_to(PROJECT)}:{node.lineno}"
                self.calls += _utterance(node, where)
                self.slots += [(where, _module(path), name) for name in _slot(node)]
            elif isinstance(node, ast.Dict):
                self.dictionary_keys |= {str(k.value) for k in node.keys if isinstance(k, ast.Constant)}

    def names(self, pattern: re.Pattern[str]) -> set[str]:
        """Give the constants that are wholly of the form `pattern`."""
        return {text for text in self.constants if pattern.fullmatch(text)}

    def built_responses(self) -> set[str]:
        """Give the patterns of the responses that an f-string of the code names."""
        return {pattern for pattern in self.patterns if pattern.startswith("utter_")}


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _slot(node: ast.Call) -> Iterator[str]:
    """Give the slot that a call reads or sets: its name between quotes, or the constant that holds it."""
    if _called(node) in {"SlotSet", "get_slot"} and node.args and isinstance(node.args[0], ast.Constant | ast.Name):
        yield ast.unparse(node.args[0])


def _piece(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"


def _utterance(node: ast.Call, where: str) -> Iterator[Call]:
    called = _called(node)
    if called not in {"utter_message", "say"}:
        return
    words = {keyword.arg for keyword in node.keywords if keyword.arg}
    given = [k.value for k in node.keywords if k.arg == "response"] + node.args[2:3]
    name = next((str(v.value) for v in given if isinstance(v, ast.Constant)), None)
    if called == "say":
        words.add("answer")
    yield Call(where, name, frozenset(words), any(keyword.arg is None for keyword in node.keywords))


class House:
    """The checkout, read once."""

    @cached_property
    def domain(self) -> dict[str, Any]:
        data: dict[str, Any] = read_yaml(PROJECT / "domain.yml")
        return data

    @cached_property
    def intents(self) -> set[str]:
        return {name for entry in self.domain["intents"] for name in (entry if isinstance(entry, dict) else [entry])}

    @cached_property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        responses: dict[str, list[dict[str, Any]]] = self.domain["responses"]
        return responses

    @cached_property
    def data(self) -> list[dict[str, Any]]:
        return [read_yaml(path) for path in sorted((PROJECT / "data").rglob("*.yml"))]

    @cached_property
    def tales(self) -> list[dict[str, Any]]:
        """Every rule and story."""
        return [tale for file in self.data for kind in ("rules", "stories") for tale in file.get(kind) or []]

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        """Every step of every rule and story, conditions included."""
        return [step for tale in self.tales for key in ("condition", "steps") for step in tale.get(key) or []]

    @cached_property
    def trained(self) -> dict[str, list[str]]:
        """The training sentences of each intent; what the distress guard alone learns from is none of them."""
        sentences: dict[str, list[str]] = {}
        for entry in (entry for entry in self._lists if "only" not in entry.get("metadata", {})):
            sentences.setdefault(entry["intent"], []).extend(_examples(entry))
        return sentences

    @cached_property
    def written(self) -> list[str]:
        """All training sentences, those of the distress guard included."""
        return [sentence for entry in self._lists for sentence in _examples(entry)]

    @property
    def _lists(self) -> list[dict[str, Any]]:
        return [entry for file in self.data for entry in file.get("nlu") or [] if "intent" in entry]

    @cached_property
    def actions_code(self) -> Code:
        return _code("actions")

    @cached_property
    def ariane_code(self) -> Code:
        return _code("ariane")

    @cached_property
    def phrases(self) -> dict[str, Any]:
        data: dict[str, Any] = read_yaml(PROJECT / "content" / "phrases.yml")
        return data


def _examples(entry: dict[str, Any]) -> list[str]:
    return [line.strip()[2:] for line in entry["examples"].splitlines() if line.strip()]


def _code(directory: str) -> Code:
    code = Code()
    for path in sorted((PROJECT / directory).rglob("*.py")):
        code.read(path)
    return code


def variables(value: Any) -> set[str]:
    """Give the names of the {variables} in `value` and all that it holds; {{ and }} are braces to be shown."""
    if isinstance(value, str):
        return set(VARIABLE.findall(value.replace("{{", "").replace("}}", "")))
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {name for member in members for name in variables(member)}
