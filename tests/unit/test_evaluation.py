"""`ariane evaluate`: the files it reads, the figures it takes, the report it writes."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.cli import main
from ariane.evaluation import comparison, measures, parsing, report, validation
from ariane.evaluation.naming import NameWriter
from ariane.evaluation.parsing import Fallback, Reading
from ariane.evaluation.questions import HELD_OUT, TITLES, Question, make_question, read_questions
from ariane.nlu.training_sentences import of_intents, told_beside_intent
from ariane.runtime.errors import UserError

SETTINGS = Fallback(threshold=0.4, ambiguity=0.03)


def read(
    file: str, intent: str | None, *ranking: tuple[str, float], entities: list[Any] | None = None, **expected: Any
) -> Reading:
    """Read a question as the pipeline would with `ranking` and `entities`."""
    entry = {"text": f"{file} {intent} {ranking}", "intent": intent, **expected}
    likeliest = [{"name": name, "confidence": confidence} for name, confidence in ranking]
    parsed = {"intent": likeliest[0], "intent_ranking": likeliest, "entities": entities or []}
    return parsing.reading(make_question(file, entry), parsed)


def job(value: Any, kind: str = "job") -> dict[str, Any]:
    return {"entity": kind, "value": value}


# Questions


def test_held_out_files_are_read() -> None:
    files = {question.file for question in read_questions()}
    assert files == {name for name in TITLES if (HELD_OUT / f"{name}.yml").exists()}


def test_a_question_keeps_what_is_expected_from_it() -> None:
    entry = {
        "text": "salaire d'un comptable a lyon",
        "job": "rome:M1203",
        "also": ["M1204"],
        "region": "Lyon",
        "years": 5,
    }
    question = make_question("parameters", entry)
    assert question.jobs == ("rome-m1203",)
    assert question.also == ("rome-m1204",)
    assert question.parameters == {"region": "Lyon", "years": "5"}


def test_no_held_out_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Aucune question"):
        read_questions(tmp_path)


@pytest.mark.parametrize("content", ["- {intent: greet}\n", "- bonjour\n", "- {text: [\n"])
def test_a_faulty_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "intents-clean.yml").write_text(content, "utf-8")
    with pytest.raises(UserError, match=r"intents-clean\.yml"):
        read_questions(tmp_path)


# Readings


def test_the_reading_is_the_one_before_the_fallback() -> None:
    parsed = {
        "intent": {"name": "nlu_fallback", "confidence": 0.7},
        "intent_ranking": [
            {"name": "nlu_fallback", "confidence": 0.7},
            {"name": "ask_salary", "confidence": 0.3},
            {"name": "ask_pros", "confidence": 0.2},
        ],
    }
    reading = parsing.reading(Question("intents-clean", "?", "ask_salary"), parsed)
    assert (reading.intent, reading.confidence, reading.answered) == ("ask_salary", 0.3, "nlu_fallback")
    assert reading.outcome(SETTINGS) == "nlu_fallback"
    assert reading.outcome(Fallback(0.25)) == "ask_salary"


def test_a_component_that_decides_against_the_classifier_is_heard() -> None:
    ranking = [{"name": "ask_cons", "confidence": 0.8}, {"name": "distress", "confidence": 0.1}]
    parsed = {"intent": {"name": "distress", "confidence": 1.0}, "intent_ranking": ranking}
    assert parsing.reading(Question("distress", "?", "distress"), parsed).ranking == (
        ("distress", 1.0),
        ("ask_cons", 0.8),
    )


def test_two_close_readings_are_given_up() -> None:
    reading = read("intents-clean", "ask_pros", ("ask_pros", 0.45), ("ask_cons", 0.44))
    assert reading.outcome(SETTINGS) == "nlu_fallback"
    assert reading.outcome(Fallback(0.4)) == "ask_pros"


def test_a_choice_of_jobs_offers_each() -> None:
    reading = read("job-mentions", None, ("give_job", 0.9), entities=[job(["a", "b"], "job_choice"), job("c")])
    assert reading.jobs == {"a", "b", "c"}


def test_fallback_settings_come_from_the_configuration() -> None:
    component = {"name": "FallbackClassifier", "threshold": 0.5, "ambiguity_threshold": 0.02}
    assert parsing.fallback_settings({"pipeline": [{"name": "x.Y"}, component]}) == Fallback(0.5, 0.02)
    assert parsing.fallback_settings({"pipeline": []}) == Fallback()


# Figures

READINGS = [
    read("intents-clean", "ask_salary", ("ask_salary", 0.9), jobs=["data-analyst"], entities=[job("data-analyst")]),
    read("intents-clean", "ask_pros", ("ask_cons", 0.8), jobs=["data-analyst"]),
    read("intents-noisy", "ask_pros", ("ask_pros", 0.3), noise=["sms", "accents"]),
    read("intents-noisy", "greet", ("greet", 0.9), noise=["sms"]),
    read("out-of-scope", "out_of_scope", ("out_of_scope", 0.9), kind="weather"),
    read("out-of-scope", "out_of_scope", ("ask_salary", 0.2), kind="sport"),
    read("out-of-scope", "out_of_scope", ("ask_salary", 0.8), kind="sport"),
    read("out-of-scope", "greet", ("greet", 0.8), kind="small_talk"),
    read("distress", None, ("distress", 0.8)),
    read("distress", None, ("how_are_you", 0.8)),
    read("distress", None, ("perhaps_distress", 1.0)),
    read("ordinary-not-distress", None, ("distress", 0.6)),
    read("ordinary-not-distress", None, ("ask_salary", 0.6)),
    read("no-job", None, ("greet", 0.9), entities=[job("nurse")]),
    read("parameters", "ask_salary", ("ask_salary", 0.9), region="Lyon", entities=[job("lyon", "region")]),
]


def test_figures_at_the_threshold() -> None:
    figures = measures.measure(READINGS, SETTINGS)
    assert figures["clean"]["accuracy"] == 0.5
    assert figures["noisy"]["accuracy"] == 0.5
    assert figures["noisy"]["accuracy_without_fallback"] == 1.0
    assert figures["noise"]["sms"]["accuracy"] == 0.5
    assert figures["noise"]["accents"]["accuracy"] == 0.0
    assert figures["jobs"]["clean"] == {"expected": 2, "recall": 0.5}
    assert figures["jobs"]["false"] == {"questions": 1, "wrong": 1}
    assert figures["out_of_scope"]["recall"] == pytest.approx(2 / 3)
    assert figures["out_of_scope"]["recall_all"] == 0.75
    assert figures["out_of_scope"]["wrong_refusals"] == 0.25
    assert figures["distress"] == {
        "missed": {"questions": 3, "wrong": 1},
        "missed_doubted": {"questions": 3, "wrong": 1},
        "false": {"questions": 2, "wrong": 1},
        "false_doubted": {"questions": 2, "wrong": 0},
    }
    assert figures["parameters"]["right"] == 1.0
    assert figures["parameters"]["recall"] == {"region": {"expected": 1, "recall": 1.0}}


def test_the_curve_trades_refusals_for_recall() -> None:
    points = measures.curve(READINGS, 0.0)
    assert [points[0]["threshold"], points[-1]["threshold"]] == [0.0, 0.9]
    assert points[0]["recall"] == pytest.approx(1 / 3)
    assert points[-1]["recall"] == 1.0
    for name in ("recall", "wrong_refusals"):
        values = [point[name] for point in points]
        assert values == sorted(values)


def test_a_job_that_may_stand_for_another_counts() -> None:
    reading = read("job-mentions", None, ("give_job", 0.9), entities=[job("rome-m1883")], job="x", also=["M1883"])
    assert measures.is_right(reading, SETTINGS)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], None),
        ([("a", "a"), ("b", "b")], 1.0),
        # a: 2 right of 2, 3 predicted: 0.8; b: 1 right of 2, 1 predicted: 2/3
        ([("a", "a"), ("a", "a"), ("b", "a"), ("b", "b")], (0.8 + 2 / 3) / 2),
        ([("a", "other")], 0.0),
    ],
)
def test_macro_f1(pairs: list[tuple[str, str]], expected: float | None) -> None:
    assert measures.macro_f1(pairs) == (expected if expected is None else pytest.approx(expected))


def test_confusions_are_counted_by_expected_intent() -> None:
    counts = measures.confusion(READINGS, SETTINGS)
    assert counts["ask_pros"] == {"ask_cons": 1, "nlu_fallback": 1}
    assert "distress" not in counts


def test_cross_validation_is_summed_up() -> None:
    assert validation.summary({"Accuracy": [0.8, 1.0], "F1-score": []}) == {
        "Accuracy": {"mean": pytest.approx(0.9), "spread": pytest.approx(0.1)}
    }


def test_sentences_of_cross_validation_name_jobs_as_visitors_do() -> None:
    sentences = [{"text": "un METIER gagne combien ?", "intent": "ask_salary"}, {"text": "salut", "intent": "greet"}]
    data = TrainingData([Message(sentence) for sentence in sentences])
    read = validation.named(data.intent_examples, NameWriter(["maçon"], ["Docker"]))
    assert [(example.get("text"), example.get("intent")) for example in read.intent_examples] == [
        ("un maçon gagne combien ?", "ask_salary"),
        ("salut", "greet"),
    ]
    assert data.intent_examples[0].get("text") == "un METIER gagne combien ?"


def test_cross_validation_keeps_what_the_lists_of_sentences_say_of_them(tmp_path: Path) -> None:
    told = {"j'en ai assez de vivre": "3114", "on me harcèle": "3018"}
    calls = [
        Message({"text": text, "intent": "distress", "metadata": {"intent": {"line": line}}})
        for text, line in told.items()
    ]
    only = {"text": "je meurs de faim", "intent": "out_of_scope", "metadata": {"intent": {"only": "guard"}}}
    data = TrainingData([Message(only), Message({"text": "il pleut", "intent": "out_of_scope"}), *calls])
    validation.write_sentences(data, tmp_path / "data")
    read = load_data(str(tmp_path / "data"))
    assert {
        one.get("text"): told_beside_intent(one).get("line") for one in read.intent_examples
    }.items() >= told.items()
    assert [one.get("text") for one in of_intents(read) if one.get("intent") == "out_of_scope"] == ["il pleut"]


# Report


def made(readings: list[Reading], date: str = "2026-11-22T10:05+00:00") -> dict[str, Any]:
    """Make a report of readings."""
    return {
        "date": date,
        "threshold": SETTINGS.threshold,
        "ambiguity_threshold": SETTINGS.ambiguity,
        "figures": measures.measure(readings, SETTINGS),
        "curve": measures.curve(readings, SETTINGS.ambiguity),
        "confusion": measures.confusion(readings, SETTINGS),
        "questions": [measures.record(reading, SETTINGS) for reading in readings],
    }


class Page(HTMLParser):
    """The tags and the text of a page; fails on a tag closed in disorder."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(source)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if tag not in ("meta", "line"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_else() -> None:
    source = report.render(made(READINGS), None)
    page = Page(source)
    assert "svg" in page.tags
    assert not {"script", "link", "img"}.intersection(page.tags)
    assert not re.search(r"https?://|\$\w", source)
    assert "66,7\u00a0%" in page.text


