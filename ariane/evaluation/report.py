"""The report of a run: a JSON file with every question, and one page in French that needs nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from ariane.evaluation.charts import UNSURE, confusion_table, threshold_curve
from ariane.evaluation.comparison import Change, Comparison
from ariane.evaluation.questions import MENTIONS, NO_JOB, PARAMETERS, PRECISE, TITLES
from ariane.french.dates import say_date
from ariane.french.typography import NBSP
from ariane.runtime.errors import UserError

_PAGE = Path(__file__).with_name("page.html")
_UNREAD = "—"
_NOISES = {
    "accents": "sans accents",
    "apostrophes": "sans apostrophes",
    "typos": "fautes de frappe",
    "sms": "langage SMS",
    "capitals": "majuscules",
    "punctuation": "sans ponctuation",
    "rambling": "longs détours",
}
_KINDS = {
    "code": "programmation",
    "cooking": "cuisine",
    "gibberish": "charabia",
    "homework": "devoirs",
    "language": "autres langues",
    "legal": "droit",
    "medical": "santé",
    "near_miss": "presque dans le sujet",
    "news": "actualité",
    "other": "autres",
    "politics": "politique",
    "shopping": "achats",
    "smalltalk": "bavardages",
    "sport": "sport",
    "tech": "informatique",
    "travel": "voyages",
    "weather": "météo",
}
_MEASURES = {"Accuracy": "exactitude", "F1-score": "F1 pondéré", "Precision": "précision pondérée"}
_PARAMETERS = {
    "basis": "net ou brut",
    "experience": "expérience",
    "period": "mois ou année",
    "region": "lieu",
    "sector": "secteur",
    "study_level": "niveau d’études",
    "years": "années d’expérience",
}
_FILES = {**TITLES, PRECISE: "questions précises"}
Report = Mapping[str, Any]


def make_folder(folder: Path) -> None:
    """Make the folder of the reports; raise UserError before the long work when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"Dossier impossible à créer : {folder} ({error.strerror}).") from error


def write(report: Report, compared: Comparison | None, folder: Path) -> tuple[Path, Path]:
    """Write understanding-<date and hour>.json and .html in `folder`; return their paths."""
    # With the hour: two runs of a day are what one most often compares.
    name = f"understanding-{datetime.fromisoformat(report['date']):%Y-%m-%d-%H%M}"
    data, page = folder / f"{name}.json", folder / f"{name}.html"
    try:
        data.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
        page.write_text(render(report, compared), "utf-8")
    except OSError as error:
        raise UserError(f"Rapport impossible à écrire dans {folder} ({error.strerror}).") from error
    return data, page


