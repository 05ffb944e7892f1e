"""Finds where a long message asks: a visitor tells a story of ten lines, and its question is in one of them.

The classifier reads that part by itself as well as the whole: the story hides the question, and the question alone may
lack what the story says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONG = 25  # words from which a message is taken for a story
_SHORTEST, _LONGEST = 4, 30  # words of a question that says enough by itself, and not the whole story
_TAIL = 20  # words read where nothing parts the message: people ask last
_END = re.compile(r"(?<=[.?!…;:])\s+|\n+")
_WORD = re.compile(r"\S+")


def question_span(text: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[int, int] | None:
    """Give the span of the question in a long `text`, None in a short one; the spans `taken` are never cut."""
    words = [match.span() for match in _WORD.finditer(text)]
    if len(words) < LONG:
        return None
    sentences = _sentences(text)
    asked = [span for span in sentences if "?" in text[slice(*span)]]
    start, end = (asked or sentences)[-1]
    if not _SHORTEST <= len(text[start:end].split()) <= _LONGEST:
        start, end = words[-_TAIL][0], words[-1][1]
    start = min([first for first, last in taken if first < start < last], default=start)
    end = max([last for first, last in taken if first < end < last], default=end)
    return start, end


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [match.span() for match in _END.finditer(text)]
    starts = [0, *(after for _, after in cuts)]
    ends = [*(before for before, _ in cuts), len(text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if text[start:end].strip()]
