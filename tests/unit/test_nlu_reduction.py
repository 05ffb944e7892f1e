"""Dense vectors are shortened without losing what tells the training sentences apart."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ariane.nlu.reduction import Reduction


@pytest.fixture
def vectors() -> np.ndarray:
    """Vectors that differ in two directions only, hidden among ten dimensions."""
    chance = np.random.default_rng(1)
    turned, _ = np.linalg.qr(chance.normal(size=(10, 10)))
    return (chance.normal(size=(50, 2)) @ turned[:2] + 3 * turned[2]).astype(np.float32)


def test_two_numbers_tell_what_two_directions_hold(vectors: np.ndarray) -> None:
    reduction = Reduction(2)
    reduction.fit(vectors)
    short = reduction.transform(vectors)
    assert short.shape == (50, 2)
    apart = vectors - vectors.mean(axis=0)
    apart /= np.linalg.norm(apart, axis=1, keepdims=True)
    assert np.allclose(short @ short.T, apart @ apart.T, atol=1e-3)


def test_every_vector_has_length_one(vectors: np.ndarray) -> None:
    reduction = Reduction(4)
    reduction.fit(vectors)
    assert np.allclose(np.linalg.norm(reduction.transform(vectors), axis=1), 1, atol=1e-4)


def test_no_more_dimensions_than_there_are(vectors: np.ndarray) -> None:
    reduction = Reduction(99)
    reduction.fit(vectors)
    assert reduction.transform(vectors).shape == (50, 10)


def test_what_was_learnt_survives(vectors: np.ndarray, tmp_path: Path) -> None:
    reduction, again = Reduction(2), Reduction(2)
    reduction.fit(vectors)
    assert not Reduction.saved_in(tmp_path)
    reduction.save(tmp_path)
    assert Reduction.saved_in(tmp_path)
    again.load(tmp_path)
    assert np.allclose(again.transform(vectors), reduction.transform(vectors))
