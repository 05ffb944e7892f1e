"""Two reports side by side: what the newer one understands better and worse, question by question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ariane.runtime.errors import UserError

Record = Mapping[str, Any]
_NEEDED = ("file", "text", "right", "predicted", "likeliest", "ranking")


@dataclass(frozen=True)
class Change:
    """A question that both runs read, as each understood it."""

    before: Record
    after: Record


@dataclass(frozen=True)
class Comparison:
    """What changed from an older report: questions now right, questions now wrong, and how many are in one only."""

    date: str  # of the older report
    figures: Mapping[str, Any]  # of the older report
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    added: int
    removed: int


def read_report(path: Path) -> dict[str, Any]:
    """Read a report written by `ariane evaluate`; raise UserError when it is none."""
    try:
        report: dict[str, Any] = json.loads(path.read_text("utf-8"))
        report["date"], report["figures"], [[record[key] for key in _NEEDED] for record in report["questions"]]
    except OSError as error:
        raise UserError(f"Rapport introuvable : {path}. Donnez un fichier .json de var/reports/.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} n’est pas un rapport d’« ariane evaluate » : donnez le fichier .json.") from error
    return report


def compare(older: Mapping[str, Any], newer: Mapping[str, Any]) -> Comparison:
    """Compare two reports; the questions that one of them lacks are only counted."""
    before, after = _by_question(older["questions"]), _by_question(newer["questions"])
    common = [Change(before[key], after[key]) for key in after if key in before]
    return Comparison(
        str(older["date"]),
        older["figures"],
        tuple(change for change in common if change.after["right"] and not change.before["right"]),
        tuple(change for change in common if change.before["right"] and not change.after["right"]),
        len(after.keys() - before.keys()),
        len(before.keys() - after.keys()),
    )


def _by_question(records: Iterable[Record]) -> dict[tuple[str, str], Record]:
    return {(record["file"], record["text"]): record for record in records}
