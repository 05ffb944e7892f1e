"""Building the database and asking it: what is written is read back, and a failed build changes nothing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ariane.cli import main
from ariane.knowledge import build as build_module
from ariane.knowledge import models
from ariane.knowledge.build import ContentRefused, build
from ariane.knowledge.database import writing_engine
from ariane.knowledge.repository import Knowledge, KnowledgeUnavailable
from tests.unit.small_content import ContentDirectory


def test_jobs_are_read_back(knowledge: Knowledge) -> None:
    assert [job.slug for job in knowledge.jobs()] == ["baker", "cook", "gardener", "painter"]
    job = knowledge.job("baker")
    assert job is not None
    assert (job.masculine, job.feminine, job.origin) == ("boulanger", "boulangère", "content")
    assert job.name("f") == "boulangère"
    assert job.rome == ("D1102",)
    assert job.fields == ("ai",)
    assert job.entry_level == "bac"
    assert {trait.name: trait.amount for trait in job.traits}["maths"] == "some"
    assert knowledge.job("butcher") is None


def test_names_carry_gender_and_kind(knowledge: Knowledge) -> None:
    names = [(name.text, name.gender, name.kind) for name in knowledge.job_names() if name.job == "baker"]
    assert names == [
        ("boulanger", "m", "name"),
        ("boulangère", "f", "name"),
        ("maître boulanger", "m", "masculine"),
        ("baker person", None, "english"),
        ("BAK", None, "short"),
    ]
    assert next(name.folded for name in knowledge.job_names() if name.text == "boulangère") == "boulangere"


def test_facts_keep_their_order_and_cues(content: ContentDirectory, database: str) -> None:
    content.edit_job(lambda job: job["topics"]["pros"][2].update(yes=["est-ce bien"], no=["est-ce mal"]))
    build(content.path, database)
    facts = Knowledge(database).facts("baker", "pros")
    assert [fact.id for fact in facts] == [f"baker/pros/fact-{n}" for n in range(4)]
    assert (facts[2].about, facts[2].yes, facts[2].no) == (("fait",), ("est-ce bien",), ("est-ce mal",))
    everything = Knowledge(database).facts("baker")
    assert len(everything) == 40
    assert everything[0].topic == "description"


def test_the_questions_known_of_all_jobs_are_read_by_their_answer(content: ContentDirectory, database: str) -> None:
    content.edit_job(lambda job: job["topics"]["pros"][0].update(yes=["se lève-t-on tôt"]))
    content.edit_job(lambda job: job["topics"]["cons"][0].update(yes=["est-on debout"], no=["est-on assis"]), "cook")
    build(content.path, database)
    knowledge = Knowledge(database)
    assert {"se lève-t-on tôt", "est-on debout"} <= {
        question for yes, _ in knowledge.known_answers() for question in yes
    }
    assert "est-on assis" in {question for _, no in knowledge.known_answers() for question in no}


def test_details_are_read_back(knowledge: Knowledge) -> None:
    assert [skill.id for skill in knowledge.skills("baker", "method")] == [
        f"baker/skills/#method-{n}" for n in range(1, 5)
    ]
    assert len(knowledge.skills("baker")) == 12
    assert knowledge.training("baker")[3].id == "baker/training/#no-degree"
    pay = knowledge.salaries("baker")[1]
    assert (pay.id, pay.low, pay.typical, pay.high, pay.year) == ("baker/salary/#mid", 25000, None, 30000, 2025)
    assert knowledge.career("baker")[0].title == "apprenti"
    difference = knowledge.differences("baker")[0]
    assert (difference.id, difference.other, difference.about) == ("baker/differences/cook", "cook", ("pain",))


def test_terms_events_and_sources_are_read_back(knowledge: Knowledge) -> None:
    term = knowledge.terms()[0]
    assert (term.term, term.aliases, term.related) == ("levain", ("levain naturel",), ("petrin",))
    event = knowledge.events("ai")[0]
    assert (event.year, event.people, event.about) == (1920, ("Inconnu",), ("invention",))
    assert knowledge.events("web") == []
    source = knowledge.sources(["etude-2025", "rien", "etude-2025"])[0]
    assert (source.date, source.year, source.publisher) == ("2025-03", 2025, "Observatoire")
    assert len(knowledge.sources()) == 2


def test_unchanged_content_is_not_built_again(content: ContentDirectory, database: str) -> None:
    assert build(content.path, database).changed
    version = Knowledge(database).version()
    assert not build(content.path, database).changed
    assert Knowledge(database).version() == version
    assert build(content.path, database, force=True).changed
    content.edit_job(lambda job: job["name"].update(masculine="pâtissier"))
    assert build(content.path, database).changed
    assert Knowledge(database).version() != version


def test_refused_content_leaves_the_database_as_it_was(content: ContentDirectory, database: str) -> None:
    build(content.path, database)
    content.edit_job(lambda job: job.update(colour="red"))
    with pytest.raises(ContentRefused) as refused:
        build(content.path, database)
    assert "clé inconnue" in refused.value.problems[0].what
    assert len(Knowledge(database).jobs()) == 4


def test_a_build_that_fails_midway_leaves_the_database_as_it_was(
    content: ContentDirectory, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(content.path, database)
    version = Knowledge(database).version()

    def fail(*_: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(build_module, "_counts", fail)
    with pytest.raises(RuntimeError):
        build(content.path, database, force=True)
    assert Knowledge(database).version() == version
    assert len(Knowledge(database).jobs()) == 4


def test_a_partial_build_leaves_bad_jobs_out(content: ContentDirectory, database: str) -> None:
    content.edit_job(lambda job: job.update(colour="red"))
    report = build(content.path, database, partial=True)
    assert report.left_out == ("baker",)
    assert [job.slug for job in Knowledge(database).jobs()] == ["cook", "gardener", "painter"]
    assert [difference.other for difference in Knowledge(database).differences("cook")] == ["gardener", "painter"]


def test_a_missing_database_says_what_to_do(database: str) -> None:
    with pytest.raises(KnowledgeUnavailable, match="ariane knowledge build"):
        Knowledge(database).jobs()


def test_a_broken_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "knowledge.db").write_bytes(b"not a database" * 100)
    with pytest.raises(KnowledgeUnavailable, match="--force"):
        Knowledge(f"sqlite:///{tmp_path / 'knowledge.db'}").jobs()


def test_the_repository_cannot_write(knowledge: Knowledge) -> None:
    with pytest.raises(KnowledgeUnavailable), knowledge._session() as session:
        session.execute(models.Meta.__table__.delete())


def test_nothing_is_opened_before_the_first_question(tmp_path: Path) -> None:
    Knowledge(f"sqlite:///{tmp_path / 'none' / 'knowledge.db'}")
    assert not (tmp_path / "none").exists()


def test_the_database_refuses_what_the_schema_forbids(content: ContentDirectory, database: str) -> None:
    build(content.path, database)
    engine = writing_engine(database)
    row = {
        "id": "x",
        "job": "baker",
        "position": 0,
        "basis": "gross",
        "period": "year",
        "experience": "any",
        "year": 2025,
    }
    for wrong in (
        {"low": 3, "high": 2, "source": "etude-2025"},
        {"low": -3, "source": "etude-2025"},
        {"source": "etude-2025"},
        {"low": 2, "source": "rien"},
        {"low": 2, "source": "etude-2025", "job": "butcher"},
        {"low": 2, "source": "etude-2025", "basis": "brut"},
    ):
        with Session(engine, future=True) as session, pytest.raises(IntegrityError):
            session.execute(insert(models.Salary).values({**row, **wrong}))


def test_rebuilding_keeps_imported_rows(content: ContentDirectory, database: str) -> None:
    build(content.path, database)
    engine = writing_engine(database)
    with Session(engine, future=True) as session:
        source = {"title": "ROME", "publisher": "France Travail", "date": "2025", "kind": "official", "origin": "rome"}
        session.add(models.Source(id="import-rome", **source))
        job = {
            "origin": "rome",
            "position": 0,
            "masculine": "boucher",
            "feminine": "bouchère",
            "regulated": 0,
            "executive": 0,
        }
        session.add(models.Job(slug="rome-d1101", **job))
        session.commit()
    build(content.path, database, force=True)
    with Session(engine, future=True) as session:
        assert session.execute(select(models.Job.slug).where(models.Job.origin == "rome")).scalars().all() == [
            "rome-d1101"
        ]
    assert [job.slug for job in Knowledge(database).jobs(origin="rome")] == ["rome-d1101"]


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/proc").exists(), reason="needs a place nobody can write")
def test_a_database_that_cannot_be_written_is_one_clear_line(
    content: ContentDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(content.path))
    monkeypatch.setenv("ARIANE_DATABASE_URL", "sqlite:////proc/nowhere/knowledge.db")
    result = CliRunner().invoke(main, ["knowledge", "build"])
    assert result.exit_code == 1
    assert "ne peut pas être écrite" in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_a_locked_database_is_one_clear_line(
    content: ContentDirectory, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(content.path, database)
    monkeypatch.setattr("ariane.knowledge.database.BUSY_SECONDS", 0)
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(content.path))
    monkeypatch.setenv("ARIANE_DATABASE_URL", database)
    other = sqlite3.connect(database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    result = CliRunner().invoke(main, ["knowledge", "build", "--force"])
    other.close()
    assert result.exit_code == 1
    assert "database is locked" in result.output


def test_the_command_builds_and_shows(
    content: ContentDirectory, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(content.path))
    monkeypatch.setenv("ARIANE_DATABASE_URL", database)
    run = CliRunner().invoke
    assert "construite : job 4" in run(main, ["knowledge", "build"]).output
    assert "déjà à jour" in run(main, ["knowledge", "build"]).output
    monkeypatch.delenv("ARIANE_CONTENT_DIR")  # the sentences around the figures are those of the house
    shown = run(main, ["knowledge", "show", "Boulangère", "salary"]).output
    assert "25000 / 30000 € gross/year" in shown
    assert "30\u00a0000\u00a0€" in shown
    assert "SKILLS" in run(main, ["knowledge", "show", "baker"]).output
    assert "Métier inconnu" in run(main, ["knowledge", "show", "boucher"]).output
    assert "Sujet inconnu" in run(main, ["knowledge", "show", "baker", "price"]).output


def test_the_command_prints_what_is_wrong(
    content: ContentDirectory, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_CONTENT_DIR", str(content.path))
    monkeypatch.setenv("ARIANE_DATABASE_URL", database)
    content.edit_job(lambda job: job.update(colour="red"))
    result = CliRunner().invoke(main, ["knowledge", "build"])
    assert result.exit_code == 1
    assert "clé inconnue" in result.output
    assert "n’a pas été touchée" in result.output


def test_the_jobs_of_featured_come_first(content: ContentDirectory, database: str) -> None:
    (content.path / "featured.yml").write_text("- painter\n- cook\n", encoding="utf-8")
    build(content.path, database)
    assert [job.slug for job in Knowledge(database).jobs()] == ["painter", "cook", "baker", "gardener"]
