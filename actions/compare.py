"""Sets jobs side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import (
    JOB,
    TITLE,
    Asked,
    asked_job,
    entities,
    job_buttons,
    job_words,
    keep_job,
    knowledge,
    likely_topics,
    question,
    say,
    without,
)
from actions.memory import COMPARE, COMPARED, RECOMMEND, last_answering, recent_jobs, remember_told
from actions.which_job import ask_which_job, tell_pointed_at
from ariane.answers.comparison import MOST, asked_criterion, compare, differences_only, same_job
from ariane.answers.topic import Answer, fact_between
from ariane.knowledge.records import Job

SUGGESTED = "suggested"
_TABLE_CHANNEL = "web"  # shows the table, so that the text need not tell it again
_TWO = re.compile(r"\b(deux|2)\b", re.IGNORECASE)
# « lequel paie le mieux ? », as people spell it; what stands beside it may be taken for a question on one job.
_WHICH = re.compile(r"\b(l[ea]s?\s?(?:quel|kel)(?:le)?s?|des (?:deux|2|trois|3))\b", re.IGNORECASE)
_COMPARE = re.compile(r"\bcompar", re.IGNORECASE)
_BOTH_NAMED = re.compile(r"\b(ou|vs|versus|entre|contre)\b", re.IGNORECASE)


class ActionCompare(Action):
    """Compares the jobs named; the one named and the one kept; or those compared, suggested or spoken of last."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_compare"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Compare, or say what lacks."""
        asked = asked_job(tracker)
        mentions = entities(tracker, "job")
        if asked.choices and not mentions:
            return _tell_fact(dispatcher, tracker, asked) or ask_which_job(dispatcher, tracker, asked, None)
        named = _known(list(dict.fromkeys(str(mention["value"]) for mention in mentions)))
        if len(mentions) > 1 and len(named) == 1:
            return _say_same(dispatcher, tracker, named[0])
        jobs = _jobs(tracker, named)
        if len(jobs) < 2:
            # « est-ce le métier le mieux payé ? » asks for a fact, and no other job.
            return _tell_fact(dispatcher, tracker, asked) or _ask_other(dispatcher, tracker, asked, jobs)
        return _say_comparison(dispatcher, tracker, jobs[:MOST])


def asks_between(tracker: Tracker) -> bool:
    """Say whether the last message asks which of the jobs just compared or suggested fits a criterion."""
    return last_answering(tracker) in (COMPARE, RECOMMEND) and _asks_which(tracker)


def _asks_which(tracker: Tracker) -> bool:
    """Say whether the last message asks which of some jobs, that it does not name, fits a criterion."""
    text = question(tracker)
    return bool(not entities(tracker, "job") and _WHICH.search(text) and asked_criterion(text))


def tell_of_listed(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Answer « le premier », « lequel gagne le plus ? » taken for something else; None where it is neither."""
    return tell_pointed_at(dispatcher, tracker) or _tell_which(dispatcher, tracker)


