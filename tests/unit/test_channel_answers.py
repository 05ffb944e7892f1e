"""Answers, history and plain text: what a conversation's events become."""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered

from ariane.channels.answers import to_answer
from ariane.channels.history import (
    asks_opinion,
    find_turn,
    offered_buttons,
    shown_history,
    turns_of,
)
from ariane.channels.plain import to_plain_text

SALARY = {"title": "Le salaire", "payload": "/ask_salary"}


def said(message_id: str, text: str, **metadata: Any) -> UserUttered:
    return UserUttered(text, message_id=message_id, metadata=metadata)


def answered(text: str | None = None, **data: Any) -> BotUttered:
    return BotUttered(text, data, {"utter_action": "utter_secret"})


def test_an_answer_keeps_what_the_page_shows_and_nothing_else() -> None:
    answer = to_answer(
        {
            "text": "Voici.",
            "buttons": [SALARY],
            "custom": {"sources": [{"title": "Apec"}], "feedback": True, "slots": {"job": "x"}, "table": None},
            "utter_action": "utter_salary",
            "template": "x",
            "timestamp": 5.0,
            "image": "https://tiers.example/x.png",
        },
        "m.0",
    )
    assert answer == {
        "id": "m.0",
        "text": "Voici.",
        "buttons": [SALARY],
        "sources": [{"title": "Apec"}],
        "feedback": True,
    }


def test_nothing_to_show_is_no_answer() -> None:
    for empty in ({}, {"text": None}, {"text": "  "}, {"custom": {}}, {"custom": {"feedback": False}}, {"buttons": []}):
        assert to_answer(empty, "m.0") is None


def test_a_button_needs_a_title_and_something_to_do() -> None:
    buttons = [{"title": "A"}, {"payload": "/b"}, "c", {"title": "D", "payload": 4}, {"title": "E", "url": "tel:3114"}]
    answer = to_answer({"text": "x", "buttons": buttons}, "m.0")
    assert answer
    assert answer["buttons"] == [{"title": "E", "url": "tel:3114"}]


def test_events_are_cut_into_turns_and_answers_numbered() -> None:
    events: list[Event] = [
        ActionExecuted("action_session_start"),
        said("one", "bonjour"),
        answered("A"),
        SlotSet("job", "x"),
        answered(None),
        answered("B", buttons=[SALARY]),
        said("two", "/ask_salary", title="Le salaire"),
        answered("C"),
    ]
    turns = turns_of(events)
    assert [turn.message_id for turn in turns] == ["one", "two"]
    assert [[answer["id"] for answer in turn.answers] for turn in turns] == [["one.0", "one.2"], ["two.0"]]
    found = find_turn(turns, "two")
    assert found
    assert found.answers[0]["text"] == "C"
    assert find_turn(turns, "three") is None


def test_what_a_reminder_says_in_the_visitors_name_opens_no_turn() -> None:
    external = UserUttered.create_external("EXTERNAL_remind", [], "web")
    assert len(turns_of([said("one", "bonjour"), answered("A"), external, answered("B")])) == 1


def test_only_buttons_of_the_last_turns_may_be_pressed() -> None:
    events: list[Event] = [said("zero", "x"), answered("A", buttons=[{"title": "Vieux", "payload": "/old"}])]
    for name in ("one", "two"):
        events += [said(name, "x"), answered("B", buttons=[{"title": name, "payload": f"/{name}"}])]
    assert offered_buttons(turns_of(events)) == {"/old": "Vieux", "/one": "one", "/two": "two"}
    events += [said("three", "x"), answered("C")]
    assert offered_buttons(turns_of(events)) == {"/one": "one", "/two": "two"}


def test_an_opinion_does_not_age_the_buttons() -> None:
    events: list[Event] = [said("one", "x"), answered("A", buttons=[SALARY])]
    for name in ("two", "three", "four"):
        events.append(said(name, "/feedback_positive", feedback="up", about="one.0"))
    assert offered_buttons(turns_of(events)) == {"/ask_salary": "Le salaire"}


def test_an_opinion_is_only_asked_about_answers_that_ask_for_it() -> None:
    turns = turns_of([said("one", "x"), answered("A", custom={"feedback": True}), answered("B")])
    assert asks_opinion(turns, "one.0")
    assert not asks_opinion(turns, "one.1")
    assert not asks_opinion(turns, "two.0")


def test_history_shows_titles_for_payloads_and_opinions_on_their_answers() -> None:
    shown = shown_history(
        turns_of(
            [
                answered("Bienvenue"),
                said("one", "bonjour"),
                answered("A", custom={"feedback": True}),
                said("two", "/feedback_negative", feedback="down", about="one.0"),
                said("three", "/ask_salary", title="Le salaire"),
                answered("B"),
                said("four", "/restart"),
                answered("C"),
            ]
        )
    )
    assert shown == [
        {"from": "ariane", "id": "start.0", "text": "Bienvenue"},
        {"from": "visitor", "id": "one", "text": "bonjour"},
        {"from": "ariane", "id": "one.0", "text": "A", "feedback": True, "opinion": "down"},
        {"from": "visitor", "id": "three", "text": "Le salaire"},
        {"from": "ariane", "id": "three.0", "text": "B"},
        {"from": "ariane", "id": "four.0", "text": "C"},
    ]


def test_a_question_without_answer_gets_an_excuse() -> None:
    shown = shown_history(turns_of([said("one", "bonjour")]))
    assert shown[1]["id"] == "one.0"
    assert "pour le moment" in shown[1]["text"]


def test_history_is_bounded() -> None:
    events: list[Event] = []
    for number in range(300):
        events += [said(f"m{number}", "x"), answered("A")]
    shown = shown_history(turns_of(events))
    assert len(shown) == 200
    assert shown[-1]["id"] == "m299.0"


def test_rich_parts_as_plain_text() -> None:
    text = to_plain_text(
        {
            "table": {"columns": ["Critère", "Analyste", "Scientist"], "rows": [["Études", "bac+3", "bac+5"], ["Fin"]]},
            "chart": {
                "title": "Salaire",
                "unit": "€ brut par an",
                "bars": [
                    {"label": "Débutant", "low": 38000, "typical": 42000, "high": 46000, "note": "Apec"},
                    {"label": "Confirmé", "low": 45000, "high": 60000},
                    {"label": "Senior", "low": 58000},
                    {"label": "Tous", "typical": 50000},
                ],
            },
            "sources": [{"title": "Étude", "publisher": "Apec", "date": "2024", "url": "https://exemple.fr"}],
        }
    )
    assert text.replace("\u00a0", " ").splitlines() == [
        "• Études — Analyste : bac+3 ; Scientist : bac+5",
        "• Fin",
        "",
        "Salaire",
        "• Débutant : de 38 000 à 46 000 € brut par an, souvent 42 000 (Apec)",
        "• Confirmé : de 45 000 à 60 000 € brut par an",
        "• Senior : à partir de 58 000 € brut par an",
        "• Tous : environ 50 000 € brut par an",
        "",
        "Sources :",
        "• Étude, Apec, 2024 https://exemple.fr",
    ]
    assert to_plain_text({}) == ""
