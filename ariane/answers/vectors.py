"""Sentence vectors kept on disk, so that no visitor waits while the sentences of a job are encoded.

One file holds the vectors of one list of sentences, named after a digest of them: a sentence that changes makes
another file, and `clear_others` takes away the files that nothing asks for any more.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ariane.answers.keeping import SUFFIX as LEARNT
from ariane.answers.keeping import whole_file
from ariane.encoder import SentenceEncoder
from ariane.knowledge.database import sqlite_path
from ariane.knowledge.repository import Knowledge
from ariane.paths import var_dir

logger = logging.getLogger(__name__)

_BATCH = 64
_SUFFIX = ".npy"
TURNS = ".turns.json"  # of the files that hold which words turn an answer (turning.py)


def vectors_directory(knowledge: Knowledge) -> Path:
    """Give where vectors, and what is learnt, are kept: beside an SQLite knowledge base, else under var/."""
    path = sqlite_path(knowledge.url)
    return (path.parent if path else var_dir()) / "vectors"


class VectorStore:
    """Vectors of lists of sentences, in half precision under `directory` (None: nothing is kept)."""

    def __init__(self, directory: Path | None) -> None:
        """Take the directory; it is made with the first file."""
        self.directory = directory
        self.used: set[str] = set()  # names of the files asked for

    def encode(self, encoder: SentenceEncoder, texts: Sequence[str]) -> np.ndarray:
        """Give the float32 vectors of `texts`, one a row, from the store where they are kept."""
        if not texts:
            return np.zeros((0, encoder.dimension), dtype=np.float32)
        name = _digest(encoder, texts) + _SUFFIX
        self.used.add(name)
        kept = self._read(name, (len(texts), encoder.dimension))
        if kept is not None:
            return kept
        batches = [encoder.encode(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)]
        vectors = np.concatenate(batches).astype(np.float16)
        self._write(name, vectors)
        return vectors.astype(np.float32)

    def _read(self, name: str, shape: tuple[int, int]) -> np.ndarray | None:
        if self.directory is None:
            return None
        try:
            vectors = np.load(self.directory / name, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return vectors.astype(np.float32) if vectors.shape == shape else None

    def _write(self, name: str, vectors: np.ndarray) -> None:
        """Keep the vectors; where the disk refuses, they will be computed again."""
        if self.directory is None:
            return
        try:
            with whole_file(self.directory / name) as part, part.open("wb") as file:
                np.save(file, vectors)
        except OSError as error:
            logger.warning("Les vecteurs n’ont pas pu être gardés sous %s : %s", self.directory, error)


def clear_others(directory: Path, used: set[str]) -> None:
    """Remove what was computed under `directory`, vectors or what was learnt, whose name is not among `used`."""
    for path in (*directory.glob(f"*{_SUFFIX}"), *directory.glob(f"*{TURNS}")):
        if path.name not in used:
            path.unlink(missing_ok=True)
    for path in directory.glob(f"*{LEARNT}"):
        if path.name not in used:
            shutil.rmtree(path, ignore_errors=True)


def _digest(encoder: SentenceEncoder, texts: Sequence[str]) -> str:
    """Name a list of sentences under an encoder."""
    hashed = hashlib.sha256(type(encoder).__name__.encode())
    for text in texts:
        hashed.update(b"\0" + text.encode())
    return hashed.hexdigest()[:24]
