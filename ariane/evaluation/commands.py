"""The verb that measures: evaluate."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--against", type=click.Path(path_type=Path), help="Compare avec un rapport précédent (fichier .json).")
@click.option("--output", type=click.Path(path_type=Path), help="Dossier du rapport (par défaut : var/reports).")
@click.option("--cross-validation", is_flag=True, help="Ajoute la validation croisée de Rasa (une demi-heure).")
def evaluate(against: Path | None, output: Path | None, cross_validation: bool) -> None:
    """Mesure ce qu’Ariane comprend des questions mises de côté, et écrit un rapport."""
    from rich.console import Console

    from ariane.evaluation import comparison, report
    from ariane.paths import short, var_dir

    older = comparison.read_report(against) if against else None  # read first: this run may replace it
    folder = output or var_dir() / "reports"
    report.make_folder(folder)
    result = _run(cross_validation)
    written = report.write(result, comparison.compare(older, result) if older else None, folder)
    console = Console()
    for label, value in report.lines(result["figures"]):
        console.print(f"{label} : {value}", highlight=False)
    for label, value in report.cross_validation_lines(result):
        console.print(f"{label} : {value}", highlight=False)
    for path in written:
        console.print(f"Rapport : {short(path)}", highlight=False, soft_wrap=True)


def _run(cross_validation: bool) -> dict[str, Any]:
    """Measure, telling how far it has come; give the report as JSON has it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from ruamel.yaml import YAML

    from ariane.evaluation import facts, followups, measures, parsing, questions, validation
    from ariane.paths import PROJECT

    console = Console(stderr=True)
    asked = questions.read_questions()
    precise, near_misses, dialogues = facts.read_facts(), facts.read_near_misses(), followups.read_dialogues()
    others = [*(question.text for question in (*precise, *near_misses)), *followups.texts(dialogues)]
    fallback = parsing.fallback_settings(YAML(typ="safe").load((PROJECT / "config.yml").read_text("utf-8")))
    model = parsing.current_model()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Lecture des questions", total=len(asked) + len(others))
        readings = parsing.parse_all(model, asked, lambda: progress.advance(task))
        parsed = parsing.parse_texts(model, others, lambda: progress.advance(task))
        task = progress.add_task("Réponses", total=len(precise) + len(near_misses) + len(dialogues))
        answered = facts.answer_all(precise, parsed, advance=lambda: progress.advance(task))
        missed = facts.answer_all(near_misses, parsed, advance=lambda: progress.advance(task))
        followed = followups.hold(dialogues, parsed, lambda: progress.advance(task))
    result: dict[str, Any] = {
        "date": datetime.now().astimezone().isoformat(timespec="minutes"),
        "threshold": fallback.threshold,
        "ambiguity_threshold": fallback.ambiguity,
        "figures": {
            **measures.measure(readings, fallback),
            "facts": facts.figures(answered),
            "near_misses": {"questions": len(missed), "wrong": sum(result.answered for result in missed)},
            "followups": followups.figures(followed),
        },
        "curve": measures.curve(readings, fallback.ambiguity),
        "confusion": measures.confusion(readings, fallback),
        "questions": [
            *(measures.record(reading, fallback) for reading in readings),
            *(facts.record(result) for result in answered),
        ],
    }
    if cross_validation:
        # Rasa draws its own bars below each line.
        result["cross_validation"] = validation.cross_validate(lambda text: console.print(text, highlight=False))
    return result


VERBS = (evaluate,)
