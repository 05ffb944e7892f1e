"""Going on when a message was not understood."""

from __future__ import annotations

import pytest

from actions.clarify import ActionClarify
from actions.scope import ActionDecline
from tests.actions.conftest import Run, Visitor


def test_the_two_likeliest_readings_are_offered(run: Run, visitor: Visitor) -> None:
    ranking = ("ask_salary", "ask_career", "ask_cons")
    said = run(ActionClarify(), visitor("ça va chercher loin ?", "nlu_fallback", ranking=ranking))
    assert said.responses == ["utter_clarify"]
    assert said.buttons == ["/ask_salary", "/ask_career"]
    assert [event["name"] for event in said.events] == ["action_listen"], (
        "the visitor's turn, whatever the policies say"
    )


def test_the_questionnaire_is_taken_up_again(run: Run, visitor: Visitor) -> None:
    """Nothing else would end the turn: the same would be said ten times, then nothing more, ever."""
    tracker = visitor("et chatgpt dans tout ça", "nlu_fallback", ranking=("ask_salary",))
    tracker.active_loop = {"name": "recommendation_form"}
    assert run(ActionClarify(), tracker).events[-1]["name"] == "recommendation_form"


def test_readings_have_human_titles(run: Run, visitor: Visitor) -> None:
    said = run(ActionClarify(), visitor("hmm", "nlu_fallback", ranking=("ask_salary", "ask_cons")))
    titles = [button["title"] for message in said.messages for button in message["buttons"]]
    assert titles == ["Le salaire", "Les inconvénients"]


def test_what_no_button_can_carry_is_passed_over(run: Run, visitor: Visitor) -> None:
    said = run(ActionClarify(), visitor("hmm", "nlu_fallback", ranking=("affirm", "ask_salary", "greet")))
    assert said.buttons == ["/ask_salary"]


def test_without_a_reading_ariane_asks_to_say_it_otherwise(run: Run, visitor: Visitor) -> None:
    said = run(ActionClarify(), visitor("zblorg", "nlu_fallback"))
    assert said.responses == ["utter_rephrase"]


@pytest.mark.parametrize("ranking", [("ask_salary",), ()])
def test_the_same_sentence_is_never_said_twice(run: Run, visitor: Visitor, ranking: tuple[str, ...]) -> None:
    said = []
    for times in range(14):
        tracker = visitor("hmm", "nlu_fallback", ranking=ranking, before=("action_clarify",) * times)
        said += run(ActionClarify(), tracker).responses
    assert len(set(said[:6])) == 6, "six different ones before any comes back"
    assert all(len(set(said[first : first + 4])) == 4 for first in range(11))
    assert {"utter_lost_again", "utter_lost_for_ideas"} <= set(said[-4:]), "someone to talk to, something else to do"


def test_an_answer_in_between_begins_anew(run: Run, visitor: Visitor) -> None:
    before = ("action_clarify", "action_answer_topic")
    said = run(ActionClarify(), visitor("hmm", "nlu_fallback", ranking=("ask_salary",), before=before))
    assert said.responses == ["utter_clarify"]


@pytest.mark.parametrize("text", ["🤖", "?!", "…", "🎉🎉"])
def test_a_message_without_a_word_is_told_so(run: Run, visitor: Visitor, text: str) -> None:
    assert run(ActionClarify(), visitor(text, "nlu_fallback", ranking=("ask_salary",))).responses == ["utter_no_word"]
    assert run(ActionDecline(), visitor(text, "out_of_scope")).responses == ["utter_no_word"]


def test_what_is_out_of_scope_is_never_declined_twice_in_a_row_in_the_same_words(run: Run, visitor: Visitor) -> None:
    said = []
    for times in range(12):
        before = ("action_decline",) * times
        said += run(ActionDecline(), visitor("quel temps fait-il ?", "out_of_scope", before=before)).responses
    assert said[:3] == ["utter_out_of_scope", "utter_out_of_scope_again", "utter_out_of_scope_briefly"]
    assert len(set(said[:6])) == 6
    assert all(len(set(said[first : first + 4])) == 4 for first in range(9))


def test_what_may_be_distress_is_answered_after_the_number(run: Run, visitor: Visitor) -> None:
    """The rule has the number told first; what was asked is then found beneath, as for what was not understood."""
    said = run(ActionClarify(), visitor("faut-il sauter du toit ?", "perhaps_distress", ranking=("ask_training",)))
    assert said.responses == ["utter_clarify"]
    assert said.buttons == ["/ask_training"]


def test_after_the_number_no_fact_is_forced_on_who_asked_nothing(run: Run, visitor: Visitor) -> None:
    said = run(ActionClarify(), visitor("mon chef me crie dessus", "perhaps_distress", ranking=("tell_profile",)))
    assert said.responses == ["utter_listening"]


def test_after_the_number_a_topic_plainly_asked_about_is_answered(run: Run, visitor: Visitor) -> None:
    tracker = visitor("ça paie combien ?", "perhaps_distress", ranking=("ask_salary",), job="deep-learning-engineer")
    perhaps, asked = tracker.latest_message["intent_ranking"]
    tracker.latest_message["intent_ranking"] = [perhaps, {**asked, "confidence": 0.48}]
    said = run(ActionClarify(), tracker)
    assert "€" in said.text
