"""Rasa's own cross-validation: the training sentences cut in parts, each read by a model trained on the others.

`rasa.nlu.test.cross_validate` does three things that would spoil it here. It reads the sentences that the model was
trained on too, several times as many as the others, for figures that say nothing. It gives METIER and TERME to the
pipeline as visitors' words, which no visitor writes: names are put there first. And it reads as questions the sentences
that the distress guard alone learns, which have no intent of their own. All the rest is Rasa's.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ariane.evaluation.naming import NameWriter
from ariane.evaluation.parsing import quieten
from ariane.knowledge.repository import Knowledge
from ariane.nlu.training_sentences import of_intents, told_beside_intent
from ariane.paths import PROJECT

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.message import Message
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
        asked = named(of_intents(test), names)
        say(f"Validation croisée : partie {place} sur {folds}, {len(asked.intent_examples)} phrases à lire…")
        for name, values in _measure(train, asked, config).items():
            measures[name] += values
    return {"folds": folds, "sentences": len(of_intents(data)), "measures": summary(measures)}


def _measure(train: TrainingData, test: TrainingData, config: str) -> dict[str, list[float]]:
    """Give Rasa's measures of the intents of `test`, read by a model trained on `train`."""
    import rasa.model_training
    import rasa.nlu.test
    from rasa.core.agent import Agent

    with TemporaryDirectory() as folder:
        write_sentences(train, Path(folder) / "data")
        with redirect_stdout(StringIO()):  # Rasa tells of each training
            model = rasa.model_training.train_nlu(config, str(Path(folder) / "data"), folder)
        agent = Agent.load(model)
        measures: dict[str, list[float]] = asyncio.run(rasa.nlu.test.compute_metrics(agent.processor, test))[0]
    return measures


def write_sentences(data: TrainingData, folder: Path) -> None:
    """Write the sentences of `data` in files of `folder`, one for each kind of metadata that lists of sentences have.

    Rasa's writer puts all sentences of an intent in one list, with the metadata of the first of them: all of
    `out_of_scope` would be for the guard alone, all calls for one help line.
    """
    from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter

    folder.mkdir(parents=True)
    kinds: dict[str, list[Message]] = defaultdict(list)
    for example in data.intent_examples:
        kinds[json.dumps(told_beside_intent(example), sort_keys=True)].append(example)
    for place, examples in enumerate(kinds.values(), 1):
        RasaYAMLWriter().dump(folder / f"sentences-{place}.yml", type(data)(examples))


def named(sentences: Sequence[Message], names: NameWriter) -> TrainingData:
    """Give `sentences` as Rasa's data, with names in the place of placeholders."""
    from rasa.shared.nlu.constants import TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData

    return TrainingData([Message({**example.data, TEXT: names.write(example.get(TEXT))}) for example in sentences])


def summary(measures: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Sum up the values of each measure, one for each part."""
    return {
        name: {"mean": statistics.fmean(values), "spread": statistics.pstdev(values)}
        for name, values in measures.items()
        if values
    }