def test_what_people_typed_is_escaped() -> None:
    reading = parsing.reading(
        Question("intents-clean", "<script>alert('$1')</script>", "greet"),
        {"intent_ranking": [{"name": "thank", "confidence": 0.9}]},
    )
    page = Page(report.render(made([reading]), None))
    assert "script" not in page.tags
    assert "<script>alert('$1')</script>" in page.text


def test_mistakes_come_worst_first() -> None:
    confidences = [record["confidence"] for record in report.mistakes(made(READINGS))]
    assert confidences == sorted(confidences, reverse=True)
    assert len(confidences) == 6


def test_both_files_are_written_and_read_again(tmp_path: Path) -> None:
    data, page = report.write(made(READINGS), None, tmp_path)
    assert data.name == "understanding-2026-11-22-1005.json"
    assert page.with_suffix(".json") == data
    assert comparison.read_report(data)["figures"] == json.loads(json.dumps(made(READINGS)["figures"]))


def test_cross_validation_is_in_the_page_when_it_was_run() -> None:
    figures = {"folds": 5, "sentences": 10, "measures": {"Accuracy": {"mean": 0.9, "spread": 0.01}}}
    whole = {**made(READINGS), "cross_validation": figures}
    assert "Validation croisée" in report.render(whole, None)
    assert report.cross_validation_lines(whole) == [("Validation croisée, exactitude", "90,0\u00a0% ± 1,0\u00a0%")]
    assert report.cross_validation_lines(made(READINGS)) == []
    assert "Validation croisée" not in report.render(made(READINGS), None)


