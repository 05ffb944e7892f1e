"""The figures: pure functions of readings. Shares go from 0 to 1; a share of nothing is None."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ariane.evaluation.parsing import FALLBACK, Fallback, Reading
from ariane.evaluation.questions import (
    CLEAN,
    DISTRESS,
    MENTIONS,
    NO_JOB,
    NOISY,
    ORDINARY,
    OUT_OF_SCOPE,
    PARAMETERS,
)
from ariane.french.folding import fold
from ariane.nlu.distress import PERHAPS_DISTRESS

NOT_ANSWERED = frozenset({"out_of_scope", "other_language"})
_REFUSALS = NOT_ANSWERED | {FALLBACK}
_IN_SCOPE = (CLEAN, NOISY)
_STEPS = 90  # the curve goes from 0 to 0.9, a point for each hundredth
Figures = dict[str, Any]


def share(values: Iterable[bool]) -> float | None:
    """Give the share of true values."""
    known = list(values)
    return sum(known) / len(known) if known else None


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Give the mean, over the intents expected, of F1 for (expected, predicted) pairs."""
    labels = {expected for expected, _ in pairs}
    right = Counter(expected for expected, predicted in pairs if expected == predicted)
    expected, predicted = Counter(e for e, _ in pairs), Counter(p for _, p in pairs)
    scores = [2 * right[label] / (expected[label] + predicted[label]) for label in labels]
    return sum(scores) / len(scores) if scores else None


def is_right(reading: Reading, fallback: Fallback) -> bool:
    """Say whether a question was understood as its file asks."""
    question, outcome = reading.question, reading.outcome(fallback)
    if question.file == OUT_OF_SCOPE:
        return is_refused(reading, fallback)
    if question.file == DISTRESS:
        return outcome in (DISTRESS, PERHAPS_DISTRESS)
    if question.file == ORDINARY:
        return outcome != DISTRESS
    if question.file == NO_JOB:
        return not reading.jobs
    if question.file == MENTIONS:
        return all(job_found(reading, job) for job in question.jobs)
    if question.file == PARAMETERS:
        return same_parameters(reading)
    return outcome == question.intent


def is_refused(reading: Reading, fallback: Fallback) -> bool:
    """Say whether an out-of-scope message was refused, or taken for the small talk that its file says it is."""
    outcome = reading.outcome(fallback)
    return outcome in _REFUSALS or outcome == reading.question.intent


def job_found(reading: Reading, job: str) -> bool:
    """Say whether `job`, or one that may stand for it, is among the jobs read (a choice that offers it counts)."""
    return job in reading.jobs or bool(reading.jobs.intersection(reading.question.also))


def same_parameters(reading: Reading) -> bool:
    """Say whether the parameters read are those expected, each one, and no other; capitals and accents do not count."""
    expected, found = reading.question.parameters, reading.parameters
    return {k: fold(v) for k, v in expected.items()} == {k: fold(v) for k, v in found.items()}


def measure(readings: Sequence[Reading], fallback: Fallback) -> Figures:
    """Give all figures of a run, at the settings of its pipeline."""
    files: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        files[reading.question.file].append(reading)
    in_scope = [reading for name in _IN_SCOPE for reading in files[name]]
    outside = files[OUT_OF_SCOPE]
    return {
        "clean": _intents(files[CLEAN], fallback),
        "noisy": _intents(files[NOISY], fallback),
        "noise": _by(files[NOISY], lambda reading: reading.question.noise, fallback),
        "jobs": {
            "clean": _recall(files[CLEAN], jobs=True),
            "noisy": _recall(files[NOISY], jobs=True),
            "mentions": _recall(files[MENTIONS], jobs=True),
            "false": _counted(files[NO_JOB], fallback),
        },
        "terms": _recall(in_scope, jobs=False),
        "out_of_scope": {
            **at_threshold(readings, fallback),
            "questions": len(outside),
            "kinds": _by(outside, lambda reading: (reading.question.kind or "other",), fallback, scores=False),
        },
        "distress": {
            "missed": _counted(files[DISTRESS], fallback),
            "missed_doubted": _doubted(files[DISTRESS], fallback),
            "false": _counted(files[ORDINARY], fallback),
            "false_doubted": _doubted(files[ORDINARY], fallback),
        },
        "parameters": _parameters(files[PARAMETERS], fallback),
    }


