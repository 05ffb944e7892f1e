"""More, less, again, why, the path to a job, how reliable."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Action

from actions.answer import ActionAnswerTopic
from actions.clarify import ActionClarify
from actions.conversation import knowledge
from actions.more import ActionInBrief, ActionMoreDetails, ActionRepeat, ActionTellWhy
from actions.path import ActionTellPath
from actions.reliability import ActionTellReliability
from actions.scope import ActionDecline
from actions.which_job import ActionTakeJob
from ariane.answers.path import tell_path
from ariane.answers.topic import Answer, answer_topic
from ariane.answers.wishes import LADDER, Wishes
from tests.actions.advising.talking import acted, answered, named, run, visited

ANSWERED = [acted("action_answer_topic")]


def test_nothing_told_yet() -> None:
    for action in (ActionMoreDetails(), ActionInBrief(), ActionRepeat(), ActionTellWhy()):
        assert run(action, "et encore ?").responses == ["utter_nothing_told"]


def test_more_tells_what_was_left_and_not_what_was_told() -> None:
    first = answer_topic(knowledge(), "data-analyst", "cons")
    slots = {"job": "data-analyst", "topic": "cons", "told": list(first.told), "left": list(first.left)}
    outcome = run(ActionMoreDetails(), "encore", slots=slots, events=ANSWERED)
    assert outcome.responses == ["utter_more_details"]
    assert not set(outcome.slots["told"]) & set(first.told)
    assert len(outcome.slots["left"]) < len(first.left)


def test_nothing_left_is_said_so() -> None:
    slots = {"job": "data-analyst", "topic": "cons", "told": [], "left": []}
    assert run(ActionMoreDetails(), "encore", slots=slots, events=ANSWERED).responses == ["utter_no_more"]


def test_in_brief_keeps_the_first_thing_told() -> None:
    first = answer_topic(knowledge(), "data-analyst", "cons")
    outcome = run(ActionInBrief(), "en bref", slots={"told": list(first.told)}, events=ANSWERED)
    assert outcome.responses == ["utter_in_brief"]
    assert 0 < len(outcome.said) < len(first.text)


def test_repeat_says_the_same_with_its_buttons() -> None:
    button = {"title": "Oui", "payload": "/affirm"}
    events = [visited("bonjour"), answered("Bonjour !", buttons=[button])]
    outcome = run(ActionRepeat(), "répète", events=events)
    assert outcome.messages[0]["text"] == "Bonjour !"
    assert outcome.messages[0]["buttons"] == [button]


def test_why_after_a_recommendation_gives_its_reasons() -> None:
    slots = {"liked": ["maths"], "told": ["statistician"]}
    outcome = run(ActionTellWhy(), "pourquoi ?", slots=slots, events=[acted("action_recommend")])
    assert outcome.responses == ["utter_why"]
    assert "statistique" in outcome.said


def test_why_in_the_questionnaire_explains_the_question() -> None:
    assert run(ActionTellWhy(), "pourquoi ?", loop="recommendation_form").responses == ["utter_why_question"]


@pytest.mark.parametrize("text", ["je suis en terminale, comment y arriver ?", "j'ai un bac+3, comment y arriver ?"])
def test_a_starting_point_gives_a_path(text: str) -> None:
    outcome = run(ActionTellPath(), text, intent="ask_training", slots={"job": "data-scientist"})
    assert outcome.responses == ["utter_path"]
    assert "1. " in outcome.said
    assert outcome.slots["told_sources"]


def said_of(text: str, name: str, kind: str, value: str) -> dict[str, Any]:
    start = text.index(name)
    return {"entity": kind, "value": value, "start": start, "end": start + len(name)}


def test_the_job_aimed_at_is_no_background() -> None:
    text = "je suis en terminale, comment devenir statisticien ?"
    aimed = said_of(text, "statisticien", "job", "statistician")
    outcome = run(ActionTellPath(), text, intent="ask_training", entities=[aimed])
    assert outcome.slots["job"] == "statistician"
    assert "compte déjà" not in outcome.said


def test_the_job_that_one_has_is_a_background() -> None:
    text = "je suis statisticien, comment y arriver ?"
    own = [said_of(text, "statisticien", kind, "statistician") for kind in ("job", "current_job")]
    slots = {"job": "data-scientist"}
    outcome = run(ActionTellPath(), text, intent="ask_training", entities=own, slots=slots)
    assert "compte déjà" in outcome.said


def test_every_job_has_a_path_from_every_level() -> None:
    for job in knowledge().jobs():
        for level in LADDER:
            answer = tell_path(knowledge(), job, Wishes(level=level))
            assert "1. " in answer.text, (job.slug, level)
            assert answer.sources, (job.slug, level)


def test_years_counted_from_the_bac_are_not_said_to_be_those_left_after_two_of_them() -> None:
    told = tell_path(knowledge(), knowledge().job("data-engineer"), Wishes(level="bac+2")).text
    assert "à partir du bac," in told
    assert "en cours d’études" in told
    assert "En tout" not in told


def test_studies_that_go_on_from_the_diploma_held_are_counted() -> None:
    told = tell_path(knowledge(), knowledge().job("data-engineer"), Wishes(level="bac+3")).text
    assert "En tout, environ 2 ans" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "à partir du" not in told


def test_tastes_after_a_question_on_studies_begin_the_questionnaire() -> None:
    outcome = run(ActionTellPath(), "j'aime dessiner", intent="tell_profile", slots={"job": "data-scientist"})
    assert outcome.events[-1]["name"] == "recommendation_form"


def test_reliability_tells_the_years_of_the_last_sources() -> None:
    dated = [source for source in knowledge().sources() if source.kind != "editorial"]
    old, new = min(dated, key=lambda s: s.year), max(dated, key=lambda s: s.year)
    outcome = run(ActionTellReliability(), slots={"told_sources": [old.id, new.id]})
    assert outcome.responses == ["utter_reliability_dates"]
    assert (outcome.messages[0]["oldest"], outcome.messages[0]["newest"]) == (str(old.year), str(new.year))


def test_reliability_says_when_an_answer_is_common_knowledge() -> None:
    outcome = run(ActionTellReliability(), slots={"told_sources": ["redaction"]})
    assert outcome.responses == ["utter_reliability_editorial"]


def test_a_job_without_routes_gets_what_is_known_of_its_training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("actions.path.tell_path", lambda *_: Answer(text=""))
    said = "devenir data analyst sans diplôme"
    outcome = run(ActionTellPath(), said, intent="ask_training", entities=[named("data-analyst", 8, 20)])
    assert outcome.responses == ["utter_fact"]
    assert "diplôme" in outcome.said


LISTED = [
    acted("action_recommend"),
    {"event": "slot", "name": "suggested", "value": ["statistician", "data-analyst", "data-engineer"]},
]


@pytest.mark.parametrize(
    ("text", "job"),
    [
        ("le premier", "statistician"),
        ("parle-moi du 2e stp", "data-analyst"),
        ("va pour le deuxième", "data-analyst"),
        ("la dernière m'intéresse", "data-engineer"),
        ("et le 3 ?", "data-engineer"),
    ],
)
@pytest.mark.parametrize("action", [ActionClarify(), ActionDecline(), ActionTakeJob()])
def test_a_rank_points_at_a_job_listed_just_before(action: Action, text: str, job: str) -> None:
    outcome = run(action, text, intent="nlu_fallback", events=LISTED)
    assert outcome.responses == ["utter_description"]
    assert outcome.slots["job"] == job


def test_a_question_may_be_about_a_job_pointed_at() -> None:
    slots = {"job": "statistician"}
    outcome = run(ActionAnswerTopic(), "combien gagne le deuxième ?", intent="ask_salary", slots=slots, events=LISTED)
    assert outcome.slots["job"] == "data-analyst"
    outcome = run(ActionAnswerTopic(), "la première année paie bien ?", intent="ask_salary", slots=slots, events=LISTED)
    assert outcome.slots["job"] == "statistician", "a first year is no first job"


def test_a_list_is_out_of_mind_after_a_while() -> None:
    later = [*LISTED, *(visited(f"message {number}") for number in range(5))]
    assert run(ActionClarify(), "le premier", intent="nlu_fallback", events=later).responses == ["utter_rephrase"]


def test_which_of_the_last_jobs_is_a_comparison_whatever_it_was_taken_for() -> None:
    spoken = [{"event": "slot", "name": "job", "value": slug} for slug in ("data-analyst", "data-engineer")]
    for action in (ActionClarify(), ActionDecline()):
        outcome = run(action, "lekel gagne le plu", intent="out_of_scope", events=spoken)
        assert outcome.slots["compared"] == ["data-analyst", "data-engineer"]
    alone = run(ActionDecline(), "lekel gagne le plu", intent="out_of_scope", events=spoken[:1])
    assert alone.responses == ["utter_out_of_scope"]


def test_what_is_asked_of_a_job_pointed_at_is_told_whatever_it_was_taken_for() -> None:
    ranking = [{"name": "out_of_scope", "confidence": 0.8}, {"name": "ask_salary", "confidence": 0.1}]
    outcome = run(ActionDecline(), "combien gagne le deuxième ?", intent="out_of_scope", events=LISTED, ranking=ranking)
    assert outcome.responses == ["utter_salary"]
    assert outcome.slots["job"] == "data-analyst"