def lines(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give the main figures as (label, value) in French."""
    out, jobs, distress = figures["out_of_scope"], figures["jobs"], figures["distress"]
    return [
        *_intent_lines("Français soigné", figures["clean"]),
        *_intent_lines("Questions mal écrites", figures["noisy"]),
        ("Hors sujet refusé", percent(out["recall"])),
        ("Hors sujet refusé, bavardages compris", f"{percent(out['recall_all'])} ({out['questions']} questions)"),
        ("Refus à tort", percent(out["wrong_refusals"])),
        ("Métiers reconnus, français soigné", _recall(jobs["clean"])),
        ("Métiers reconnus, questions mal écrites", _recall(jobs["noisy"])),
        ("Métiers reconnus, noms de métiers", _recall(jobs["mentions"])),
        ("Métiers vus à tort", _wrong(jobs["false"])),
        ("Termes reconnus", _recall(figures["terms"])),
        ("Détresse manquée", _wrong(distress["missed"])),
        ("Détresse, dans le doute : le numéro, puis la réponse", _wrong(distress["missed_doubted"])),
        ("Détresse vue à tort", _wrong(distress["false"])),
        ("Phrases ordinaires, dans le doute : le numéro, puis la réponse", _wrong(distress["false_doubted"])),
        (
            "Questions dont tous les paramètres sont lus",
            f"{percent(figures['parameters']['right'])} ({figures['parameters']['questions']} questions)",
        ),
        *_answer_lines(figures),
    ]


def _answer_lines(figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Give what was measured of the answers; nothing for a report that did not measure them."""
    if "facts" not in figures:
        return []
    facts, followed, short = figures["facts"], figures["followups"], figures["facts"]["yes_no"]
    return [
        ("Questions précises, bon fait dans la réponse", f"{percent(facts['found'])} ({facts['questions']} questions)"),
        ("Questions précises, bon fait en premier", percent(facts["first"])),
        ("Questions précises, longueur médiane", f"{facts['length']:.0f} caractères"),
        ("Oui ou non, justes", f"{short['right']} sur {sum(short.values())}"),
        ("Oui ou non, faux", f"{short['wrong']} sur {short['right'] + short['wrong']} dits"),
        ("Presque dans le sujet, répondu à tort", _wrong(figures["near_misses"])),
        ("Conversations, intention et métier justes", f"{percent(followed['both'])} ({followed['turns']} tours)"),
    ]


def cross_validation_lines(report: Report) -> list[tuple[str, str]]:
    """Give the measures of the cross-validation as (label, value) in French; none where it was not run."""
    figures = report.get("cross_validation") or {"measures": {}}
    return [
        (f"Validation croisée, {_MEASURES.get(name, name)}", f"{percent(value['mean'])} ± {percent(value['spread'])}")
        for name, value in figures["measures"].items()
    ]


def percent(value: float | None) -> str:
    """Write a share as French does: « 96,2 % »."""
    return _UNREAD if value is None else f"{100 * value:.1f}{NBSP}%".replace(".", ",")


def decimal(value: float) -> str:
    """Write a number with two decimals and a comma."""
    return f"{value:.2f}".replace(".", ",")


def render(report: Report, compared: Comparison | None) -> str:
    """Give the page of a report, with the comparison where there is one."""
    day = datetime.fromisoformat(report["date"])
    return Template(_PAGE.read_text("utf-8")).substitute(
        date=f"Mesuré le {escape(say_date(f'{day:%Y-%m-%d}'))} à {day.hour}{NBSP}h{NBSP}{day:%M}",
        threshold=decimal(report["threshold"]),
        ambiguity=decimal(report["ambiguity_threshold"]),
        figures="".join(_row(label, _number(value)) for label, value in lines(report["figures"])),
        comparison=_comparison(report, compared) if compared else "",
        curve=threshold_curve(report["curve"], report["threshold"]),
        curve_rows="".join(_curve_rows(report)),
        groups="".join(_groups(report["figures"])),
        cross_validation=_cross_validation(report.get("cross_validation")),
        confusion=confusion_table(report["confusion"]),
        unsure=UNSURE,
        mistakes="".join(_mistake(record) for record in mistakes(report)),
    )


def mistakes(report: Report) -> list[Mapping[str, Any]]:
    """Give the questions misunderstood, the most confident first."""
    wrong = [record for record in report["questions"] if not record["right"]]
    return sorted(wrong, key=lambda record: -record["confidence"])


def expected(record: Mapping[str, Any]) -> str:
    """Say what was to be understood from a question."""
    if record["file"] == NO_JOB:
        return "aucun métier"
    if record["file"] == MENTIONS:
        return ", ".join(record["expected_jobs"])
    if record["file"] == PARAMETERS:
        return _parameters(record["expected_parameters"])
    return record["expected"] or "autre chose que distress"


def understood(record: Mapping[str, Any]) -> str:
    """Say what was read in a question."""
    if record["file"] in (NO_JOB, MENTIONS):
        return ", ".join(record.get("jobs", ())) or "aucun métier"
    if record["file"] == PARAMETERS:
        return _parameters(record["parameters"])
    if record["predicted"] == record["likeliest"]:
        return str(record["predicted"])
    return f"{UNSURE} ({' ou '.join(name for name, _ in record['ranking'][:2])})"


def _intent_lines(label: str, figures: Mapping[str, Any]) -> list[tuple[str, str]]:
    accuracy = f"{percent(figures['accuracy'])} ({figures['questions']} questions)"
    return [
        (f"{label}, intentions justes", accuracy),
        (f"{label}, F1 macro", percent(figures["macro_f1"])),
        (f"{label}, intentions justes sans seuil", percent(figures["accuracy_without_fallback"])),
    ]


def _recall(figures: Mapping[str, Any]) -> str:
    return f"{percent(figures['recall'])} ({figures['expected']} attendus)"


def _wrong(figures: Mapping[str, Any]) -> str:
    return f"{figures['wrong']} sur {figures['questions']}" if figures["questions"] else _UNREAD


def _parameters(parameters: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(parameters.items())) or "aucun"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(cell if cell.startswith('<td') else f'<td>{escape(cell)}</td>' for cell in cells)}</tr>\n"