def at_threshold(readings: Sequence[Reading], fallback: Fallback) -> Figures:
    """Give what depends on the threshold: accuracies, out-of-scope recall and wrong refusals.

    Recall is over the messages that are to be refused; `recall_all` adds the small talk of the same file.
    """
    outside = [reading for reading in readings if reading.question.file == OUT_OF_SCOPE]
    inside = [reading for reading in readings if reading.question.file in _IN_SCOPE]
    to_refuse = [reading for reading in outside if reading.question.intent in NOT_ANSWERED]
    return {
        "threshold": fallback.threshold,
        "recall": share(is_refused(reading, fallback) for reading in to_refuse),
        "recall_all": share(is_refused(reading, fallback) for reading in outside),
        "wrong_refusals": share(reading.outcome(fallback) in _REFUSALS for reading in inside),
        "clean": _right([reading for reading in inside if reading.question.file == CLEAN], fallback),
        "noisy": _right([reading for reading in inside if reading.question.file == NOISY], fallback),
    }


def curve(readings: Sequence[Reading], ambiguity: float) -> list[Figures]:
    """Give the figures of at_threshold for each threshold from 0 to 0.9; the rule on close readings stays as it is."""
    return [at_threshold(readings, Fallback(step / 100, ambiguity)) for step in range(_STEPS + 1)]


def confusion(readings: Iterable[Reading], fallback: Fallback) -> dict[str, dict[str, int]]:
    """Count, for each intent expected, the intents answered, over clean, noisy and out-of-scope questions."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for reading in readings:
        if reading.question.file in (*_IN_SCOPE, OUT_OF_SCOPE) and reading.question.intent:
            counts[reading.question.intent][reading.outcome(fallback)] += 1
    return {label: dict(row) for label, row in sorted(counts.items())}


def record(reading: Reading, fallback: Fallback) -> Figures:
    """Give one question as the report keeps it: what was expected, what was read, and whether it is right."""
    question = reading.question
    kept: Figures = {
        "file": question.file,
        "text": question.text,
        "expected": question.intent,
        "predicted": reading.outcome(fallback),
        "likeliest": reading.intent,
        "confidence": round(reading.confidence, 4),
        "ranking": [[name, round(confidence, 4)] for name, confidence in reading.ranking],
        "right": is_right(reading, fallback),
    }
    details = {
        "noise": list(question.noise),
        "kind": question.kind,
        "expected_jobs": list(question.jobs),
        "jobs": sorted(reading.jobs),
        "expected_terms": list(question.terms),
        "terms": sorted(reading.terms),
    }
    kept.update({name: value for name, value in details.items() if value})
    if question.file == PARAMETERS:
        kept.update(expected_parameters=question.parameters, parameters=reading.parameters)
    return kept


def _right(readings: Iterable[Reading], fallback: Fallback) -> float | None:
    return share(is_right(reading, fallback) for reading in readings)


def _intents(readings: Sequence[Reading], fallback: Fallback) -> Figures:
    pairs = [(str(reading.question.intent), reading.outcome(fallback)) for reading in readings]
    return {
        "questions": len(readings),
        "accuracy": _right(readings, fallback),
        "macro_f1": macro_f1(pairs),
        "accuracy_without_fallback": share(reading.intent == reading.question.intent for reading in readings),
    }


def _recall(readings: Iterable[Reading], *, jobs: bool) -> Figures:
    found = [
        job_found(reading, one) if jobs else one in reading.terms
        for reading in readings
        for one in (reading.question.jobs if jobs else reading.question.terms)
    ]
    return {"expected": len(found), "recall": share(found)}


def _parameters(readings: Sequence[Reading], fallback: Fallback) -> Figures:
    found: dict[str, list[bool]] = defaultdict(list)
    for reading in readings:
        for name, value in reading.question.parameters.items():
            found[name].append(fold(reading.parameters.get(name, "")) == fold(value))
    recall = {name: {"expected": len(values), "recall": share(values)} for name, values in sorted(found.items())}
    return {"questions": len(readings), "right": _right(readings, fallback), "recall": recall}


def _counted(readings: Sequence[Reading], fallback: Fallback) -> Figures:
    wrong = sum(not is_right(reading, fallback) for reading in readings)
    return {"questions": len(readings), "wrong": wrong}


def _doubted(readings: Sequence[Reading], fallback: Fallback) -> Figures:
    """Count the messages that were told the number first, then answered."""
    doubted = sum(reading.outcome(fallback) == PERHAPS_DISTRESS for reading in readings)
    return {"questions": len(readings), "wrong": doubted}


def _by(
    readings: Iterable[Reading], keys: Callable[[Reading], Sequence[str]], fallback: Fallback, *, scores: bool = True
) -> Figures:
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        for key in keys(reading):
            groups[key].append(reading)
    figures: Figures = {}
    for key, group in sorted(groups.items()):
        figures[key] = {"questions": len(group), "accuracy": _right(group, fallback)}
        if scores:  # they say nothing of messages that several intents may refuse
            pairs = [(str(reading.question.intent), reading.outcome(fallback)) for reading in group]
            figures[key]["macro_f1"] = macro_f1(pairs)
    return figures
