"""The Rasa server without TensorFlow, which none of Ariane's components uses. Patches made for Rasa 3.6.21.

TensorFlow is 260 MB and two seconds of the start. Rasa imports it for what it holds ready for training and tests, and
for the classes of components that a model was trained with. Here:
- `_LATER`: these modules are imported when something of theirs is first used, by Python's own LazyLoader: a component
  that does need TensorFlow still finds it.
- `_without_training`: of a model's description, the server reads what answers messages; how the model was trained,
  which names a class of Rasa's that imports all its components, is left unread.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import logging
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import rasa

logger = logging.getLogger(__name__)

MADE_FOR = "3.6.21"
_LATER = frozenset(
    (
        "rasa.core.test",
        "rasa.nlu.test",
        "rasa.utils.plotting",
        "rasa.utils.tensorflow.model_data_utils",
        "rasa.utils.train_utils",
    )
)


class _Later(importlib.abc.MetaPathFinder):
    """Finds the modules of _LATER, to be run when they are first used."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module as Python does; nothing for those that are not of _LATER."""
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target) if fullname in _LATER else None
        if spec is not None and spec.loader is not None:
            spec.loader = importlib.util.LazyLoader(spec.loader)
        return spec


def install() -> None:
    """Put the patches in place, before Rasa's modules are imported; leave Rasa alone when it is another version."""
    if rasa.__version__ != MADE_FOR:
        logger.warning("The lean start was made for Rasa %s, not %s: left out.", MADE_FOR, rasa.__version__)
        return
    sys.meta_path.insert(0, _Later())
    from rasa.engine.storage.storage import ModelMetadata

    stock = ModelMetadata.from_dict.__func__

    def _without_training(cls: type[ModelMetadata], serialized: dict[str, Any]) -> ModelMetadata:
        return stock(cls, {**serialized, "train_schema": {"nodes": {}}})

    ModelMetadata.from_dict = classmethod(_without_training)
