"""What actions read from a conversation and how they reply: the only place that knows the tracker's form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from ariane.answers.parameters import Parameters, read_parameters
from ariane.answers.statements import DIFFERENCES
from ariane.answers.topic import Answer
from ariane.french.case import capital
from ariane.french.elision import a, of, of_the, the
from ariane.knowledge.memory import RememberingKnowledge
from ariane.knowledge.records import Job
from ariane.knowledge.repository import Knowledge
from ariane.knowledge.schema import TOPICS as JOB_TOPICS
from ariane.paths import database_url

JOB, TITLE, TOPIC, PENDING = "job", "job_title", "topic", "pending_topic"
TOLD, LEFT, SOURCES, LAST = "told", "left", "told_sources", "last_answer"
JOB_ENTITIES = frozenset({"job", "job_choice"})  # entities that the question is read without
FALLBACK = "nlu_fallback"
RICH_CHANNELS = frozenset({"web"})  # channels that take sources, tables and charts beside the text
CURRENT_JOB = "current_job"  # the entity that holds the visitor's own job
# « je suis infirmière, à combien puis-je prétendre ? »: no other job being spoken of, it is that one.
_OF_ONES_OWN_JOB = frozenset({"ask_salary", "ask_outlook", "ask_career", "ask_conditions"})
_OF_TRAINING = "ask_training"
_GOAL = re.compile(r"\b(?:devenir|vers|comme|jusqu'à|jusqu’à)\s+(?:une? |le |la |l'|l’|au )?$", re.IGNORECASE)
# « il code autant qu'un data engineer ? », « comparé au data engineer »: measured against, not asked about.
_AGAINST = re.compile(
    r"\b(?:autant|plus|davantage|moins|mieux|pareil|pareille|differente?s?|différente?s?|compar\w+|rapport|"
    r"contrairement|au[- ]dessus|en[- ]dessous)\b.{0,40}?"
    r"\b(?:que |qu'|qu’|à |a |au |du |de |d'|d’)(?:une? |le |la |l'|l’)?$|"
    # « quelle nuance avec l'administrateur réseau ? », « la frontière entre lui et le MLOps »
    r"\b(?:diff[ée]rences?|nuances?|fronti[èe]re|distinction|limite|lien|rapport)\b.{0,40}?"
    r"\b(?:avec|entre (?:lui|elle|eux|ça|ca|ce métier) et) (?:une? |le |la |l'|l’|les |des )?$|"
    # « entre lui et le data scientist, qui fait quoi ? »
    r"\bentre (?:lui|elle|eux) et (?:une? |le |la |l'|l’|les )?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"^\s*et (?:lui|elle|eux)\b", re.IGNORECASE)  # « l'ingénieur data et lui, qui fait quoi ? »
# « un comptable peut-il se reconvertir en data analyst ? »: of two jobs named, the one to train for.
_TURNED_TO = re.compile(
    r"\b(?:devenir|reconvertir|orienter|passer|évoluer|basculer|bifurquer)\b.{0,12}?"
    r"\b(?:en|vers|comme|dans) (?:une? |le |la |l'|l’|les )?$|\bdevenir (?:une? )?$",
    re.IGNORECASE,
)
# « le premier », « combien gagne la 2e ? », « parle-moi du dernier » : one of the jobs that were listed just before.
# Followed by a noun, the word tells something else: « la première année ».
_RANK = re.compile(
    r"(?:\b(?:le|la|du|au|celui|celle|m[ée]tier|num[ée]ro|n°)|^(?:et|ok|va pour|plut[oô]t)?)\s*(?:num[ée]ro |n° ?)?"
    r"(?:(?P<one>premi[eè]re?|1(?:er|[eè]re)?)|(?P<two>deuxi[eè]me|secon[cd]e?|2(?:e|[eè]me|nde?)?)"
    r"|(?P<three>troisi[eè]me|3(?:e|[eè]me)?)|(?P<last>derni[eè]re?))"
    r"(?: (?:m[ée]tier|job|de la liste|alors|stp|svp|plut[oô]t|(?:m['’]|me )(?:va|pla[iî]t|int[eé]resse|tente|parle)"
    r"|(?:gagne|paie|paye|demande|recrute|c['’]est|est|a l['’]air)\b.*))*\s*[?!.…]*$",
    re.IGNORECASE,
)
_LISTS = ("suggested", "compared")  # slots that keep the jobs listed last
_MOST_LISTED = 3  # « la suite » adds three more to the first three
_TURNS_KEPT = 4  # messages after which a list is no longer in mind
ASK, TOPICS = "ask_", "topics"  # how an intent on a topic is named; the entity that holds the intents of two questions
COMPARISON = "comparison"
TOPICS_RANKED = frozenset((*JOB_TOPICS, COMPARISON))  # topics that the facts of a job answer
TOLD_OF_JOBS = frozenset((*JOB_TOPICS, "history"))
_MOST_TOPICS = 2
_LONG, _LONGEST = 400, 5000  # characters of a question, and of a message that is looked through for one
_LONGEST_NAME = 60
_SILENT = frozenset({"action_listen", "action_session_start"})  # actions that say nothing between two turns
_QUESTION = re.compile(r"[^.!?\n]*\?")


def knowledge() -> Knowledge:
    """Give the process's one reader of the knowledge base; it opens nothing until it is asked."""
    return _reader(database_url())


