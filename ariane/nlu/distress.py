"""What patterns tell of a cry for help: which French help line fits, and what speaks against it. Plain Python, no Rasa.

The patterns (distress.yml) know what people say of themselves and of those near them. An alarming word in harmless
company (« mort de rire », « ce métier va-t-il mourir ? ») is taken out of the message before they are tried, and a
question on work in general (« les pompiers voient-ils des morts ? ») silences them. What they find is a sign among
others for the model (distress_model.py), and all there is where no model was trained.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from ruamel.yaml import YAML

from ariane.nlu.noise import normalize

DISTRESS, PERHAPS_DISTRESS = "distress", "perhaps_distress"  # intents: surely, and in doubt
SUICIDE, BULLYING, CHILDREN, WOMEN, MEDICAL, EMERGENCY = "3114", "3018", "119", "3919", "15", "112"
HELP_LINES = (SUICIDE, BULLYING, CHILDREN, WOMEN, MEDICAL, EMERGENCY)
# Tried in this order; the first group that fits tells the line.
_GROUPS = (
    ("bullying", BULLYING),
    ("women", WOMEN),
    ("children", CHILDREN),
    ("medical", MEDICAL),
    ("emergency", EMERGENCY),
)
_FILE = Path(__file__).with_name("distress.yml")


def help_line(text: str) -> str | None:
    """Give the help line that fits the distress told in `text`, or None where the patterns find none."""
    words = normalize(text)
    left = unexplained(words)
    return None if asks_about_work(words, left) else _line_of(left)


def signs(text: str) -> tuple[float, ...]:
    """Give what the patterns tell of `text`, 1 or 0 each: the help lines, then what speaks for or against distress."""
    words = normalize(text)
    left = unexplained(words)
    line = _line_of(left)
    told = (
        left != words,
        asks_about_work(words, left),
        _fits("of_work", words),
        _fits("of_oneself", words),
        _fits("means", left),
        (line if left == words else _line_of(words)) is not None,
    )
    return (*(0.5 * (line == one) for one in HELP_LINES), *(float(one) for one in told))


def asks_about_work(words: str, left: str) -> bool:
    """Say whether a message asks about work in general: nothing in it is of the visitor, of someone near, or of dying.

    `words` is the message, normalized; `left` what `unexplained` leaves of it.
    """
    return _fits("job_question", words) and not _fits("of_oneself", words) and not _fits("means", left)


def unexplained(words: str) -> str:
    """Give what is left of `words`, normalized, once alarming words in harmless company are taken out."""
    return " ".join(_patterns()["harmless"].sub(" ", words).split())


def _line_of(words: str) -> str | None:
    """Give the line of the first group that fits; who speaks of dying is given the line for that."""
    dying = _fits("suicide", words) or _fits("kin_in_pain", words)
    for group, line in _GROUPS:
        if _fits(group, words) and not (group == "bullying" and _fits("women", words)):
            return SUICIDE if dying and line not in (BULLYING, CHILDREN) else line
    return SUICIDE if dying else None


def _fits(group: str, words: str) -> bool:
    return _patterns()[group].search(words) is not None


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """Read and compile the groups of distress.yml, once."""
    content = YAML(typ="safe").load(_FILE.read_text("utf-8"))
    words = {name: f"(?:{_expand(pattern)})" for name, pattern in content.pop("words").items()}
    compiled = {group: _either([_written_out(line, words) for line in lines]) for group, lines in content.items()}
    # What is taken out is whole words: « taper des » must not be found in « tape dessus ».
    compiled["harmless"] = rf"(?:{compiled['harmless']})(?!\w)"
    return {group: re.compile(pattern) for group, pattern in compiled.items()}


def _either(patterns: list[str]) -> str:
    """Join patterns of which one must fit, from the start of a word, or of the message for those that say so.

    The start of a word is looked for once for all: Python then tries those alone whose first letter is there.
    """
    anchored = [pattern for pattern in patterns if pattern.startswith("^")]
    others = [pattern for pattern in patterns if not pattern.startswith("^")]
    at_words = [rf"\b(?:{'|'.join(others)})"] if others else []
    return "|".join([*at_words, *(f"(?:{pattern})" for pattern in anchored)])


def _written_out(line: str, words: dict[str, str]) -> str:
    pattern = _expand(line)
    for name, either in words.items():
        pattern = pattern.replace("{" + name + "}", either)
    return pattern


def _expand(pattern: str) -> str:
    """Write the shorthands out: `suicid*` any ending, `~3 ` at most three words."""
    return re.sub(r"~(\d+) ", r"(?:\\w+ ){0,\1}", re.sub(r"(?<!\\)([a-z])\*", r"\1\\w*", pattern))
