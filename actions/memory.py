"""What actions remember of what was said, and how they find it again in the conversation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions.conversation import JOB, LEFT, PENDING, SOURCES, TOLD, TOPIC, knowledge
from ariane.answers.topic import Answer
from ariane.knowledge.records import Job

ANSWER, TAKE_JOB, TERM, PATH = "action_answer_topic", "action_take_job", "action_define_term", "action_tell_path"
COMPARE, RECOMMEND = "action_compare", "action_recommend"
MORE, BRIEF, WHY = "action_more_details", "action_in_brief", "action_tell_why"
COMPARED = "compared"  # slot: slugs of the jobs compared last
_ANSWERING = frozenset({ANSWER, TAKE_JOB, TERM, PATH, COMPARE, RECOMMEND})
# Actions that tell facts of the job where a doubtful message is probably after them (see tell_doubtful).
_PERHAPS = frozenset(
    {
        "action_clarify",
        "action_decline",
        "action_list_jobs",
        "action_tell_privacy",
        "action_tell_reliability",
        "action_tell_sources",
    }
)


def remember_told(answer: Answer, *, topic: str | None = None) -> list[EventType]:
    """Keep what was told; without a topic, a job named next is presented instead of being asked the same again."""
    return [
        SlotSet(TOPIC, topic),
        SlotSet(TOLD, list(answer.told)),
        SlotSet(LEFT, list(answer.left)),
        SlotSet(SOURCES, list(answer.sources)),
        SlotSet(PENDING, None),
    ]


def last_answering(tracker: Tracker) -> str | None:
    """Give the name of the last action that answered a question, or None; ANSWER for one that told facts instead."""
    kept: set[str] = set()  # slots set by the action, which comes before them
    for event in reversed(tracker.events):
        if event.get("event") == "slot":
            kept.add(str(event.get("name")))
        elif event.get("event") == "action":
            name = str(event.get("name"))
            if TOLD in kept and (name in _PERHAPS or (name == COMPARE and COMPARED not in kept)):
                return ANSWER
            if name in _ANSWERING:
                # « lequel paie le mieux ? », taken for a question on a topic, is a comparison still: no topic is kept.
                between = name == ANSWER and tracker.get_slot(COMPARED) and not tracker.get_slot(TOPIC)
                return COMPARE if between else name
            kept.clear()
    return None


def recent_jobs(tracker: Tracker, most: int) -> list[Job]:
    """Give the jobs that the conversation was about, the last ones, in the order in which they came."""
    slugs: list[str] = []
    for event in tracker.events:
        if event.get("event") == "slot" and event.get("name") == JOB and isinstance(event.get("value"), str):
            slugs = [slug for slug in slugs if slug != event["value"]] + [event["value"]]
    return [job for job in map(knowledge().job, slugs[-most:]) if job]


def turns(tracker: Tracker) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Give each message of the visitor with Ariane's messages after it, oldest first."""
    found: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []
    for event in tracker.events:
        if event.get("event") == "user":
            found.append((event, []))
        elif event.get("event") == "bot" and found:
            found[-1][1].append(event)
    return found


def answered_turn(tracker: Tracker) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Give the last turn before this one that got an answer, or None."""
    return next((turn for turn in reversed(turns(tracker)[:-1]) if turn[1]), None)
