"""Distress is heard before anything else, and careers talk with alarming words is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.loading import load_data
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.nlu import distress_model
from ariane.nlu.distress import asks_about_work, help_line, unexplained
from ariane.nlu.distress_guard import DistressGuard
from ariane.nlu.distress_model import DistressModel, Said
from ariane.nlu.noise import normalize
from ariane.nlu.tokenizer import MaskingTokenizer
from ariane.nlu.training_sentences import of_intents

ROOT = Path(__file__).parents[2]
CONTEXT = ExecutionContext(GraphSchema({}), node_name="guard")


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> tuple[MaskingTokenizer, DistressGuard]:
    """Train the tokenizer and the guard on data/, without the encoder, and load the guard again."""
    storage = LocalModelStorage(tmp_path_factory.mktemp("guard"))
    data = load_data(str(ROOT / "data" / "distress.yml")).merge(load_data(str(ROOT / "data" / "nlu.yml")))
    tokenizer = MaskingTokenizer.create(MaskingTokenizer.get_default_config(), storage, Resource("words"), CONTEXT)
    tokenizer.train(data)
    tokenizer.process_training_data(data)
    DistressGuard.create({}, storage, Resource("guard"), CONTEXT).train(data)
    return tokenizer, DistressGuard.load({}, storage, Resource("guard"), CONTEXT)


def understand(guarded: tuple[MaskingTokenizer, DistressGuard], text: str) -> Message:
    """Run the guard on a message that the classifier took for a question on training."""
    tokenizer, guard = guarded
    first = {"name": "ask_training", "confidence": 0.9}
    message = Message(
        {"text": text, "intent": first, "intent_ranking": [first, {"name": "distress", "confidence": 0.1}]}
    )
    return guard.process(tokenizer.process([message]))[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("je veux mourir", "3114"),
        ("on me harcèle tous les jours au collège", "3018"),
        ("mon père me frappe", "119"),
        ("mon mari m'a encore frappée", "3919"),
        ("mon bébé ne respire plus", "15"),
        ("il y a le feu dans mon immeuble", "112"),
    ],
)
def test_distress_comes_first_with_its_help_line(
    guarded: tuple[MaskingTokenizer, DistressGuard], text: str, line: str
) -> None:
    message = understand(guarded, text)
    assert message.get("intent") == {"name": "distress", "confidence": 1.0}
    assert [entry["name"] for entry in message.get("intent_ranking")] == ["distress", "ask_training"]
    assert [e["value"] for e in message.get("entities") if e["entity"] == "help_line"] == [line]


@pytest.mark.parametrize(
    "text",
    [
        "quelles études pour être infirmière",
        "comment devenir démineur",
        "quel salaire au début",
        "je suis mort de rire",
    ],
)
def test_careers_talk_is_left_alone(guarded: tuple[MaskingTokenizer, DistressGuard], text: str) -> None:
    message = understand(guarded, text)
    assert message.get("intent")["name"] == "ask_training"
    assert not message.get("entities")


def test_without_training_sentences_the_patterns_hear(tmp_path: Path) -> None:
    storage = LocalModelStorage(tmp_path)
    DistressGuard.create({}, storage, Resource("guard"), CONTEXT).train(TrainingData())
    guard = DistressGuard.load({}, storage, Resource("guard"), CONTEXT)
    tokenizer = MaskingTokenizer(MaskingTokenizer.get_default_config(), storage, Resource("words"))
    assert understand((tokenizer, guard), "je veux me suicider").get("intent")["name"] == "distress"


class Meanings:
    """An encoder of two meanings: what speaks of a blow, and the rest."""

    dimension = 2

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        return np.array([[1.0, 0.0] if "frappe" in one else [0.0, 1.0] for one in sentences], dtype=np.float32)


@pytest.fixture(scope="module")
def model() -> DistressModel:
    """A model that learnt a few sentences, with their meaning."""
    cries = [("mon père me frappe", "119"), ("papa nous frappe", "119"), ("mon mari me frappe", "3919")]
    others = [
        "quel salaire au début",
        "quel salaire à la fin",
        "quelles études faire",
        "quelles études après le bac",
    ] * 5
    said = [Said(text, text.split()) for text in (*(text for text, _ in cries * 2), *others)]
    lines = [*(line for _, line in cries * 2), *(None for _ in others)]
    made = DistressModel()
    made.fit(said, Meanings().encode([one.text for one in said]), lines)
    return made


def heard(model: DistressModel, text: str, confidence: float = 0.0) -> tuple[float, str]:
    return model.hear(Said(text, text.split(), confidence), Meanings().encode([text])[0])


def test_what_is_surely_no_distress_is_not_looked_into(model: DistressModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Patterns cost most of the time: most messages are done with before them."""

    def refuse(text: str) -> tuple[float, ...]:
        raise AssertionError(f"« {text} » was looked into")

    monkeypatch.setattr(distress_model, "signs", refuse)
    monkeypatch.setattr(distress_model, "_WORTH", 0.3)  # so few sentences make no model surer
    assert heard(model, "quel salaire après") == (0.0, "")
    for text, confidence in (("on me frappe", 0.0), ("mon père crie", 0.0), ("quel salaire après", 0.2)):
        with pytest.raises(AssertionError, match="looked into"):
            heard(model, text, confidence)


