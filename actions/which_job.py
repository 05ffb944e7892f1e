"""Asks which job is meant, offers those likeliest, and takes the visitor's choice."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import (
    PENDING,
    TOPIC,
    Asked,
    asked_job,
    job_buttons,
    job_words,
    knowledge,
    listed,
    pointed_at,
    question,
    question_on,
    readings,
)
from ariane.knowledge.schema import TOPICS

MOST_BUTTONS = 4
FIRST_TOPIC = "description"  # told of a job that is named without a question
HISTORY = "history"
_MORE_THAN_A_RANK = 4  # words: « combien gagne le deuxième »


def ask_which_job(
    dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked, topic: str | None
) -> list[EventType]:
    """Ask which job is meant and keep the topic until it is known; the jobs just suggested or compared come first."""
    if asked.choices:
        jobs = [job for job in map(knowledge().job, asked.choices) if job]
        dispatcher.utter_message(response="utter_which_of_these", buttons=job_buttons(jobs[:MOST_BUTTONS]))
    elif asked.unknown:
        jobs = knowledge().jobs()
        dispatcher.utter_message(
            response="utter_unknown_job", unknown=asked.unknown, buttons=job_buttons(jobs[:MOST_BUTTONS])
        )
    else:
        jobs = [job for job in map(knowledge().job, listed(tracker)) if job] or knowledge().jobs()
        response = "utter_which_job_again" if tracker.get_slot(PENDING) else "utter_which_job"
        dispatcher.utter_message(response=response, buttons=job_buttons(jobs[:MOST_BUTTONS]))
    return [SlotSet(PENDING, topic)]


def tell_pointed_at(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Present the job that « le premier » points at, among those listed just before; None where it points at none."""
    from actions.answer import tell_topic

    asked = pointed_at(tracker)
    if asked is None or asked.job is None:
        return None
    # « combien gagne le deuxième ? » asks for more than what it is: the likeliest topic of the readings.
    named = (name.removeprefix("ask_") for name in readings(tracker))
    likely = next((topic for topic in named if topic in TOPICS), FIRST_TOPIC)
    says_more = len(question(tracker).split()) >= _MORE_THAN_A_RANK
    return tell_topic(dispatcher, tracker, asked.job, None, likely if says_more else FIRST_TOPIC, "")


class ActionTakeJob(Action):
    """Takes the job that the visitor named, and answers the question that waited for it."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_take_job"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Answer the topic that waits, else the one spoken of last, else present the job."""
        from actions.answer import tell_topic

        asked = asked_job(tracker)
        topic = _topic(tracker)
        if asked.job is None:
            return ask_which_job(dispatcher, tracker, asked, topic)
        # « et le data engineer ? » asks again, of another job, what was asked last.
        message = question_on(tracker, topic)
        again = question(tracker, message) if message else ""
        return tell_topic(dispatcher, tracker, asked.job, asked.title, topic, again, message)


def _topic(tracker: Tracker) -> str:
    """Give the topic that waits for a job, else the one spoken of last, else the first one to tell."""
    topic = tracker.get_slot(PENDING) or tracker.get_slot(TOPIC)
    return topic if topic in (*TOPICS, HISTORY) else FIRST_TOPIC


class ActionListJobs(Action):
    """Tells which jobs are known."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_list_jobs"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Name the jobs described in depth, the first ones as buttons, unless a fact of the job is asked for."""
        from actions.answer import tell_doubtful

        events = tell_doubtful(dispatcher, tracker)  # « vers quels métiers peut-on évoluer ? »
        if events is not None:
            return events
        jobs = knowledge().jobs()
        names = "\n".join(f"• {job_words(job)['job']}" for job in jobs)
        dispatcher.utter_message(response="utter_list_jobs", jobs=names, buttons=job_buttons(jobs[:MOST_BUTTONS]))
        return []
