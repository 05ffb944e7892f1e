"""Answers a question on a topic of a job."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.compare import asks_between, tell_between
from actions.conversation import (
    Asked,
    Message,
    asked_job,
    entities,
    job_words,
    keep_job,
    knowledge,
    likely_topics,
    parameters,
    question,
    remember,
    say,
    topics_asked,
)
from actions.which_job import ask_which_job
from ariane.answers.glossary import define
from ariane.answers.history import answer_history
from ariane.answers.parameters import NONE
from ariane.answers.topic import Answer, answer_doubtful, answer_topic
from ariane.knowledge.records import Job

DESCRIPTION, HISTORY = "description", "history"
PRECISE = "utter_fact"
NOTHING = "utter_nothing_known"
PERHAPS = "utter_perhaps"


class ActionAnswerTopic(Action):
    """Tells what is known of the topic of the intent `ask_<topic>`, or of two topics, for the job named or kept."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_answer_topic"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Answer, or ask which job is meant."""
        if asks_between(tracker):
            return tell_between(dispatcher, tracker)
        topics = topics_asked(tracker)
        asked = asked_job(tracker)
        if topics == [HISTORY] and asked.job is None and not asked.unknown:
            answer = answer_history(knowledge(), (), question(tracker))
            say(dispatcher, tracker, "utter_history", answer)
            return remember(answer, HISTORY)
        if asked == Asked() and topics == [DESCRIPTION] and entities(tracker, "term"):
            return tell_terms(dispatcher, tracker)  # « une base de données, c’est quoi ? »: a word, not a job
        if asked.job is None:
            return ask_which_job(dispatcher, asked, topics[0])
        if len(topics) > 1:
            return _tell_both(dispatcher, tracker, asked.job, asked.title, topics)
        return tell_topic(dispatcher, tracker, asked.job, asked.title, topics[0], question(tracker))


def tell_terms(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Define the terms that the last message names."""
    answer = define(knowledge(), [str(entity["value"]) for entity in entities(tracker, "term")])
    say(dispatcher, tracker, "utter_term", answer)
    return remember(answer, "term")


def tell_topic(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    job: Job,
    title: str | None,
    topic: str,
    asked: str,
    message: Message | None = None,
) -> list[EventType]:
    """Tell `topic` of `job`: the facts that the question `asked` is after, or the short answer when it is empty.

    `message` is the one that asked, where it is not the last one.
    """
    answer = _find(tracker, job, topic, asked, message)
    _tell(dispatcher, tracker, job, title, topic, answer)
    return keep_job(job, title) + remember(answer, topic)


def tell_doubtful(
    dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked, *, refused: float = 0.0
) -> list[EventType] | None:
    """Tell the facts that a doubtful message is probably after; None without a job or a fact that is sure enough."""
    text = question(tracker)
    if asked.job is None or not text:
        return None
    answer = answer_doubtful(knowledge(), asked.job.slug, text, likely_topics(tracker), refused=refused)
    if answer is None:
        return None
    say(dispatcher, tracker, PERHAPS, answer, **job_words(asked.job, asked.title))
    return keep_job(asked.job, asked.title) + remember(answer, answer.topic)


def _tell_both(
    dispatcher: CollectingDispatcher, tracker: Tracker, job: Job, title: str | None, topics: list[str]
) -> list[EventType]:
    """Tell two topics, each in short; « plus de détails » then follows on the second."""
    answers = [_find(tracker, job, topic, "") for topic in topics]
    for topic, answer in zip(topics, answers, strict=True):
        _tell(dispatcher, tracker, job, title, topic, answer)
    told = tuple(statement for answer in answers for statement in answer.told)
    sources = tuple(dict.fromkeys(source for answer in answers for source in answer.sources))
    return keep_job(job, title) + remember(replace(answers[-1], told=told, sources=sources), topics[-1])


def _find(tracker: Tracker, job: Job, topic: str, asked: str, message: Message | None = None) -> Answer:
    if topic == HISTORY:
        return answer_history(knowledge(), job.fields, asked)
    likely = likely_topics(tracker, message) if asked else None
    limits = parameters(tracker, message) if asked or len(topics_asked(tracker)) > 1 else NONE
    return answer_topic(knowledge(), job.slug, topic, asked, likely=likely, parameters=limits)


def _tell(
    dispatcher: CollectingDispatcher, tracker: Tracker, job: Job, title: str | None, topic: str, answer: Answer
) -> None:
    said = PRECISE if answer.precise else f"utter_{topic}"
    response = said if answer.told else NOTHING
    say(dispatcher, tracker, response, answer, **job_words(job, title))
