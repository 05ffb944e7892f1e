"""What the Rasa server writes in its log: no word of a visitor, even when a message fails."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import structlog

# The keys under which Rasa logs what visitors say and what follows from it (rasa.utils.log_utils._anonymizer).
_SAID = frozenset(
    (
        *("text", "user_text", "user_message", "message", "json_message", "token_text", "response", "response_text"),
        *("parse_data_text", "parse_data_entities", "prediction_events", "tracker_latest_message", "rasa_event"),
        *("rasa_events", "tracker_states", "current_states", "old_states", "states", "slot_values", "slot_candidates"),
        *("prefilled_slots", "successes", "entity", "current_entity", "next_entity"),
    )
)


def configure_logs() -> None:
    """Log as `rasa run` does: LOG_LEVEL and above (INFO), without what visitors say.

    Without this, structlog formats and prints every debug line, and Rasa's REST channel each message that fails.
    """
    import rasa.utils.common
    import rasa.utils.log_utils

    rasa.utils.common.configure_logging_and_warnings(warn_only_once=True, filter_repeated_logs=True)
    rasa.utils.log_utils.configure_structlog()
    structlog.configure(processors=[without_words, *structlog.get_config()["processors"]])


def without_words(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take what a visitor said out of a log entry (a structlog processor).

    An exception is written as Python writes it: structlog would add the local variables, sentences among them.
    """
    for key in _SAID.intersection(event):
        del event[key]
    if event.get("exc_info"):
        event = structlog.processors.format_exc_info(logger, method, event)
    return event
