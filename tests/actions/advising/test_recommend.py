"""The questionnaire: what counts as an answer, and what it leads to."""

from __future__ import annotations

from typing import Any

import pytest

from actions.recommend import (
    FORM,
    ActionNoteProfile,
    ActionPreviousQuestion,
    ActionRecommend,
    ValidateRecommendationForm,
)
from tests.actions.advising.talking import acted, named, run


def answer(text: str, asked: str, intent: str = "tell_profile", **told: Any) -> Any:
    slots = {"requested_slot": asked, **told}
    return run(ValidateRecommendationForm(), text, intent=intent, slots=slots, loop=FORM)


def test_tastes_said_at_the_start_are_kept_and_give_first_suggestions() -> None:
    outcome = run(ActionNoteProfile(), "j'aime les maths mais pas coder", intent="ask_recommendation")
    assert outcome.slots["liked"] == ["maths"]
    assert outcome.slots["avoided"] == ["coding"]
    assert outcome.responses == ["utter_first_ideas"]
    assert "statisticien" in outcome.said


def test_nothing_said_explains_the_questionnaire() -> None:
    assert run(ActionNoteProfile(), "quel métier pour moi").responses == ["utter_questionnaire"]


@pytest.mark.parametrize(
    "text",
    ["jen peu plus de mon taf", "J’en ai marre de mon travail.", "mon chef me pourrit la vie", "je craque au boulot"],
)
def test_whoever_is_worn_out_by_their_work_is_heard_first(text: str) -> None:
    assert run(ActionNoteProfile(), text, intent="tell_profile").responses == ["utter_weary", "utter_questionnaire"]


@pytest.mark.parametrize(
    "text",
    [
        "je veux changer de travail",
        "marre du froid, je veux vivre au soleil",
        "je n'ai plus de travail",
        "on peut plus apprendre avec un bon chef",
    ],
)
def test_a_change_of_work_alone_is_no_weariness(text: str) -> None:
    assert "utter_weary" not in run(ActionNoteProfile(), text, intent="tell_profile").responses


def test_a_finished_questionnaire_begins_anew() -> None:
    slots = {"liked": ["maths"], "avoided": [], "level": "bac", "background": []}
    outcome = run(ActionNoteProfile(), "recommence", slots=slots)
    assert all(outcome.slots[name] is None for name in slots)


def test_an_answer_is_kept_and_refines_the_suggestions() -> None:
    outcome = answer("les maths", "liked")
    assert outcome.slots["liked"] == ["maths"]
    assert outcome.responses == ["utter_first_ideas"]


def test_the_same_suggestions_are_not_said_twice() -> None:
    first = answer("les maths", "liked").slots["suggested"]
    assert answer("rien", "avoided", liked=["maths"], suggested=first).responses == []


@pytest.mark.parametrize(("asked", "empty"), [("liked", []), ("avoided", []), ("level", ""), ("background", [])])
def test_every_question_can_be_skipped(asked: str, empty: object) -> None:
    assert answer("passe", asked, intent="skip").slots[asked] == empty


@pytest.mark.parametrize(
    "intent", ["ask_salary", "distress", "perhaps_distress", "cancel", "go_back", "erase_data", "ask_human"]
)
def test_what_is_no_answer_is_left_to_the_rules(intent: str) -> None:
    outcome = answer("combien ça gagne ?", "liked", intent=intent)
    assert outcome.slots == {}
    assert outcome.responses == []


def test_distress_is_never_an_answer_even_when_it_names_a_taste() -> None:
    assert answer("les maths me donnent envie de mourir", "avoided", intent="distress").slots == {}


def test_a_bare_word_is_an_answer_whatever_its_intent() -> None:
    assert answer("écrire", "liked", intent="ask_human").slots["liked"] == ["writing"]


def test_an_answer_not_understood_is_asked_once_more_then_left() -> None:
    first = answer("les chevaux", "liked")
    assert first.responses == ["utter_answer_not_understood"]
    second = answer("la montagne", "liked", questionnaire_tries=first.slots["questionnaire_tries"])
    assert second.slots["liked"] == []


def test_rien_is_an_answer_though_it_looks_like_giving_up() -> None:
    assert answer("rien", "avoided", intent="cancel").slots["avoided"] == []


def test_the_job_one_has_is_a_background() -> None:
    outcome = run(
        ValidateRecommendationForm(),
        "data analyst",
        intent="give_job",
        slots={"requested_slot": "background"},
        entities=[named("data-analyst", 0, 12)],
        loop=FORM,
    )
    assert outcome.slots["background"] == ["data", "business"]


def test_a_button_answers_the_question_asked() -> None:
    button = {"entity": "answer", "value": "les maths"}
    slots = {"requested_slot": "avoided"}
    outcome = run(ValidateRecommendationForm(), "/tell_profile", intent="tell_profile", slots=slots, entities=[button])
    assert outcome.slots["avoided"] == ["maths"]


def test_a_level_told_anew_is_corrected_and_said_to_be() -> None:
    outcome = answer("finalement j'ai un bac+2", "background", liked=["maths"], avoided=[], level="none")
    assert outcome.slots["level"] == "bac+2"
    assert outcome.responses[0] == "utter_level_corrected"
    assert outcome.messages[0]["level"] == "bac+2"


