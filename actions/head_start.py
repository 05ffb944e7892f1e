"""Begins on a question before its action is called (see ariane/nlu/head_start.py)."""

from __future__ import annotations

from typing import Any

from actions.conversation import knowledge, question_in, subject_of
from ariane.answers.books import book_of


def begin(text: str, entities: list[dict[str, Any]], kept: str | None) -> None:
    """Rank the facts of the job that `text` is about against what it asks: the ranker keeps what it worked out.

    `entities` are those of the message, `kept` the slug of the job spoken of before. What the classifier will make of
    the message is not known yet: where the job or the question depends on it, this may be in vain.
    """
    subject = subject_of(entities, "", text, kept)
    asked = question_in(text, entities, subject)
    if subject and asked and knowledge().job(subject):
        book_of(knowledge(), subject).ranker.look_at(asked)
