"""The components of the pipeline as Rasa runs them: trained, stored, loaded, with the sentence encoder and without."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane import encoder
from ariane.nlu import classifier, featurizer
from ariane.nlu.classifier import LikenessIntentClassifier
from ariane.nlu.featurizer import SentenceEncoderFeaturizer
from ariane.nlu.tokenizer import PARTS, TOKENS, MaskingTokenizer

CONTEXT = ExecutionContext(GraphSchema({}), node_name="component")
SENTENCES = {
    "ask_salary": [
        "combien gagne un METIER ?",
        "le salaire d'un METIER",
        "quel salaire ?",
        "un bon salaire",
        "la paie",
    ],
    "ask_training": [
        "quelle formation pour être METIER ?",
        "les études",
        "quel diplôme",
        "la formation",
        "formation ?",
    ],
    "greet": ["bonjour", "salut toi", "bonsoir", "coucou Ariane"],
}
# What the fake encoder knows: words that mean the same point the same way.
MEANINGS = (("salaire", "paie", "gagne", "paye", "oseille"), ("formation", "etudes", "diplome", "cursus"), ("bonjour",))


class FakeEncoder:
    """Knows three meanings, and words that no training sentence holds."""

    dimension = len(MEANINGS)

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        rows = [[any(word in sentence for word in words) for words in MEANINGS] for sentence in sentences]
        return np.array(rows, dtype=np.float32)


@dataclass
class Pipeline:
    """The tokenizer, the featurizer and the classifier, in the order of config.yml."""

    tokenizer: MaskingTokenizer
    featurizer: SentenceEncoderFeaturizer
    classifier: LikenessIntentClassifier

    def read(self, text: str, *entities: dict[str, Any]) -> Message:
        messages = [Message({"text": text, "entities": list(entities)})]
        for component in (self.tokenizer, self.featurizer, self.classifier):
            messages = component.process(messages)
        return messages[0]


def train(storage: LocalModelStorage, sentences: dict[str, list[str]] = SENTENCES) -> Pipeline:
    """Train the pipeline on `sentences` and give it as it is loaded again from what was stored."""
    examples = [Message({"text": text, "intent": name}) for name, texts in sentences.items() for text in texts]
    data = TrainingData(examples)
    settings = MaskingTokenizer.get_default_config()
    words, intents = Resource("words"), Resource("intents")
    tokenizer = MaskingTokenizer.create(settings, storage, words, CONTEXT)
    tokenizer.train(data)
    meaning = SentenceEncoderFeaturizer.create(SentenceEncoderFeaturizer.get_default_config(), storage, words, CONTEXT)
    meaning.process_training_data(tokenizer.process_training_data(data))
    LikenessIntentClassifier.create({}, storage, intents, CONTEXT).train(data)
    return Pipeline(
        MaskingTokenizer.load(settings, storage, words, CONTEXT),
        meaning,
        LikenessIntentClassifier.load({}, storage, intents, CONTEXT),
    )


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


@pytest.fixture
def with_encoder(monkeypatch: pytest.MonkeyPatch, storage: LocalModelStorage) -> Pipeline:
    for module in (featurizer, classifier):
        monkeypatch.setattr(module, "load_encoder", FakeEncoder)
    return train(storage)


@pytest.fixture
def without_encoder(monkeypatch: pytest.MonkeyPatch, storage: LocalModelStorage) -> Iterator[Pipeline]:
    """The pipeline where the encoder's package is not installed."""
    monkeypatch.setitem(sys.modules, "ariane.encoder.universal", None)
    encoder.load_encoder.cache_clear()
    yield train(storage)
    encoder.load_encoder.cache_clear()


def words(message: Message) -> list[str]:
    return [token.text for token in message.get(TOKENS)]


def job(start: int, end: int) -> dict[str, Any]:
    return {"entity": "job", "start": start, "end": end, "mask": True, "value": "x"}


# The tokenizer


def test_a_loaded_tokenizer_mends_and_masks(without_encoder: Pipeline) -> None:
    message = Message({"text": "SALERE d’un plombier", "entities": [job(12, 20)]})
    assert words(without_encoder.tokenizer.process([message])[0]) == ["salaire", "d", "un", "METIER"]


