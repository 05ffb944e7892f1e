"""Tells how to reach a job, from where the visitor is when they say it."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import ActionAnswerTopic
from actions.conversation import (
    JOB,
    Asked,
    asked_job,
    entities,
    intent,
    job_words,
    keep_job,
    knowledge,
    question,
    remember,
    say,
)
from actions.recommend import FORM, keep, note_profile, own_job, read_message, tell_misheard, wishes_of
from ariane.answers.path import starts_somewhere, tell_path
from ariane.answers.topic import Answer, answer_topic
from ariane.knowledge.records import Job

_TRAINING, _TELL = "training", "tell_profile"


class ActionTellPath(Action):
    """Answers on training: the path from the visitor's level or occupation when one was told, the routes otherwise."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_tell_path"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Tell the path, or hand the question over to the answer on training."""
        told = read_message(tracker)
        asked = _goal(tracker)
        if intent(tracker) == _TELL and (asked.job is None or not starts_somewhere(told)):
            return tell_misheard(dispatcher, tracker) or [
                *note_profile(dispatcher, tracker),
                FollowupAction(FORM),
            ]
        if asked.job is None or not starts_somewhere(told):
            return ActionAnswerTopic().run(dispatcher, tracker, domain)
        answer = _with_advice(asked.job, tracker, tell_path(knowledge(), asked.job, wishes_of(tracker).and_then(told)))
        if not answer.text:  # official records have no routes, but say how one gets there
            return [*ActionAnswerTopic().run(dispatcher, tracker, domain), *keep(told)]
        say(dispatcher, tracker, "utter_path", answer, **job_words(asked.job, asked.title))
        return [*keep_job(asked.job, asked.title), *remember(answer, _TRAINING), *keep(told)]


def _goal(tracker: Tracker) -> Asked:
    """Give the job aimed at: the last named (« je suis comptable, comment devenir data analyst ? »), or that kept."""
    named = entities(tracker, "job")
    if len(named) > 1:
        job = knowledge().job(str(named[-1]["value"]))
        return Asked(job=job, title=named[-1].get("label"))
    kept = tracker.get_slot(JOB)
    if named and kept and (intent(tracker) == _TELL or own_job(tracker)):
        return Asked(job=knowledge().job(kept))  # « je suis comptable, comment y arriver ? »
    return asked_job(tracker)


def _with_advice(job: Job, tracker: Tracker, path: Answer) -> Answer:
    """Put before the steps the fact that speaks of the visitor's situation, where the knowledge base has one."""
    asked = question(tracker)
    found = answer_topic(knowledge(), job.slug, _TRAINING, asked) if asked else None
    if found is None or not found.precise or not path.text:
        return path
    return Answer(
        text=f"{found.text}\n{path.text}",
        precise=True,
        told=tuple(dict.fromkeys((*found.told, *path.told))),
        left=found.left,
        sources=tuple(dict.fromkeys((*found.sources, *path.sources))),
    )
