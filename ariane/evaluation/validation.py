"""Rasa's own cross-validation: the training sentences cut in parts, each read by a model trained on the others.

`rasa.nlu.test.cross_validate` does two things that would spoil it here. It reads the sentences that the model was
trained on too, several times as many as the others, for figures that say nothing. And it gives METIER and TERME to the
pipeline as visitors' words, which no visitor writes: names are put there first. All the rest is Rasa's.
"""

from __future__ import annotations

import asyncio
import os
import statistics
from collections import defaultdict
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ariane.evaluation.naming import NameWriter
from ariane.evaluation.parsing import quieten
from ariane.knowledge.repository import Knowledge
from ariane.paths import PROJECT

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.training_data import TrainingData

FOLDS = 3
_SEED = 2026  # the parts are drawn at random, the same ones in each run


def cross_validate(say: Callable[[str], None], folds: int = FOLDS) -> dict[str, Any]:
    """Run it (some minutes, `say` tells how far it is); give each measure's mean and spread over the parts."""
    quieten()
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")  # no part is ever trained on again
    import numpy as np
    import rasa.nlu.test
    from rasa.shared.importers.importer import TrainingDataImporter

    config = str(PROJECT / "config.yml")
    importer = TrainingDataImporter.load_nlu_importer_from_config(config, None, [str(PROJECT / "data")])
    data = rasa.nlu.test.drop_intents_below_freq(importer.get_nlu_data(), cutoff=folds)
    np.random.seed(_SEED)
    names = NameWriter.of(Knowledge())
    measures: dict[str, list[float]] = defaultdict(list)
    for place, (train, test) in enumerate(rasa.nlu.test.generate_folds(folds, data), 1):
        say(f"Validation croisée : partie {place} sur {folds}, {len(test.intent_examples)} phrases à lire…")
        for name, values in _measure(train, named(test, names), config).items():
            measures[name] += values
    return {"folds": folds, "sentences": len(data.intent_examples), "measures": summary(measures)}


def _measure(train: TrainingData, test: TrainingData, config: str) -> dict[str, list[float]]:
    """Give Rasa's measures of the intents of `test`, read by a model trained on `train`."""
    import rasa.model_training
    import rasa.nlu.test
    from rasa.core.agent import Agent
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter

    with TemporaryDirectory() as folder:
        sentences = Path(folder) / "nlu.yml"
        RasaYAMLWriter().dump(sentences, train)
        with redirect_stdout(StringIO()):  # Rasa tells of each training
            model = rasa.model_training.train_nlu(config, str(sentences), folder)
        agent = Agent.load(model)
        measures: dict[str, list[float]] = asyncio.run(rasa.nlu.test.compute_metrics(agent.processor, test))[0]
    return measures


def named(data: TrainingData, names: NameWriter) -> TrainingData:
    """Give the sentences of `data` with names in the place of placeholders."""
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message

    messages = [Message({**example.data, TEXT: names.write(example.get(TEXT))}) for example in data.intent_examples]
    return type(data)(messages)


def summary(measures: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Sum up the values of each measure, one for each part."""
    return {
        name: {"mean": statistics.fmean(values), "spread": statistics.pstdev(values)}
        for name, values in measures.items()
        if values
    }