def test_the_parts_of_a_message_are_kept_for_the_classifier(without_encoder: Pipeline) -> None:
    message = without_encoder.tokenizer.process([Message({"text": "salaire et formation ?"})])[0]
    assert message.get(PARTS) == [["salaire"], ["formation"]]


@pytest.mark.parametrize("text", ["…", "  "])
def test_a_message_without_words_has_one_empty_token(without_encoder: Pipeline, text: str) -> None:
    assert words(without_encoder.tokenizer.process([Message({"text": text})])[0]) == [" "]


# The encoder


def test_the_featurizer_adds_one_vector_for_the_sentence(with_encoder: Pipeline) -> None:
    sequence, sentence = with_encoder.read("quelle paie pour un plombier").get_dense_features("text")
    assert sequence is None
    assert sentence.features.tolist() == [[1.0, 0.0, 0.0]]


def test_the_encoder_reads_no_placeholder(with_encoder: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(FakeEncoder, "encode", lambda self, texts: read.extend(texts) or np.zeros((len(texts), 3)))
    with_encoder.read("un plombier", job(3, 11))
    assert read == ["un metier"]


def test_a_scale_that_is_no_length_is_refused() -> None:
    with pytest.raises(ValueError, match="scale"):
        SentenceEncoderFeaturizer.validate_config({"scale": 0})


def test_meaning_finds_what_no_word_tells(with_encoder: Pipeline) -> None:
    assert with_encoder.read("et l'oseille").get("intent")["name"] == "ask_salary"
    assert with_encoder.read("le cursus").get("intent")["name"] == "ask_training"


# Without it


def test_the_pipeline_works_without_the_encoder(without_encoder: Pipeline) -> None:
    message = without_encoder.read("kel salaire pour un plombier", job(20, 28))
    assert message.get("intent")["name"] == "ask_salary"
    assert message.get_dense_features("text") == (None, None)


def test_a_model_trained_without_it_is_read_where_it_is_installed(
    without_encoder: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(featurizer, "load_encoder", FakeEncoder)
    monkeypatch.setattr(classifier, "load_encoder", FakeEncoder)
    assert without_encoder.read("le salaire et les études ?").get("intent")["name"] in SENTENCES


# The classifier


def test_the_ranking_holds_every_intent_once_likeliest_first(without_encoder: Pipeline) -> None:
    message = without_encoder.read("bonjour")
    ranking = message.get("intent_ranking")
    confidences = [entry["confidence"] for entry in ranking]
    assert message.get("intent") == ranking[0]
    assert sorted(entry["name"] for entry in ranking) == sorted(SENTENCES)
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


@pytest.mark.parametrize("pipeline", ["with_encoder", "without_encoder"])
def test_two_questions_are_told(pipeline: str, request: pytest.FixtureRequest) -> None:
    message = request.getfixturevalue(pipeline).read("le salaire et la formation ?")
    (topics,) = [entity for entity in message.get("entities") if entity["entity"] == "topics"]
    assert topics["value"] == ["ask_salary", "ask_training"]


def test_topics_that_the_words_told_stand(without_encoder: Pipeline) -> None:
    told = {"entity": "topics", "value": ["ask_pros", "ask_cons"], "start": 0, "end": 5}
    assert without_encoder.read("le salaire et la formation ?", told).get("entities") == [told]


def test_a_sentence_that_reads_as_another_teaches_nothing_more(tmp_path: Path, without_encoder: Pipeline) -> None:
    shouted = {name: [*texts, *(f"{text.upper()}…" for text in texts[-1:])] for name, texts in SENTENCES.items()}
    again = train(LocalModelStorage(Path(tempfile.mkdtemp(dir=tmp_path))), shouted)
    assert again.read("le salaire").get("intent_ranking") == without_encoder.read("le salaire").get("intent_ranking")


def test_training_without_a_sentence_says_what_to_do(storage: LocalModelStorage) -> None:
    component = LikenessIntentClassifier.create({}, storage, Resource("intents"), CONTEXT)
    with pytest.raises(ValueError, match=r"data/nlu\.yml"):
        component.train(TrainingData([]))
