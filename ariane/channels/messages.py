"""What a visitor's page may send: a text, a button that was offered, or an opinion on an answer. Nothing else."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from ariane.channels.errors import ApiError

MOST_CHARACTERS = 1_000
_LONGEST_PAYLOAD = 2_000
_ID = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_ANSWER_ID = re.compile(r"[A-Za-z0-9_-]{1,64}\.[0-9]{1,3}", re.ASCII)


@dataclass(frozen=True)
class Typed:
    """A text that the visitor typed; never obeyed as a command."""

    id: str
    text: str


@dataclass(frozen=True)
class Pressed:
    """A button: its payload is only believed once it is found among those offered."""

    id: str
    payload: str


@dataclass(frozen=True)
class Opinion:
    """Thumb up or down about the answer `about`."""

    id: str
    opinion: Literal["up", "down"]
    about: str


VisitorMessage = Typed | Pressed | Opinion


def read_message(body: Any) -> VisitorMessage:
    """Turn a JSON body into a message.

    The body is {id, text}, {id, payload} or {id, feedback, about}; `id` is made by the page (16 to 64 letters, digits,
    - or _) and is the same when it tries again. Raises ApiError for anything else, further keys included: a page can
    set neither a sender nor metadata nor slots.
    """
    if not isinstance(body, dict) or not all(isinstance(value, str) for value in body.values()):
        raise ApiError("bad_request", 400)
    if not _ID.fullmatch(body.get("id", "")):
        raise ApiError("bad_request", 400)
    keys = set(body) - {"id"}
    if keys == {"text"}:
        return Typed(body["id"], plain_text(body["text"]))
    if keys == {"payload"} and 0 < len(body["payload"]) <= _LONGEST_PAYLOAD:
        return Pressed(body["id"], body["payload"])
    if keys == {"feedback", "about"} and body["feedback"] in ("up", "down") and _ANSWER_ID.fullmatch(body["about"]):
        return Opinion(body["id"], body["feedback"], body["about"])
    raise ApiError("bad_request", 400)


def plain_text(text: str) -> str:
    """Return `text` as Rasa may read it: composed accents, no control character, no leading slash.

    Rasa obeys a message that begins with "/" ("/intent{…}", "/restart"): the slash is taken off, and what remains is
    understood like any other sentence. Raises ApiError when nothing is left, or more than MOST_CHARACTERS characters.
    """
    # The length is looked at first: normalising can be slow on a text made for it.
    if len(text) > 4 * MOST_CHARACTERS:
        raise ApiError("message_too_long", 422, most=_french(MOST_CHARACTERS))
    # Half of a surrogate pair is valid JSON but can't be stored as UTF-8; U+0000 can't be stored by PostgreSQL.
    storable = text.encode("utf-8", "replace").decode()
    visible = "".join(c for c in unicodedata.normalize("NFC", storable) if c in "\n\t" or not _is_control(c))
    while (stripped := visible.strip().lstrip("/")) != visible:
        visible = stripped
    if not visible:
        raise ApiError("empty_message", 422)
    if len(visible) > MOST_CHARACTERS:
        raise ApiError("message_too_long", 422, most=_french(MOST_CHARACTERS))
    return visible


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") or character in "\u2028\u2029\ufeff"


def _french(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")
