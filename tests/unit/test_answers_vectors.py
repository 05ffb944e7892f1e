"""Sentence vectors that official records share: computed once, whatever happens to their file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from ariane.answers import books, history, prepare
from ariane.answers.books import book_of
from ariane.answers.shared_vectors import SharedVectorStore
from ariane.answers.vectors import vectors_directory
from ariane.cli import main
from ariane.encoder import load_encoder
from ariane.knowledge.build import build
from ariane.knowledge.importers.rome import import_rome
from ariane.knowledge.repository import Knowledge
from ariane.paths import DATABASE_VARIABLE
from tests.unit.small_content import ContentDirectory

DATA = Path(__file__).parent.parent / "data"


class Counting:
    """An encoder that remembers what it was asked."""

    dimension = 4

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Give a vector that tells the sentence."""
        self.asked += sentences
        return np.array([[len(s), s.count("a"), s.count("e"), 1.0] for s in sentences], dtype=np.float32)


def expected(sentences: Sequence[str]) -> np.ndarray:
    return Counting().encode(sentences)


def only(directory: Path) -> Path:
    (path,) = directory.iterdir()
    return path


def test_a_sentence_is_computed_once_for_all_lists(tmp_path: Path) -> None:
    encoder = Counting()
    store = SharedVectorStore(tmp_path)
    assert np.array_equal(store.encode(encoder, ["un", "deux"]), expected(["un", "deux"]))
    assert np.array_equal(store.encode(encoder, ["trois", "deux", "un"]), expected(["trois", "deux", "un"]))
    assert encoder.asked == ["un", "deux", "trois"]
    again = Counting()
    assert np.array_equal(SharedVectorStore(tmp_path).encode(again, ["deux", "trois"]), expected(["deux", "trois"]))
    assert not again.asked


def test_what_another_process_added_is_seen(tmp_path: Path) -> None:
    one, other, encoder = SharedVectorStore(tmp_path), SharedVectorStore(tmp_path), Counting()
    one.encode(encoder, ["un"])
    other.encode(encoder, ["deux"])
    assert one.missing(encoder, ["un", "deux", "trois"]) == ["trois"]
    assert np.array_equal(one.encode(encoder, ["deux", "un"]), expected(["deux", "un"]))
    assert encoder.asked == ["un", "deux"]


def test_a_row_cut_short_is_made_again(tmp_path: Path) -> None:
    SharedVectorStore(tmp_path).encode(Counting(), ["un", "deux"])
    path = only(tmp_path)
    path.write_bytes(path.read_bytes()[:-3])
    encoder = Counting()
    assert np.array_equal(
        SharedVectorStore(tmp_path).encode(encoder, ["un", "deux", "trois"]), expected(["un", "deux", "trois"])
    )
    assert encoder.asked == ["deux", "trois"]
    assert SharedVectorStore(tmp_path).missing(encoder, ["un", "deux", "trois"]) == []


def test_what_no_longer_serves_is_forgotten(tmp_path: Path) -> None:
    store, encoder = SharedVectorStore(tmp_path), Counting()
    store.encode(encoder, ["un", "deux", "trois"])
    size = only(tmp_path).stat().st_size
    store.keep_only(encoder, ["un", "trois"])
    assert only(tmp_path).stat().st_size == size * 2 // 3
    assert store.missing(encoder, ["un", "deux", "trois"]) == ["deux"]
    assert np.array_equal(store.encode(encoder, ["trois", "un"]), expected(["trois", "un"]))


def test_an_empty_file_and_a_closed_directory_are_no_error(tmp_path: Path) -> None:
    SharedVectorStore(tmp_path).encode(Counting(), ["un"])
    only(tmp_path).write_bytes(b"")
    assert np.array_equal(SharedVectorStore(tmp_path).encode(Counting(), ["un"]), expected(["un"]))
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert np.array_equal(SharedVectorStore(blocked / "x").encode(Counting(), ["un"]), expected(["un"]))


def test_the_vectors_of_official_records_are_prepared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'knowledge.db'}"
    build(ContentDirectory(tmp_path / "content").path, url)
    knowledge, encoder = Knowledge(url), Counting()
    monkeypatch.setattr(prepare, "load_encoder", lambda: encoder)
    monkeypatch.setattr("ariane.answers.books.load_encoder", lambda: encoder)
    assert not prepare.prepare_official(knowledge, 0), "no official record, nothing to do"
    import_rome(DATA / "rome-small", url)
    assert prepare.prepare_official(knowledge, 0)
    assert encoder.asked
    assert len(encoder.asked) == len(set(encoder.asked))
    assert not prepare.prepare_official(knowledge, 0)
    encoder.asked.clear()
    slug = next(job.slug for job in knowledge.jobs(origin=None) if job.slug.startswith("rome-"))
    assert book_of(knowledge, slug).ranker.statements
    assert not encoder.asked, "a visitor's first question computes nothing"
    assert vectors_directory(knowledge).is_dir()


def test_jobs_are_prepared_once_and_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'knowledge.db'}"
    build(ContentDirectory(tmp_path / "content").path, url)
    monkeypatch.setenv(DATABASE_VARIABLE, url)
    for module in (prepare, books, history):
        monkeypatch.setattr(module, "load_encoder", Counting)
    first = CliRunner().invoke(main, ["knowledge", "prepare"])
    jobs = len(Knowledge(url).jobs())
    assert first.output.splitlines()[-1] == f"Métiers prêts\u00a0: {jobs} sur {jobs}"
    assert list(vectors_directory(Knowledge(url)).glob("*.learnt"))
    assert CliRunner().invoke(main, ["knowledge", "prepare"]).output == "Métiers déjà prêts.\n"


@pytest.mark.skipif(load_encoder() is None, reason="the sentence encoder's package is not installed")
def test_a_vector_asked_for_twice_is_the_same_and_ones_own() -> None:
    encoder = load_encoder()
    assert encoder is not None
    first = encoder.encode(["combien gagne-t-on ?"])
    again = encoder.encode(["combien gagne-t-on ?"])
    assert np.array_equal(first, again)
    again[:] = 0
    assert np.array_equal(encoder.encode(["combien gagne-t-on ?"]), first)
    together = encoder.encode(["combien gagne-t-on ?", "où se former ?"])
    assert np.allclose(together[:1], first, atol=1e-6)
    for number in range(20):  # more than are kept
        encoder.encode([f"question {number}"])
    assert np.array_equal(encoder.encode(["combien gagne-t-on ?"]), first)
