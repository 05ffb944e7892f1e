"""How often a precise question gets the fact that it asks for: `python -m benchmarks.understanding.precise`.

Each question of benchmarks/heldout/facts.yml is answered as a visitor would be answered, with the topics that the
trained model finds likely. Three readings of « topic » are told apart: the model's, the right one (what a perfect
classifier would allow), none. `--dev` measures on the questions that the weights were fitted on; `--fit` fits them
again and prints them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import statistics
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from ariane.answers.comparison import compare
from ariane.answers.parameters import Parameters, read_parameters
from ariane.answers.statements import DIFFERENCES
from ariane.answers.topic import Answer, answer_doubtful, answer_topic, book_of
from ariane.knowledge.repository import Knowledge
from ariane.knowledge.schema import TOPICS
from ariane.paths import PROJECT

HELDOUT = PROJECT / "benchmarks" / "heldout" / "facts.yml"
DEV = PROJECT / "benchmarks" / "dev" / "facts.yml"
COMPARISON, ASK = "ask_comparison", "ask_"
READINGS = ("model", "right", "none")
DOUBTFUL = ("nlu_fallback", "ask_term")  # intents after which the facts may settle what was asked
REFUSED = "out_of_scope"


@dataclass(frozen=True)
class Result:
    """What became of one question under one reading of its topic."""

    reading: str
    topic: str  # of the fact asked for
    found: bool  # the fact is in the answer
    first: bool  # … and is told first
    length: int
    wanted: str | None  # yes or no
    said: str | None
    answered: bool  # it got facts, not a refusal or another action


def read(path: Path) -> list[dict[str, Any]]:
    """Read questions."""
    return list(YAML(typ="safe").load(path.read_text("utf-8")))


def parse(texts: list[str]) -> dict[str, dict[str, Any]]:
    """Give what the trained model understands of each text: intent, intent_ranking, entities."""
    import structlog
    from rasa.core.agent import Agent

    from ariane.runtime.training import model_path

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))  # no question is printed
    agent = Agent.load(str(model_path()))

    async def ask() -> dict[str, dict[str, Any]]:
        return {text: dict(await agent.parse_message(text)) for text in texts}

    return asyncio.run(ask())


def answer(knowledge: Knowledge, question: dict[str, Any], parsed: dict[str, Any], reading: str) -> tuple[Answer, bool]:
    """Answer one question under a reading, and say whether it got facts instead of another action."""
    entities = parsed["entities"]
    text = without_jobs(question["text"], entities, question["job"])
    right = question["fact"].split("/")[1]
    limits = read_parameters(entities)
    if reading == "model":
        given = as_understood(knowledge, question["job"], text, parsed, limits)
        return given or Answer(""), given is not None
    likely = {right: 1.0} if reading == "right" else {"": 0.0}
    return answer_topic(knowledge, question["job"], right, text, likely=likely, parameters=limits), True


def as_understood(
    knowledge: Knowledge, job: str, text: str, parsed: dict[str, Any], limits: Parameters
) -> Answer | None:
    """Answer as the actions do for the intent that the model found; None where they would tell no fact of the job."""
    likely = model_topics(parsed)
    intent = parsed["intent"]["name"]
    topic = intent.removeprefix(ASK)
    if intent == COMPARISON:
        named = [str(entity["value"]) for entity in parsed["entities"] if entity["entity"] == "job"]
        jobs = [record for record in map(knowledge.job, dict.fromkeys([job, *named])) if record]
        return compare(knowledge, jobs, text) if len(jobs) > 1 else None
    if topic in TOPICS:
        return answer_topic(knowledge, job, topic, text, likely=likely, parameters=limits)
    if intent in DOUBTFUL:
        return answer_doubtful(knowledge, job, text, likely)
    if intent == REFUSED:
        return answer_doubtful(knowledge, job, text, likely, refused=float(parsed["intent"]["confidence"]))
    return None


def model_topics(parsed: dict[str, Any]) -> dict[str, float]:
    """Give the model's confidence in each topic of a job."""
    names = {r["name"]: float(r["confidence"]) for r in parsed["intent_ranking"]}
    likely = {topic: names[ASK + topic] for topic in TOPICS if ASK + topic in names}
    return {**likely, DIFFERENCES: names[COMPARISON]} if COMPARISON in names else likely


def without_jobs(text: str, entities: list[dict[str, Any]], job: str) -> str:
    """Take the mentions of `job` out of a text, as the actions do."""
    from actions.conversation import without

    return without(text, entities, job)


