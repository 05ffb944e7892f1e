"""Answers as plain text, for channels that show no table, chart or folded list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ariane.channels.strings import channel_strings


def to_plain_text(custom: Mapping[str, Any]) -> str:
    """Return the parts of an answer payload (see to_answer) as lines of text; empty when there is nothing to read."""
    parts = (_table(custom.get("table")), _chart(custom.get("chart")), _sources(custom.get("sources")))
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _table(table: Any) -> list[str]:
    """One line for each row: « criterion : column : value ; … » reads better on a telephone than columns of spaces."""
    if not table:
        return []
    cell = _templates()["cell"]
    columns = [str(column) for column in table["columns"]]
    lines = []
    for row in table["rows"]:
        head, *values = [str(value) for value in row]
        pairs = zip(columns[1:], values, strict=False)
        said = " ; ".join(cell.format(column=column, value=value) for column, value in pairs)
        lines.append(f"• {head} — {said}" if said else f"• {head}")
    return lines


def _chart(chart: Any) -> list[str]:
    if not chart:
        return []
    return [str(chart.get("title", "")), *(f"• {_bar(bar, str(chart.get('unit', '')))}" for bar in chart["bars"])]


def _bar(bar: Mapping[str, Any], unit: str) -> str:
    figures = {key: _number(bar[key]) for key in ("low", "typical", "high") if bar.get(key) is not None}
    form = "_".join(figures)
    names = {"low_high": "range", "low_typical_high": "range_typical", "low": "from", "high": "up_to"}
    said: str = _templates()[names.get(form, "typical")].format(
        label=bar["label"], unit=unit, **{"low": "", "high": "", "typical": "", **figures}
    )
    return f"{said} ({bar['note']})" if bar.get("note") else said


def _sources(sources: Any) -> list[str]:
    if not sources:
        return []
    lines = [_templates()["sources"]]
    for source in sources:
        said = _templates()["source"].format(**{"title": "", "publisher": "", "date": "", **source})
        lines.append(f"• {said} {source['url']}" if source.get("url") else f"• {said}")
    return lines


def _number(value: Any) -> str:
    return f"{value:,}".replace(",", "\u00a0") if isinstance(value, (int, float)) else str(value)


def _templates() -> dict[str, str]:
    templates: dict[str, str] = channel_strings()["plain"]
    return templates
