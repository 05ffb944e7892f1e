"""Recommends jobs: the questionnaire, which can be skipped, gone back in, interrupted and left, and its result."""

from __future__ import annotations

import re
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import tell_doubtful
from actions.conversation import (
    ASK,
    CURRENT_JOB,
    JOB,
    TITLE,
    entities,
    extras,
    intent,
    job_buttons,
    keep_job,
    kept_job,
    knowledge,
    question,
)
from actions.memory import remember_told
from ariane.answers.path import level_words, starts_somewhere
from ariane.answers.recommendation import first_ideas, tell_recommendation
from ariane.answers.wishes import (
    AVOIDED,
    BACKGROUND,
    LEVEL,
    LIKED,
    QUESTIONS,
    Wishes,
    brought_by_interests,
    read_wishes,
    says_nothing,
    tells_weariness,
)
from ariane.nlu.shorthand import written_out

FORM = "recommendation_form"
REQUESTED, TRIES, SUGGESTED = "requested_slot", "questionnaire_tries", "suggested"
ASIDES = "questionnaire_asides"  # messages in a row that spoke of something else than the question asked
ANSWER = "answer"  # entity of the questionnaire's buttons
_SKIP, _DENY, _ASK, _TELL, _REPEAT = "skip", "deny", "ask_recommendation", "tell_profile", "repeat"
# Said in the middle of the questionnaire, these are never an answer to it.
_NEVER_ANSWERS = frozenset(
    "distress perhaps_distress erase_data ask_privacy ask_human cancel go_back insult ask_why repeat other_language "
    "feedback_positive feedback_negative greet thank goodbye bot_identity ask_capabilities".split()
)
_OPEN_INTENTS = frozenset({_TELL, _ASK, "give_job", "nlu_fallback", "affirm", _SKIP, _DENY})
# How a message begins that asks something, as it reads once it is written out (« cest koi react »).
_ASKS = re.compile(
    r"(?:(?:et|mais|ok|euh|sinon|bof|du coup|alors) )*"
    r"(?:(?:l[ae]s? ?)?quel\w*|combien|comment|pourquoi|quoi|qui|quand|ou|qu est ce|est ce qu\w*|"
    r"c est (?:quoi|combien|qui|ou)|y a t il|faut il|peut on)\b"
)
# … or asks in the midst of it (« jy arrive comment avec mon bts »), where the intent is a question too.
_INTERROGATIVE = re.compile(r"\b(?:combien|comment|pourquoi|quel\w*|est ce qu\w*|c est (?:quoi|combien))\b")
_GRAVE = frozenset({"distress", "perhaps_distress", "erase_data", "cancel", "go_back"})
_FEW_WORDS = 2
_NEW_COUNTS = (SlotSet(TRIES, None), SlotSet(ASIDES, None))  # once a question is answered or skipped
_MOST_TRIES = 1  # an answer not understood is asked once more, then left
_MOST_ASIDES = 2  # questions of the visitor's own in a row, after which they are not asked the same a third time


def wishes_of(tracker: Tracker) -> Wishes:
    """Give what the visitor told so far, from the slots."""
    liked, avoided, background = (tracker.get_slot(name) for name in (LIKED, AVOIDED, BACKGROUND))
    return Wishes(_traits(liked), _traits(avoided), tracker.get_slot(LEVEL), _traits(background))