def measure(questions: list[dict[str, Any]], understood: dict[str, dict[str, Any]]) -> list[Result]:
    """Answer every question under every reading."""
    knowledge, results = Knowledge(), []
    for question in questions:
        accepted = {question["fact"], *(question.get("also") or ())}
        for reading in READINGS:
            given, answered = answer(knowledge, question, understood[question["text"]], reading)
            said = {"Oui.": "yes", "Non.": "no"}.get(given.text[:4])
            results.append(
                Result(
                    reading,
                    question["fact"].split("/")[1],
                    bool(accepted & set(given.told)) and answered,
                    bool(given.told) and given.told[0] in accepted and answered,
                    len(given.text) if answered else 0,
                    question.get("yes_no"),
                    said,
                    answered,
                )
            )
    return results


def summary(results: list[Result]) -> dict[str, Any]:
    """Sum results up."""
    share = [100 * sum(values) / len(results) for values in ([r.found for r in results], [r.first for r in results])]
    yes_no = Counter("right" if r.said == r.wanted else "wrong" if r.said else "silent" for r in results if r.wanted)
    return {
        "questions": len(results),
        "fact in the answer, %": round(share[0], 1),
        "fact first, %": round(share[1], 1),
        "median length": statistics.median([r.length for r in results if r.answered] or [0]),
        "answered with facts, %": round(100 * sum(r.answered for r in results) / len(results), 1),
        "yes/no": dict(yes_no),
        "yes/no said though none is known": sum(1 for r in results if r.said and not r.wanted),
    }


def report(results: list[Result]) -> dict[str, Any]:
    """Sum up each reading, and the model's reading by topic."""
    told: dict[str, Any] = {r: summary([x for x in results if x.reading == r]) for r in READINGS}
    by_topic: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.reading == "model":
            by_topic[result.topic].append(result)
    told["model, by topic"] = {
        topic: [len(found), *(summary(found)[key] for key in ("fact in the answer, %", "fact first, %"))]
        for topic, found in sorted(by_topic.items())
    }
    return told


def whole_topics(questions: list[dict[str, Any]], understood: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Give the share of general questions that get the short answer, and of unlisted tools that are said to be so."""
    knowledge = Knowledge()
    general, unlisted = [], []
    for question in questions:
        parsed = understood[question["text"]]
        text = without_jobs(question["text"], parsed["entities"], question["job"])
        topic = question.get("topic", "skills")
        given = answer_topic(knowledge, question["job"], topic, text, likely=model_topics(parsed))
        if "topic" in question:
            general.append(not given.precise)
        elif "absent" in question:
            unlisted.append("ne figure pas" in given.text and question["absent"].lower() in given.text.lower())
    return {"general, %": 100 * float(np.mean(general)), "unlisted tool, %": 100 * float(np.mean(unlisted))}


def fit(
    questions: list[dict[str, Any]], understood: dict[str, dict[str, Any]], penalty: float = 1e-3
) -> dict[str, float]:
    """Fit the weights: those that make the facts asked for likeliest under a softmax of the scores."""
    from scipy.optimize import minimize

    knowledge = Knowledge()
    tables, rights, names = [], [], []
    for question in questions:
        parsed = understood[question["text"]]
        ranker = book_of(knowledge, question["job"]).ranker
        signs, _, _ = ranker.signs(
            without_jobs(question["text"], parsed["entities"], question["job"]), model_topics(parsed)
        )
        names = sorted(signs)
        accepted = {question["fact"], *(question.get("also") or ())}
        tables.append(np.stack([signs[name] for name in names], axis=1))
        rights.append(np.array([s.id in accepted for s in ranker.statements]))

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
        return total / size + penalty * float(weights @ weights), slope / size + 2 * penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True).x
    return {name: round(float(weight), 1) for name, weight in zip(names, found, strict=True)}


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="measure on the questions that the weights were fitted on")
    parser.add_argument("--fit", action="store_true", help="fit the weights on them and print them")
    parser.add_argument("--understood", type=Path, help="keep what the model understands here, and read it from here")
    parser.add_argument("--json", type=Path, help="write the figures here")
    options = parser.parse_args()
    questions = read(DEV if options.dev or options.fit else HELDOUT)
    if options.understood and options.understood.exists():
        understood = json.loads(options.understood.read_text("utf-8"))
    else:
        understood = parse([question["text"] for question in questions])
        if options.understood:
            options.understood.write_text(json.dumps(understood, ensure_ascii=False), "utf-8")
    precise = [question for question in questions if "fact" in question]
    if options.fit:
        print(json.dumps(fit(precise, understood), indent=2))
        return
    results = measure(precise, understood)
    figures = report(results)
    if options.dev:
        figures["whole topics"] = whole_topics(questions, understood)
    print(json.dumps(figures, indent=2, ensure_ascii=False))
    if options.json:
        options.json.write_text(
            json.dumps({"figures": figures, "results": [asdict(r) for r in results]}, ensure_ascii=False), "utf-8"
        )


if __name__ == "__main__":
    main()