@lru_cache(maxsize=4)
def _reader(url: str) -> Knowledge:
    return RememberingKnowledge(url)


Message = Mapping[str, Any]  # as Rasa parsed it: text, intent, intent_ranking, entities


@dataclass(frozen=True)
class Asked:
    """The job that a message is about: known, to be chosen, unknown, or none."""

    job: Job | None = None
    title: str | None = None  # the name that the visitor used
    choices: tuple[str, ...] = ()
    unknown: str | None = None


def entities(tracker: Tracker, kind: str) -> list[dict[str, Any]]:
    """Give the entities of `kind` of the last message, in the order of the message."""
    return [entity for entity in tracker.latest_message.get("entities", []) if entity["entity"] == kind]


def intent(tracker: Tracker) -> str:
    """Give the name of the last message's intent."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def says_no_word(tracker: Tracker) -> bool:
    """Say whether the last message holds neither a letter nor a digit: pictograms or punctuation alone, or nothing."""
    return not any(character.isalnum() for character in str(tracker.latest_message.get("text") or ""))


def times_in_a_row(tracker: Tracker, action: str) -> int:
    """Count the turns just before this one that `action` answered alone."""
    times = 0
    for event in reversed(tracker.events):
        if event.get("event") != "action" or event.get("name") in _SILENT:
            continue
        if event.get("name") != action:
            break
        times += 1
    return times


def confidence(tracker: Tracker) -> float:
    """Give the confidence in the last message's intent; certainty where none is told, as for a button."""
    return float((tracker.latest_message.get("intent") or {}).get("confidence") or 1.0)


def question(tracker: Tracker, message: Message | None = None) -> str:
    """Give the last message, or `message`, with the jobs that it names taken out; empty for a button.

    Of a long message, only the sentences that ask, or else its end: the rest would blur what is asked.
    """
    message = message or tracker.latest_message
    text, mentions = str(message.get("text") or ""), message.get("entities") or []
    name = str((message.get("intent") or {}).get("name"))
    return question_in(text, mentions, subject_of(mentions, name, text, kept_job(tracker)))


def question_in(text: str, mentions: Sequence[Mapping[str, Any]], subject: str | None) -> str:
    """Give what `question` gives, from the text of a message on the job `subject`, and its `mentions`."""
    return "" if text.startswith("/") else _asking(without(text, mentions, subject))


def without(text: str, mentions: Sequence[Mapping[str, Any]], subject: str | None) -> str:
    """Give `text` without the mentions of the job `subject`; other jobs belong to what is asked and stay."""
    for entity in sorted(mentions, key=lambda e: -int(e.get("start") or 0)):
        named = _names(entity.get("value")) if entity["entity"] in JOB_ENTITIES else []
        if "start" in entity and named and (subject is None or subject in named):
            text = text[: entity["start"]] + text[entity["end"] :]
    return text.strip()


def subject_of(mentions: Sequence[Mapping[str, Any]], name: str, text: str, kept: str | None) -> str | None:
    """Give the slug of the job that a message is about, among its `mentions` and the job kept; None where none is.

    The visitor's own job (« je suis comptable »), unless one asks what life in it is like, the one to become after the
    job spoken of (« peut-on ensuite devenir data scientist ? », intent `name` ask_career) and one that it is measured
    against are not what the message is about. Of two jobs, one trains for the one to turn to.
    """
    own = [m for m in mentions if m["entity"] == CURRENT_JOB and "start" in m]
    own_slug = None
    if name == _OF_TRAINING:
        mentions = sorted(mentions, key=lambda m: not _TURNED_TO.search(text[: m.get("start") or 0]))
    for mention in mentions:
        slug = next(iter(_names(mention.get("value"))), None) if mention["entity"] == JOB else None
        if slug is None:
            continue
        if any(m["start"] <= mention.get("start", -1) < m["end"] for m in own):
            own_slug = slug
            continue
        before, after = text[: mention.get("start") or 0], text[mention.get("end") or len(text) :]
        goal = name == "ask_career" and _GOAL.search(before)
        if not (kept and slug != kept and (goal or _AGAINST.search(before) or _BESIDE.match(after))):
            return slug
    return kept or (own_slug if name in _OF_ONES_OWN_JOB else None)


