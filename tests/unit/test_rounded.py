"""The kept vectors rounded to 8 bits: what is multiplied stays nearly the same, and what is read the same."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from ariane.nlu import rounded
from ariane.nlu.likeness import LikenessClassifier
from ariane.nlu.rounded import RoundedTable

RANDOM = np.random.default_rng(0)


def unit(rows: int, numbers: int) -> np.ndarray:
    vectors = RANDOM.standard_normal((rows, numbers)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("numbers", [32, 128, 140])
def test_products_are_those_of_the_whole_numbers_within_a_hundredth(numbers: int) -> None:
    table, rows = unit(300, numbers).T.copy(), unit(3, numbers)
    products = RoundedTable(table).products(rows)
    assert products.shape == (3, 300)
    assert np.abs(products - rows @ table).max() < 0.01
    assert RoundedTable(table).products(unit(1, numbers)).shape == (1, 300)


def test_a_vector_of_nought_is_like_none() -> None:
    assert np.abs(RoundedTable(np.zeros((32, 4), dtype=np.float32)).products(unit(1, 32))).max() < 1e-6


@pytest.fixture
def trained(tmp_path: Path) -> tuple[Path, np.ndarray, np.ndarray]:
    """A classifier of three labels, each around a direction of its own, written down; vectors, and their chances."""
    centres = unit(3, 32)
    labels = [f"label-{number % 3}" for number in range(120)]
    dense = np.array([centres[number % 3] for number in range(120)]) + 0.3 * unit(120, 32)
    sparse = csr_matrix((120, 4), dtype=np.float32)
    classifier = LikenessClassifier(1.0)
    classifier.fit(sparse, dense.astype(np.float32), labels, [[str(number)] for number in range(120)])
    classifier.save(tmp_path)
    return tmp_path, dense.astype(np.float32), classifier.predict(sparse, dense)


def test_a_large_classifier_read_back_reads_the_same(
    trained: tuple[Path, np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, dense, chances = trained
    monkeypatch.setattr(rounded, "_MANY", 100)
    read = LikenessClassifier(1.0)
    read.load(directory)
    found = read.predict(csr_matrix((120, 4), dtype=np.float32), dense)
    assert (found.argmax(axis=1) == chances.argmax(axis=1)).all()
    assert 0 < np.abs(found - chances).max() < 0.05, "rounded, and not by much"
    with pytest.raises(ValueError, match="rounded"):
        read.save(directory)


def test_without_onnxruntime_nothing_is_rounded(
    trained: tuple[Path, np.ndarray, np.ndarray], monkeypatch: pytest.MonkeyPatch
) -> None:
    directory, dense, chances = trained
    monkeypatch.setattr(rounded, "_MANY", 100)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    read = LikenessClassifier(1.0)
    read.load(directory)
    assert np.abs(read.predict(csr_matrix((120, 4), dtype=np.float32), dense) - chances).max() < 0.01
