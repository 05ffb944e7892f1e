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
    confidence,
    entities,
    intent,
    job_words,
    keep_job,
    knowledge,
    likely_topics,
    parameters,
    question,
    remember,
    say,
    spoken_of,
    topics_asked,
)
from actions.which_job import ask_which_job
from ariane.answers.glossary import define
from ariane.answers.history import answer_history
from ariane.answers.parameters import NONE
from ariane.answers.topic import Answer, answer_doubtful, answer_topic, answer_with_word, fact_among
from ariane.knowledge.records import Job

DESCRIPTION, HISTORY, SALARY = "description", "history", "salary"
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
            return _tell_of_kept(dispatcher, tracker, asked) or ask_which_job(dispatcher, tracker, asked, topics[0])
        events = tell_doubtful(dispatcher, tracker) if topics == [HISTORY] else None  # « le métier est-il récent ? »
        if events is not None:
            return events
        if len(topics) > 1:
            return _tell_both(dispatcher, tracker, asked.job, asked.title, topics)
        return tell_topic(dispatcher, tracker, asked.job, asked.title, topics[0], question(tracker))


def _tell_of_kept(dispatcher: CollectingDispatcher, tracker: Tracker, asked: Asked) -> list[EventType] | None:
    """Answer on the job spoken of where what looks like another job is a word of its facts: « dans une usine »."""
    kept = spoken_of(tracker)
    text = str(tracker.latest_message.get("text") or "")
    shared = [text[e["start"] : e["end"]] for e in entities(tracker, "job_choice") if "start" in e]
    named = [asked.unknown] if asked.unknown else shared
    if kept.job is None or not named or topics_asked(tracker) == [SALARY]:
        return None
    answer = answer_with_word(knowledge(), kept.job.slug, question(tracker), named, likely_topics(tracker))
    if answer is None:
        return None
    say(dispatcher, tracker, PRECISE, answer, **job_words(kept.job, kept.title))
    return keep_job(kept.job, kept.title) + remember(answer, answer.topic)


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
    answer = find(tracker, job, topic, asked, message)
    _tell(dispatcher, tracker, job, title, topic, answer)
    return keep_job(job, title) + remember(answer, topic)


def tell_doubtful(
    dispatcher: CollectingDispatcher, tracker: Tracker, *, at_a_loss: bool = False
) -> list[EventType] | None:
    """Tell the facts that a message taken for something else is probably after.

    None without a job spoken of, or a fact that is sure enough: the action then does what it is for. With `at_a_loss`,
    it could only ask again, and a likely fact is better.
    """
    asked = spoken_of(tracker)
    answer = find_doubtful(tracker, asked, at_a_loss=at_a_loss)
    if asked.job is None or answer is None:
        return None
    say(dispatcher, tracker, PERHAPS, answer, **job_words(asked.job, asked.title))
    return keep_job(asked.job, asked.title) + remember(answer, answer.topic)


def find_doubtful(tracker: Tracker, asked: Asked, *, at_a_loss: bool = False) -> Answer | None:
    """Find the facts that the last message, taken for something else, is probably after; None where none is sure."""
    text = question(tracker)
    if asked.job is None or not text:
        return None
    sure = 0.0 if at_a_loss else confidence(tracker)
    likely = likely_topics(tracker)
    return answer_doubtful(knowledge(), asked.job.slug, text, likely, intent=intent(tracker), confidence=sure)


def _tell_both(
    dispatcher: CollectingDispatcher, tracker: Tracker, job: Job, title: str | None, topics: list[str]
) -> list[EventType]:
    """Tell two topics, each in short; « plus de détails » then follows on the second.

    The fact that the message plainly asks for comes first, and stands for its topic.
    """
    fact = fact_among(knowledge(), job.slug, question(tracker), likely_topics(tracker))
    topics = [topic for topic in topics if fact is None or topic != fact.topic]
    answers = [find(tracker, job, topic, "") for topic in topics]
    if fact is not None:
        topics, answers = [fact.topic, *topics], [fact, *answers]
    for topic, answer in zip(topics, answers, strict=True):
        _tell(dispatcher, tracker, job, title, topic, answer)
    told = tuple(statement for answer in answers for statement in answer.told)
    sources = tuple(dict.fromkeys(source for answer in answers for source in answer.sources))
    return keep_job(job, title) + remember(replace(answers[-1], told=told, sources=sources), topics[-1])


def find(tracker: Tracker, job: Job, topic: str, asked: str, message: Message | None = None) -> Answer:
    """Find what answers the question `asked` on `topic` of `job` (see tell_topic)."""
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
