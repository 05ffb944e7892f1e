"""Products of a vector with many kept ones, whose numbers are 8-bit integers: a quarter of what is read from memory.

A message is compared with tens of thousands of vectors, and to read them takes longer than to multiply. onnxruntime
multiplies by integers kept in blocks, each with a scale of its own (its operator MatMulNBits). How little it changes is
told in docs/vitesse.md.
"""

from __future__ import annotations

import numpy as np

_BLOCK, _LEVELS, _ZERO = 32, 127, 128  # numbers that share a scale; integers on each side of nought, which is _ZERO
_WHOLE = 4  # the accuracy level of MatMulNBits at which the vector itself is rounded to 8 bits
_MANY = 5_000  # vectors from which reading them takes longer than the call of onnxruntime
_OPSET, _IR, _EXTRA = 17, 8, "com.microsoft"
_ERRORS = 3  # what onnxruntime logs: no warning about a processor or a device that it does not know


class RoundedTable:
    """Vectors, one a column of a float32 table of shape (numbers, vectors), rounded to 8 bits."""

    def __init__(self, table: np.ndarray) -> None:
        """Round `table`. Raises ImportError without onnxruntime."""
        import onnx
        import onnxruntime
        from onnx import TensorProto, helper, numpy_helper

        vectors = table.shape[1]
        self._lacking = -len(table) % _BLOCK  # numbers that make the last block whole, all nought
        numbers = len(table) + self._lacking
        blocks = np.pad(table.T, ((0, 0), (0, self._lacking))).reshape(vectors, -1, _BLOCK)
        scales = np.maximum(np.abs(blocks).max(axis=2) / _LEVELS, 1e-9).astype(np.float32)
        levels = (np.round(blocks / scales[:, :, None]) + _ZERO).astype(np.uint8)
        product = helper.make_node(
            "MatMulNBits", ["rows", "levels", "scales"], ["products"], domain=_EXTRA,
            K=numbers, N=vectors, bits=8, block_size=_BLOCK, accuracy_level=_WHOLE,
        )  # fmt: skip
        graph = helper.make_graph(
            [product],
            "products",
            [helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["n", numbers])],
            [helper.make_tensor_value_info("products", TensorProto.FLOAT, ["n", vectors])],
            [numpy_helper.from_array(levels, "levels"), numpy_helper.from_array(scales.reshape(-1), "scales")],
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_EXTRA, 1)]
        model: onnx.ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=_IR)
        settings = onnxruntime.SessionOptions()
        # One thread: a message is too small to share, and others need the other cores.
        settings.intra_op_num_threads = settings.inter_op_num_threads = 1
        settings.log_severity_level = _ERRORS
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), settings, providers=["CPUExecutionProvider"]
        )

    def products(self, rows: np.ndarray) -> np.ndarray:
        """Give the products of float32 `rows`, of shape (n, numbers), with all vectors: shape (n, vectors)."""
        if self._lacking:
            rows = np.hstack([rows, np.zeros((len(rows), self._lacking), dtype=np.float32)])
        found: np.ndarray = self._session.run(None, {"rows": rows})[0]
        return found

    @staticmethod
    def serves(table: np.ndarray) -> bool:
        """Say whether `table` is large enough for it to save time."""
        return table.shape[1] >= _MANY
