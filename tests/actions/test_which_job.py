"""Taking the job that the visitor names, and telling which ones are known."""

from __future__ import annotations

from actions.answer import ActionAnswerTopic
from actions.which_job import MOST_BUTTONS, ActionListJobs, ActionTakeJob
from tests.actions.conftest import JOBS, Run, Visitor

DL = "deep-learning-engineer"


def test_the_question_that_waited_is_answered(run: Run, visitor: Visitor) -> None:
    tracker = visitor(f"[ingénieur deep learning](job:{DL})", "give_job", pending_topic="salary")
    said = run(ActionTakeJob(), tracker)
    assert (said.slots["job"], said.slots["pending_topic"]) == (DL, None)
    assert said.responses == ["utter_salary"]


def test_the_same_question_is_answered_for_the_next_job(run: Run, visitor: Visitor) -> None:
    tracker = visitor("et [data scientist](job:data-scientist) ?", "give_job", job=DL, topic="training")
    said = run(ActionTakeJob(), tracker)
    assert said.slots["job"] == "data-scientist"
    assert said.responses == ["utter_training"]


def test_a_job_alone_is_presented(run: Run, visitor: Visitor) -> None:
    said = run(ActionTakeJob(), visitor(f"[deep learning engineer](job:{DL})", "give_job"))
    assert said.responses == ["utter_description"]


def test_a_button_names_the_job(run: Run, visitor: Visitor) -> None:
    said = run(ActionTakeJob(), visitor(f"[/give_job](job:{DL})", "give_job", pending_topic="cons"))
    assert said.responses == ["utter_cons"]


def test_an_unknown_job_is_said_to_be_unknown(run: Run, visitor: Visitor) -> None:
    said = run(ActionTakeJob(), visitor("[dompteur](unknown_job:dompteur)", "give_job", pending_topic="salary"))
    assert said.responses == ["utter_unknown_job"]
    assert said.slots["pending_topic"] == "salary"
    assert said.buttons


def test_all_jobs_are_named_and_a_few_offered(run: Run, visitor: Visitor) -> None:
    said = run(ActionListJobs(), visitor("quels métiers connais-tu ?", "list_jobs"))
    assert said.responses == ["utter_list_jobs"]
    assert said.text.count("•") == len(JOBS)
    assert 0 < len(said.buttons) <= MOST_BUTTONS


def test_without_a_job_the_ones_just_suggested_are_offered(run: Run, visitor: Visitor) -> None:
    tracker = visitor("et la formation ?", "ask_training")
    tracker.events.insert(0, {"event": "slot", "name": "suggested", "value": [DL]})
    said = run(ActionAnswerTopic(), tracker)
    assert said.responses == ["utter_which_job"]
    assert said.buttons == [f'/give_job{{"job": "{DL}"}}']


def test_which_job_is_not_asked_twice_in_the_same_words(run: Run, visitor: Visitor) -> None:
    tracker = visitor("et le salaire ?", "ask_salary", pending_topic="training")
    assert run(ActionAnswerTopic(), tracker).responses == ["utter_which_job_again"]
