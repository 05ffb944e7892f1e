"""The table of the candidates, in Markdown and in French, and its place in docs/comprendre.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ariane.evaluation.report import decimal, percent
from ariane.french.dates import say_date
from ariane.french.typography import NBSP
from ariane.paths import PROJECT

DOCUMENT = PROJECT / "docs" / "comprendre.md"
_BEGIN = "<!-- tableau : python -m benchmarks.understanding.candidates -->"
_END = "<!-- fin du tableau -->"
_COLUMNS = (
    "Chaîne", "Seuil", "Soignées", "Mal écrites", "Hors sujet refusé", "Refus à tort",
    "Hors sujet refusé, pour 3 % de refus à tort", "Entraînement", "Un message", "Mémoire", "Mesuré le",
)  # fmt: skip
ARIANE = "ariane"
Results = Mapping[str, Mapping[str, Any]]


def table(results: Results, titles: Mapping[str, str]) -> str:
    """Write the results as a Markdown table, in the order of `titles`; candidates not measured yet are left out.

    The last rows are Ariane, whole and with a part left out, at the threshold that she runs with.
    """
    rows = [_row(titles[name], results[name]) for name in titles if name in results]
    running = results.get(ARIANE, {}).get("configured", {}).get("threshold")
    for name in titles:
        configured = results.get(name, {}).get("configured", {})
        if configured and configured["threshold"] == running:
            rows.append(_row(f"{titles[name]}, au seuil de `config.yml`", {**results[name], **configured}))
    return "\n".join((_line(_COLUMNS), f"|---|{'---:|' * (len(_COLUMNS) - 1)}", *rows))


def put(text: str) -> None:
    """Put `text` between the marks of the document, in the place of the table that is there."""
    before, begin, rest = DOCUMENT.read_text("utf-8").partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{DOCUMENT.name} has lost the marks {_BEGIN} and {_END}.")
    DOCUMENT.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", "utf-8")


def _row(title: str, result: Mapping[str, Any]) -> str:
    if result["epochs"]:
        title = f"{title}, {result['epochs']} époques"
    return _line(
        (
            title,
            decimal(result["threshold"]),
            *(percent(result[name]) for name in ("clean", "noisy", "recall", "wrong_refusals", "recall_for_few")),
            _quantity(result["train_processor_seconds"], "s"),
            _quantity(result["message_processor_milliseconds"], "ms"),
            _quantity(result["megabytes"], "Mo"),
            say_date(result["date"]),
        )
    )


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _quantity(value: float, unit: str) -> str:
    text = f"{value:.1f}".replace(".", ",") if value < 10 else f"{value:,.0f}".replace(",", NBSP)
    return f"{text}{NBSP}{unit}"