def _traits(value: list[str] | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(value)


def keep(wishes: Wishes) -> list[EventType]:
    """Give the events that keep what was told."""
    values = (wishes.liked, wishes.avoided, wishes.level, wishes.background)
    return [
        SlotSet(name, list(value) if isinstance(value, tuple) else value)
        for name, value in zip(QUESTIONS, values, strict=True)
        if value is not None
    ]


def read_message(tracker: Tracker, asked: str | None = None) -> Wishes:
    """Read what the last message tells: its button's answer, else its words; a job that one has is a background."""
    answers = entities(tracker, ANSWER)
    text = str(answers[0]["value"]) if answers else tracker.latest_message.get("text") or ""
    if text.startswith("/"):
        return Wishes()
    jobs = entities(tracker, "job")
    if not jobs or answers:
        return read_wishes(text, asked)
    own = own_job(tracker)
    if asked == BACKGROUND or own:
        wishes = read_wishes(text, asked)
        return replace(wishes, background=wishes.background or _brought(own or str(jobs[0]["value"])))
    return read_wishes(question(tracker), asked)  # « data scientist » names a job, not a taste for data


def _brought(slug: str) -> tuple[str, ...]:
    """Give the traits that the experience of a job brings."""
    job = knowledge().job(slug)
    if job is None:
        return ()
    much = tuple(trait.name for trait in job.traits if trait.amount == "much")
    return much or brought_by_interests(job.riasec)


def own_job(tracker: Tracker) -> str | None:
    """Give the job that the visitor says to have (« je suis comptable »), as its slug; None where none is said."""
    for own in entities(tracker, CURRENT_JOB):
        for job in entities(tracker, JOB):
            if own["start"] <= job["start"] < own["end"]:
                return str(job["value"])
    return None


class ActionNoteProfile(Action):
    """Begins the questionnaire with what the visitor said already, and gives the first suggestions.

    A question on the job spoken of that only sounds like the wish for one gets its fact, and no questionnaire.
    """

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_note_profile"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Note tastes, level and occupation; a questionnaire already finished begins anew."""
        return (
            tell_misheard(dispatcher, tracker)
            or _tell_path(dispatcher, tracker, domain)
            or note_profile(dispatcher, tracker)
        )


def note_profile(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Keep what the last message tells; a questionnaire already finished begins anew."""
    told = read_message(tracker)
    before = wishes_of(tracker)
    finished = None not in (before.liked, before.avoided, before.level, before.background)
    if finished and not told.usable():
        return [*(SlotSet(name, None) for name in QUESTIONS), *_NEW_COUNTS]
    _hear_weariness(dispatcher, tracker)
    wishes = before.and_then(told)
    events = [*keep(wishes), *_NEW_COUNTS, *_considered(tracker)]
    if told.usable() and not finished:
        return [*events, *suggest(dispatcher, wishes)]
    if not told.usable():
        dispatcher.utter_message(response="utter_questionnaire")
    return events


def _hear_weariness(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say a word of it to a visitor whose work wears them out."""
    if tells_weariness(tracker.latest_message.get("text") or ""):
        dispatcher.utter_message(response="utter_weary")


def tell_misheard(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType] | None:
    """Tell the fact that a message doubtfully taken for one on the visitor asks for, and stop there; else None."""
    events = tell_doubtful(dispatcher, tracker) if intent(tracker) in (_ASK, _TELL) else None
    return None if events is None else [*events, FollowupAction("action_listen")]


def _tell_path(dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType] | None:
    """Tell whoever says where they start from, and no taste, how to reach the job spoken of; else None."""
    from actions.path import ActionTellPath

    told = read_message(tracker)
    if intent(tracker) != _TELL or told.liked or told.avoided or not starts_somewhere(told) or not kept_job(tracker):
        return None
    return [*ActionTellPath().run(dispatcher, tracker, domain), FollowupAction("action_listen")]


def _considered(tracker: Tracker) -> list[EventType]:
    """Keep the job that the visitor thinks of (« c'est pour moi ? ») or spoke of: the result will tell its score."""
    own = own_job(tracker)
    jobs = [entity for entity in entities(tracker, JOB) if entity["value"] != own]
    if not jobs:  # the job spoken of stays, unless it is the one to leave
        return [SlotSet(JOB, None), SlotSet(TITLE, None)] if own and own == tracker.get_slot(JOB) else []
    job = knowledge().job(str(jobs[0]["value"]))
    return keep_job(job, jobs[0].get("label")) if job else []


def suggest(dispatcher: CollectingDispatcher, wishes: Wishes, before: list[str] | None = None) -> list[EventType]:
    """Give the first suggestions, in one line, unless they are the same as `before`."""
    ideas = first_ideas(knowledge(), wishes)
    if list(ideas.told) == before:
        return []
    dispatcher.utter_message(response="utter_first_ideas", answer=ideas.text)
    return [SlotSet(SUGGESTED, list(ideas.told))]


class ValidateRecommendationForm(Action):
    """Decides whether a message answers the question asked, and keeps what it tells; else the rules decide."""

    def name(self) -> str:
        """Give the name that Rasa calls for the form `recommendation_form`."""
        return f"validate_{FORM}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Keep the answer. No event means that the message was no answer: Rasa then lets rules and stories speak."""
        asked = tracker.get_slot(REQUESTED)
        if asked not in QUESTIONS:
            return []
        if _something_was_done(tracker):
            return _after_aside(tracker)
        if intent(tracker) == _REPEAT:  # the question is what was said last: the form asks it again
            return [SlotSet(TRIES, tracker.get_slot(TRIES) or 0)]
        if says_nothing(tracker.latest_message.get("text") or ""):
            return [*_skipped(asked), *_NEW_COUNTS]
        if intent(tracker) == _SKIP or (intent(tracker) == _DENY and not read_message(tracker, asked).usable()):
            return [*_skipped(asked), *_NEW_COUNTS]
        told = read_message(tracker, asked)
        if told.usable() or getattr(told, asked) is not None:
            return self._keep_answer(dispatcher, tracker, asked, told) if _is_answer(tracker) else []
        if intent(tracker) not in _OPEN_INTENTS or (entities(tracker, JOB) and asked != BACKGROUND):
            return []
        return _not_understood(dispatcher, tracker, asked)

    @staticmethod
    def _keep_answer(dispatcher: CollectingDispatcher, tracker: Tracker, asked: str, told: Wishes) -> list[EventType]:
        before = wishes_of(tracker)
        wishes = before.and_then(told)
        events = [*keep(wishes), *_NEW_COUNTS]
        _hear_weariness(dispatcher, tracker)
        if getattr(wishes, asked) is None:  # it told something else: what was asked stays open, unless asked twice
            events += _skipped(asked) if tracker.get_slot(TRIES) else []
        if before.level and wishes.level not in (before.level, ""):  # « bac+2 », after « sans diplôme »
            dispatcher.utter_message(response="utter_level_corrected", level=level_words(str(wishes.level)))
        unfinished = None in (wishes.liked, wishes.avoided, wishes.level, wishes.background)
        if unfinished and wishes.usable() and wishes != before:
            events += suggest(dispatcher, wishes, tracker.get_slot(SUGGESTED))
        return events


def _something_was_done(tracker: Tracker) -> bool:
    """Say whether Ariane acted since the last message: the form is then taken up again, not answered."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "action" and event.get("name") not in (FORM, "action_listen", "action_extract_slots"):
            return True
    return False


def _after_aside(tracker: Tracker) -> list[EventType]:
    """Count what was spoken of instead; no question is asked of a visitor who keeps to others (see ActionRecommend)."""
    asides = int(tracker.get_slot(ASIDES) or 0) + 1
    return [SlotSet(ASIDES, asides), *([SlotSet(REQUESTED, None)] if asides > _MOST_ASIDES else [])]


def _is_answer(tracker: Tracker) -> bool:
    """Say whether a message that tells something is an answer: not a question on a job, not a call for help."""
    if entities(tracker, ANSWER):
        return True
    name, text = intent(tracker), tracker.latest_message.get("text") or ""
    words = written_out(text)
    if name != _TELL and _ASKS.match(" ".join(words)):
        return False
    if name.startswith(ASK) and name != _ASK and _INTERROGATIVE.search(" ".join(words)):
        return False
    if name in _OPEN_INTENTS:
        return True
    if "?" in text or entities(tracker, "job"):
        return False
    # The intent of a word or two is a guess (« écrire »); what would be grave to miss is not.
    return name not in (_GRAVE if len(words) <= _FEW_WORDS else _NEVER_ANSWERS)


def _not_understood(dispatcher: CollectingDispatcher, tracker: Tracker, asked: str) -> list[EventType]:
    tries = int(tracker.get_slot(TRIES) or 0)
    _hear_weariness(dispatcher, tracker)
    if (
        asked == BACKGROUND or tries >= _MOST_TRIES
    ):  # any occupation is one, even when it tells nothing of the jobs known
        return [*_skipped(asked), *_NEW_COUNTS]
    dispatcher.utter_message(response="utter_answer_not_understood")
    return [SlotSet(TRIES, tries + 1)]


def _skipped(asked: str) -> list[EventType]:
    return [SlotSet(asked, "" if asked == LEVEL else [])]


class ActionPreviousQuestion(Action):
    """Takes back the last answer, so that the form asks its question again."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_previous_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Empty the slot answered last before the question asked now."""
        asked = tracker.get_slot(REQUESTED)
        if asked not in QUESTIONS:
            dispatcher.utter_message(response="utter_nothing_to_go_back_to")
            return []
        answered = [name for name in QUESTIONS[: QUESTIONS.index(asked)] if tracker.get_slot(name) is not None]
        if not answered:
            dispatcher.utter_message(response="utter_first_question")
            return []
        return [SlotSet(answered[-1], None), SlotSet(REQUESTED, None)]


class ActionRecommend(Action):
    """Gives the result: three jobs with score, reasons, what would lack and a first step."""

    def name(self) -> str:
        """Give the name that domain.yml uses."""
        return "action_recommend"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Tell the recommendation from the slots, or leave it for later where the visitor speaks of other things."""
        if int(tracker.get_slot(ASIDES) or 0) > _MOST_ASIDES:
            dispatcher.utter_message(response="utter_questionnaire_left")
            return [SlotSet(ASIDES, None)]
        return tell_jobs(dispatcher, tracker, 0)


def tell_jobs(dispatcher: CollectingDispatcher, tracker: Tracker, rank: int) -> list[EventType]:
    """Recommend three jobs from place `rank` on."""
    wishes = wishes_of(tracker)
    answer = tell_recommendation(knowledge(), wishes, rank, tracker.get_slot(JOB))
    if not answer.told:
        dispatcher.utter_message(response="utter_no_more")
        return []
    response = "utter_more_recommendation" if rank else "utter_recommendation"
    jobs = [job for job in map(knowledge().job, answer.told) if job]
    dispatcher.utter_message(
        response=response if wishes.usable() else "utter_open_recommendation",
        answer=answer.text,
        json_message=extras(tracker, answer),
    )
    dispatcher.utter_message(response="utter_recommendation_next", buttons=job_buttons(jobs))
    told = [*(tracker.get_slot(SUGGESTED) or []), *answer.told] if rank else list(answer.told)
    return [*remember_told(answer), SlotSet(SUGGESTED, told), SlotSet(JOB, None), SlotSet(TITLE, None)]
