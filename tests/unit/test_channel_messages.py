"""What a page may send: nothing that a visitor types is ever obeyed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ariane.channels.errors import ApiError
from ariane.channels.messages import Opinion, Pressed, Typed, plain_text, read_message

ID = "0123456789abcdef"


def test_a_text() -> None:
    assert read_message({"id": ID, "text": " Bonjour \n"}) == Typed(ID, "Bonjour")


def test_a_button() -> None:
    assert read_message({"id": ID, "payload": "/ask_salary"}) == Pressed(ID, "/ask_salary")


def test_an_opinion() -> None:
    assert read_message({"id": ID, "feedback": "up", "about": f"{ID}.0"}) == Opinion(ID, "up", f"{ID}.0")


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "bonjour",
        {},
        {"text": "bonjour"},
        {"id": "court", "text": "bonjour"},
        {"id": "x" * 65, "text": "bonjour"},
        {"id": "../../etc/passwd0", "text": "bonjour"},
        {"id": ID + "\n", "text": "bonjour"},
        {"id": ID},
        {"id": ID, "text": 5},
        {"id": ID, "text": None},
        {"id": ID, "text": ["bonjour"]},
        {"id": ID, "payload": ""},
        {"id": ID, "payload": "/" + "a" * 2000},
        {"id": ID, "text": "bonjour", "payload": "/greet"},
        {"id": ID, "text": "bonjour", "sender": "web-1"},
        {"id": ID, "text": "bonjour", "sender_id": "web-1"},
        {"id": ID, "text": "bonjour", "metadata": {"title": "x"}},
        {"id": ID, "text": "bonjour", "slots": "x"},
        {"id": ID, "text": "bonjour", "input_channel": "telegram"},
        {"id": ID, "feedback": "maybe", "about": f"{ID}.0"},
        {"id": ID, "feedback": "up"},
        {"id": ID, "feedback": "up", "about": "nothing"},
    ],
)
def test_anything_else_is_refused(body: Any) -> None:
    with pytest.raises(ApiError) as refused:
        read_message(body)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('/ask_salary{"job":"data-scientist"}', 'ask_salary{"job":"data-scientist"}'),
        ("/restart", "restart"),
        ("  /back", "back"),
        ("///greet", "greet"),
        ("/ / /greet", "greet"),
        ("\u00a0/greet", "greet"),
        ("\x1c/greet", "greet"),
        ("\x00/greet", "greet"),
        ("\ufeff/greet", "greet"),
        ("\u2028/greet", "greet"),
        ("et/ou", "et/ou"),
        ("12/20 en maths", "12/20 en maths"),
    ],
)
def test_a_typed_command_is_a_sentence_like_another(typed: str, read: str) -> None:
    assert plain_text(typed) == read


def test_what_is_read_never_starts_with_a_slash_however_rasa_strips_it() -> None:
    spaces = [chr(code) for code in range(0x3100) if chr(code).isspace()] + ["\x00", "\ufeff"]
    for space in spaces:
        assert not plain_text(f"{space}/{space}/greet").strip().startswith("/"), repr(space)


@pytest.mark.parametrize("empty", ["", "   ", "\n\t", "/", " / / ", "\x00\x01", "\u2028"])
def test_an_empty_message_is_refused(empty: str) -> None:
    with pytest.raises(ApiError) as refused:
        plain_text(empty)
    assert (refused.value.code, refused.value.status) == ("empty_message", 422)


def test_a_thousand_characters_are_read_and_one_more_is_not() -> None:
    assert len(plain_text("é" * 1000)) == 1000
    for text in ("é" * 1001, "a" * 1_000_000):
        with pytest.raises(ApiError) as refused:
            plain_text(text)
        assert "1\u00a0000 caractères" in refused.value.body()["message"]


def test_letters_with_their_accents_apart_count_as_one() -> None:
    assert plain_text("e\u0301" * 1000) == "é" * 1000


def test_half_a_surrogate_pair_can_be_stored() -> None:
    text = plain_text(json.loads('"a\\ud800b"'))
    assert text.encode("utf-8")


def test_emoji_lines_and_joined_signs_are_kept() -> None:
    family = "👨\u200d👩\u200d👧 salut\nà vous"
    assert plain_text(family) == family


def test_errors_have_a_french_sentence() -> None:
    body = ApiError("too_many_messages", 429, 4, seconds=4).body()
    assert body == {
        "error": "too_many_messages",
        "message": "Vous envoyez beaucoup de messages. Réessayez dans 4\u00a0s.",
        "retry_after": 4,
    }