def _number(text: str) -> str:
    return f'<td class="number">{escape(text)}</td>'


def _curve_rows(report: Report) -> Iterable[str]:
    names = ("recall", "wrong_refusals", "clean", "noisy")
    for step, point in enumerate(report["curve"]):
        chosen = abs(point["threshold"] - report["threshold"]) < 1e-6
        if step % 5 == 0 or chosen:
            row = _row(_number(decimal(point["threshold"])), *(_number(percent(point[name])) for name in names))
            yield row.replace("<tr>", '<tr style="font-weight: bold">') if chosen else row


def _groups(figures: Mapping[str, Any]) -> Iterable[str]:
    for name, group in figures["noise"].items():
        label = f"Mal écrites : {_NOISES.get(name, name)}".replace(" :", f"{NBSP}:")
        yield _row(label, _number(str(group["questions"])), *map(_number, _accuracy(group)))
    for name, found in figures["parameters"]["recall"].items():
        values = (str(found["expected"]), percent(found["recall"]), _UNREAD)
        yield _row(f"Paramètres lus{NBSP}: {_PARAMETERS[name]}", *map(_number, values))
    for name, group in figures["out_of_scope"]["kinds"].items():
        values = (str(group["questions"]), percent(group["accuracy"]), _UNREAD)
        yield _row(f"Hors sujet{NBSP}: {_KINDS.get(name, name)}", *map(_number, values))


def _accuracy(group: Mapping[str, Any]) -> tuple[str, str]:
    return percent(group["accuracy"]), percent(group["macro_f1"])


def _mistake(record: Mapping[str, Any]) -> str:
    file = _FILES.get(record["file"], record["file"])
    return _row(record["text"], file, expected(record), understood(record), _number(decimal(record["confidence"])))


def _cross_validation(figures: Mapping[str, Any] | None) -> str:
    if not figures:
        return ""
    rows = "".join(
        _row(_MEASURES.get(name, name).capitalize(), _number(percent(value["mean"])), _number(percent(value["spread"])))
        for name, value in figures["measures"].items()
    )
    told = f"{figures['sentences']} phrases d’entraînement, en {figures['folds']} parties"
    head = "<thead><tr><th>Mesure</th><th>Moyenne</th><th>Écart type</th></tr></thead>"
    title = "<h2>Validation croisée de Rasa</h2>"
    return f"{title}\n<p>{told}.</p>\n<table>{head}<tbody>{rows}</tbody></table>"


def _comparison(report: Report, compared: Comparison) -> str:
    older = _older_lines(compared.figures)
    rows = "".join(
        _row(label, _number(older.get(label, _UNREAD)), _number(value)) for label, value in lines(report["figures"])
    )
    head = "<thead><tr><th></th><th>Avant</th><th>Maintenant</th></tr></thead>"
    day = say_date(compared.date[:10])
    counted = f"{compared.added} questions nouvelles, {compared.removed} disparues."
    return "\n".join(
        (
            f"<h2>Depuis le rapport du {escape(day)}</h2>",
            f"<table>{head}<tbody>{rows}</tbody></table>",
            f'<p class="soft">{counted}</p>',
            _changes("Mieux compris", "better", compared.better),
            _changes("Moins bien compris", "worse", compared.worse),
        )
    )


def _older_lines(figures: Mapping[str, Any]) -> dict[str, str]:
    """Give the figures of an older report; none when it was written by a version that took others."""
    try:
        return dict(lines(figures))
    except (KeyError, TypeError):
        return {}


def _changes(title: str, kind: str, changes: tuple[Change, ...]) -> str:
    head = f'<h3 class="{kind}">{title}{NBSP}: {len(changes)}</h3>'
    if not changes:
        return head
    rows = "".join(
        _row(change.after["text"], expected(change.after), understood(change.before), understood(change.after))
        for change in changes
    )
    columns = "".join(f"<th>{name}</th>" for name in ("Question", "Attendu", "Avant", "Maintenant"))
    return f'{head}\n<div class="scroll"><table><thead><tr>{columns}</tr></thead><tbody>{rows}</tbody></table></div>'
