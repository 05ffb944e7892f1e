"""Rasa's own cross-validation: the training sentences cut in parts, each read by a model trained on the others."""

from __future__ import annotations

import asyncio
import statistics
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from ariane.evaluation.parsing import quieten
from ariane.paths import PROJECT

FOLDS = 5


def cross_validate(folds: int = FOLDS) -> dict[str, Any]:
    """Run it (some minutes); give, for each measure of the intents, the mean and the spread over the parts."""
    quieten()
    import rasa.nlu.test
    from rasa.shared.importers.importer import TrainingDataImporter

    config = str(PROJECT / "config.yml")
    importer = TrainingDataImporter.load_nlu_importer_from_config(config, None, [str(PROJECT / "data")])
    data = rasa.nlu.test.drop_intents_below_freq(importer.get_nlu_data(), cutoff=folds)
    with redirect_stdout(StringIO()):  # Rasa tells of each training
        intents, _, _ = asyncio.run(
            rasa.nlu.test.cross_validate(data, folds, config, disable_plotting=True, report_as_dict=True)
        )
    return {"folds": folds, "sentences": len(data.intent_examples), "measures": summary(intents.test)}


def summary(measures: dict[str, list[float]]) -> dict[str, dict[str, float]]:
    """Sum up the values of each measure, one for each part."""
    return {
        name: {"mean": statistics.fmean(values), "spread": statistics.pstdev(values)}
        for name, values in measures.items()
        if values
    }
