"""Opinions, advisers, privacy, distress, other languages."""

from __future__ import annotations

import json

import pytest
from ruamel.yaml import YAML

from actions.feedback import ActionKeepComment, ActionKeepFeedback
from actions.human import ActionGiveContacts, ActionHandOver
from actions.language import ActionAnswerInLanguage, language
from actions.privacy import ActionEraseData, ActionTellPrivacy
from ariane.answers.contacts import help_lines
from ariane.paths import PROJECT
from ariane.runtime.conversation_store import ConversationStore
from ariane.runtime.errors import UserError
from tests.actions.advising.talking import DOMAIN, acted, answered, run, visited

PAST = [visited("combien gagne un data analyst", "first"), acted("action_answer_topic"), answered("35 000 €")]
SLOTS = {"job": "data-analyst", "topic": "salary", "told": ["data-analyst/salary/#junior"]}


def test_an_opinion_is_kept_with_the_turn_it_is_about(store: ConversationStore) -> None:
    run(ActionKeepFeedback(), "👍", intent="feedback_positive", events=PAST, slots=SLOTS)
    (kept,) = store.feedback("visitor")
    assert (kept["opinion"], kept["turn"], kept["text"]) == ("up", "first", "👍")
    assert kept["about"]["job"] == "data-analyst"
    assert kept["about"]["told"] == ["data-analyst/salary/#junior"]


def test_the_page_names_the_answer(store: ConversationStore) -> None:
    about = {"feedback": "down", "about": "older.0"}
    run(ActionKeepFeedback(), "/feedback_negative", intent="feedback_negative", events=PAST, metadata=about)
    (kept,) = store.feedback("visitor")
    assert (kept["opinion"], kept["turn"], kept["text"]) == ("down", "older", None)


@pytest.mark.parametrize(("intent", "once"), [("positive", "positive"), ("negative", "negative")])
def test_thanked_once(intent: str, once: str, store: ConversationStore) -> None:
    first = run(ActionKeepFeedback(), "x", intent=f"feedback_{intent}", events=PAST)
    assert first.responses == [f"utter_feedback_{once}"]
    again = run(ActionKeepFeedback(), "x", intent=f"feedback_{intent}", events=PAST, slots=first.slots)
    assert again.responses[0] in {"utter_feedback_noted", "utter_feedback_again"}


def test_a_comment_is_kept(store: ConversationStore) -> None:
    run(ActionKeepComment(), "il manque le net", events=PAST)
    assert store.feedback("visitor")[0]["text"] == "il manque le net"


def test_public_contacts_by_default() -> None:
    outcome = run(ActionGiveContacts())
    assert outcome.responses == ["utter_contacts"]
    assert "3949" in outcome.said
    assert "CIO" in outcome.said


def test_the_operator_s_own_adviser_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARIANE_ADVISER_NAME", "Point Emploi")
    monkeypatch.setenv("ARIANE_ADVISER_PHONE", "01 02 03 04 05")
    monkeypatch.setenv("ARIANE_ADVISER_HOURS", "du lundi au vendredi")
    first = run(ActionGiveContacts()).messages[0]["contacts"].split("\n")[0]
    assert "Point Emploi" in first
    assert "du lundi au vendredi" in first


def test_nothing_is_handed_over_without_an_address(store: ConversationStore) -> None:
    assert run(ActionHandOver()).responses == ["utter_no_handoff"]
    assert store.due() == []


def test_consent_is_asked_and_the_summary_holds_no_sentence(
    store: ConversationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIANE_HANDOFF_URL", "http://127.0.0.1:9/")
    assert run(ActionGiveContacts()).responses == ["utter_contacts", "utter_ask_handoff"]
    events = [*PAST, {"event": "slot", "name": "job", "value": "data-analyst"}]
    outcome = run(ActionHandOver(), "oui", events=events, slots={"liked": ["maths"], "level": "bac+2"})
    (parcel,) = store.due()
    body = json.loads(parcel.body)
    assert body["jobs"] == ["data analyst"]
    assert body["liked"] == ["maths"]
    assert "combien" not in parcel.body
    assert "visitor" not in parcel.body
    assert parcel.reference == outcome.messages[0]["reference"]


def test_a_wrong_hand_off_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARIANE_HANDOFF_URL", "conseiller.fr")
    with pytest.raises(UserError, match="ARIANE_HANDOFF_URL"):
        run(ActionGiveContacts())


def test_privacy_tells_the_number_of_days(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(ActionTellPrivacy()).messages[0]["days"].endswith("jours")
    monkeypatch.setenv("ARIANE_RETENTION_DAYS", "1")
    assert run(ActionTellPrivacy()).messages[0]["days"].endswith("1\u00a0jour") or run(ActionTellPrivacy()).messages[0][
        "days"
    ].endswith("1 jour")


def test_erasing_leaves_no_row_and_starts_anew(store: ConversationStore) -> None:
    store.add_feedback("visitor", "first", "up", {}, "👍")
    store.put_in_outbox("visitor", "REF", {})
    outcome = run(ActionEraseData(), "oui")
    assert set(store.rows("visitor").values()) == {0}
    assert [event["event"] for event in outcome.events] == ["reset_slots", "restart"]
    assert outcome.messages[0]["custom"] == {"reset": True}


def test_every_help_line_has_its_answer_and_its_source() -> None:
    said = DOMAIN["responses"]["utter_distress"]
    by_number = {variant["condition"][0]["value"]: variant["text"] for variant in said if "condition" in variant}
    (default,) = (variant["text"] for variant in said if "condition" not in variant)
    assert "3114" in default
    assert {"3114", *by_number} == set(help_lines())
    assert all(number in text for number, text in by_number.items())


def test_distress_needs_no_action_server() -> None:
    rules = YAML(typ="safe").load((PROJECT / "data" / "rules.yml").read_text("utf-8"))["rules"]
    after = [rule["steps"][1:] for rule in rules if rule["steps"][0] == {"intent": "distress"}]
    # In the questionnaire, Rasa itself first takes the form's turn away.
    done = [[step["action"] for step in steps if "action" in step] for steps in after]
    assert done == [["utter_distress"], ["action_deactivate_loop", "utter_distress"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hello, do you speak english?", "english"),
        ("what does a data scientist do", "english"),
        ("hola, ¿qué tal?", "spanish"),
        ("no hablo francés", "spanish"),
        ("guten Tag", "other"),
    ],
)
def test_languages(text: str, expected: str) -> None:
    assert language(text) == expected
    assert run(ActionAnswerInLanguage(), text).responses == [f"utter_language_{expected}"]
