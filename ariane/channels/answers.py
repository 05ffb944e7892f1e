"""Ariane's answers as the objects that a rich channel shows: text, buttons and the parts of the answer payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Answer = dict[str, Any]
"""{id, text?, buttons?, sources?, table?, chart?, feedback?, reset?}"""

_BUTTON_KEYS = ("title", "payload", "url")
_PARTS: dict[str, type] = {"sources": list, "table": dict, "chart": dict, "feedback": bool, "reset": bool}


def to_answer(message: Mapping[str, Any], answer_id: str) -> Answer | None:
    """Return what a visitor's page receives for one bot message of Rasa, or None when there is nothing to show.

    `message` holds text, buttons and custom (see the answer payload in the maintainers' guide). Other keys stay on the
    server: templates, metadata and names of responses are nobody's business.
    """
    custom = message.get("custom")
    answer: Answer = {"id": answer_id}
    if isinstance(message.get("text"), str) and message["text"].strip():
        answer["text"] = message["text"].strip()
    buttons = [shown for button in message.get("buttons") or [] if (shown := _button(button))]
    if buttons:
        answer["buttons"] = buttons
    if isinstance(custom, Mapping):
        parts = {key: custom.get(key) for key in _PARTS}
        answer |= {key: part for key, part in parts.items() if part and isinstance(part, _PARTS[key])}
    return answer if len(answer) > 1 else None


def _button(button: Any) -> dict[str, str] | None:
    """Keep a button that has a title and something to do."""
    if not isinstance(button, Mapping):
        return None
    shown = {key: button[key] for key in _BUTTON_KEYS if isinstance(button.get(key), str) and button[key]}
    return shown if "title" in shown and len(shown) > 1 else None
