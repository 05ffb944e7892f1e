"""Two questions at once, follow-ups, buttons that carry anything, long messages, doubtful ones."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from rasa_sdk import Action, Tracker

from actions.answer import ActionAnswerTopic
from actions.clarify import ActionClarify
from actions.conversation import asked_job, question
from actions.more import ActionMoreDetails
from actions.path import ActionTellPath
from actions.privacy import ActionTellPrivacy
from actions.recommend import ActionNoteProfile
from actions.scope import ActionDecline
from actions.sources import ActionTellSources
from actions.term import ActionDefineTerm
from actions.which_job import ActionTakeJob
from tests.actions.conftest import Run, Visitor

DS, ML = "data-scientist", "machine-learning-engineer"


def with_entity(tracker: Tracker, kind: str, value: Any) -> Tracker:
    tracker.latest_message["entities"].append({"entity": kind, "value": value})
    return tracker


def asked_before(tracker: Tracker, text: str, intent: str) -> Tracker:
    ranking = [{"name": intent, "confidence": 0.9}]
    parsed = {"text": text, "intent": {"name": intent}, "intent_ranking": ranking, "entities": []}
    tracker.events.insert(0, {"event": "user", "text": text, "parse_data": parsed})
    return tracker


def not_understood(tracker: Tracker, times: int) -> Tracker:
    for _ in range(times):
        tracker.events.append({"event": "action", "name": "action_clarify"})
        tracker.events.append({"event": "action", "name": "action_listen"})
    return tracker


def test_two_questions_are_both_answered(run: Run, visitor: Visitor) -> None:
    tracker = visitor("salaire et formation d'un [data scientist](job:data-scientist) ?", "ask_salary")
    said = run(ActionAnswerTopic(), with_entity(tracker, "topics", ["ask_salary", "ask_training"]))
    assert said.responses == ["utter_salary", "utter_training"]
    assert any("/salary/" in told for told in said.slots["told"])
    assert any("/training/" in told for told in said.slots["told"])


def test_a_place_without_figures_is_declined(run: Run, visitor: Visitor) -> None:
    tracker = visitor("combien gagne un [data scientist](job:data-scientist) à Brest ?", "ask_salary")
    said = run(ActionAnswerTopic(), with_entity(tracker, "region", "Brest"))
    assert "pas de chiffre fiable pour ce lieu (Brest)" in said.text
    assert "€" in said.text


def test_the_same_question_is_asked_again_of_another_job(run: Run, visitor: Visitor) -> None:
    tracker = visitor(
        "et le [machine learning engineer](job:machine-learning-engineer) ?", "give_job", job=DS, topic="skills"
    )
    said = run(ActionTakeJob(), asked_before(tracker, "faut-il parler anglais ?", "ask_skills"))
    assert said.slots["job"] == ML
    assert said.responses == ["utter_fact"]
    assert "anglais" in said.text


def test_a_topic_that_no_job_has_gives_way_to_the_presentation(run: Run, visitor: Visitor) -> None:
    said = run(ActionTakeJob(), visitor("[data scientist](job:data-scientist)", "give_job", topic="term"))
    assert said.responses == ["utter_description"]


@pytest.mark.parametrize("value", ["no-such-job", {"a": 1}, ["no-such-job"], 12, "x" * 500])
def test_a_button_cannot_carry_just_anything(visitor: Visitor, value: Any) -> None:
    asked = asked_job(with_entity(visitor("/give_job", "give_job"), "job", value))
    assert asked.job is None
    assert len(asked.unknown or "") <= 60


def test_a_slot_with_two_jobs_gives_the_first(run: Run, visitor: Visitor) -> None:
    said = run(ActionAnswerTopic(), visitor("et le salaire ?", "ask_salary", job=[DS, ML]))
    assert said.slots["job"] == DS


def test_the_visitors_own_job_is_not_the_one_asked_about(visitor: Visitor) -> None:
    tracker = visitor(
        "je suis [comptable](job:rome-m1203), devenir [data scientist](job:data-scientist) ?", "ask_training"
    )
    start = tracker.latest_message["entities"][0]["start"]
    tracker.latest_message["entities"].append({"entity": "current_job", "value": "x", "start": start, "end": start + 9})
    asked = asked_job(tracker)
    assert asked.job is not None
    assert asked.job.slug == DS
    assert "comptable" in question(tracker)


@pytest.mark.parametrize(
    ("name", "kept", "expected"), [("ask_salary", None, DS), ("ask_training", None, None), ("ask_salary", ML, ML)]
)
def test_the_visitors_own_job_is_asked_about_where_no_other_is(
    visitor: Visitor, name: str, kept: str | None, expected: str | None
) -> None:
    tracker = visitor("je suis [data scientist](job:data-scientist), et donc ?", name, job=kept)
    place = {"start": len("je suis "), "end": len("je suis data scientist")}
    tracker.latest_message["entities"].append({"entity": "current_job", "value": "data scientist", **place})
    asked = asked_job(tracker)
    assert (asked.job.slug if asked.job else None) == expected


def test_a_goal_does_not_replace_the_job_spoken_of(visitor: Visitor) -> None:
    tracker = visitor("on peut devenir [data scientist](job:data-scientist) ensuite ?", "ask_career", job=ML)
    asked = asked_job(tracker)
    assert asked.job is not None
    assert asked.job.slug == ML
    assert "data scientist" in question(tracker)


def test_a_long_message_is_read_for_its_question(visitor: Visitor) -> None:
    tracker = visitor("bla bla. " * 550 + "Faut-il parler anglais ? Merci d'avance.", "ask_skills")
    assert question(tracker) == "Faut-il parler anglais ?"
    assert len(question(visitor("mot " * 1250, "ask_skills"))) <= 400


def test_never_twice_the_same_sentence(run: Run, visitor: Visitor) -> None:
    ranking = ("ask_salary", "ask_cons")
    said = [
        run(ActionClarify(), not_understood(visitor("hmm", "nlu_fallback", ranking=ranking), times)).responses[0]
        for times in range(9)
    ]
    assert said[:3] == ["utter_clarify", "utter_rephrase", "utter_lost"]
    assert all(one != other for one, other in itertools.pairwise(said))
    assert len(set(said[:5])) == 5


def test_an_understood_turn_starts_the_count_again(run: Run, visitor: Visitor) -> None:
    tracker = not_understood(visitor("hmm", "nlu_fallback", ranking=("ask_salary",)), 2)
    tracker.events.append({"event": "action", "name": "action_answer_topic"})
    assert run(ActionClarify(), tracker).responses == ["utter_clarify"]


def test_a_job_named_in_a_message_not_understood_is_kept(run: Run, visitor: Visitor) -> None:
    said = run(
        ActionClarify(), visitor("[data scientist](job:data-scientist) hmm", "nlu_fallback", ranking=("ask_cons",))
    )
    assert said.slots["job"] == DS


def test_what_is_refused_without_a_job_is_declined(run: Run, visitor: Visitor) -> None:
    assert run(ActionDecline(), visitor("la météo ?", "out_of_scope")).responses == ["utter_out_of_scope"]


def sure(tracker: Tracker, confidence: float) -> Tracker:
    tracker.latest_message["intent"]["confidence"] = confidence
    return tracker


@pytest.mark.parametrize(
    ("action", "intent"), [(ActionTellPrivacy(), "ask_privacy"), (ActionTellSources(), "ask_sources")]
)
def test_a_fact_of_the_job_is_told_where_the_message_was_taken_for_something_else(
    run: Run, visitor: Visitor, action: Action, intent: str
) -> None:
    asked = "faut-il connaître la bibliothèque pytorch ?"
    said = run(action, sure(visitor(asked, intent, job="deep-learning-engineer"), 0.6))
    assert said.responses == ["utter_perhaps"]
    assert "PyTorch" in said.text
    assert run(action, sure(visitor("et mes données à moi ?", intent, job=DS), 1.0)).responses != ["utter_perhaps"]


def test_more_goes_on_from_a_doubtful_answer(run: Run, visitor: Visitor) -> None:
    left = [f"{DS}/skills/langages"]
    tracker = visitor("plus de détails", "more_details", job=DS, topic="skills", told=[f"{DS}/skills/maths"], left=left)
    assert run(ActionMoreDetails(), tracker).responses == ["utter_nothing_told"]
    told = [{"event": "action", "name": "action_decline"}, {"event": "slot", "name": "told", "value": ["x"]}]
    tracker.events[:0] = told
    said = run(ActionMoreDetails(), tracker)
    assert said.responses == ["utter_more_details"]
    assert said.slots["told"] == left


def test_a_job_measured_against_is_not_the_one_asked_about(visitor: Visitor) -> None:
    tracker = visitor("il code autant qu'un [data scientist](job:data-scientist) ?", "ask_description", job=ML)
    job = asked_job(tracker).job
    assert job is not None
    assert job.slug == ML
    other = visitor("et le [data scientist](job:data-scientist) ?", "ask_description", job=ML)
    assert asked_job(other).job is not None
    assert asked_job(other).job.slug == DS  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "question", ["quelle nuance avec le {other} ?", "où est la frontière entre lui et le {other} ?"]
)
def test_a_job_told_apart_from_is_not_the_one_asked_about(visitor: Visitor, question: str) -> None:
    tracker = visitor(question.format(other="[data scientist](job:data-scientist)"), "ask_description", job=ML)
    job = asked_job(tracker).job
    assert job is not None
    assert job.slug == ML


def surely(tracker: Tracker, confidence: float) -> Tracker:
    tracker.latest_message["intent"]["confidence"] = confidence
    return tracker


@pytest.mark.parametrize("action", [ActionNoteProfile(), ActionTellPath()])
def test_a_question_that_sounds_like_the_wish_for_a_job_gets_its_fact(
    run: Run, visitor: Visitor, action: Action
) -> None:
    """« une IA pourrait faire le travail à sa place ? » opens no questionnaire."""
    said = run(action, visitor("une IA pourrait-elle prendre sa place ?", "tell_profile", job=DS))
    assert said.responses == ["utter_perhaps"]
    assert said.slots["told"][0].startswith(f"{DS}/outlook/")
    assert [event["name"] for event in said.events] == ["action_listen"]


def test_the_questionnaire_opens_where_a_job_is_surely_wished_for(run: Run, visitor: Visitor) -> None:
    tracker = surely(visitor("j'ai toujours été forte en maths", "tell_profile", job=DS), 1.0)
    assert run(ActionNoteProfile(), tracker).responses == ["utter_first_ideas"]


@pytest.mark.parametrize(
    "text",
    [
        "gagne-t-on davantage qu'un [machine learning engineer](job:machine-learning-engineer) ?",
        "entre lui et le [machine learning engineer](job:machine-learning-engineer), qui fait quoi ?",
        "le [machine learning engineer](job:machine-learning-engineer) et lui, qui fait quoi ?",
        "est-il au-dessus du [machine learning engineer](job:machine-learning-engineer) ?",
    ],
)
def test_a_job_set_beside_the_one_spoken_of_does_not_replace_it(visitor: Visitor, text: str) -> None:
    asked = asked_job(visitor(text, "ask_description", job=DS))
    assert asked.job is not None
    assert asked.job.slug == DS


@pytest.mark.parametrize("kept", [None, DS, ML])
def test_one_trains_for_the_job_to_turn_to(visitor: Visitor, kept: str | None) -> None:
    text = (
        "un [machine learning engineer](job:machine-learning-engineer) peut-il se reconvertir en"
        " [data scientist](job:data-scientist) ?"
    )
    asked = asked_job(visitor(text, "ask_training", job=kept))
    assert asked.job is not None
    assert asked.job.slug == DS


def test_the_fact_asked_for_leads_the_answer_to_two_questions(run: Run, visitor: Visitor) -> None:
    tracker = visitor("faut-il parler anglais, et le salaire ?", "ask_skills", job=DS)
    said = run(ActionAnswerTopic(), with_entity(tracker, "topics", ["ask_skills", "ask_salary"]))
    assert said.responses == ["utter_fact", "utter_salary"]
    assert said.slots["told"][0] == f"{DS}/skills/anglais"


def test_of_two_questions_only_those_on_the_job_are_answered(run: Run, visitor: Visitor) -> None:
    tracker = visitor("quelles études, et c'est quoi un [master](term:master) ?", "ask_training", job=DS)
    said = run(ActionAnswerTopic(), with_entity(tracker, "topics", ["ask_training", "ask_term"]))
    assert "utter_nothing_known" not in said.responses
    assert len(said.responses) == 1


def test_a_word_defined_beside_a_name_not_known_keeps_the_job_spoken_of(run: Run, visitor: Visitor) -> None:
    """« un vieil entrepôt » names no job: the fact asked for is told all the same."""
    tracker = visitor("faut-il parler un vieil [anglais](term:python) ?", "ask_term", job=DS)
    said = run(ActionDefineTerm(), with_entity(tracker, "unknown_job", "vieil"))
    assert f"{DS}/skills/anglais" in said.slots["told"]


def test_what_one_may_become_stays_in_the_question(visitor: Visitor) -> None:
    text = "un [data scientist](job:data-scientist) peut-il devenir [architecte](job_choice:data-architect,x) ?"
    assert "architecte" in question(visitor(text, "ask_career"))
    text = "cet [ingénieur](job_choice:machine-learning-engineer,deep-learning-engineer) code-t-il ?"
    assert "ingénieur" not in question(visitor(text, "ask_skills", job=ML))
