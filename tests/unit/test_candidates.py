"""`python -m benchmarks.understanding.candidates`: the pipelines tried, the threshold of each, the table, going on."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ariane.evaluation.naming import NameWriter
from ariane.knowledge.repository import Knowledge
from ariane.nlu.linker import PLACEHOLDERS
from ariane.nlu.masking import Masker
from ariane.paths import DATABASE_VARIABLE
from benchmarks.understanding.candidates import __main__ as command
from benchmarks.understanding.candidates import catalogue, measure, table
from benchmarks.understanding.candidates.tokenizers import (
    RawTokenizer,
    UnmaskedTokenizer,
    UnmendedTokenizer,
    raw_words,
)

KNOWN = catalogue.candidates()
TOKENIZERS = (UnmendedTokenizer, RawTokenizer, UnmaskedTokenizer)
ENCODER = "ariane.nlu.featurizer.SentenceEncoderFeaturizer"


def components(name: str) -> list[str]:
    return [str(part["name"]) for part in KNOWN[name].pipeline]


# The pipelines


def test_ariane_is_measured_as_she_is_configured() -> None:
    assert components("ariane") == [
        part["name"] for part in catalogue._read(catalogue.PROJECT / "config.yml")["pipeline"]
    ]


def test_each_part_is_left_out_of_an_otherwise_same_pipeline() -> None:
    assert [part for part in components("ariane") if part != ENCODER] == components("without-encoder")
    (classifier,) = [part for part in KNOWN["without-sounds"].pipeline if part["name"].endswith("Classifier")][:1]
    assert classifier["sounds"] == 0.0
    tokenizers = {
        name: next(part.rpartition(".")[2] for part in components(name) if part.endswith("Tokenizer"))
        for name in KNOWN
        if components(name)[0] == components("ariane")[0]
    }
    assert tokenizers["ariane"] == "MaskingTokenizer"
    assert tokenizers["without-spelling"] == "UnmendedTokenizer"


def test_a_tokenizer_leaves_out_one_thing_and_does_the_rest() -> None:
    learnt = Masker.learn(["quel salaire pour une METIER"] * 3).state()
    job = {"entity": "job", "value": "data-analyst", "start": 19, "end": 31, "mask": True}
    read = {kind: kind.masker_class(**learnt).words("kel salzire pr une data analyst", [job]) for kind in TOKENIZERS}
    assert Masker(**learnt).words("kel salzire pr une data analyst", [job]) == "quel salaire pour une METIER".split()
    assert read[UnmendedTokenizer] == "quel salzire pour une METIER".split()
    assert read[RawTokenizer] == "kel salzire pr une METIER".split()
    assert read[UnmaskedTokenizer] == "quel salaire pour une data analyst".split()


def test_a_part_that_is_not_there_is_not_left_out_in_silence() -> None:
    description = {"title": "x", "pipeline": [{"name": "A"}], "without": ["B"]}
    with pytest.raises(ValueError, match="B"):
        catalogue._candidate("x", description)


def test_the_epochs_of_diet_can_be_changed() -> None:
    assert KNOWN["stock"].with_epochs(3).epochs == 3
    assert KNOWN["ariane"].with_epochs(3).epochs is None
    assert KNOWN["stock"].with_epochs(3).fingerprint() != KNOWN["stock"].fingerprint()


def test_only_pipelines_that_hide_no_job_learn_from_names(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE_VARIABLE, knowledge.url)
    for name, named in (("stock", True), ("ariane", False)):
        config, data = catalogue.write(KNOWN[name], tmp_path / name)
        text = (data / "nlu.yml").read_text("utf-8")
        assert any(placeholder in text for placeholder in PLACEHOLDERS) != named
        assert len(text.splitlines()) == len((catalogue.PROJECT / "data" / "nlu.yml").read_text("utf-8").splitlines())
        assert json.loads(config.read_text("utf-8"))["pipeline"] == list(KNOWN[name].pipeline)


def test_only_pipelines_that_guard_against_distress_learn_what_is_for_their_guard_alone() -> None:
    learnt = {name: {path.name for path in candidate.training_files()} for name, candidate in KNOWN.items()}
    assert "guard.yml" in learnt["ariane"] & learnt["without-sounds"]
    assert learnt["ariane"] - learnt["stock"] == {"guard.yml"} == learnt["ariane"] - learnt["encoder-logistic"]


def test_a_result_is_of_the_code_that_it_was_measured_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = KNOWN["ariane"].fingerprint()
    for package in ("nlu", "encoder"):
        shutil.copytree(catalogue.PROJECT / "ariane" / package, tmp_path / "ariane" / package)
    shutil.copytree(catalogue.PROJECT / "data", tmp_path / "data")
    monkeypatch.setattr(catalogue, "PROJECT", tmp_path)
    assert KNOWN["ariane"].fingerprint() == before
    (tmp_path / "ariane" / "encoder" / "network.py").write_text("# another encoder\n")
    assert KNOWN["ariane"].fingerprint() != before


def test_names_come_one_after_the_other() -> None:
    writer = NameWriter(["maçon", "juge"], [])
    assert writer.write("un METIER, un METIER, un METIER : TERME") == "un maçon, un juge, un maçon : TERME"
    assert writer.write("METIERS") == "METIERS"


def test_raw_words_keep_all_but_capitals() -> None:
    assert raw_words("C’est KOI, un METIER ?") == ["c", "’", "est", "koi", ",", "un", "METIER", "?"]


# The threshold


def point(threshold: float, recall: float, wrong_refusals: float) -> dict[str, Any]:
    return {"threshold": threshold, "recall": recall, "wrong_refusals": wrong_refusals, "clean": 0.9, "noisy": 0.8}


def test_the_development_questions_choose_the_threshold_of_the_held_out_ones() -> None:
    dev = [point(0.0, 0.5, 0.0), point(0.2, 0.9, 0.03), point(0.3, 0.9, 0.03), point(0.4, 1.0, 0.2)]
    held_out = [point(0.0, 0.1, 0.1), point(0.2, 0.2, 0.2), point(0.3, 0.3, 0.3), point(0.4, 0.4, 0.0)]
    figures = measure.at_its_threshold(dev, held_out)
    assert figures["threshold"] == 0.2
    assert figures["recall"] == 0.2
    assert figures["dev"]["recall"] == 0.9
    assert figures["recall_for_few"] == 0.4


def test_what_few_refusals_buy_is_not_told_where_more_are_made_anyway() -> None:
    always = [point(0.0, 0.9, 0.1)]
    assert measure.at_its_threshold(always, always)["recall_for_few"] is None


def test_development_questions_are_filed_as_the_held_out_ones() -> None:
    assert {question.file for question in measure.development_questions()} == set(measure._KINDS.values())


# The table

RESULT = {
    **point(0.4, 0.95, 0.031),
    "recall_for_few": None,
    "epochs": None,
    "date": "2026-11-22",
    "train_processor_seconds": 1234.0,
    "message_processor_milliseconds": 6.54,
    "megabytes": 428.0,
}


def test_the_table_has_a_row_for_what_is_measured() -> None:
    text = table.table({"b": {**RESULT, "epochs": 5}, "a": RESULT}, {"a": "Une", "b": "Deux", "c": "Trois"})
    head, line, one, two = text.splitlines()
    assert head.count("|") == line.count("|") == one.count("|")
    assert one.startswith(
        "| Une | 0,40 | 90,0\u00a0% | 80,0\u00a0% | 95,0\u00a0% | 3,1\u00a0% | — | 1\u00a0234\u00a0s | 6,5\u00a0ms |"
    )
    assert two.startswith("| Deux, 5 époques |")


def test_the_last_rows_are_ariane_whole_and_in_part_at_the_threshold_that_she_runs_with() -> None:
    results = {
        "ariane": {**RESULT, "configured": point(0.38, 0.9, 0.02)},
        "b": {**RESULT, "configured": point(0.30, 0.9, 0.02)},
        "c": {**RESULT, "configured": point(0.38, 0.8, 0.02)},
    }
    text = table.table(results, {"ariane": "A", "b": "B", "c": "C"})
    assert [line.split(" | ")[:2] for line in text.splitlines()[2:]] == [
        ["| A", "0,40"],
        ["| B", "0,40"],
        ["| C", "0,40"],
        ["| A, au seuil de `config.yml`", "0,38"],
        ["| C, au seuil de `config.yml`", "0,38"],
    ]


def test_the_table_is_put_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = tmp_path / "page.md"
    monkeypatch.setattr(table, "DOCUMENT", document)
    document.write_text(f"avant\n{table._BEGIN}\nvieux\n{table._END}\naprès\n", "utf-8")
    table.put("neuf")
    assert document.read_text("utf-8") == f"avant\n{table._BEGIN}\n\nneuf\n\n{table._END}\naprès\n"
    document.write_text("sans marques", "utf-8")
    with pytest.raises(ValueError, match="marks"):
        table.put("neuf")


# The command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run the command where measuring is told instead of done, and nothing of the checkout is written."""
    document = tmp_path / "page.md"
    document.write_text(f"{table._BEGIN}\n{table._END}\n", "utf-8")
    monkeypatch.setattr(command, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(table, "DOCUMENT", document)
    measured: list[str] = []

    def pretend(candidate: catalogue.Candidate) -> dict[str, Any]:
        measured.append(candidate.name)
        costs = {"train_seconds": 60.0, "fingerprint": candidate.fingerprint()}
        return {**RESULT, **costs}

    monkeypatch.setattr(command, "_measure", pretend)

    def invoke(*arguments: str) -> tuple[list[str], Result]:
        measured.clear()
        result = CliRunner().invoke(command.main, arguments)
        assert result.exit_code == 0, result.output
        return [*measured], result

    return invoke


def test_an_interrupted_series_goes_on(run: Any) -> None:
    assert run("--only", "ariane", "--only", "without-sounds")[0] == ["ariane", "without-sounds"]
    assert run()[0] == [name for name in KNOWN if name not in ("ariane", "without-sounds")]
    assert run()[0] == []
    assert run("--only", "ariane", "--again")[0] == ["ariane"]


def test_the_table_alone_measures_nothing(run: Any) -> None:
    run("--only", "ariane")
    measured, result = run("--table-only")
    assert measured == []
    assert "**Ariane**" in result.output
