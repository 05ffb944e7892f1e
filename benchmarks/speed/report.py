"""The table and the plot of a run, in French, under benchmarks/results/."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ariane.paths import PROJECT

RESULTS = PROJECT / "benchmarks" / "results"
Figures = dict[str, float]
_STOCK_EPOCHS = 100
_SHORTENED = (
    "L’entraînement de Rasa d’origine a été arrêté à {} époques de DIET sur 100 : son temps entier est bien plus long, "
    "et le rapport réel d’autant meilleur. Un message lui coûte autant.\n\n"
)
_STOPPED = (
    "L’entraînement de Rasa d’origine a été arrêté au bout du temps donné ci-dessous, avant d’avoir tout appris : le "
    "rapport réel est meilleur encore. Un message lui coûte autant.\n\n"
)
_EARLIER = (
    "Le modèle de Rasa d’origine a été entraîné sur un état antérieur des phrases : un message lui coûte autant, mais "
    "son temps d’entraînement est celui de cet état.\n\n"
)
_BUSY = (
    "D’autres programmes ont occupé {} processeur en moyenne pendant l’entraînement de Rasa d’origine : ce temps est "
    "surestimé, et son rapport ne vaut pas.\n\n"
)
_MOST_OTHERS = 0.2  # processors kept busy by other programs, from which a training time says little


@dataclass(frozen=True)
class Row:
    """A line of the table: a measure of both assistants, and the ratio that it must reach."""

    label: str
    name: str
    unit: str
    target: float | None = None
    at_least: bool = False


ROWS = (
    Row("Messages par seconde, 20 visiteurs", "per_second", "/s", 6, at_least=True),
    Row("Temps d’un message, 1 visiteur, médiane", "one_median", "ms", 1 / 6),
    Row("Temps d’un message, 1 visiteur, 95 %", "one_p95", "ms", 1 / 5),
    Row("Temps d’un message, 1 visiteur, 99 %", "one_p99", "ms"),
    Row("Temps d’un message, 20 visiteurs, médiane", "twenty_median", "ms", 1 / 6),
    Row("Temps d’un message, 20 visiteurs, 95 %", "twenty_p95", "ms", 1 / 5),
    Row("Temps d’un message, 20 visiteurs, 99 %", "twenty_p99", "ms"),
    Row("Processeur par message", "cpu_per_message", "ms"),
    Row("Entraînement", "train_seconds", "s", 1 / 6),
    Row("Démarrage, serveur ouvert", "start_seconds", "s", 1 / 3),
    Row("Démarrage, première réponse", "ready_seconds", "s", 1 / 3),
    Row("Mémoire au repos", "memory_rest", "Mo", 1 / 2),
    Row("Mémoire après la charge", "memory_last", "Mo", 1 / 2),
    Row("Tour 5 d’une conversation", "turn_5", "ms"),
    Row("Tour 200 d’une conversation", "turn_200", "ms"),
)


def _number(value: float) -> str:
    text = f"{value:.1f}" if value < 100 else f"{value:,.0f}".replace(",", "\u00a0")
    return text.replace(".", ",")


def _ratio(value: float) -> str:
    return (f"{value:.2f}" if value < 10 else f"{value:.0f}").replace(".", ",")


def _verdict(row: Row, ratio: float) -> str:
    if row.target is None:
        return ""
    wanted = f"{'≥' if row.at_least else '≤'} {_ratio(row.target)}"
    reached = ratio >= row.target if row.at_least else ratio <= row.target
    return f"{wanted} : {'atteint' if reached else '**non atteint**'}"


def growth(ariane: Figures, titles: dict[str, Figures] | None) -> list[tuple[str, float, float]]:
    """Give the ratios of Ariane to herself: what, ratio, at most."""
    memory = ariane["memory_last"] / ariane["memory_500"]
    found = [
        ("Tour 200 / tour 5", ariane["turn_200"] / ariane["turn_5"], 1.3),
        (f"Mémoire après {_number(ariane['sent'])} messages / après 500", memory, 1.1),
    ]
    if titles:
        ratio = titles["all"]["one_median"] / titles["few"]["one_median"]
        found.append(("Avec les 13 120 noms de métiers du ROME / avec les vingt métiers", ratio, 1.15))
    return found


def table(ariane: Figures, stock: Figures, titles: dict[str, Figures] | None) -> str:
    """Write the Markdown table of a run."""
    lines = ["| Mesure | Ariane | Rasa d’origine | Rapport | Visé |", "|---|---:|---:|---:|---|"]
    for row in ROWS:
        ours, theirs = ariane[row.name], stock[row.name]
        ratio = ours / theirs
        lines.append(
            f"| {row.label} | {_number(ours)} {row.unit} | {_number(theirs)} {row.unit} | {_ratio(ratio)} | "
            f"{_verdict(row, ratio)} |"
        )
    lines += ["", "| Ariane comparée à elle-même | Rapport | Visé |", "|---|---:|---|"]
    for label, ratio, most in growth(ariane, titles):
        reached = "atteint" if ratio <= most else "**non atteint**"
        lines.append(f"| {label} | {_ratio(ratio)} | ≤ {_ratio(most)} : {reached} |")
    return "\n".join(lines) + "\n"


def plot(ariane: Figures, stock: Figures) -> str:
    """Draw each measure of Ariane as a share of stock's, as an SVG picture; the mark is the share to reach."""
    rows = [row for row in ROWS if not row.at_least]
    width, line, left = 760, 26, 330
    scale = (width - left - 70) / 1.0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{line * len(rows) + 60}" '
        'font-family="sans-serif" font-size="13" role="img" aria-label="Ariane en proportion de Rasa d’origine">',
        '<rect width="100%" height="100%" fill="white"/>',
        '<text x="10" y="22" font-size="15">Ariane en proportion de Rasa d’origine (1 = autant ; trait = visé)</text>',
    ]
    for number, row in enumerate(rows):
        y = 40 + line * number
        ratio = ariane[row.name] / stock[row.name]
        parts.append(f'<text x="{left - 8}" y="{y + 14}" text-anchor="end">{row.label}</text>')
        parts.append(f'<rect x="{left}" y="{y}" width="{scale:.0f}" height="18" fill="#e4e4e4"/>')
        parts.append(f'<rect x="{left}" y="{y}" width="{min(ratio, 1) * scale:.1f}" height="18" fill="#1f5f8b"/>')
        if row.target:
            x = left + row.target * scale
            at = f'x1="{x:.1f}" x2="{x:.1f}" y1="{y - 3}" y2="{y + 21}"'
            parts.append(f'<line {at} stroke="#b3261e" stroke-width="2"/>')
        parts.append(f'<text x="{left + scale + 8:.0f}" y="{y + 14}">{_ratio(ratio)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def write(run: dict[str, Any], directory: Path = RESULTS) -> Path:
    """Write speed.json, speed.md and speed.svg; return the Markdown file."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "speed.json").write_text(json.dumps(run, indent=1, ensure_ascii=False) + "\n", "utf-8")
    (directory / "speed.svg").write_text(plot(run["ariane"], run["stock"]), "utf-8")
    heading = f"# Vitesse\n\n{run['machine']}, {run['date']}. Refaire : `make bench`.\n\n"
    path = directory / "speed.md"
    if run["sizes"]["epochs"] < _STOCK_EPOCHS:
        heading += _SHORTENED.format(run["sizes"]["epochs"])
    trained = run.get("stock_training") or {}
    if trained.get("stopped"):
        heading += _STOPPED
    if trained.get("earlier"):
        heading += _EARLIER
    if (trained.get("others") or 0) > _MOST_OTHERS:
        heading += _BUSY.format(_number(trained["others"]))
    path.write_text(heading + table(run["ariane"], run["stock"], run.get("titles")), "utf-8")
    return path
