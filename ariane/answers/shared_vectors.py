"""Sentence vectors of the official records: many sentences, which hundreds of jobs share, each kept once on disk.

One file of rows, a key and a half-precision vector each, that only grows: what is cut short by a stop is cut off by the
next writer, and nothing is computed twice. `keep_only` writes it anew without what no record says any more.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np

from ariane.answers.keeping import whole_file
from ariane.answers.vectors import VectorStore
from ariane.encoder import SentenceEncoder

logger = logging.getLogger(__name__)

_BATCH = 64
_MOST_WASTE = 0.1  # share of rows without use from which the file is written anew


class SharedVectorStore(VectorStore):
    """Vectors of sentences, one row each in a file under `directory`, whatever the list that they come in."""

    def __init__(self, directory: Path) -> None:
        """Take the directory; the file is made with the first vectors."""
        super().__init__(None)  # what is learnt of one record is small, and hundreds of them are seldom asked about
        self._place = directory
        self._lock = threading.Lock()  # vectors are prepared in a thread beside the visitors' questions
        self._seen: tuple[int, int] | None = None  # the file and its rows, when the keys were read
        self._keys = np.zeros(0, dtype=np.uint64)  # sorted
        self._rows = np.zeros(0, dtype=np.int64)  # the row of each

    def encode(self, encoder: SentenceEncoder, texts: Sequence[str]) -> np.ndarray:
        """Give the float32 vectors of `texts`, one a row, from the file where they are kept."""
        if not texts:
            return np.zeros((0, encoder.dimension), dtype=np.float32)
        keys = np.array([_key(encoder, text) for text in texts], dtype=np.uint64)
        vectors, missing = self._held(self._file(encoder), keys, encoder.dimension)
        if missing.any():
            places = np.flatnonzero(missing)
            for first in range(0, len(places), _BATCH):
                batch = places[first : first + _BATCH]
                vectors[batch] = encoder.encode([texts[place] for place in batch]).astype(np.float16)
            self._append(self._file(encoder), keys[places], vectors[places])
        return vectors.astype(np.float32)

    def missing(self, encoder: SentenceEncoder, texts: Sequence[str]) -> list[str]:
        """Give those of `texts` whose vectors are not kept yet."""
        keys = np.array([_key(encoder, text) for text in texts], dtype=np.uint64)
        missing = self._held(self._file(encoder), keys, encoder.dimension)[1]
        return [text for text, lacks in zip(texts, missing, strict=True) if lacks]

    def keep_only(self, encoder: SentenceEncoder, texts: Collection[str]) -> None:
        """Write the file anew without the sentences that are not among `texts`, where there are many of them."""
        path, row = self._file(encoder), _row(encoder.dimension)
        wanted = np.array([_key(encoder, text) for text in texts], dtype=np.uint64)
        with self._lock:
            self._refresh(path, row)
            kept = self._rows[np.isin(self._keys, wanted)]
            if self._seen is None or len(kept) >= (1 - _MOST_WASTE) * self._seen[1]:
                return
            with whole_file(path) as part:
                part.write_bytes(np.memmap(path, row, "r", shape=(self._seen[1],))[kept].tobytes())

    def _file(self, encoder: SentenceEncoder) -> Path:
        return self._place / f"official-{type(encoder).__name__}-{encoder.dimension}.rows"

    def _held(self, path: Path, keys: np.ndarray, dimension: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the vectors of `keys`, zero where there is none, and where there is none."""
        vectors, missing = np.zeros((len(keys), dimension), dtype=np.float16), np.ones(len(keys), dtype=bool)
        try:
            with self._lock:
                self._refresh(path, _row(dimension))
                if self._seen is not None:
                    places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
                    missing = self._keys[places] != keys
                    held = np.memmap(path, _row(dimension), "r", shape=(self._seen[1],))
                    vectors[~missing] = held["vector"][self._rows[places[~missing]]]
        except (OSError, ValueError) as error:
            logger.warning("%s : %s", path, error)
            missing[:] = True
        return vectors, missing

    def _refresh(self, path: Path, row: np.dtype) -> None:
        """Read the keys again when the file has changed."""
        try:
            found = path.stat()
        except FileNotFoundError:
            self._seen = None
            return
        seen = (found.st_ino, found.st_size // row.itemsize)
        if seen[1] == 0:
            self._seen = None
        elif seen != self._seen:
            keys = np.array(np.memmap(path, row, "r", shape=(seen[1],))["key"])
            self._keys, self._rows = np.unique(keys, return_index=True)
            self._seen = seen

    def _append(self, path: Path, keys: np.ndarray, vectors: np.ndarray) -> None:
        """Add rows to the file; where the disk refuses, they will be computed again."""
        rows = np.zeros(len(keys), dtype=_row(vectors.shape[1]))
        rows["key"], rows["vector"] = keys, vectors
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                size = file.seek(0, os.SEEK_END)
                file.truncate(size - size % rows.itemsize)
                file.write(rows.tobytes())
        except OSError as error:
            logger.warning("Les vecteurs n’ont pas pu être gardés sous %s : %s", path, error)


def _row(dimension: int) -> np.dtype:
    return np.dtype([("key", "<u8"), ("vector", "<f2", (dimension,))])


def _key(encoder: SentenceEncoder, text: str) -> int:
    """Name a sentence under an encoder. Two of a hundred thousand share a name once in four billion times."""
    named = hashlib.blake2b(f"{type(encoder).__name__}\0{text}".encode(), digest_size=8)
    return int.from_bytes(named.digest(), "little")