# Comparison


def test_what_got_better_and_worse_is_told_question_by_question() -> None:
    def one(text: str, intent: str) -> Reading:
        question = Question("intents-clean", text, "greet")
        return parsing.reading(question, {"intent_ranking": [{"name": intent, "confidence": 0.9}]})

    older = made([one("mieux", "thank"), one("pire", "greet"), one("pareil", "greet"), one("partie", "greet")])
    newer = made([one("mieux", "greet"), one("pire", "deny"), one("pareil", "greet"), one("neuve", "greet")])
    compared = comparison.compare(older, newer)
    assert [change.after["text"] for change in compared.better] == ["mieux"]
    assert [change.after["text"] for change in compared.worse] == ["pire"]
    assert (compared.added, compared.removed) == (1, 1)
    page = Page(report.render(newer, compared))
    assert "Mieux compris" in page.text
    assert "Depuis le rapport du 22 novembre 2026" in page.text


# The verb


@pytest.fixture
def evaluate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Run `ariane evaluate` with a model that takes everything for a greeting."""

    def parse_all(model: Path, questions: list[Question], advance: Any) -> list[Reading]:
        return [parsing.reading(q, {"intent_ranking": [{"name": "greet", "confidence": 0.9}]}) for q in questions]

    def parse_texts(model: Path, texts: list[str], advance: Any) -> dict[str, Any]:
        greet = {"name": "greet", "confidence": 0.9}
        return {t: {"text": t, "intent": greet, "intent_ranking": [greet], "entities": []} for t in texts}

    monkeypatch.setattr(parsing, "current_model", lambda: tmp_path / "model.tar.gz")
    monkeypatch.setattr(parsing, "parse_texts", parse_texts)
    monkeypatch.setattr(parsing, "parse_all", parse_all)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, ["evaluate", *arguments])

    return run


def test_the_verb_prints_the_figures_and_where_the_report_is(evaluate: Any, tmp_path: Path) -> None:
    result = evaluate("--output", str(tmp_path / "reports"))
    assert result.exit_code == 0, result.output
    assert "Détresse manquée" in result.output
    assert "Questions précises, bon fait dans la réponse : 0,0" in result.output
    assert sorted(path.suffix for path in (tmp_path / "reports").iterdir()) == [".html", ".json"]


def test_the_verb_adds_cross_validation(evaluate: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cross_validate(say: Any) -> dict[str, Any]:
        say("partie 1 sur 3")
        return {"folds": 3, "sentences": 10, "measures": {"Accuracy": {"mean": 0.9, "spread": 0.01}}}

    monkeypatch.setattr(validation, "cross_validate", cross_validate)
    result = evaluate("--output", str(tmp_path), "--cross-validation")
    assert result.exit_code == 0, result.output
    assert "partie 1 sur 3" in result.output
    assert "Validation croisée, exactitude : 90,0" in result.output
    (data,) = tmp_path.glob("*.json")
    assert json.loads(data.read_text("utf-8"))["cross_validation"]["folds"] == 3


def test_the_verb_compares(evaluate: Any, tmp_path: Path) -> None:
    evaluate("--output", str(tmp_path))
    (older,) = tmp_path.glob("*.json")
    result = evaluate("--output", str(tmp_path / "new"), "--against", str(older))
    assert result.exit_code == 0, result.output
    assert "Depuis le rapport" in next((tmp_path / "new").glob("*.html")).read_text("utf-8")


@pytest.mark.parametrize("content", [None, "{}", "<html>", "[1]"])
def test_a_report_that_is_none_is_told_in_one_line(evaluate: Any, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "old.json"
    if content is not None:
        path.write_text(content, "utf-8")
    result = evaluate("--against", str(path))
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert len(result.output.splitlines()) == 1