def _asking(text: str) -> str:
    if len(text) <= _LONG:
        return text
    return " ".join(_QUESTION.findall(text[-_LONGEST:]))[-_LONG:].strip() or text[-_LONG:]


def topics_asked(tracker: Tracker) -> list[str]:
    """Give the topics that the last message asks for, in its order: two where it holds two questions, else one.

    Only those that a job has count: of a word or of a source beside them, nothing would be known.
    """
    several = [name for entity in entities(tracker, TOPICS) for name in _names(entity.get("value"))]
    topics = dict.fromkeys(name.removeprefix(ASK) for name in several if name.startswith(ASK))
    named = [topic for topic in topics if topic in TOLD_OF_JOBS]
    return named[:_MOST_TOPICS] if len(named) > 1 else [intent(tracker).removeprefix(ASK)]


def question_on(tracker: Tracker, topic: str) -> Message | None:
    """Give the visitor's last message that asked for `topic` in words, as Rasa parsed it; None where there is none."""
    for event in reversed(tracker.events):
        parsed = event.get("parse_data") or {}
        if event.get("event") != "user" or (parsed.get("intent") or {}).get("name") != ASK + topic:
            continue
        text = str(event.get("text") or "")
        return None if text.startswith("/") else {**parsed, "text": text}
    return None


def readings(tracker: Tracker, message: Message | None = None) -> dict[str, float]:
    """Give the intents that the last message, or `message`, may have, with their confidence, likeliest first."""
    ranking = (message or tracker.latest_message).get("intent_ranking") or []
    return {str(r["name"]): float(r.get("confidence") or 0) for r in ranking if r["name"] != FALLBACK}


def likely_topics(tracker: Tracker, message: Message | None = None) -> dict[str, float]:
    """Give the classifier's confidence in each topic; certainty in the intent's own topic where there is no ranking."""
    found = readings(tracker, message)
    topics = ((name.removeprefix(ASK), share) for name, share in found.items())
    likely = {topic: share for topic, share in topics if topic in TOPICS_RANKED}
    if COMPARISON in likely:
        likely[DIFFERENCES] = likely.pop(COMPARISON)
    return likely or {intent(tracker).removeprefix(ASK): 1.0}


def parameters(tracker: Tracker, message: Message | None = None) -> Parameters:
    """Give the limits that the last message, or `message`, sets: experience, place, sector, period, basis, studies."""
    return read_parameters((message or tracker.latest_message).get("entities") or [])


def kept_job(tracker: Tracker) -> str | None:
    """Give the slug kept as the job spoken of; the first one where several are kept."""
    names = _names(tracker.get_slot(JOB))
    return names[0] if names else None


def asked_job(tracker: Tracker) -> Asked:
    """Find the job that the last message is about: the one it names, else the one kept from before.

    A slug that the knowledge base does not hold, as a button may carry, is an unknown job.
    """
    kept = kept_job(tracker)
    message = tracker.latest_message
    subject = subject_of(message.get("entities") or [], intent(tracker), str(message.get("text") or ""), kept)
    for entity in entities(tracker, JOB):
        if subject in _names(entity.get("value")):
            job = knowledge().job(str(subject))
            return Asked(job=job, title=entity.get("label")) if job else Asked(unknown=_short(str(subject)))
    for entity in entities(tracker, "job_choice"):
        choices = tuple(_names(entity.get("value")))
        # « un ingénieur » said of the job spoken of, or « chef d’équipe » as a step of its career, is no new job.
        if kept and (kept in choices or intent(tracker) == "ask_career"):
            break
        return Asked(choices=choices)
    for entity in entities(tracker, "unknown_job"):
        return Asked(unknown=_short(str(entity.get("value") or "")))
    return pointed_at(tracker) or _kept(tracker)


