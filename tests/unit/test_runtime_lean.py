"""The server starts without TensorFlow, and a component that needs it still finds it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import rasa

from ariane.runtime import lean

# In a process of its own: here, other tests have imported everything.
_START = "import sys; from ariane.runtime import lean; lean.install(); import rasa.core.run, rasa.server; "
_LOADED = "print('tensorflow' in sys.modules, 'matplotlib' in sys.modules)"


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_server_needs_no_tensorflow() -> None:
    assert python(_START + _LOADED) == "False False"


def test_what_needs_it_finds_it() -> None:
    used = "from rasa.nlu.classifiers.diet_classifier import DIETClassifier; print(DIETClassifier.__name__); "
    assert python(_START + used + _LOADED).split() == ["DIETClassifier", "True", "False"]


def test_how_a_model_was_trained_is_not_read() -> None:
    described = """
from rasa.engine.storage.storage import ModelMetadata
from rasa.engine.graph import GraphSchema, SchemaNode
from rasa.graph_components.providers.domain_provider import DomainProvider
node = SchemaNode({}, DomainProvider, "create", "provide", {}).__dict__
read = ModelMetadata.from_dict({
    "trained_at": "2026-11-22T10:00:00", "rasa_open_source_version": "3.6.21", "model_id": "m", "assistant_id": "a",
    "domain": {}, "training_type": 4, "project_fingerprint": "f", "core_target": None, "nlu_target": "n",
    "language": "fr", "train_schema": {"nodes": {"checked": {
        **node, "uses": "rasa.graph_components.validators.default_recipe_validator.DefaultV1RecipeValidator"}}},
    "predict_schema": {"nodes": {"domain": {
        **node, "uses": "rasa.graph_components.providers.domain_provider.DomainProvider"}}},
})
print(list(read.train_schema.nodes), list(read.predict_schema.nodes), read.nlu_target)
"""
    assert python(_START + described + _LOADED).splitlines() == ["[] ['domain'] n", "False False"]


def test_another_version_of_rasa_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before: list[Any] = list(sys.meta_path)
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    lean.install()
    assert sys.meta_path == before
    assert "3.7.0" in caplog.text