def test_the_same_level_told_twice_is_no_correction() -> None:
    outcome = answer("j'ai un bac+2", "background", liked=["maths"], avoided=[], level="bac+2")
    assert "utter_level_corrected" not in outcome.responses


def test_a_question_that_tells_a_level_too_is_no_answer() -> None:
    assert answer("jy arrive comment avec mon bts", "avoided", intent="ask_training", level="bac+2").slots == {}


def test_what_may_be_distress_is_no_answer_even_when_it_names_a_taste() -> None:
    assert answer("les maths me donnent envie d'en finir", "liked", intent="perhaps_distress").slots == {}


def test_a_taste_and_a_refusal_in_one_hurried_message() -> None:
    told = answer("jaime bien les chiffres mais jdeteste parler en public", "avoided", liked=["data"]).slots
    assert told["avoided"] == ["people"]
    assert "people" not in told["liked"]


def test_weariness_is_heard_in_the_questionnaire_too() -> None:
    assert answer("jen peux plus de mon boulot de vendeur", "background", liked=["maths"]).responses[0] == "utter_weary"


@pytest.mark.parametrize("text", ["g pa le bac", "jai pas eu mon bac", "sans bac", "je n'ai aucun diplôme"])
def test_whoever_has_no_bac_is_believed(text: str) -> None:
    assert answer(text, "level").slots["level"] == "none"


def test_going_back_empties_the_last_answer() -> None:
    slots = {"requested_slot": "level", "liked": ["maths"], "avoided": []}
    assert run(ActionPreviousQuestion(), slots=slots).slots == {"avoided": None, "requested_slot": None}


def test_going_back_before_the_first_question_or_outside_says_so() -> None:
    assert run(ActionPreviousQuestion(), slots={"requested_slot": "liked"}).responses == ["utter_first_question"]
    assert run(ActionPreviousQuestion()).responses == ["utter_nothing_to_go_back_to"]


def test_the_result_has_three_jobs_as_buttons() -> None:
    outcome = run(ActionRecommend(), slots={"liked": ["maths"], "avoided": ["coding"], "level": "bac+2"})
    assert outcome.responses == ["utter_recommendation", "utter_recommendation_next"]
    assert len(outcome.messages[1]["buttons"]) == 3
    assert outcome.slots["suggested"][0] == "statistician"


def test_all_skipped_is_said_so() -> None:
    outcome = run(ActionRecommend(), slots={"liked": [], "avoided": [], "level": "", "background": []})
    assert outcome.responses[0] == "utter_open_recommendation"


def test_a_question_in_the_middle_is_counted_and_the_form_taken_up_again() -> None:
    slots = {"requested_slot": "liked"}
    outcome = run(ValidateRecommendationForm(), "les maths", slots=slots, after=[acted("action_answer_topic")])
    assert outcome.slots == {"questionnaire_asides": 1}


def test_a_visitor_who_keeps_asking_is_left_in_peace() -> None:
    slots = {"requested_slot": "liked", "questionnaire_asides": 2}
    third = run(ValidateRecommendationForm(), "et le stress ?", slots=slots, after=[acted("action_answer_topic")])
    assert third.slots == {"questionnaire_asides": 3, "requested_slot": None}
    left = run(ActionRecommend(), slots=third.slots)
    assert left.responses == ["utter_questionnaire_left"]
    assert left.slots == {"questionnaire_asides": None}


def test_an_answer_after_a_question_starts_the_count_anew() -> None:
    assert answer("les maths", "liked", questionnaire_asides=2).slots["questionnaire_asides"] is None
    assert answer("passe", "liked", intent="skip", questionnaire_asides=2).slots["questionnaire_asides"] is None


@pytest.mark.parametrize("text", ["cest koi react", "et combien ça paie, le dessin", "lequel demande le plus de maths"])
def test_a_question_that_names_a_taste_is_no_answer(text: str) -> None:
    assert answer(text, "liked", intent="ask_description").slots == {}


def test_a_job_named_in_the_middle_is_no_answer() -> None:
    outcome = run(
        ValidateRecommendationForm(),
        "non mais data engineer plutot",
        intent="give_job",
        slots={"requested_slot": "liked"},
        entities=[named("data-engineer", 9, 22)],
        loop=FORM,
    )
    assert (outcome.slots, outcome.responses) == ({}, [])


def test_the_job_spoken_of_stays_unless_it_is_the_one_to_leave() -> None:
    kept = {"job": "web-developer"}
    assert "job" not in run(ActionNoteProfile(), "quel métier pour moi", slots=kept).slots
    own = {"entity": "current_job", "value": "développeur web", "start": 8, "end": 23}
    entities = [own, named("web-developer", 8, 23)]
    leaving = run(ActionNoteProfile(), "je suis développeur web et j'en ai marre", slots=kept, entities=entities)
    assert leaving.slots["job"] is None


def test_where_one_starts_from_is_the_way_to_the_job_spoken_of() -> None:
    path = run(ActionNoteProfile(), "j'ai un bac+2", intent="tell_profile", slots={"job": "web-developer"})
    assert path.responses == ["utter_path"]
    tastes = run(ActionNoteProfile(), "j'aime les maths", intent="tell_profile", slots={"job": "web-developer"})
    assert tastes.responses == ["utter_first_ideas"]
