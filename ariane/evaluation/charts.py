"""What the page draws: the threshold curve as SVG, the confusions as a shaded table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ariane.evaluation.parsing import FALLBACK
from ariane.french.typography import NBSP

UNSURE = "pas assez sûre"  # how the page calls the intent of a question that was given up

_WIDTH, _HEIGHT = 760, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 55, 190, 15, 45
_LARGEST = 0.9  # threshold at the right end
_LINES = (
    ("clean", "français soigné", "#1f5fbf", ""),
    ("noisy", "mal écrites", "#7a4fb5", "8 3"),
    ("recall", "hors sujet refusé", "#1b7a3d", ""),
    ("wrong_refusals", "refus à tort", "#b3261e", "3 3"),
)
_RIGHT_SHADE, _WRONG_SHADE = "27, 122, 61", "179, 38, 30"


def threshold_curve(points: Sequence[Mapping[str, Any]], threshold: float) -> str:
    """Draw the figures of `points` over the threshold, with a mark at the one in force."""
    return "\n".join(
        (
            f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
            'aria-label="Parts comprises et refusées selon le seuil de confiance">',
            *_axes(),
            f'<line x1="{_x(threshold):.1f}" x2="{_x(threshold):.1f}" y1="{_TOP}" y2="{_y(0):.1f}" '
            'stroke="#1d2433" stroke-dasharray="2 4"/>',
            *_curves(points),
            "</svg>",
        )
    )


def _axes() -> list[str]:
    drawn = []
    for tenth in range(0, 11, 2):
        y = _y(tenth / 10)
        drawn.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d9dee8"/>')
        drawn.append(f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tenth * 10}{NBSP}%</text>')
    for tenth in range(0, 10):
        label = f"{tenth / 10:.1f}".replace(".", ",")
        drawn.append(f'<text x="{_x(tenth / 10):.1f}" y="{_y(0) + 18:.1f}" text-anchor="middle">{label}</text>')
    middle = (_LEFT + _WIDTH - _RIGHT) / 2
    drawn.append(f'<text x="{middle}" y="{_HEIGHT - 6}" text-anchor="middle">seuil de confiance</text>')
    return drawn


def _curves(points: Sequence[Mapping[str, Any]]) -> list[str]:
    drawn = []
    for place, (name, label, colour, dashes) in enumerate(_LINES):
        known = [(_x(point["threshold"]), _y(point[name])) for point in points if point[name] is not None]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in known)
        style = f'fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"'
        drawn.append(f'<polyline points="{path}" {style}/>')
        x, y = _WIDTH - _RIGHT + 15, _TOP + 15 + 24 * place
        drawn.append(f'<line x1="{x}" x2="{x + 28}" y1="{y}" y2="{y}" {style}/>')
        drawn.append(f'<text x="{x + 36}" y="{y + 4}">{escape(label)}</text>')
    return drawn


def _x(threshold: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * threshold / _LARGEST


def _y(share: float) -> float:
    return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - share)


def confusion_table(counts: Mapping[str, Mapping[str, int]]) -> str:
    """Lay out the counts of expected (rows) and answered (columns) intents, each shaded by its share of the row."""
    expected = sorted(counts)
    answered = sorted({name for row in counts.values() for name in row} - set(expected))
    columns = [*expected, *answered]
    head = "".join(f"<th>{escape(UNSURE if name == FALLBACK else name)}</th>" for name in columns)
    rows = "\n".join(_confusion_row(label, counts[label], columns) for label in expected)
    return f'<table class="confusion"><thead><tr><td></td>{head}</tr></thead>\n<tbody>{rows}</tbody></table>'


def _confusion_row(label: str, row: Mapping[str, int], columns: Sequence[str]) -> str:
    total = sum(row.values()) or 1
    cells = []
    for name in columns:
        count = row.get(name, 0)
        if not count:
            cells.append("<td></td>")
            continue
        shade = _RIGHT_SHADE if name == label else _WRONG_SHADE
        # A single mistake among twenty must still be seen.
        strength = 0.15 + 0.6 * count / total
        title = f"{label} → {name}{NBSP}: {count} sur {total}"
        cells.append(f'<td style="background: rgba({shade}, {strength:.2f})" title="{escape(title)}">{count}</td>')
    return f"<tr><th>{escape(label)}</th>{''.join(cells)}</tr>"
