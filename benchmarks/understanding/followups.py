"""Whether a conversation keeps to the right job: `python -m benchmarks.understanding.followups`.

Each dialogue of benchmarks/heldout/followups.yml is held with the trained model and the actions themselves (see
ariane/evaluation/followups.py): after each turn, the intent found and the job in force are compared with those that a
person would expect.
"""

from __future__ import annotations

import argparse
import json

from ariane.evaluation.followups import figures, hold, read_dialogues, texts
from ariane.evaluation.parsing import current_model, parse_texts


def main() -> None:
    """Measure, and print the figures."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    dialogues = read_dialogues()
    followed = hold(dialogues, parse_texts(current_model(), texts(dialogues)))
    told = {"all": figures(followed), "follow-ups": figures([turn for turn in followed if turn.follows])}
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
