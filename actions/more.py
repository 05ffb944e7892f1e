"""Goes on from the last answer: more of it, less of it, again, and why."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import JOB, LEFT, SOURCES, TOLD, TOPIC, job_words, knowledge, say
from actions.memory import COMPARE, COMPARED, RECOMMEND, answered_turn, last_answering
from actions.recommend import FORM, SUGGESTED, tell_jobs, wishes_of
from ariane.answers.comparison import compare, differences_only
from ariane.answers.phrases import load_phrases
from ariane.answers.recommendation import explain, recommend, tell_briefly
from ariane.answers.sources import cite
from ariane.answers.topic import SHORT, Answer, book_of, tell
from ariane.knowledge.records import Event, Job

_EVENT, _TERM = "event/", "term/"
_NOTHING_TOLD = "utter_nothing_told"


class ActionMoreDetails(Action):
    """Tells what the last answer left out."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_more_details"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Go on with the recommendation, the comparison, the history, the word or the topic told last."""
        last = last_answering(tracker)
        if last is None:
            dispatcher.utter_message(response=_NOTHING_TOLD)
            return []
        if last == RECOMMEND:
            told = len(tracker.get_slot(SUGGESTED) or [])
            return tell_jobs(dispatcher, tracker, told)
        answer = _whole_comparison(tracker) if last == COMPARE else _more(tracker)
        if not answer.text:
            dispatcher.utter_message(response="utter_no_more")
            return []
        say(dispatcher, tracker, "utter_more_details", answer)
        return _go_on(tracker, answer)


def _go_on(tracker: Tracker, answer: Answer) -> list[EventType]:
    """Keep what was told now beside what was told before, so that the sources of both can be named."""
    sources = [*(tracker.get_slot(SOURCES) or []), *answer.sources]
    return [
        SlotSet(TOLD, list(answer.told)),
        SlotSet(LEFT, list(answer.left)),
        SlotSet(SOURCES, list(dict.fromkeys(sources))),
    ]


def _more(tracker: Tracker) -> Answer:
    left = [str(i) for i in tracker.get_slot(LEFT) or []]
    told = [str(i) for i in tracker.get_slot(TOLD) or []]
    if left and left[0].startswith(_EVENT):
        return _events(left)
    if told and told[0].startswith(_TERM):
        return _related_terms(told)
    job, topic = _kept_job(tracker), tracker.get_slot(TOPIC)
    if not left or job is None:
        return Answer(text="")
    return tell(book_of(knowledge(), job.slug), str(topic), left, load_phrases())


def _events(left: Sequence[str]) -> Answer:
    by_id = {event.id: event for event in knowledge().events()}
    kept: list[Event] = []
    length = 0
    for event in (by_id[i] for i in left if i in by_id):
        length += len(event.text)
        if kept and length > SHORT:
            break
        kept.append(event)
    phrases = load_phrases()
    return Answer(
        text="\n".join(phrases.line("bullet", text=event.text) for event in kept),
        told=tuple(event.id for event in kept),
        left=tuple(left[len(kept) :]),
        sources=tuple(dict.fromkeys(event.source for event in kept)),
    )


def _related_terms(told: Sequence[str]) -> Answer:
    terms = {f"{_TERM}{term.id.removeprefix(_TERM)}": term for term in knowledge().terms()}
    related = [f"{_TERM}{other}" for i in told if i in terms for other in terms[i].related]
    kept = [terms[i] for i in dict.fromkeys(related) if i in terms and i not in told][:2]
    return Answer(
        text="\n".join(term.definition for term in kept),
        told=tuple(f"{_TERM}{term.id.removeprefix(_TERM)}" for term in kept),
        sources=tuple(dict.fromkeys(term.source for term in kept)),
    )


def _whole_comparison(tracker: Tracker) -> Answer:
    jobs = [job for job in map(knowledge().job, tracker.get_slot(COMPARED) or []) if job]
    return compare(knowledge(), jobs) if len(jobs) > 1 else Answer(text="")


def _kept_job(tracker: Tracker) -> Job | None:
    slug = tracker.get_slot(JOB)
    return knowledge().job(slug) if slug else None


class ActionInBrief(Action):
    """Tells the last answer in a sentence."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_in_brief"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Keep the first thing told, the names of the jobs suggested, or what sets the jobs compared apart."""
        answer = _in_brief(tracker)
        if not answer.text:
            dispatcher.utter_message(response=_NOTHING_TOLD)
            return []
        say(dispatcher, tracker, "utter_in_brief", answer)
        return []


def _in_brief(tracker: Tracker) -> Answer:
    last = last_answering(tracker)
    told = [str(i) for i in tracker.get_slot(TOLD) or []]
    if last == RECOMMEND:
        return tell_briefly(knowledge(), told)
    if last == COMPARE:
        jobs = [job for job in map(knowledge().job, tracker.get_slot(COMPARED) or []) if job]
        return differences_only(knowledge(), jobs) if jobs else Answer(text="")
    if told and told[0].startswith(_EVENT):
        return _events(told[:1])
    if told and told[0].startswith(_TERM):
        terms = {f"{_TERM}{term.id.removeprefix(_TERM)}": term for term in knowledge().terms()}
        term = terms.get(told[0])
        return (
            Answer(text=term.definition.split(". ")[0].rstrip(".") + ".", sources=(term.source,))
            if term
            else Answer("")
        )
    if not told:
        return Answer(text="")
    # What was told belongs to one job, named by the beginning of its id.
    return tell(book_of(knowledge(), told[0].split("/")[0]), "", told[:1], load_phrases())


class ActionRepeat(Action):
    """Says the last answer again, as it was."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_repeat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Say again the texts and buttons of the last turn that had an answer."""
        turn = answered_turn(tracker)
        if turn is None:
            dispatcher.utter_message(response=_NOTHING_TOLD)
            return []
        for message in turn[1]:
            data = message.get("data") or {}
            dispatcher.utter_message(
                text=message.get("text"), buttons=data.get("buttons") or [], json_message=data.get("custom")
            )
        return []


class ActionTellWhy(Action):
    """Answers « pourquoi ? » after whatever was said last."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_tell_why"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Explain the questionnaire, the jobs suggested or compared, or name what the answer rests on."""
        last = last_answering(tracker)
        if (tracker.active_loop or {}).get("name") == FORM:
            dispatcher.utter_message(response="utter_why_question")
        elif last == RECOMMEND:
            slugs = [str(slug) for slug in tracker.get_slot(TOLD) or []]
            told = slugs or [s.job.slug for s in recommend(knowledge().jobs(), wishes_of(tracker))[:3]]
            say(dispatcher, tracker, "utter_why", explain(knowledge(), wishes_of(tracker), told))
        elif last == COMPARE and tracker.get_slot(COMPARED):
            jobs = [job for job in map(knowledge().job, tracker.get_slot(COMPARED)) if job]
            say(dispatcher, tracker, "utter_why", differences_only(knowledge(), jobs))
        elif last and tracker.get_slot(SOURCES):
            job = _kept_job(tracker)
            words = job_words(job) if job else {}
            dispatcher.utter_message(
                response="utter_why_sources", sources=cite(knowledge(), tracker.get_slot(SOURCES)), **words
            )
        else:
            dispatcher.utter_message(response=_NOTHING_TOLD)
        return []
