"""What is written at each message reads back as what Python's own JSON writes would."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from ariane.quick_json import dumps


@pytest.mark.parametrize(
    "value",
    [
        {"text": "Où est-ce qu’on se forme\u202f? 🙂", "timestamp": 1795463550.3818626, "slots": [None, True, -3]},
        {1: "a whole number as a key"},
        {"text": "half of a pair: \ud83d"},
        {"text": "nothing: \x00"},
        {"count": 2**80},
    ],
)
def test_reads_back_as_pythons_own(value: Any) -> None:
    assert json.loads(dumps(value)) == json.loads(json.dumps(value))


def test_writes_the_numbers_of_numpy() -> None:
    assert json.loads(dumps({"confidence": np.float64(0.5)})) == {"confidence": 0.5}


def test_refuses_what_json_cannot_hold() -> None:
    with pytest.raises(TypeError):
        dumps({"what": object()})
