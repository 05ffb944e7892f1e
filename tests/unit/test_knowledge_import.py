"""Importing the official records: a small release written for these tests, then broken in every way."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from ariane.cli import main
from ariane.french.folding import fold
from ariane.knowledge.build import build
from ariane.knowledge.importers.dares import import_dares
from ariane.knowledge.importers.release import ReleaseError
from ariane.knowledge.importers.rome import import_rome
from ariane.knowledge.repository import Knowledge, KnowledgeUnavailable
from ariane.nlu.everyday import everyday_names, likely_names
from ariane.paths import content_dir
from tests.unit.small_content import ContentDirectory

DATA = Path(__file__).parent.parent / "data"
JOBS, TITLES, TEXTS, LINKS = (
    f"unix_{stem}_v999_utf8.csv"
    for stem in ("referentiel_code_rome", "referentiel_appellation", "texte", "liens_rome_referentiels")
)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A copy of the small ROME release, to break at will."""
    return Path(shutil.copytree(DATA / "rome-small", tmp_path / "rome"))


@pytest.fixture
def figures(tmp_path: Path) -> Path:
    """A copy of the small Dares release, to break at will."""
    return Path(shutil.copytree(DATA / "dares-small", tmp_path / "dares"))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small content, in which only the baker is linked to D1102, with both imports: made once."""
    directory = tmp_path_factory.mktemp("prepared")
    content = ContentDirectory(directory / "content")
    for slug in ("cook", "gardener", "painter"):
        content.edit_job(lambda job: job.update(rome=["M1889"]), slug)
    database = f"sqlite:///{directory / 'knowledge.db'}"
    build(content.path, database)
    import_rome(DATA / "rome-small", database)
    import_dares(DATA / "dares-small", database)
    return directory


@pytest.fixture
def imported(prepared: Path, tmp_path: Path) -> Knowledge:
    """A knowledge base of one's own with both imports, that a test may change."""
    shutil.copy(prepared / "knowledge.db", tmp_path / "knowledge.db")
    return Knowledge(f"sqlite:///{tmp_path / 'knowledge.db'}")


def texts(knowledge: Knowledge, job: str, topic: str) -> list[str]:
    """Return the facts of a topic, with plain spaces."""
    return [fact.text.replace("\u00a0", " ") for fact in knowledge.facts(job, topic)]


def test_jobs_and_names_are_imported(imported: Knowledge) -> None:
    assert len(imported.jobs(origin="rome")) == 6
    job = imported.job("rome-j1504")
    assert job is not None
    assert (job.masculine, job.feminine, job.label) == (
        "infirmier de bloc",
        "infirmière de bloc",
        "Infirmier / Infirmière de bloc",
    )
    assert (job.regulated, job.executive, job.riasec, job.group) == (True, False, "SR", "Soins paramédicaux")
    names = {name.text: name for name in imported.job_names()}
    assert names["infirmière de bloc"].gender == "f"
    assert names["infirmier de bloc Diplômé d’État"].label == "Infirmier / Infirmière de bloc Diplômé d'État -IBODE-"
    assert names["IBODE"].kind == "short"
    assert names["avocate"].title == names["avocat"].title
    assert names["avocate"].job == "rome-k1903"


def test_half_of_a_double_title_is_no_name_when_it_is_too_general(imported: Knowledge) -> None:
    names = {name.text for name in imported.job_names()}
    assert "chercheur" not in names
    assert {"concepteur juridique", "chercheur en droit", "chercheuse en droit"} <= names


def test_our_jobs_win_over_the_records_they_are_linked_to(imported: Knowledge) -> None:
    names = {name.text: name for name in imported.job_names()}
    assert [name.origin for name in imported.job_names() if name.text == "boulangère"] == ["content"]
    assert (names["boulangère-pâtissière"].job, names["boulangère-pâtissière"].record) == ("baker", "rome-d1102")
    # Three of our jobs share M1889: its titles lead to the record, which knows them.
    assert names["prompt engineer"].job == "rome-m1889"
    assert imported.deep_jobs("rome-m1889") == ("cook", "gardener", "painter")
    assert imported.deep_jobs("rome-d1104") == ()
    assert [job.slug for job in imported.official_records("baker")] == ["rome-d1102"]


def test_texts_are_mended_and_in_order(imported: Knowledge) -> None:
    assert texts(imported, "rome-d1102", "description")[:3] == [
        "Fabrique et vend du pain.",
        "Surveille la cuisson et l’aspect des pains.",
        "Évalue la qualité des farines.",
    ]
    fact = imported.facts("rome-d1102", "training")[0]
    assert fact.id == "rome-d1102/training/access-1"
    assert imported.sources([fact.source])[0].date == "2026-03-02"
    assert "version 999" in imported.sources([fact.source])[0].title