def _tell_which(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Compare the last jobs where a message taken for something else asks which of them fits a criterion, or None."""
    jobs = _jobs(tracker, [])[:MOST] if _asks_which(tracker) else []
    return _say_comparison(dispatcher, tracker, jobs) if len(jobs) > 1 else None


def tell_between(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Set the jobs just compared or suggested side by side, on the criterion that the last message asks for."""
    return _say_comparison(dispatcher, tracker, _jobs(tracker, [])[:MOST])


def _tell_fact(dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked) -> list[EventType] | None:
    """Tell the fact that a message without a second job is after.

    It must be surer where the message asks for a comparison in so many words, or with a job that is not known.
    """
    from actions.answer import tell_doubtful  # it asks this module whether a message compares

    compares = bool(asked.unknown or _COMPARE.search(question(tracker)))
    return tell_doubtful(dispatcher, tracker, at_a_loss=not compares)


def _known(slugs: list[str]) -> list[Job]:
    return [job for job in map(knowledge().job, slugs) if job]


def _jobs(tracker: Tracker, named: list[Job]) -> list[Job]:
    """Give the jobs to compare: two or more, or as many as are known."""
    kept = tracker.get_slot(JOB)
    if len(named) > 1:  # the one spoken of first: what sets it apart is told from its side
        return sorted(named, key=lambda job: job.slug != kept)
    if named:
        # « data analyst ou plombier ? »: both are named, one is unknown; the one kept must not take its place.
        if kept and kept != named[0].slug and not _BOTH_NAMED.search(question(tracker)):
            return [*_known([kept]), *named]
        return named
    if entities(tracker, "unknown_job"):
        return _known([kept]) if kept else []
    slots = (SUGGESTED, COMPARED) if last_answering(tracker) == RECOMMEND else (COMPARED, SUGGESTED)
    for slot in slots:
        if tracker.get_slot(slot):
            kept = tracker.get_slot(slot)[-MOST:]
            return _known(kept[:2] if _TWO.search(question(tracker)) else kept)
    return recent_jobs(tracker, 2)


def _say_same(dispatcher: CollectingDispatcher, tracker: Tracker, job: Job) -> list[EventType]:
    answer = Answer(text=same_job(job))
    dispatcher.utter_message(response="utter_same_job", answer=answer.text, buttons=_neighbours(job))
    return keep_job(job, None)


def _ask_other(dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked, jobs: list[Job]) -> list[EventType]:
    """Ask what to compare with."""
    if not jobs:
        return ask_which_job(dispatcher, tracker, asked, None)
    words = job_words(jobs[0])
    if asked.unknown:
        response = "utter_compare_unknown"
        words["unknown"] = asked.unknown
    else:
        response = "utter_compare_with_what"
    dispatcher.utter_message(response=response, buttons=_neighbours(jobs[0]), **words)
    return keep_job(jobs[0], None)


def _neighbours(job: Job) -> list[dict[str, str]]:
    """Give buttons for the jobs that `job` is most often taken for; pressed, they compare."""
    others = _known([difference.other for difference in knowledge().differences(job.slug)])
    buttons = job_buttons(others or [other for other in knowledge().jobs() if other.slug != job.slug][:MOST])
    return [{**button, "payload": button["payload"].replace("/give_job", "/ask_comparison")} for button in buttons]


def _say_comparison(dispatcher: CollectingDispatcher, tracker: Tracker, jobs: list[Job]) -> list[EventType]:
    as_table = tracker.get_latest_input_channel() == _TABLE_CHANNEL
    answer = compare(knowledge(), jobs, question(tracker), names=_names(tracker, jobs), as_table=as_table)
    compared = [job.slug for job in jobs]
    again = compared == tracker.get_slot(COMPARED) and not entities(tracker, JOB)
    if again and not answer.precise and not _COMPARE.search(question(tracker)):
        answer = differences_only(knowledge(), jobs)  # « et lequel est mieux ? »: the whole was told already
    response = "utter_comparison_criterion" if answer.precise else "utter_comparison"
    if answer.precise:
        answer = _with_fact(tracker, jobs, answer)
    say(dispatcher, tracker, response, answer)
    return [*keep_job(jobs[0], None), *remember_told(answer), SlotSet(COMPARED, compared)]


def _with_fact(tracker: Tracker, jobs: list[Job], answer: Answer) -> Answer:
    """Put before a comparison the fact of the job spoken of that says just what is asked."""
    about = next((job for job in jobs if job.slug == tracker.get_slot(JOB)), jobs[0])
    mentions = tracker.latest_message.get("entities") or []
    asked = without(str(tracker.latest_message.get("text") or ""), mentions, about.slug)
    fact = fact_between(knowledge(), about.slug, asked, likely_topics(tracker), answer.told)
    if fact is None:
        return answer
    return replace(
        answer,
        text=f"{fact.text}\n{answer.text}",
        told=(*fact.told, *answer.told),
        sources=tuple(dict.fromkeys((*fact.sources, *answer.sources))),
    )


def _names(tracker: Tracker, jobs: list[Job]) -> list[str]:
    """Give the names that the visitor used for `jobs`, in this message or before; their own where there is none."""
    titles = {str(tracker.get_slot(JOB)): tracker.get_slot(TITLE)}
    titles |= {str(mention["value"]): mention.get("label") for mention in entities(tracker, "job")}
    return [job_words(job, titles.get(job.slug))["job"] for job in jobs]
