"""French typography of the text that a visitor reads: no-break spaces, guillemets, apostrophes, thousands.

`faults` finds what is wrong and `mend` puts it right; both leave alone addresses, code between backquotes, template
fields between braces, times, and a leading `key: value`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

NBSP = "\u00a0"
APOSTROPHE = "\u2019"
# Every blank that a keyboard or a word processor may have put where a no-break space belongs.
BLANK = r"[ \t\u00a0\u2009\u202f]"


class Edit(NamedTuple):
    """One replacement: text[start:end] becomes `new`."""

    start: int
    end: int
    new: str
    rule: str


class Fault(NamedTuple):
    """A typographic fault: where it is in the text, what is wrong, the piece at fault, and the same piece mended."""

    start: int
    rule: str
    found: str
    mended: str


PROTECTED = re.compile(
    r"""
      `[^`]*`                             # code
    | \w+://[^\s»<>]+ | \bwww\.[^\s»<>]+  # addresses
    | [\w.+-]+@[\w-]+\.[\w.-]+            # electronic mail
    | /\w+\{[^}]*\}                       # payload of a button
    | \{[^{}]*\}                          # template field
    | &\#?\w+;                            # HTML entity
    | \b\d{1,2}:\d{2}\b                   # time
    | ^[\w-]+:[ ](?=\S)                   # key: value
    """,
    re.VERBOSE,
)

Replacement = Callable[[re.Match[str]], str]


def _group_thousands(digits: str) -> str:
    return f"{int(digits):,}".replace(",", NBSP)


def _mend_number(match: re.Match[str]) -> str:
    """Group the thousands of a bare number, unless a code name precedes it (ISO 27001, RNCP 36129)."""
    before = match.string[: match.start()]
    if re.search(rf"\b[A-Z][A-Z/]+{BLANK}?$", before):
        return match.group()
    return _group_thousands(match.group())


RULES: tuple[tuple[str, re.Pattern[str], Replacement], ...] = (
    (
        "espace insécable avant la ponctuation double",
        re.compile(rf"(?<=\S){BLANK}+(?=[:;?!»](?![\w/=]))"),
        lambda m: NBSP,
    ),
    (
        "espace insécable avant la ponctuation double",
        re.compile(r"(?<=[\w)’'…%€.+#])(?=[;?!]+(?:[\s»)]|$))|(?<=[^\s«])(?=»)"),
        lambda m: NBSP,
    ),
    # A colon stuck to its word is mended only inside a sentence: alone, `mot: …` may be a key and its value.
    (
        "espace insécable avant le deux-points",
        re.compile(r"(?<=[ \u00a0]\w)(?=:\s)|(?<=[a-zà-ÿ]{2})(?=:\s)"),
        lambda m: NBSP if re.search(r"\s", m.string[: m.start()].strip()) else "",
    ),
    ("espace insécable après «", re.compile(rf"(?<=«){BLANK}*(?=\S)"), lambda m: NBSP),
    ("espace insécable avant % et €", re.compile(rf"(?<=\d){BLANK}*(?=[%€])|(?<=\}}){BLANK}+(?=[%€])"), lambda m: NBSP),
    ("espace insécable avant % et €", re.compile(rf"(?<=\d){BLANK}*(?=k€)"), lambda m: NBSP),
    (
        "espace insécable entre les milliers",
        re.compile(rf"(?<![\d.,/-])\d{{1,3}}(?:{BLANK}\d{{3}})+(?![\d/]|,\d{{3}})"),
        lambda m: re.sub(BLANK, NBSP, m.group()),
    ),
    (
        "espace insécable entre les milliers",
        re.compile(r"(?<![\w.,/+-])[1-9]\d{4,8}(?![\w/-]|[.,]\d{3})"),
        _mend_number,
    ),
    (
        "espace insécable entre les milliers",
        re.compile(rf"(?<![\w.,/+-])[1-9]\d{{3}}(?={BLANK}*(?:€|euros?\b))"),
        lambda m: _group_thousands(m.group()),
    ),
    ("apostrophe typographique", re.compile(r"(?<=\w)['\u02bc\u00b4\u2018](?=[\w«])"), lambda m: APOSTROPHE),
    (
        "guillemets français",
        re.compile(r"(?<![\w=])[\"“]\s*([^\"“”]+?)\s*[\"”](?![\w])"),
        lambda m: f"«{NBSP}{m.group(1)}{NBSP}»",
    ),
    ("points de suspension", re.compile(r"(?<=[\w\s»)])\.\.\.(?!\.)"), lambda m: "…"),
    ("espace en double", re.compile(r"(?<=\S) {2,}(?=\S)"), lambda m: " "),
)


def _protected(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in PROTECTED.finditer(text)]


def _first_edit_of_each_rule(text: str) -> Iterator[Edit]:
    """Yield what each rule would change in `text`, outside protected stretches."""
    shields = _protected(text)
    for rule, pattern, replacement in RULES:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any((start < stop and end > begin) or begin < start < stop for begin, stop in shields):
                continue
            new = replacement(match)
            if new != match.group():
                yield Edit(start, end, new, rule)


def edits(text: str) -> list[Edit]:
    """Return the replacements that mend `text`, in order and without overlap.

    Where two rules want the same place, the first in the text wins; a second call mends what is left.
    """
    chosen: list[Edit] = []
    for edit in sorted(_first_edit_of_each_rule(text), key=lambda e: (e.start, e.end)):
        if not chosen or edit.start > chosen[-1].end or (edit.start == chosen[-1].end and edit.end > edit.start):
            chosen.append(edit)
    return chosen


def apply(text: str, changes: list[Edit]) -> str:
    """Return `text` with `changes` (ordered, not overlapping) made."""
    pieces: list[str] = []
    position = 0
    for change in changes:
        pieces += [text[position : change.start], change.new]
        position = change.end
    return "".join([*pieces, text[position:]])


def mend(text: str) -> str:
    """Return `text` in careful French typography. Mending mended text changes nothing."""
    for _ in range(4):  # a quotation mended inside another needs a second pass, never a fourth
        changes = edits(text)
        if not changes:
            break
        text = apply(text, changes)
    return text


def faults(text: str) -> list[Fault]:
    """Return the typographic faults of `text`, in order; each shows a few words around it as found and as mended."""
    found: list[Fault] = []
    for edit in edits(text):
        left = text.rfind(" ", 0, max(edit.start - 1, 0)) + 1
        right = text.find(" ", edit.end + 1)
        right = len(text) if right < 0 else right
        found.append(
            Fault(
                edit.start,
                edit.rule,
                text[left:right],
                text[left : edit.start] + edit.new + text[edit.end : right],
            )
        )
    return found