def test_facts_are_made_from_the_record(imported: Knowledge) -> None:
    assert "C’est un métier réglementé" in texts(imported, "rome-j1504", "description")[1]
    skills = texts(imported, "rome-d1102", "skills")
    assert skills[0] == "Les savoir-faire au cœur du métier : pétrir une pâte ; cuire du pain."
    assert skills[1] == "On demande aussi ces savoir-faire : vendre des produits."
    assert "CAP boulanger ; BTS métiers du pain" in texts(imported, "rome-d1102", "training")[1]
    assert texts(imported, "rome-d1102", "outlook")[2] == "Les secteurs où l’on exerce : commerce et distribution."
    assert texts(imported, "rome-m1889", "skills")[-1].endswith("expliquer un modèle.")
    aspects = [(fact.aspect, fact.text.split("\u00a0: ")[1]) for fact in imported.facts("rome-j1504", "conditions")[:2]]
    assert aspects == [("remote", "déplacements fréquents."), ("team", "auprès de patients.")]


def test_a_silent_record_says_so(imported: Knowledge) -> None:
    (fact,) = imported.facts("rome-d1102", "pros")
    assert (fact.id, fact.aspect) == ("rome-d1102/pros/missing", "missing")
    assert {fact.topic for fact in imported.facts("rome-d1104")} == {
        *("description", "examples", "skills", "training", "pros", "cons"),
        *("salary", "outlook", "career", "conditions"),
    }


def test_skills_and_certifications_are_structured(imported: Knowledge) -> None:
    skills = imported.skills("rome-d1102")
    assert [(skill.name, skill.importance) for skill in skills][:3] == [
        ("Pétrir une pâte", "main"),
        ("Cuire du pain", "main"),
        ("Vendre des produits", None),
    ]
    assert [skill.name for skill in imported.skills("rome-d1102", "soft")] == ["Faire preuve d’autonomie"]
    assert skills[0].id == "rome-d1102/skills/#know_how-1"
    assert [(route.name, route.kind) for route in imported.training("rome-d1102")] == [
        ("CAP boulanger", "certification"),
        ("BTS métiers du pain", "bts"),
    ]
    assert imported.salaries("rome-d1102") == imported.differences("rome-d1102") == []


def test_neighbours_are_named_in_both_genders(imported: Knowledge) -> None:
    (fact,) = (fact for fact in imported.facts("rome-d1102", "career") if fact.id.endswith("/neighbours"))
    assert "pâtissier / pâtissière" in fact.text


def test_neighbours_are_in_order_and_ours_stand_for_theirs(imported: Knowledge) -> None:
    assert [job.slug for job in imported.neighbours("rome-d1102")] == ["rome-d1104", "rome-k1903"]
    assert [job.slug for job in imported.neighbours("rome-d1104")] == ["baker"]
    assert [job.slug for job in imported.neighbours("baker")] == ["rome-d1104", "rome-k1903"]
    assert [job.slug for job in imported.neighbours("rome-k1903")] == ["rome-m1405", "rome-m1889"]


def test_family_figures_are_the_family_s_and_dated(imported: Knowledge) -> None:
    salary = texts(imported, "rome-d1102", "salary")
    assert "1 558 € par mois de 2017 à 2019 dans la famille « Boulangers, pâtissiers »" in salary[0]
    assert "1 300 € par mois de 2003 à 2005" in salary[1]
    assert imported.facts("rome-d1102", "salary")[0].source == "import-dares-pay"
    assert "très fortes dans la famille « Boulangers, pâtissiers »" in texts(imported, "rome-d1102", "outlook")[0]
    assert "90 % des personnes travaillaient le samedi" in " ".join(texts(imported, "rome-d1102", "conditions"))
    assert "60 % des moins de 30 ans" in " ".join(texts(imported, "rome-d1102", "training"))
    (family,) = imported.family_figures("baker")
    assert family.name == "Boulangers, pâtissiers"
    areas = {(figure.area, figure.value) for figure in family.figures if figure.kind == "tension"}
    assert areas == {("", 5), ("Île-de-France", 3)}
    for figure in family.figures:
        assert imported.sources([figure.source])[0].publisher == "Dares"


def test_the_grade_chooses_the_family_and_the_wider_one_fills_in(imported: Knowledge) -> None:
    (family,) = imported.family_figures("rome-m1889")
    assert family.code == "M2Z90"
    pay = next(figure for figure in family.figures if figure.kind == "pay")
    assert (pay.value, pay.family_name) == (3120, "Ingénieurs de l’informatique")
    assert "la famille « Ingénieurs de l’informatique »" in texts(imported, "rome-m1889", "salary")[0]
    women = next(figure for figure in imported.family_figures("baker")[0].figures if figure.kind == "women")
    assert (women.value, women.year_from, women.year_to) == (22, 2017, 2019)


