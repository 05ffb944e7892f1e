"""Find and mend the typography of content files in place: only the faulty characters change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ruamel.yaml.nodes import ScalarNode

from ariane.french.typography import Edit, Fault, edits, faults, mend
from ariane.knowledge.problems import Problem
from ariane.knowledge.yaml_file import Location, UnreadableFile, YamlFile

# What a visitor never reads as it stands: identifiers, addresses, and the words visitors type.
NOT_PROSE = frozenset(
    {
        *("id", "slug", "source", "url", "job", "rome", "fields", "field", "kind", "category", "level", "entry"),
        *(
            "basis",
            "period",
            "experience",
            "aspect",
            "about",
            "yes",
            "no",
            "asked",
            "related",
            "gender",
            "date",
            "year",
            "english",
        ),
    }
)
PASSES = 4  # a quotation inside another needs a second look, nothing needs more


_ESCAPES = {"n": "\n", "t": "\t", "_": "\u00a0"}  # what a backslash and a letter stand for between double quotes


class Piece(NamedTuple):
    """One character of a value, and the stretch of the file that writes it."""

    character: str
    start: int
    end: int


def prose(file: YamlFile) -> Iterator[tuple[Location, ScalarNode]]:
    """Yield the values of `file` that a visitor may read."""
    for location, node in file.scalars():
        if node.tag.endswith(":str") and not NOT_PROSE.intersection(map(str, location)):
            yield location, node


def typography_problems(file: YamlFile) -> Iterator[Problem]:
    """Yield a problem for each line of `file` with typographic faults, showing the first of the line."""
    by_line: dict[int, list[Fault]] = {}
    for _, node in prose(file):
        pieces = _pieces(file.text, node)
        for fault in faults("".join(piece.character for piece in pieces)):
            offset = pieces[fault.start].start if fault.start < len(pieces) else node.end_mark.index
            by_line.setdefault(file.text.count("\n", 0, offset) + 1, []).append(fault)
    for line, found in by_line.items():
        others = f" (et {len(found) - 1} autre(s) sur cette ligne)" if len(found) > 1 else ""
        what = f"typographie, {found[0].rule} : « {found[0].found.strip()} »{others}"
        yield Problem(file.path, line, what, _remedy(found[0]))


def mend_file(path: Path) -> int:
    """Mend the typography of the file at `path`; return how many places changed. The other bytes stay as they are.

    Raises UnreadableFile when the file is not YAML, or when a mended value would not read back as it should: the file
    is then left as it was.
    """
    count = 0
    for _ in range(PASSES):
        file = YamlFile(path)
        changes = [change for _, node in prose(file) for change in _file_edits(file.text, node)]
        if not changes:
            break
        _rewrite(file, changes)
        count += len(changes)
    return count


def _rewrite(file: YamlFile, changes: list[Edit]) -> None:
    text = file.text
    for change in sorted(changes, reverse=True):
        text = text[: change.start] + change.new + text[change.end :]
    temporary = file.path.with_name(f".{file.path.name}.mended")
    try:
        with temporary.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        _refuse_if_changed(file, YamlFile(temporary))
        os.replace(temporary, file.path)
    finally:
        temporary.unlink(missing_ok=True)


def _refuse_if_changed(before: YamlFile, after: YamlFile) -> None:
    """Raise UnreadableFile unless `after` reads as `before` with its prose mended."""
    prose_before = dict(prose(before))
    for (location, old), (place, new) in zip(before.scalars(), after.scalars(), strict=True):
        same = old.value == new.value or (location in prose_before and mend(old.value) == mend(new.value))
        if location != place or not same:
            raise UnreadableFile(before.path, old.start_mark.line + 1, "typographie à corriger à la main")


def _file_edits(text: str, node: ScalarNode) -> list[Edit]:
    pieces = _pieces(text, node)
    found = []
    for edit in edits("".join(piece.character for piece in pieces)):
        start = pieces[edit.start].start if edit.start < len(pieces) else pieces[-1].end
        end = pieces[edit.end - 1].end if edit.end > edit.start else start
        found.append(Edit(start, end, edit.new, edit.rule))
    return found


def _pieces(text: str, node: ScalarNode) -> list[Piece]:
    """Return the characters of a scalar with their place in the file: line folds read as one space, escapes undone."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("|", ">"):
        start = text.index("\n", start) + 1
        pattern = r"(?P<fold>[ \t]*\r?\n[ \t]*(?=\S))|(?P<char>.|\n)"
        if node.style == "|":
            pattern = r"(?P<char>.|\n)"
    elif node.style == "'":
        start, end, pattern = start + 1, end - 1, r"(?P<quote>'')|(?P<fold>[ \t]*\r?\n\s*)|(?P<char>.)"
    elif node.style == '"':
        start, end, pattern = start + 1, end - 1, r"\\(?P<escape>.)|(?P<fold>[ \t]*\r?\n\s*)|(?P<char>.)"
    else:
        pattern = r"(?P<fold>[ \t]*\r?\n\s*)|(?P<char>.)"
    return [_piece(match) for match in re.compile(pattern, re.DOTALL).finditer(text, start, end)]


def _piece(match: re.Match[str]) -> Piece:
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    name, value = next(iter(groups.items()))
    character = {"fold": " ", "quote": "'", "escape": _ESCAPES.get(value, value)}.get(name, value)
    return Piece(character, *match.span())


def _remedy(fault: Fault) -> str:
    return f"écrivez « {fault.mended.strip()} », ou lancez « ariane knowledge check --fix »"
