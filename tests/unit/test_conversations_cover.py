"""The conversations of tests/conversations/ are enough, of a fair length, and about everything that Ariane does."""

from __future__ import annotations

import pytest

from tests.conversations.runner import Conversation, conversations

SHORTEST, LONGEST, ENOUGH = 3, 8, 50
# What at least one conversation of that length says to be about, by its key `covers`. Imported jobs and handing a
# summary over need servers of their own: tests/conversations/test_handing_over.py.
COVERED = (
    "comparison", "the same job twice", "an unknown job",
    "recommendation", "skipping", "going back", "giving up", "a question in the middle", "tastes at the start",
    "first suggestions", "path", "more and less", "sources", "reliability", "feedback in words", "human adviser",
    "what is kept", "erasing", "small talk", "another language", "pictograms", "an enormous message", "off topic",
    "insults", "distress in the questionnaire", "figures of speech", "a job pointed at", "not understood",
)  # fmt: skip


def fair() -> list[Conversation]:
    return [one for one in conversations() if SHORTEST <= len(one.turns) <= LONGEST]


def test_there_are_enough_of_a_fair_length() -> None:
    assert len(fair()) >= ENOUGH


@pytest.mark.parametrize("subject", COVERED)
def test_every_subject_is_talked_of(subject: str) -> None:
    assert [one for one in fair() if subject in one.covers], f"no conversation of 3 to 8 turns covers « {subject} »"


def test_only_known_subjects_are_covered() -> None:
    assert {subject for one in conversations() for subject in one.covers} <= set(COVERED)


def test_an_enormous_message_is_enormous() -> None:
    about = [one for one in fair() if "an enormous message" in one.covers]
    assert max(len(turn.said) for one in about for turn in one.turns) > 10_000
