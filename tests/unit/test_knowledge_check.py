"""The content check: a right content passes, and each kind of mistake is named with its file, line and remedy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ariane.cli import main
from ariane.knowledge.check import check_content
from ariane.knowledge.problems import Problem
from tests.unit.small_content import ContentDirectory


def errors(content: ContentDirectory) -> list[Problem]:
    """Return the errors of a content directory."""
    return [problem for problem in check_content(content.path) if not problem.warning]


def first_fact(**keys: Any) -> Callable[[Any], object]:
    """Return a change of the first fact of the description."""
    return lambda job: job["topics"]["description"][0].update(keys)


def test_right_content_has_no_problem(content: ContentDirectory) -> None:
    assert check_content(content.path) == []


def test_a_problem_names_file_line_and_remedy(content: ContentDirectory) -> None:
    content.edit_job(first_fact(source="inconnue"))
    (problem,) = errors(content)
    path = content.path / "jobs" / "baker.yml"
    assert path.read_text(encoding="utf-8").splitlines()[problem.line - 1].strip() == "source: inconnue"
    assert str(problem).startswith(f"{path}:{problem.line}: ")
    assert "sources.yml" in problem.remedy


BROKEN_JOBS: dict[str, tuple[Callable[[Any], object], str]] = {
    "unknown key": (lambda job: job.update(colour="red"), "clé inconnue"),
    "missing key": (lambda job: job.pop("fields"), "fields : la clé manque"),
    "unknown choice": (lambda job: job["salary"][0].update(basis="brut"), "« brut » inconnue"),
    "unknown trait": (lambda job: job["profile"].update(reasons={"luck": "non"}), "trait inconnu"),
    "missing topic": (lambda job: job["topics"].pop("outlook"), "outlook : la clé manque"),
    "empty topic": (lambda job: job["topics"].update(outlook=[]), "liste trop courte"),
    "empty topic key": (lambda job: job["topics"].update(outlook=None), "rien n’est écrit"),
    "few pros": (lambda job: job["topics"]["pros"].pop(), "topics.pros : liste trop courte"),
    "few cons": (lambda job: job["topics"]["cons"].pop(), "topics.cons : liste trop courte"),
    "few skills": (lambda job: job["skills"].pop(), "skills : liste trop courte"),
    "few differences": (lambda job: job["differences"].pop(), "differences : liste trop courte"),
    "bad slug": (first_fact(id="Un Fait"), "forme inattendue"),
    "bad ROME code": (lambda job: job.update(rome=["1405"]), "forme inattendue"),
    "text too long": (first_fact(text="Long " * 60 + "."), "texte trop long"),
    "text empty": (first_fact(text=" "), "rien n’est écrit"),
    "text not a text": (first_fact(text=["a"]), "ce n’est pas un texte"),
    "not a whole number": (lambda job: job["salary"][0].update(low=20000.5), "pas un nombre entier"),
    "amounts out of order": (lambda job: job["salary"][0].update(low=90000), "dans le désordre"),
    "neither gross nor net": (lambda job: job["salary"][0].update(basis="unknown"), "ni brut ni net"),
    "no amount": (lambda job: [job["salary"][0].pop(key) for key in ("low", "high")], "aucun montant"),
    "unknown source": (first_fact(source="inconnue"), "source inconnue"),
    "figure of our own": (first_fact(text="On travaille à 5 dans une équipe.", year=2025), "chiffre sans source"),
    "figure without year": (
        first_fact(text="Une équipe compte 5 personnes.", source="etude-2025"),
        "chiffre sans année",
    ),
    "amount undated": (
        first_fact(text="Il y a 12\u00a0% d’offres.", source="etude-2025", year=2025),
        "montant sans année",
    ),
    "duration of our own": (
        lambda job: job["training"][0].update(duration_months=24, duration_note=None),
        "chiffre sans source",
    ),
    "figure in a note of our own": (
        lambda job: job["training"][0].update(duration_note="environ 6 mois"),
        "chiffre sans source",
    ),
    "years of our own": (
        lambda job: job["career"][0].update(years_min=2, years_unknown=False),
        "chiffre sans source",
    ),
    "skill without level": (lambda job: job["skills"][1].pop("level"), "compétence « tool b » sans niveau"),
    "no duration": (lambda job: job["training"][1].pop("duration_note"), "voie « bts » sans durée"),
    "no entry level": (lambda job: job["training"][1].pop("entry_note"), "voie « bts » sans niveau d’entrée"),
    "entry level and note": (lambda job: job["training"][1].update(entry="bac"), "entry et entry_note à la fois"),
    "no years": (lambda job: job["career"][0].pop("years_unknown"), "étape « start » sans années"),
    "years known and unknown": (lambda job: job["career"][0].update(years_min=2), "des années sont données"),
    "slug is not the file": (lambda job: job.update(slug="bakery"), "n’est pas le nom du fichier"),
    "fact id twice": (lambda job: job["topics"]["cons"][1].update(id="fact-0"), "« fact-0 » est déjà"),
    "training id twice": (lambda job: job["training"][1].update(id="master"), "« master » est déjà"),
    "skill twice": (lambda job: job["skills"][1].update(name="Tool A"), "est déjà dans cette liste"),
    "alias of another": (lambda job: job["aliases"]["short"].append("Maître-cuisinier"), "désigne déjà « baker »"),
    "alias twice": (lambda job: job["aliases"]["masculine"].append("maitre boulanger"), "écrit deux fois"),
    "unknown job": (lambda job: job["differences"][0].update(job="butcher"), "métier inconnu « butcher »"),
    "unknown job in career": (lambda job: job["career"][0].update(job="butcher"), "métier inconnu « butcher »"),
    "compared to itself": (lambda job: job["differences"][0].update(job="baker"), "à lui-même"),
    "compared twice": (lambda job: job["differences"][0].update(job="gardener"), "« gardener » est déjà"),
    "missing salary level": (lambda job: job["salary"].pop(), "salaire sans niveau senior"),
    "level declared missing without a reason": (
        lambda job: (job["salary"].pop(), job.update(salary_missing=["senior"])),
        "salaire sans niveau senior",
    ),
    "reason without the levels": (
        lambda job: (job["salary"].pop(), job.update(salary_gap="Aucune source fiable.")),
        "salaire sans niveau senior",
    ),
    "level declared missing that has a figure": (
        lambda job: job.update(salary_missing=["senior"], salary_gap="Aucune source fiable."),
        "le niveau senior a un chiffre",
    ),
    "no retraining": (lambda job: job["training"][2].update(kind="master"), "aucune voie de reconversion"),
    "no way without degree": (lambda job: job["training"][3].update(kind="master"), "aucune voie sans diplôme"),
    "aspect elsewhere": (first_fact(aspect="remote"), "aspect « remote » inattendu"),
    "aspect missing": (lambda job: job["topics"]["conditions"][0].update(aspect="team"), "rien sur « remote »"),
    "not a sentence": (first_fact(text="un fait sans majuscule ni point"), "pas une phrase entière"),
    "typography": (first_fact(text="L'essentiel : pétrir."), "typographie"),
}


@pytest.mark.parametrize("mistake", BROKEN_JOBS)
def test_each_mistake_in_a_job_is_named(content: ContentDirectory, mistake: str) -> None:
    change, expected = BROKEN_JOBS[mistake]
    content.edit_job(change)
    found = [problem.what for problem in errors(content)]
    assert any(expected in what for what in found), found


BROKEN_LISTS: dict[str, tuple[str, Callable[[Any], object], str]] = {
    "source without date": ("sources.yml", lambda data: data[1].pop("date"), "date : la clé manque"),
    "bad date": ("sources.yml", lambda data: data[1].update(date="mars 2025"), "date n’est pas comprise"),
    "bad address": ("sources.yml", lambda data: data[1].update(url="example.org"), "adresse n’est pas valable"),
    "reserved id": ("sources.yml", lambda data: data[1].update(id="import-x"), "réservé"),
    "same address": (
        "sources.yml",
        lambda data: data.append({**data[1], "id": "autre", "title": "Autre", "url": "http://www.example.org/etude/"}),
        "même document que la source « etude-2025 »",
    ),
    "same document": (
        "sources.yml",
        lambda data: data.append({**data[1], "id": "autre", "url": "https://example.org/copie"}),
        "même document que la source « etude-2025 »",
    ),
    "source without address": ("sources.yml", lambda data: data[1].pop("url"), "source sans adresse"),
    "source twice": ("sources.yml", lambda data: data.append(dict(data[0])), "déjà pris"),
    "term twice": ("glossary.yml", lambda data: data[1].update(aliases=["Levain naturel"]), "déjà défini"),
    "unknown related": ("glossary.yml", lambda data: data[0].update(related=["four"]), "terme inconnu"),
    "unknown field": ("history.yml", lambda data: data[0].update(field="bread"), "« bread » inconnue"),
    "event of our own": ("history.yml", lambda data: data[0].update(source="redaction"), "chiffre sans source"),
}


@pytest.mark.parametrize("mistake", BROKEN_LISTS)
def test_each_mistake_in_the_other_files_is_named(content: ContentDirectory, mistake: str) -> None:
    name, change, expected = BROKEN_LISTS[mistake]
    content.edit(name, change)
    found = [problem.what for problem in errors(content) if problem.path.name == name]
    assert any(expected in what for what in found), found


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        (b"- id: a\n  title: [\n", 3, "YAML illisible"),
        (b"- id: a\n- id: \xe9\n", 2, "UTF-8"),
        (b"id: a\n", 1, "une liste est attendue"),
        (b"- id: a\n  id: b\n", 2, "YAML illisible"),
    ],
)
def test_unreadable_files_are_named(content: ContentDirectory, text: bytes, line: int, expected: str) -> None:
    (content.path / "glossary.yml").write_bytes(text)
    problem = next(problem for problem in errors(content) if problem.path.name == "glossary.yml")
    assert expected in problem.what
    assert problem.line == line


def test_a_missing_file_is_named(content: ContentDirectory) -> None:
    (content.path / "history.yml").unlink()
    assert "n’existe pas" in errors(content)[0].what


def test_a_salary_gap_with_its_reason_is_accepted(content: ContentDirectory) -> None:
    levels = ["junior", "mid", "senior"]
    reason = "Aucune source fiable ne donne ce salaire."
    content.edit_job(lambda job: job.update(salary=[], salary_missing=levels, salary_gap=reason))
    assert errors(content) == []


def test_the_figure_of_a_neighbouring_job_is_no_level_of_this_one(content: ContentDirectory) -> None:
    (content.path / "phrases.yml").write_text("words: {neighbour: [voisin]}\n", encoding="utf-8")
    content.edit_job(lambda job: job["salary"][2].update(note="cuisinier, un métier voisin"))
    assert [problem.what for problem in errors(content)] == ["salaire sans niveau senior propre à ce métier"]
    content.edit_job(lambda job: job.update(salary_missing=["senior"], salary_gap="Aucune source fiable."))
    assert errors(content) == []


def test_a_start_without_experience_is_no_figure(content: ContentDirectory) -> None:
    content.edit_job(lambda job: job["career"][0].update(years_min=0, years_unknown=False))
    assert errors(content) == []


def test_old_facts_are_due_for_review_without_being_errors(content: ContentDirectory) -> None:
    content.edit_job(first_fact(source="etude-2025", year=2001))
    problems = check_content(content.path)
    assert [problem.warning for problem in problems] == [True]
    assert "2001" in problems[0].what
    assert check_content(content.path, older_than=500) == []


def test_a_long_short_answer_is_a_warning(content: ContentDirectory) -> None:
    def change(job: Any) -> None:
        for fact in job["topics"]["cons"][:2]:
            fact["text"] = ("Une phrase assez longue pour lasser. " * 7).strip()

    content.edit_job(change)
    assert [problem.what for problem in check_content(content.path)] == [
        "cons : les deux premiers faits font 516 caractères"
    ]


def test_one_job_is_checked_alone_while_others_are_missing(content: ContentDirectory) -> None:
    path = content.path / "jobs" / "baker.yml"
    (content.path / "jobs" / "cook.yml").unlink()
    content.edit_job(lambda job: job.update(colour="red"), "painter")
    problems = check_content(content.path, only=(path,))
    assert {problem.path for problem in problems} == {path}
    assert [problem.warning for problem in problems] == [True]


def test_the_command_prints_problems_and_fails(content: ContentDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(content.path))
    assert CliRunner().invoke(main, ["knowledge", "check"]).exit_code == 0
    content.edit_job(first_fact(source="inconnue"))
    result = CliRunner().invoke(main, ["knowledge", "check"])
    assert result.exit_code == 1
    assert "source inconnue « inconnue »" in result.output


def test_fix_changes_only_the_faulty_characters(content: ContentDirectory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(content.path))
    path = content.path / "sources.yml"
    before = (
        "# l'en-tête : intact\r\n"
        "- id: redaction   # l'identifiant\r\n"
        "  title: 'l''étude : \"tout\" savoir'\r\n"
        '  publisher: "l\'éditeur !"\r\n'
        "  date: 2026\n"
        "  kind: editorial\n"
        "- id: etude-2025\n"
        "  title: >-\n"
        "    On gagne 45\n"
        "    000 € : c'est\n"
        "    bien ?\n"
        "  publisher: l'éditeur\n"
        "  date: 2025\n"
        "  url: https://example.org/l'étude?a=b\n"
        "  kind: study"
    )
    path.write_bytes(before.encode())
    result = CliRunner().invoke(main, ["knowledge", "check", "--fix", str(path)])
    assert path.read_bytes().decode().replace("\u00a0", "~") == (
        "# l'en-tête : intact\r\n"
        "- id: redaction   # l'identifiant\r\n"
        "  title: 'l’étude~: «~tout~» savoir'\r\n"
        '  publisher: "l’éditeur~!"\r\n'
        "  date: 2026\n"
        "  kind: editorial\n"
        "- id: etude-2025\n"
        "  title: >-\n"
        "    On gagne 45~000~€~: c’est\n"
        "    bien~?\n"
        "  publisher: l’éditeur\n"
        "  date: 2025\n"
        "  url: https://example.org/l'étude?a=b\n"
        "  kind: study"
    ), result.output


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["knowledge", "check", str(tmp_path / "rien.yml")])
    assert result.exit_code == 1
    assert "n’existe pas" in result.output


CONTACTS = """\
labels: {contact: "{name}", phone: "{phone}", date: "{date}"}
advisers:
  - {name: Le conseil, phone: "3949", source: "https://example.org/conseil", date: 2024-04}
