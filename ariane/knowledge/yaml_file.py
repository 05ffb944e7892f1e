"""A YAML file that a person edits: its values, and the line each value stands on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

# The way to a value in a file: keys of mappings and positions in lists, from the root.
Location = tuple[str | int, ...]


class UnreadableFile(Exception):
    """A content file that can't be read; `line` is where, counted from 1."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        super().__init__(reason)
        self.path, self.line, self.reason = path, line, reason


class YamlFile:
    """One YAML file, read once: `data` holds plain values, `line` and `scalars` say where they stand."""

    def __init__(self, path: Path) -> None:
        """Read `path`; raise UnreadableFile naming the line when it is missing, not UTF-8 or not YAML."""
        self.path = path
        try:
            # newline="" keeps CRLF as it is: a fix must not touch the bytes around it.
            with path.open(encoding="utf-8", newline="") as stream:
                self.text = stream.read()
        except FileNotFoundError as error:
            raise UnreadableFile(path, 1, "le fichier n’existe pas") from error
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            raise UnreadableFile(path, line, "le fichier n’est pas en UTF-8 ; enregistrez-le en UTF-8") from error
        self.data, self._root = self._parse()

    def _parse(self) -> tuple[Any, Node | None]:
        try:
            # Composed once: the nodes keep the places, and the values are made from them.
            constructor, parser = YAML(typ="safe", pure=True).get_constructor_parser(self.text)
            try:
                root = constructor.composer.get_single_node()
                return (constructor.construct_document(root) if root is not None else None), root
            finally:
                parser.dispose()
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line + 1 if mark else 1
            reason = f"YAML illisible ({error.problem or error.context}) ; vérifiez l’indentation et les guillemets"
            raise UnreadableFile(self.path, line, reason) from error
        except YAMLError as error:
            raise UnreadableFile(self.path, 1, f"YAML illisible ({error})") from error

    def line(self, location: Location) -> int:
        """Return the line (from 1) of the value at `location`, or of the nearest thing above it that exists."""
        node, line = self._root, 1
        for step in location:
            if node is None:
                break
            key, node = _step(node, step)
            line = key if key is not None else line
        return line

    def scalars(self) -> Iterator[tuple[Location, ScalarNode]]:
        """Yield each scalar value with the way to it, in the order of the file (keys are not given)."""
        if self._root is not None:
            yield from _scalars(self._root, ())


def _step(node: Node, step: str | int) -> tuple[int | None, Node | None]:
    """Return the line (from 1) of the child `step` of `node` and the child itself, or (None, None)."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None, None


def _scalars(node: Node, location: Location) -> Iterator[tuple[Location, ScalarNode]]:
    if isinstance(node, ScalarNode):
        yield location, node
    elif isinstance(node, SequenceNode):
        for position, child in enumerate(node.value):
            yield from _scalars(child, (*location, position))
    elif isinstance(node, MappingNode):
        for key, child in node.value:
            yield from _scalars(child, (*location, str(key.value)))
