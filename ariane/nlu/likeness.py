"""A classifier by likeness: a sentence gets the intent of the training sentences that it is like.

It is least-squares classification with a Gaussian kernel: one system of equations, solved exactly, in seconds where a
logistic regression on the same vectors takes minutes, and surer on what resembles nothing that it was taught, for then
every score is small. docs/comprendre.md compares it with the others.

A training sentence that the others already read rightly and surely teaches nothing more, and costs time and memory in
training and at each message: it is left out. A first part is learnt whole; of the rest, what it does not read surely
is learnt with it, and then what is misread.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.linalg.blas import ssyrk
from scipy.sparse import csr_matrix, load_npz, save_npz
from scipy.sparse._sparsetools import csc_matvec

from ariane.nlu.rounded import RoundedTable
from ariane.nlu.views import Row

_BLOCK = 2048  # training sentences whose likenesses are worked out together
_READ = 0.5  # the probability from which a reading is the likeliest for sure
_SPARSE, _ARRAYS = "sentences.npz", "scores.npz"


class GrowingFactor:
    """The Cholesky factor of a symmetric system of equations that grows: what was worked out is not worked out again.

    It is kept by blocks of rows, one for each time that equations were added: what stands beside the corner, then the
    corner, a lower triangle.
    """

    def __init__(self) -> None:
        """Make the factor of no equation."""
        self._blocks: list[tuple[np.ndarray, np.ndarray]] = []

    @property
    def size(self) -> int:
        """How many equations it holds."""
        return sum(len(corner) for _, corner in self._blocks)

    def grow(self, beside: np.ndarray, corner: np.ndarray) -> None:
        """Add equations: their terms `beside` those held, one column each, and `corner`, among themselves.

        Of `corner` only the lower half is read.
        """
        beside = self._forward(beside.T).T
        # Turned over, as LAPACK lays arrays out: the lower half is then the upper one.
        upper = ssyrk(-1.0, beside.T, beta=1.0, c=corner.T, trans=1) if self._blocks else corner.T
        self._blocks.append((beside, cholesky(upper, overwrite_a=True, check_finite=False).T))

    def solve(self, wanted: np.ndarray) -> np.ndarray:
        """Give what the system, multiplied by it, gives `wanted`, one column for each."""
        solved = self._forward(wanted)
        last = self.size
        for beside, corner in reversed(self._blocks):
            first = last - len(corner)
            solved[first:last] = solve_triangular(corner, solved[first:last], trans=1, lower=True, check_finite=False)
            solved[:first] -= beside.T @ solved[first:last]
            last = first
        return solved

    def _forward(self, wanted: np.ndarray) -> np.ndarray:
        """Give what the factor, multiplied by it, gives `wanted`."""
        solved, first = np.array(wanted), 0
        for beside, corner in self._blocks:
            last = first + len(corner)
            solved[first:last] -= beside @ solved[:first]
            solved[first:last] = solve_triangular(corner, solved[first:last], lower=True, check_finite=False)
            first = last
        return solved


class LikenessClassifier:
    """Learns labels of sentences given as sparse vectors (words, letters) and, where any, dense ones (meaning).

    `full_likeness` is the squared length of a whole vector, sparse and dense; `smoothing` how far the training labels
    may be departed from; `sharpness` turns scores into probabilities. `first` is how many sentences are learnt whatever
    they are, `sure` the probability of its own label from which one of the others is left out.
    """

    def __init__(
        self,
        full_likeness: float,
        smoothing: float = 0.1,
        sharpness: float = 8.0,
        first: int = 8000,
        sure: float = 0.95,
    ) -> None:
        """Make a classifier that knows nothing yet."""
        self._full = full_likeness
        self._smoothing = smoothing
        self._sharpness = sharpness
        self._first = first
        self._sure = sure
        self.labels: list[str] = []
        self._by_feature = csr_matrix((0, 0), dtype=np.float32)
        self._dense: np.ndarray | RoundedTable | None = None  # rounded once nothing more is learnt
        self._scores = np.zeros((0, 0), dtype=np.float32)

    def fit(
        self, sparse: csr_matrix, dense: np.ndarray | None, labels: Sequence[str], sentences: Sequence[Sequence[str]]
    ) -> None:
        """Learn from one row of `sparse` (and of `dense`) for each label, and the words of each of `sentences`."""
        self.labels = sorted(set(labels))
        places = {name: place for place, name in enumerate(self.labels)}
        own = np.array([places[label] for label in labels])
        wanted = np.full((len(labels), len(self.labels)), -1.0, dtype=np.float32)
        wanted[np.arange(len(labels)), own] = 1.0
        rows, drawn = sparse.tocsr(), _drawn(sentences)
        kept, left, factor = drawn[: self._first], drawn[self._first :], GrowingFactor()
        self._learn(rows, dense, wanted, kept, factor)
        # Once for what is not read surely; once more for what is no longer read at all with that learnt.
        for least in (self._sure, _READ):
            unsure = self._chances(rows, dense, left)[np.arange(len(left)), own[left]] < least
            if not unsure.any():
                break
            kept, left = np.concatenate([kept, left[unsure]]), left[~unsure]
            self._learn(rows, dense, wanted, kept, factor)

    def fit_values(self, sparse: csr_matrix, dense: np.ndarray | None, values: np.ndarray) -> None:
        """Learn `values` instead of labels, one row for each of `sparse`, from all of them: `score` then gives them."""
        every = np.arange(sparse.shape[0])
        self._learn(sparse.tocsr(), dense, values.astype(np.float32), every, GrowingFactor())

    def _chances(self, sparse: csr_matrix, dense: np.ndarray | None, places: np.ndarray) -> np.ndarray:
        """Give what `predict` gives, a block of `places` at a time."""
        if not len(places):
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        blocks = [places[start : start + _BLOCK] for start in range(0, len(places), _BLOCK)]
        return np.vstack([self._chances_of(sparse[block], None if dense is None else dense[block]) for block in blocks])

    def _chances_of(self, sparse: csr_matrix, dense: np.ndarray | None) -> np.ndarray:
        # Of many sentences, one product of sparse matrices takes half the time of `predict`, which goes row by row.
        likeness = (sparse @ self._by_feature).toarray()
        if dense is not None and isinstance(self._dense, np.ndarray):
            likeness += dense @ self._dense
        return self._to_chances(self._scaled(likeness))

    def _learn(
        self, rows: csr_matrix, vectors: np.ndarray | None, wanted: np.ndarray, kept: np.ndarray, factor: GrowingFactor
    ) -> None:
        """Learn the scores `wanted` of the sentences `kept` alone; `factor` holds the equations of the first ones."""
        sparse, dense = rows[kept], None if vectors is None else vectors[kept].astype(np.float32)
        # Features first: one sentence then meets only the training sentences that share a piece with it.
        self._by_feature = sparse.T.tocsr()
        self._dense = None if dense is None else np.ascontiguousarray(dense.T)
        self._add(sparse, dense, factor)
        self._scores = factor.solve(wanted[kept])

    def _add(self, sparse: csr_matrix, dense: np.ndarray | None, factor: GrowingFactor) -> None:
        """Add to `factor` the likeness of each sentence that it lacks to those before it, and among themselves."""
        known, count = factor.size, sparse.shape[0]
        system = np.empty((count - known, count), dtype=np.float32)
        for first in range(known, count, _BLOCK):
            last = min(first + _BLOCK, count)
            block = (sparse[first:last] @ sparse[:last].T).toarray()
            if dense is not None:
                block += dense[first:last] @ dense[:last].T
            system[first - known : last - known, :last] = self._scaled(block)
        system[np.arange(count - known), np.arange(known, count)] += self._smoothing
        factor.grow(system[:, :known], system[:, known:])

    def predict(self, sparse: csr_matrix, dense: np.ndarray | None) -> np.ndarray:
        """Give the probability of each of `labels` for each row."""
        spans = [slice(*span) for span in itertools.pairwise(sparse.indptr)]
        return self.read([(sparse.indices[span], sparse.data[span]) for span in spans], dense)

    def read(self, rows: Sequence[Row], dense: np.ndarray | None) -> np.ndarray:
        """Give the probability of each of `labels` for each of `rows`, sparse vectors not put in a matrix."""
        return self._to_chances(self._likeness(rows, dense))

    def score(self, rows: Sequence[Row], dense: np.ndarray | None) -> np.ndarray:
        """Give how surely each of `labels` fits each of `rows`: about 1 for sure, -1 not at all."""
        scores: np.ndarray = self._likeness(rows, dense) @ self._scores
        return scores

    def _to_chances(self, likeness: np.ndarray) -> np.ndarray:
        scores = self._sharpness * (likeness @ self._scores)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def _likeness(self, rows: Sequence[Row], dense: np.ndarray | None) -> np.ndarray:
        """Give the likeness (0 to 1) of each row to each training sentence."""
        likeness = self._alike_in_meaning(dense, len(rows))
        for (features, values), likely in zip(rows, likeness, strict=True):
            self._add_shared(features, values, likely)
        return self._scaled(likeness)

    def _alike_in_meaning(self, dense: np.ndarray | None, count: int) -> np.ndarray:
        if dense is None or self._dense is None:
            return np.zeros((count, self._by_feature.shape[1]), dtype=np.float32)
        dense = dense.astype(np.float32, copy=False)
        likeness: np.ndarray = (
            self._dense.products(dense) if isinstance(self._dense, RoundedTable) else dense @ self._dense
        )
        return likeness

    def _add_shared(self, features: np.ndarray, values: np.ndarray, likeness: np.ndarray) -> None:
        """Add to `likeness` the product of one sparse row, the `values` of its `features`, with each sentence."""
        if not len(features):
            return
        table = self._by_feature
        # What a product of SciPy's matrices comes to, without the matrices: these take as long again to make, and so
        # does a copy of the rows. Each row is a column of the product, from its first entry to its last. Between two
        # of them, the last of one and the first of the next bound a column of their own: from the last feature to the
        # first, the next row begins before this one ends, and there is nothing to go through.
        backwards = np.argsort(features)[::-1]
        features, values = features[backwards], values[backwards]
        bounds = np.column_stack((table.indptr[features], table.indptr[features + 1])).ravel()
        weights = np.column_stack((values, np.zeros_like(values))).ravel()
        csc_matvec(len(likeness), len(bounds) - 1, bounds, table.indices, table.data, weights, likeness)

    def _scaled(self, likeness: np.ndarray) -> np.ndarray:
        likeness /= self._full
        likeness -= 1.0
        return np.exp(likeness, out=likeness)

    def save(self, directory: Path) -> None:
        """Write what was learnt into `directory`. Raises ValueError for what was read back: it is rounded."""
        if isinstance(self._dense, RoundedTable):
            raise ValueError("What was read back is rounded, and not to be written again.")
        save_npz(directory / _SPARSE, self._by_feature)
        dense = np.zeros((0, 0), dtype=np.float16) if self._dense is None else self._dense.astype(np.float16)
        np.savez(directory / _ARRAYS, scores=self._scores, dense=dense, labels=np.array(self.labels))

    def load(self, directory: Path) -> None:
        """Read back what `save` wrote."""
        self._by_feature = load_npz(directory / _SPARSE).tocsr()
        with np.load(directory / _ARRAYS) as arrays:
            self._scores = arrays["scores"]
            self._dense = _rounded(arrays["dense"].astype(np.float32)) if arrays["dense"].size else None
            self.labels = [str(label) for label in arrays["labels"]]


def _rounded(table: np.ndarray) -> np.ndarray | RoundedTable:
    """Give `table` rounded to 8 bits where it is large enough, and onnxruntime is there; else as it is."""
    try:
        return RoundedTable(table) if RoundedTable.serves(table) else table
    except ImportError:
        return table


def _drawn(sentences: Sequence[Sequence[str]]) -> np.ndarray:
    """Give the places of `sentences` in an order drawn from each one's words alone.

    A sentence more or less then leaves the others in their order: nearly the same ones are learnt first.
    """
    lots = [hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest() for words in sentences]
    return np.array(sorted(range(len(lots)), key=lots.__getitem__), dtype=np.int64)