def pointed_at(tracker: Tracker) -> Asked | None:
    """Find the job that « le premier », « le 2 » or « la dernière » points at, among those listed just before."""
    text = str(tracker.latest_message.get("text") or "").strip()
    found = None if entities(tracker, JOB) else _RANK.search(text)
    jobs = listed(tracker) if found else []
    if found is None or not jobs:
        return None
    place = {"one": 0, "two": 1, "three": 2, "last": len(jobs) - 1}[str(found.lastgroup)]
    job = knowledge().job(jobs[place]) if place < len(jobs) else None
    return Asked(job=job) if job else None


def listed(tracker: Tracker) -> list[str]:
    """Give the slugs of the jobs suggested or compared last, in the order shown; none once they are out of mind."""
    messages = 0
    for event in reversed(tracker.events):
        messages += event.get("event") == "user"
        if messages > _TURNS_KEPT:
            break
        if event.get("event") == "slot" and event.get("name") in _LISTS and event.get("value"):
            return _names(event.get("value"))[-_MOST_LISTED:]
    return []


def _kept(tracker: Tracker) -> Asked:
    kept = kept_job(tracker)
    job = knowledge().job(kept) if kept else None
    return Asked(job=job, title=tracker.get_slot(TITLE)) if job else Asked()


def spoken_of(tracker: Tracker) -> Asked:
    """Find the job that the last message is about, or else the one kept, whatever other names it seems to hold."""
    asked = asked_job(tracker)
    return asked if asked.job else _kept(tracker)


def _names(value: Any) -> list[str]:
    """Give the names that a slot or an entity holds, one or several; what is no name is passed over."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [name for name in values if isinstance(name, str) and name]


def _short(name: str) -> str:
    """Give a name that can be said back: one line, not endless."""
    return " ".join(name.split())[:_LONGEST_NAME]


def job_words(job: Job, title: str | None = None) -> dict[str, str]:
    """Give the forms of a job's name that responses use: {job}, {of_job}, {of_name}, {a_job}, {The_job}."""
    gender = _gender(job, title)
    name = title if job.origin != "content" and title else job.name(gender)
    return {
        "job": name,
        "of_job": of_the(name, gender),
        "of_name": of(name),
        "a_job": a(name, gender),
        "The_job": capital(the(name, gender)),
    }


def _gender(job: Job, title: str | None) -> str:
    """Give the gender, "m" or "f", of the name that the visitor used for `job`; "m" where it serves both."""
    if title in (None, job.masculine):
        return "m"
    return "f" if title == job.feminine else _genders(knowledge().version()).get(str(title), "m")


@lru_cache(maxsize=2)
def _genders(version: str) -> dict[str, str]:
    """Give the gender of each name of `version` of the knowledge base, read once."""
    return {name.text: name.gender for name in knowledge().job_names() if name.gender}


def job_buttons(jobs: Sequence[Job]) -> list[dict[str, str]]:
    """Give one button for each job, which names it to Ariane."""
    return [{"title": capital(job.masculine), "payload": f'/give_job{{"job": "{job.slug}"}}'} for job in jobs]


def extras(tracker: Tracker, answer: Answer) -> dict[str, Any] | None:
    """Give what a rich channel shows beside the text: sources, and a chart or a table; None elsewhere."""
    if tracker.get_latest_input_channel() not in RICH_CHANNELS or not answer.sources:
        return None
    sources = [
        {"title": s.title, "publisher": s.publisher, "date": s.date, "url": s.url}
        for s in knowledge().sources(answer.sources)
    ]
    return {"sources": sources, "feedback": True, **answer.extras}


def say(dispatcher: CollectingDispatcher, tracker: Tracker, response: str, answer: Answer, **words: str) -> None:
    """Utter `response` of domain.yml around `answer`."""
    dispatcher.utter_message(response=response, answer=answer.text, json_message=extras(tracker, answer), **words)


def remember(answer: Answer, topic: str) -> list[EventType]:
    """Keep what was told, so that « plus de détails » and « d'où viennent ces chiffres ? » can follow."""
    return [
        SlotSet(TOPIC, topic),
        SlotSet(TOLD, list(answer.told)),
        SlotSet(LEFT, list(answer.left)),
        SlotSet(SOURCES, list(answer.sources)),
        SlotSet(PENDING, None),
    ]


def keep_job(job: Job, title: str | None) -> list[EventType]:
    """Keep the job that the conversation is about."""
    return [SlotSet(JOB, job.slug), SlotSet(TITLE, title)]
