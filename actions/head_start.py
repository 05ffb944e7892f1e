"""Begins on a question before its action is called (see ariane/nlu/head_start.py)."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from actions.answer import find
from actions.conversation import JOB, TOLD_OF_JOBS, asked_job, intent, knowledge, question, topics_asked
from ariane.answers.topic import look_at


def begin(message: dict[str, Any], kept: str | None) -> None:
    """Work out what an action will need of `message`, as far as Rasa has read it: what is found is kept for the call.

    `kept` is the slug of the job spoken of before. Until the intent is known, the facts of the job are ranked; then the
    answer is worded, where it is on one topic of one job. Where the action needs something else, this is in vain.
    """
    tracker = Tracker("", {JOB: kept}, message, [], False, None, {}, "")
    job, asked, topics = asked_job(tracker).job, question(tracker), topics_asked(tracker)
    if job is None or not asked:
        return
    if not intent(tracker):
        look_at(knowledge(), job.slug, asked)
    elif len(topics) == 1 and topics[0] in TOLD_OF_JOBS:
        find(tracker, job, topics[0], asked)