def test_what_was_learnt_is_read_back(model: DistressModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    read = DistressModel()
    read.load(tmp_path)
    for text in ("on me frappe", "mon mari me frappe", "quel salaire après"):
        chance, line = heard(read, text, 0.2)
        assert (pytest.approx(chance, abs=0.01), line) == heard(model, text, 0.2)
    assert heard(read, "mon mari me frappe")[1] == "3919"


def test_the_classifier_has_a_say(model: DistressModel) -> None:
    assert heard(model, "on me frappe", 0.9)[0] > heard(model, "on me frappe", 0.1)[0]


def test_a_cry_beside_a_question_is_learnt_too(guarded: tuple[MaskingTokenizer, DistressGuard]) -> None:
    text = "Combien d'années d'études faut-il ? Je demande parce que mon beau-père me tape le soir."
    assert understand(guarded, text).get("intent")["name"] == "distress"


def test_what_is_known_by_no_word_is_left_to_the_patterns(guarded: tuple[MaskingTokenizer, DistressGuard]) -> None:
    assert understand(guarded, "zblorg inceste grunf").get("intent")["name"] == "distress"
    assert understand(guarded, "zblorg grunf").get("intent")["name"] == "ask_training"


@pytest.mark.parametrize(
    ("chance", "intent", "line"),
    [(0.95, "distress", "119"), (0.8, "perhaps_distress", "119"), (0.05, "ask_training", None)],
)
def test_in_doubt_the_number_is_told_but_the_message_is_no_cry(
    guarded: tuple[MaskingTokenizer, DistressGuard],
    monkeypatch: pytest.MonkeyPatch,
    chance: float,
    intent: str,
    line: str | None,
) -> None:
    monkeypatch.setattr(DistressModel, "hear", lambda *_: (chance, "119"))
    message = understand(guarded, "quelles études pour être infirmière")
    assert message.get("intent")["name"] == intent
    assert [e["value"] for e in message.get("entities") or []] == ([line] if line else [])
    assert message.get("intent_ranking")[-1]["name"] in ("ask_training", "distress"), "what is asked is still known"


@pytest.mark.parametrize("wrong", [{"threshold": 2}, {"threshold": 0.3, "doubt": 0.4}, {"doubt": 0}])
def test_thresholds_must_be_probabilities_in_order(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        DistressGuard.validate_config(wrong)


def test_no_intent_is_learnt_from_the_sentences_of_the_guard(tmp_path: Path) -> None:
    path = tmp_path / "nlu.yml"
    path.write_text(
        """nlu:
  - {intent: distress, metadata: {line: "119"}, examples: "- papa nous frappe\n"}
  - {intent: distress, metadata: {only: guard, line: "119"}, examples: "- papa crie et frappe\n"}
  - {intent: out_of_scope, metadata: {only: guard}, examples: "- papa plaisante\n"}
""",
        "utf-8",
    )
    data = load_data(str(path))
    assert len(data.intent_examples) == 3
    assert [example.get("text") for example in of_intents(data)] == ["papa nous frappe"]


@pytest.mark.parametrize("text", ["mon frère me pousse à tenter l'armée", "je meurs d'envie d'apprendre"])
def test_patterns_leave_figures_of_speech(text: str) -> None:
    assert help_line(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "est-ce que les pompiers se font agresser",
        "comment un psy aide quelqu'un qui veut mourir",
        "un modérateur supprime-t-il les messages haineux",
        "quel métier pour lutter contre les violences faites aux femmes",
    ],
)
def test_a_question_on_work_in_general_is_no_cry(text: str) -> None:
    assert asks_about_work(normalize(text), unexplained(normalize(text)))
    assert help_line(text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("quelles études pour être infirmier ? de toute façon je serai mort avant", "3114"),
        ("comment devenir éducateur ? parce que moi mon père me cogne", "119"),
        ("combien de comprimés pour ne plus se réveiller", "3114"),
        ("quel métier sans diplôme ? je dois quitter mon mari violent", "3919"),
        ("je suis mort de fatigue et je veux me suicider", "3114"),
    ],
)
def test_distress_beside_a_question_on_work_is_heard(text: str, line: str) -> None:
    assert not asks_about_work(normalize(text), unexplained(normalize(text)))
    assert help_line(text) == line


def test_what_a_figure_of_speech_leaves_is_listened_to_by_itself() -> None:
    assert unexplained("je suis mort de rire") == "je suis"
    assert unexplained("mon mec me tape dessus") == "mon mec me tape dessus", "« taper des lignes » is another thing"


def test_the_alarm_stands_clear_of_what_the_classifier_was_sure_of(
    guarded: tuple[MaskingTokenizer, DistressGuard],
) -> None:
    """The fallback gives up where the two first readings are close: a cry for help must not be lost to it."""
    ranking = understand(guarded, "mon mari m'a encore frappée").get("intent_ranking")
    assert ranking[0]["confidence"] - ranking[1]["confidence"] >= 0.5


def test_no_sentence_is_written_twice_nor_shared_with_the_development_set() -> None:
    files = ("nlu.yml", "distress.yml", "guard.yml")
    written = [sentence for name in files for sentence in _sentences(ROOT / "data" / name)]
    ours = [sentence for name in files[1:] for sentence in _sentences(ROOT / "data" / name)]
    assert len(ours) == len(set(ours))
    assert not set(ours) & set(_sentences(ROOT / "data" / "nlu.yml"))
    dev = ROOT / "benchmarks" / "dev"
    held = [entry for name in ("distress-guard.yml", "fresh-distress.yml") for entry in _entries(dev / name)]
    held += [entry for entry in _entries(dev / "alarming.yml") if entry["held"]]
    assert not {normalize(entry["text"]) for entry in held} & set(written)


def _entries(path: Path) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))
    return entries


def _sentences(path: Path) -> list[str]:
    blocks = yaml.safe_load(path.read_text("utf-8"))["nlu"]
    lines = [line for block in blocks if "intent" in block for line in block["examples"].strip().split("\n")]
    return [normalize(line.removeprefix("- ")) for line in lines]