help_lines:
  - {number: "3114", source: "https://example.org/ecoute", date: 2021-10}
"""


@pytest.mark.parametrize(
    ("written", "wrong", "expected"),
    [
        (', source: "https://example.org/conseil", date: 2024-04', "", "sans page datée"),
        (', source: "https://example.org/ecoute"', "", "source : la clé manque"),
        (", date: 2021-10", "", "date : la clé manque"),
        ("https://example.org/ecoute", "une affiche", "adresse n’est pas valable"),
    ],
)
def test_a_phone_number_comes_with_a_dated_page(
    content: ContentDirectory, written: str, wrong: str, expected: str
) -> None:
    contacts = content.path / "contacts.yml"
    contacts.write_text(CONTACTS, encoding="utf-8")
    assert errors(content) == []
    contacts.write_text(CONTACTS.replace(written, wrong), encoding="utf-8")
    assert any(expected in problem.what for problem in errors(content)), errors(content)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("- cook\n- butcher\n", "métier inconnu « butcher »"),
        ("- cook\n- baker\n- cook\n", "« cook » est déjà dans la liste"),
    ],
)
def test_the_jobs_offered_first_exist_once(content: ContentDirectory, written: str, expected: str) -> None:
    (content.path / "featured.yml").write_text(written, encoding="utf-8")
    (problem,) = errors(content)
    assert problem.what == expected
    assert problem.line == len(written.splitlines())


def test_a_figure_neither_gross_nor_net_has_a_note(content: ContentDirectory) -> None:
    content.edit_job(lambda job: job["salary"][0].update(basis="unknown", note="grille d’un cabinet"))
    assert errors(content) == []


QUESTIONS: dict[str, tuple[str, str, str]] = {
    "no such fact": (
        "baker",
        "description: {absent: {asked: [à quelle heure se lève-t-on]}}",
        "aucun fait « description/absent »",
    ),
    "no such topic": ("baker", "weather: {absent: {asked: [pleut-il]}}", "aucun fait « weather/absent »"),
    "no such job": ("sailor", "description: {}", "aucun métier « sailor »"),
    "unknown key": ("baker", "description: {absent: {maybe: [pleut-il]}}", "clé inconnue"),
}


@pytest.mark.parametrize("mistake", QUESTIONS)
def test_each_mistake_in_a_file_of_questions_is_named(content: ContentDirectory, mistake: str) -> None:
    slug, text, expected = QUESTIONS[mistake]
    path = content.path / "questions" / f"{slug}.yml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    (problem,) = errors(content)
    assert problem.path == path
    assert expected in problem.what
