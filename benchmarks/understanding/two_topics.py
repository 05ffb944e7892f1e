"""How often two questions in one message are both heard: `python -m benchmarks.understanding.two_topics`.

Each message of benchmarks/heldout/two-topics.yml asks two things; the questions of intents-clean.yml and of
intents-noisy.yml ask one: two topics heard there are heard wrongly. `--dev` measures on the development files, and
`--missed` prints what is missed there.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ariane.evaluation.parsing import current_model, parse_texts
from ariane.evaluation.questions import read_entries
from ariane.nlu.two_topics import TOPIC_INTENTS
from ariane.paths import PROJECT

HELD_OUT, DEV = PROJECT / "benchmarks" / "heldout", PROJECT / "benchmarks" / "dev"
TWO = "two-topics.yml"
ONE = {HELD_OUT: ("intents-clean.yml", "intents-noisy.yml"), DEV: ("dev.yml",)}


def topics_of(parsed: Mapping[str, Any]) -> list[str]:
    """Give the topics heard in a message that holds two questions; an empty list for one question."""
    return next((list(entity["value"]) for entity in parsed["entities"] if entity["entity"] == "topics"), [])


def heard(asked: Sequence[str], parsed: Mapping[str, Any]) -> str:
    """Say whether `asked` were heard: `both`, `one` (the message was taken for one question) or `other` topics."""
    topics = topics_of(parsed)
    if not topics:
        return "one"
    return "both" if set(topics) == set(asked) else "other"


def measure(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """Give the figures of `folder`, and the messages that are not understood as they should be."""
    two = read_entries(folder / TWO)
    one = [question for name in ONE[folder] for question in read_entries(folder / name)]
    parsed = parse_texts(current_model(), (question["text"] for question in (*two, *one)))
    outcomes = [heard(question["intents"], parsed[question["text"]]) for question in two]
    wrongly = [q["text"] for q in one if q["intent"] in TOPIC_INTENTS and topics_of(parsed[q["text"]])]
    figures = {
        "messages with two questions": len(two),
        **{outcome: outcomes.count(outcome) for outcome in ("both", "one", "other")},
        "messages with one question": sum(q["intent"] in TOPIC_INTENTS for q in one),
        "two heard wrongly": len(wrongly),
    }
    missed = [q["text"] for q, outcome in zip(two, outcomes, strict=True) if outcome != "both"]
    return figures, [*missed, *wrongly]


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="measure on the development files")
    parser.add_argument("--missed", action="store_true", help="with --dev: print what is missed or heard wrongly")
    options = parser.parse_args()
    figures, missed = measure(DEV if options.dev else HELD_OUT)
    print(json.dumps(figures, indent=2))
    if options.dev and options.missed:
        print("\n".join(missed))


if __name__ == "__main__":
    main()
