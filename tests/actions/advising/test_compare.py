"""Jobs side by side."""

from __future__ import annotations

from actions.answer import ActionAnswerTopic
from actions.compare import ActionCompare
from actions.more import ActionMoreDetails
from tests.actions.advising.talking import acted, named, run

COMPARED = acted("action_compare")


def test_two_jobs_on_the_same_criteria() -> None:
    outcome = run(ActionCompare(), "a ou b", entities=[named("data-analyst", 0, 1), named("data-scientist", 5, 6)])
    for criterion in ("Salaire", "Études", "Compétences", "Points forts", "Points faibles", "Débouchés", "vous ira"):
        assert criterion in outcome.said
    assert outcome.slots["compared"] == ["data-analyst", "data-scientist"]


def test_the_page_gets_a_table_instead_of_lines() -> None:
    jobs = [named("data-analyst", 0, 1), named("data-scientist", 5, 6), named("data-engineer", 8, 9)]
    outcome = run(ActionCompare(), "a ou b, c", entities=jobs, channel="web")
    table = outcome.messages[0]["custom"]["table"]
    assert len(table["columns"]) == 4
    assert all(len(row) == 4 for row in table["rows"])
    assert "Points forts" not in outcome.messages[0]["answer"]


def test_jobs_have_the_names_that_the_visitor_used() -> None:
    mentions = [{**named("web-developer", 0, 1), "label": "développeuse web"}, named("data-analyst", 5, 6)]
    outcome = run(ActionCompare(), "a ou b", entities=mentions)
    assert "• développeuse web\u00a0:" in outcome.said
    assert "• développeur web" not in outcome.said


def test_one_criterion_only() -> None:
    outcome = run(ActionCompare(), "lequel paie le mieux ?", slots={"compared": ["data-analyst", "data-scientist"]})
    assert outcome.responses == ["utter_comparison_criterion"]
    assert "Salaire" in outcome.said
    assert "Études" not in outcome.said


def test_what_sets_their_pay_apart_is_told_where_it_is_known() -> None:
    compared = {"compared": ["deep-learning-engineer", "machine-learning-engineer"]}
    outcome = run(ActionCompare(), "et lequel est le mieux payé ?", slots=compared)
    assert "mieux payé" in outcome.said
    assert "préfère ne pas" not in outcome.said


def test_the_figure_of_another_job_names_no_winner() -> None:
    outcome = run(ActionCompare(), "qui paie le mieux", slots={"compared": ["mlops-engineer", "devops-engineer"]})
    assert "préfère ne pas désigner de gagnant" in outcome.said


def test_which_of_them_taken_for_a_question_on_one_job() -> None:
    """« lekel paye le mieu » is heard as a question on pay: it is about the jobs compared all the same."""
    slots = {"compared": ["data-analyst", "data-scientist"], "job": "data-analyst"}
    outcome = run(ActionAnswerTopic(), "lekel paye le mieu", intent="ask_salary", slots=slots, events=[COMPARED])
    assert outcome.responses == ["utter_comparison_criterion"]
    assert outcome.slots["compared"] == slots["compared"]
    went_on = run(ActionMoreDetails(), slots=slots, events=[COMPARED, acted("action_answer_topic")])
    assert "Points faibles" in went_on.said, "the comparison was told last, whatever the action"


def test_a_question_on_the_job_spoken_of_is_no_comparison() -> None:
    slots = {"compared": ["data-analyst", "data-scientist"], "job": "data-analyst"}
    outcome = run(ActionAnswerTopic(), "et le salaire ?", intent="ask_salary", slots=slots, events=[COMPARED])
    assert "utter_comparison_criterion" not in outcome.responses


def test_the_jobs_suggested_last_are_those_compared() -> None:
    slots = {"suggested": ["statistician", "data-analyst"], "compared": ["web-developer", "backend-developer"]}
    outcome = run(ActionCompare(), "lequel paie le mieux ?", slots=slots, events=[acted("action_recommend")])
    assert outcome.slots["compared"] == ["statistician", "data-analyst"]


def test_the_same_job_twice() -> None:
    outcome = run(ActionCompare(), "a ou b", entities=[named("data-analyst", 0, 1), named("data-analyst", 5, 6)])
    assert outcome.responses == ["utter_same_job"]


def test_one_unknown_job_is_not_replaced_by_the_one_kept() -> None:
    outcome = run(ActionCompare(), "X ou zorglub", entities=[named("data-analyst")], slots={"job": "web-developer"})
    assert outcome.responses == ["utter_compare_with_what"]
    assert all(button["payload"].startswith("/ask_comparison") for button in outcome.messages[0]["buttons"])


def test_nothing_to_compare_asks_which_job() -> None:
    assert run(ActionCompare(), "compare").slots["pending_topic"] is None


def test_jobs_spoken_of_before() -> None:
    events = [{"event": "slot", "name": "job", "value": slug} for slug in ("statistician", "data-analyst")]
    outcome = run(ActionCompare(), "compare les deux", events=events)
    assert outcome.slots["compared"] == ["statistician", "data-analyst"]


def test_the_whole_comparison_is_not_told_twice() -> None:
    slots = {"compared": ["data-analyst", "data-scientist"]}
    again = run(ActionCompare(), "et lequel choisir", slots=slots)
    assert "vous ira" in again.said
    assert "Salaire" not in again.said
    assert "Salaire" in run(ActionCompare(), "compare-les", slots=slots).said


def test_the_easier_one_is_told_by_its_studies() -> None:
    slots = {"compared": ["data-analyst", "data-scientist"]}
    assert "Études" in run(ActionCompare(), "et lequel est plus facile", slots=slots).said
