"""How often a precise question gets the fact that it asks for: `python -m benchmarks.understanding.precise`.

Each question of benchmarks/heldout/facts.yml is asked in a conversation on its job, of the action that answers it, with
what the trained model understands of it (see ariane/evaluation/facts.py). Three readings of « topic » are told apart:
the model's, the right one (what a perfect classifier would allow), none. The messages of near-misses.yml, that no fact
answers, tell how many are wrongly answered. `--blind` measures on the questions that the weights were fitted
on, `--fresh` on those that came after, `--dev` on others and `--former` on those that were held out before; `--fit`
fits the weights again and writes them to ariane/answers/weights.yml, and those of a yes to leaning.yml.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from actions.conversation import likely_topics, without
from ariane.answers.books import book_of
from ariane.answers.leaning import LEANING_FILE, LEANING_SIGNS, leaning_signs, learnt_of
from ariane.answers.ranking import SIGNS, WEIGHTS_FILE
from ariane.evaluation.acting import Parsed
from ariane.evaluation.facts import (
    FACTS,
    MODEL,
    NEAR_MISSES,
    NONE,
    RIGHT,
    FactQuestion,
    Result,
    answer_all,
    figures,
    read_facts,
    read_near_misses,
)
from ariane.evaluation.parsing import current_model, parse_texts
from ariane.evaluation.questions import read_entries
from ariane.knowledge.repository import Knowledge
from ariane.paths import PROJECT

DEV = PROJECT / "benchmarks" / "dev"
FORMER = "former-"  # how the files of questions that are no longer held out are named
BLIND = "blind-"  # … and of those that were written without a look at what content/questions holds
FRESH = "fresh-"  # … and after them, by other hands: the weights were not fitted on these
_PENALTY = 3e-4  # on the squares of the weights
_PARTS = 5  # of the jobs, each left out once to see what the weights are worth on jobs not seen


def by_topic(results: Sequence[Result]) -> dict[str, Any]:
    """Give, for each topic asked for, the number of questions and the shares of facts found and told first."""
    told = {}
    for topic in sorted({result.question.topic for result in results}):
        summed = figures([result for result in results if result.question.topic == topic])
        told[topic] = [summed["questions"], round(summed["found"], 3), round(summed["first"], 3)]
    return told


def wrongly_answered(results: Sequence[Result]) -> dict[str, Any]:
    """Give how many messages that no fact answers got facts, by what they were taken for."""
    return {
        "messages": len(results),
        "answered": sum(result.answered for result in results),
        "taken for": dict(Counter(result.intent for result in results if result.answered)),
    }


def whole_topics(entries: Sequence[dict[str, Any]], parsed: Mapping[str, Parsed]) -> dict[str, float]:
    """Give the share of general questions that get the short answer, and of unlisted tools that are said to be so."""
    from ariane.answers.topic import answer_topic

    knowledge = Knowledge()
    general, unlisted = [], []
    for entry in entries:
        text = question_of(parsed[entry["text"]], entry["job"])
        likely = topics_of(parsed[entry["text"]])
        if "topic" in entry:
            general.append(not answer_topic(knowledge, entry["job"], entry["topic"], text, likely=likely).precise)
        elif "absent" in entry:
            given = answer_topic(knowledge, entry["job"], "skills", text, likely=likely).text.lower()
            unlisted.append("ne figure pas" in given and entry["absent"].lower() in given)
    return {"general": float(np.mean(general)), "unlisted tool": float(np.mean(unlisted))}


def question_of(parsed: Parsed, job: str) -> str:
    """Give a message as the actions rank it: without the mentions of `job`."""
    return without(str(parsed["text"]), parsed["entities"], job)


def topics_of(parsed: Parsed) -> dict[str, float]:
    """Give the confidence in each topic as the actions take it."""
    from rasa_sdk import Tracker

    return likely_topics(Tracker("visitor", {}, dict(parsed), [], False, None, {}, "action_listen"))


def fit(tables: Sequence[np.ndarray], rights: Sequence[np.ndarray]) -> np.ndarray:
    """Fit the weights: those that make the facts asked for likeliest under a softmax of the scores."""
    from scipy.optimize import minimize

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = 0.0, np.zeros_like(weights)
        for table, right in zip(tables, rights, strict=True):
            scores = table @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            chance = chances[right].sum() + 1e-12
            total -= float(np.log(chance))
            slope -= table.T @ (np.where(right, chances, 0) / chance - chances)
        size = len(tables)
        return total / size + _PENALTY * float(weights @ weights), slope / size + 2 * _PENALTY * weights

    found: np.ndarray = minimize(loss, np.zeros(tables[0].shape[1]), jac=True).x
    return found


def fit_weights(questions: Sequence[FactQuestion], parsed: Mapping[str, Parsed]) -> tuple[dict[str, float], float]:
    """Fit the weights on `questions`; also give how often the fact is first with weights fitted on other jobs."""
    knowledge = Knowledge()
    tables, rights = [], []
    for question in questions:
        ranker = book_of(knowledge, question.job).ranker
        understood = parsed[question.text]
        signs, *_ = ranker.signs(question_of(understood, question.job), topics_of(understood))
        tables.append(np.stack([signs[name] for name in SIGNS], axis=1).astype(np.float64))
        rights.append(np.array([s.id in question.accepted for s in ranker.statements]))
    jobs = sorted({question.job for question in questions})
    first = []
    for apart in (jobs[start::_PARTS] for start in range(_PARTS)):
        others = [place for place, question in enumerate(questions) if question.job not in apart]
        weights = fit([tables[place] for place in others], [rights[place] for place in others])
        left = set(range(len(questions))) - set(others)
        first += [bool(rights[place][(tables[place] @ weights).argmax()]) for place in left]
    found = fit(tables, rights)
    return {name: round(float(weight), 1) for name, weight in zip(SIGNS, found, strict=True)}, float(np.mean(first))


def fit_leaning(questions: Sequence[FactQuestion], parsed: Mapping[str, Parsed]) -> dict[str, float]:
    """Fit how much each sign of a yes counts, on the yes/no questions whose fact comes first."""
    knowledge = Knowledge()
    learnt = learnt_of(knowledge)
    tables, rights = [], []
    for question in (q for q in questions if q.short):
        understood = parsed[question.text]
        asked = question_of(understood, question.job)
        best = book_of(knowledge, question.job).ranker.rank(asked, topics_of(understood))[0]
        if best.statement.id in question.accepted:
            signs = leaning_signs(asked, best, learnt)
            tables.append(np.array([[signs[name] for name in LEANING_SIGNS], [0.0] * len(LEANING_SIGNS)]))
            rights.append(np.array([question.short == "yes", question.short == "no"]))
    found = fit(tables, rights)
    return {name: round(float(weight), 2) for name, weight in zip(LEANING_SIGNS, found, strict=True)}


def write_weights() -> None:
    """Fit the weights on the questions written blind, those of a yes on all, and write them where they are read."""
    kinds = [read_facts(DEV / f"{kind}{FACTS.name}") for kind in (BLIND, "", FORMER)]
    every = [question for questions in kinds for question in questions]
    parsed = parse_texts(current_model(), [q.text for q in every])
    weights, first = fit_weights(kinds[0], parsed)
    leaning = fit_leaning(every, parsed)
    _write(WEIGHTS_FILE, "# How much each sign counts (see ranking.py)", weights)
    _write(LEANING_FILE, "# How much each sign of a yes counts (see leaning.py)", leaning)
    print(json.dumps({"weights": weights, "first, on jobs left out": round(first, 3), "leaning": leaning}, indent=2))


def _write(path: Path, about: str, weights: Mapping[str, float]) -> None:
    lines = [f"{about}, found by `python -m benchmarks.understanding.precise --fit`.\n"]
    path.write_text("".join([*lines, *(f"{name}: {weight}\n" for name, weight in weights.items())]), "utf-8")


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", dest="kind", action="store_const", const="", help="measure on development questions")
    parser.add_argument("--former", dest="kind", action="store_const", const=FORMER, help="… on those once held out")
    parser.add_argument("--blind", dest="kind", action="store_const", const=BLIND, help="… on those written blind")
    parser.add_argument("--fresh", dest="kind", action="store_const", const=FRESH, help="… on those written last")
    parser.add_argument("--fit", action="store_true", help="fit the weights on those written blind and write them")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    if options.fit:
        write_weights()
        return
    path, misses = FACTS, NEAR_MISSES
    if options.kind is not None:
        path, misses = DEV / f"{options.kind}{FACTS.name}", DEV / f"{options.kind}{NEAR_MISSES.name}"
    questions, near_misses = read_facts(path), read_near_misses(misses)
    others = [entry for entry in read_entries(path) if "fact" not in entry]
    texts = [*(q.text for q in (*questions, *near_misses)), *(entry["text"] for entry in others)]
    parsed = parse_texts(current_model(), texts)
    results = {reading: answer_all(questions, parsed, reading) for reading in (MODEL, RIGHT, NONE)}
    told: dict[str, Any] = {reading: figures(found) for reading, found in results.items()}
    told["model, by topic"] = by_topic(results[MODEL])
    told["near misses"] = wrongly_answered(answer_all(near_misses, parsed))
    if others:
        told["whole topics"] = whole_topics(others, parsed)
    print(json.dumps(told, indent=2, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
