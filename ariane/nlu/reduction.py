"""Shortens dense vectors: keeps the directions in which the training sentences differ most (principal components).

A message is compared with every training sentence, and the encoder's 512 numbers are most of that work. What is dropped
is mostly noise: with 128 numbers as many development questions are understood.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

_FILE = "reduction.npz"


class Reduction:
    """Learns from the training sentences' vectors; `dimensions` is how many numbers remain of each."""

    def __init__(self, dimensions: int) -> None:
        """Make a reduction that knows nothing yet."""
        self._dimensions = dimensions
        self._mean = np.zeros(0, dtype=np.float32)
        self._directions = np.zeros((0, 0), dtype=np.float32)

    def fit(self, vectors: np.ndarray) -> None:
        """Learn the directions, one a column, from one vector a row; fewer where the vectors are shorter."""
        whole = vectors.astype(np.float64)
        mean = whole.mean(axis=0)
        # Eigenvalues come in ascending order; a covariance is far smaller than the vectors themselves.
        _, directions = np.linalg.eigh((whole - mean).T @ (whole - mean))
        self._mean = mean.astype(np.float32)
        self._directions = np.ascontiguousarray(directions[:, ::-1][:, : self._dimensions], dtype=np.float32)

    def transform(self, vectors: np.ndarray) -> np.ndarray:
        """Give the shortened vectors, each of length 1, or 0 where nothing remains."""
        short: np.ndarray = (vectors.astype(np.float32) - self._mean) @ self._directions
        return short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)

    def save(self, directory: Path) -> None:
        """Write what was learnt into `directory`."""
        np.savez(directory / _FILE, mean=self._mean, directions=self._directions)

    def load(self, directory: Path) -> None:
        """Read back what `save` wrote."""
        with np.load(directory / _FILE) as arrays:
            self._mean, self._directions = arrays["mean"], arrays["directions"]

    @staticmethod
    def saved_in(directory: Path) -> bool:
        """Say whether `directory` holds one."""
        return (directory / _FILE).exists()