def test_importing_twice_doubles_nothing(imported: Knowledge, release: Path, figures: Path) -> None:
    before, version = len(imported.job_names()), imported.version()
    assert not import_rome(release, imported.url).changed
    assert not import_dares(figures, imported.url).changed
    counts = import_rome(release, imported.url, force=True).counts
    import_dares(figures, imported.url, force=True)
    assert counts["job"] == 6
    assert (len(imported.job_names()), imported.version()) == (before, version)


def test_building_and_importing_keep_each_other(imported: Knowledge, prepared: Path, release: Path) -> None:
    names = imported.job_names()
    build(prepared / "content", imported.url, force=True)
    assert imported.job_names() == names
    assert imported.facts("rome-d1102", "salary")
    import_rome(release, imported.url, force=True)
    assert [job.slug for job in imported.jobs()] == ["baker", "cook", "gardener", "painter"]


def test_a_later_release_with_more_columns_is_read(imported: Knowledge, release: Path) -> None:
    for path in release.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").splitlines()
        wider = [f'{line},"{"colonne" if number == 0 else number}"' for number, line in enumerate(lines)]
        path.with_name(path.name.replace("v999", "v1000")).write_text("\n".join(wider) + "\n", encoding="utf-8")
        path.unlink()
    assert import_rome(release, imported.url).counts["job"] == 6


