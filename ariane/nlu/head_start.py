"""Has the action server begin on a question while Rasa still reads it: the two then share the time of a message.

Reading a message takes Rasa longer than ranking the facts of a job takes the action server, and the first thing read is
the job. The component HeadStart has two places in the pipeline, and sends what an action will probably be asked from
both: after the JobLinker, the job and the words, by which the action server (ariane/runtime/head_start.py) ranks the
facts; after the classifier, the intent, by which it words the answer while Rasa chooses the action. Both are kept for
the call to come. Nothing depends on it: what is lost, late or asked otherwise is worked out at the call, as without it.

It is one datagram from each place, to this machine only: no visitor waits for it, and no word leaves the machine.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from typing import Any
from urllib.parse import urlsplit

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from ariane.nlu.linker import JOB
from ariane.quick_json import dumps

logger = logging.getLogger(__name__)

ACTION_URL = "ARIANE_ACTION_URL"
_LARGEST = 8_000  # bytes: far more than a question needs
_SLOT = "job"  # that keeps the job spoken of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class HeadStart(GraphComponent):
    """Tells the action server of each message on a job. It adds nothing to the message."""

    def __init__(self) -> None:
        """Open nothing before the first message."""
        self._to = _address(os.environ.get(ACTION_URL, ""))
        self._socket: socket.socket | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HeadStart:
        """Make the component (see Rasa's GraphComponent)."""
        return cls()

    def process(self, messages: list[Message], tracker: DialogueStateTracker | None = None) -> list[Message]:
        """Send what is asked, where a visitor asks it (there is a `tracker`) and a job is known."""
        if tracker is not None and self._to is not None:
            kept = tracker.get_slot(_SLOT)
            for told in (_told(message, kept) for message in messages):
                if told is not None and len(told) <= _LARGEST:
                    self._send(told, self._to)
        return messages

    def _send(self, told: bytes, to: tuple[str, int]) -> None:
        try:
            if self._socket is None:
                self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                self._socket.setblocking(False)
            self._socket.sendto(told, to)
        except OSError as error:  # nobody there, or no room: the call will do all the work
            logger.debug("No head start: %s", error)


def _told(message: Message, kept: Any) -> bytes | None:
    """Give what is told of a message; None where no job is known, or a button says all."""
    text, entities = message.get(TEXT) or "", message.get(ENTITIES) or []
    if text.startswith("/") or not (kept or any(entity["entity"] == JOB for entity in entities)):
        return None
    # As an action is told of it; before the classifier there is no intent yet.
    read = {name: message.get(name) for name in (INTENT, INTENT_RANKING_KEY) if message.get(name)}
    return dumps({"message": {TEXT: text, ENTITIES: entities, **read}, "job": kept})


def _address(url: str) -> tuple[str, int] | None:
    """Give the address and port of the action server at `url`; None where it is not on this machine."""
    parts = urlsplit(url)
    try:
        local = ipaddress.IPv4Address(parts.hostname or "").is_loopback
    except ValueError:  # a name: it may be anywhere
        return None
    return (str(parts.hostname), parts.port) if local and parts.port else None