def replace(path: Path, old: str, new: str) -> None:
    """Replace the first `old` of a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cut(path: Path, size: int) -> None:
    """Keep the beginning of a file."""
    path.write_bytes(path.read_bytes()[:size])


BROKEN = {
    "unknown job": (lambda d: replace(d / LINKS, '"D1104","5"', '"D9999","5"'), LINKS, 14, "D9999"),
    "unknown skill": (lambda d: replace(d / LINKS, '"1005"', '"9999"'), LINKS, 15, "9999"),
    "job twice": (lambda d: replace(d / JOBS, '"D1104"', '"D1102"'), JOBS, 3, "répété"),
    "missing column": (lambda d: replace(d / TITLES, "peu_usite", "peu"), TITLES, 1, "peu_usite"),
    "short line": (lambda d: replace(d / TEXTS, '"J1504","3","definition","1",', '"J1504",'), TEXTS, 8, "2 valeur"),
    "cut file": (lambda d: cut(d / TEXTS, 700), TEXTS, 10, "fichier coupé"),
    "open quote": (lambda d: replace(d / TEXTS, "de boulanger.", 'de "boulanger.'), TEXTS, 5, "illisible"),
    "position": (lambda d: replace(d / TEXTS, '"acces_metier","1"', '"acces_metier","un"'), TEXTS, 5, "pas un nombre"),
    "importance": (
        lambda d: replace(d / "unix_coherence_item_v999_utf8.csv", "Principale", "Majeure"),
        "unix_coherence_item_v999_utf8.csv",
        2,
        "Majeure",
    ),
    "no version": (lambda d: (d / "version.txt").unlink(), "version.txt", 1, "manque"),
    "no date": (lambda d: replace(d / "version.txt", "02/03/2026", "mars"), "version.txt", 1, "date de publication"),
    "damaged bytes": (
        lambda d: (d / TEXTS).write_bytes((d / TEXTS).read_bytes().replace(b"Evalue", b"\xffvalue")),
        TEXTS,
        4,
        "octets abîmés",
    ),
}


@pytest.mark.parametrize("damage", BROKEN)
def test_a_broken_release_is_refused_and_changes_nothing(imported: Knowledge, release: Path, damage: str) -> None:
    change, file, line, expected = BROKEN[damage]
    version = imported.version()
    change(release)
    with pytest.raises(ReleaseError, match=expected) as refused:
        import_rome(release, imported.url)
    assert (refused.value.path.name, refused.value.line) == (file, line)
    assert imported.version() == version
    assert len(imported.jobs(origin="rome")) == 6


def test_a_missing_file_is_named(imported: Knowledge, release: Path, figures: Path) -> None:
    (release / TEXTS).unlink()
    with pytest.raises(ReleaseError, match="« texte » manque"):
        import_rome(release, imported.url)
    (figures / "tensions.csv").unlink()
    with pytest.raises(ReleaseError, match="« tensions » manque"):
        import_dares(figures, imported.url)
    with pytest.raises(ReleaseError, match="n’existe pas"):
        import_dares(figures / "ailleurs", imported.url)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("salaire_median_3niv.csv", "1558", "beaucoup", "pas un nombre"),
        ("salaire_median_3niv.csv", "S0Z42,2017-2019", "S0Z42,avant", "année « avant »"),
        ("tensions.csv", "5.0,4.0", "7.0,4.0", "hors de 1 à 5"),
        ("tensions.csv", "11.0", "99.0", "région"),
        ("fap225_rome.csv", "S0Z42", "S0Z99", "sans intitulé"),
    ],
)
def test_broken_figures_are_refused(
    imported: Knowledge, figures: Path, file: str, old: str, new: str, expected: str
) -> None:
    encoding = "cp1252" if file.startswith("fap") else "utf-8"
    path = figures / file
    path.write_text(path.read_text(encoding=encoding).replace(old, new, 1), encoding=encoding)
    with pytest.raises(ReleaseError, match=expected) as refused:
        import_dares(figures, imported.url)
    assert refused.value.path.name == file
    assert refused.value.line > 1
    assert imported.family_figures("baker")


def test_the_commands_import_and_refuse(
    content: ContentDirectory, database: str, release: Path, figures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_DATABASE_URL", database)
    run = CliRunner().invoke
    assert "importé : job 6" in run(main, ["knowledge", "import-rome", str(release)]).output
    assert "déjà importé" in run(main, ["knowledge", "import-rome", str(release)]).output
    assert "importé : family 9" in run(main, ["knowledge", "import-dares", str(figures)]).output
    assert "migration" in run(main, ["knowledge", "migrate"]).output
    assert "Fabrique et vend du pain." in run(main, ["knowledge", "show", "boulangère", "description"]).output
    assert "Essayez : infirmier de bloc" in run(main, ["knowledge", "show", "Infirmier"]).output
    (release / TEXTS).unlink()
    refused = run(main, ["knowledge", "import-rome", str(release), "--force"])
    assert refused.exit_code == 1
    assert "« texte » manque" in refused.output


def test_templates_that_cannot_be_read_are_an_error_one_can_act_on(
    imported: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(KnowledgeUnavailable, match="ariane knowledge check"):
        imported.facts("rome-d1102", "salary")


def test_the_check_reads_the_templates(content: ContentDirectory) -> None:
    from ariane.knowledge.check import check_content

    wording = (DATA.parent.parent / "content" / "imported.yml").read_text(encoding="utf-8")
    (content.path / "imported.yml").write_text(wording, encoding="utf-8")
    assert check_content(content.path) == []
    (content.path / "imported.yml").write_text(wording.replace("{domain}", "{domaine}"), encoding="utf-8")
    (problem,) = check_content(content.path)
    assert "{domaine}" in problem.what


MEASURE = """
import re, sys
from pathlib import Path
from ariane.knowledge.importers.dares import import_dares
from ariane.knowledge.importers.rome import import_rome
rome, dares, database = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
print(import_rome(rome, database).counts["job"], import_dares(dares, database).counts["family"])
# Not ru_maxrss, which a child inherits from the process that started it.
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text()).group(1))
"""


@pytest.fixture(scope="module")
def real_import(real_rome: Path, real_dares: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """The address of a base with the real release and figures in it, and what the import wrote (see MEASURE)."""
    url = f"sqlite:///{tmp_path_factory.mktemp('real') / 'knowledge.db'}"
    command = [sys.executable, "-c", MEASURE, str(real_rome), str(real_dares), url]
    return url, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_the_real_release_is_imported_whole_and_small(real_import: tuple[str, list[str]]) -> None:
    url, output = real_import
    assert int(output[0]) >= 1500
    assert int(output[1]) >= 300
    assert int(output[2]) < 400_000  # kilobytes
    knowledge = Knowledge(url)
    titles = {name.title for name in knowledge.job_names()}
    assert len(titles) >= 13_000
    for job in knowledge.jobs(origin="rome")[::40]:
        assert knowledge.facts(job.slug, "description")[0].aspect != "missing"
        for fact in knowledge.facts(job.slug):
            assert "{" not in fact.text
            assert "''" not in fact.text


def test_every_everyday_word_finds_its_job_in_the_real_release(real_import: tuple[str, list[str]]) -> None:
    known = {name.folded: name.job for name in Knowledge(real_import[0]).job_names()}
    entries = YAML(typ="safe").load((content_dir() / "everyday.yml").read_text("utf-8"))
    found = {name.text: name.target for name in everyday_names(known)}
    assert {entry["word"]: f"rome-{entry['code'].lower()}" for entry in entries} == found
    assert len(found) >= 80


def test_the_jobs_to_offer_first_are_known(real_rome: Path, content_database: str, tmp_path: Path) -> None:
    url = f"sqlite:///{shutil.copy(content_database.removeprefix('sqlite:///'), tmp_path / 'knowledge.db')}"
    import_rome(real_rome, url)
    names = {fold(name) for name in likely_names(Knowledge(url).job_names())}
    listed = YAML(typ="safe").load((content_dir() / "likely-jobs.yml").read_text("utf-8"))
    assert [name for name in listed if fold(name) not in names] == []
    assert {"assistante sociale", "technicienne agricole"} <= names
