"""Calls to the action server: the visitor always gets an answer, and a call costs little.

Patch, made for Rasa 3.6.21: Rasa builds `RemoteAction` by name and offers no way to give it another class, so the class
is replaced in its module. What changes:
- When the action server cannot be reached or fails, Rasa logs the error and the visitor gets nothing. Here the visitor
  gets `utter_unavailable`, and the conversation goes on when the server is back.
- Rasa validates each answer with `jsonschema.validate`, which checks its own constant schema again at each call (33 ms
  of a call, measured). Here each event is checked against the schema of its own type, made once; what is accepted is
  the same, because no event fits the schema of another type.
- Rasa sends every event of the conversation with each call. Here the last ones go: the cost of a call does not grow
  with the conversation. An action that needs something older keeps it in a slot.
- Rasa opens a connection for each call. Here it stays open (action_endpoint.py).
- Rasa waits for an answer for five minutes. Here a visitor waits for twenty seconds at most.
"""

from __future__ import annotations

import asyncio
import logging
from functools import lru_cache
from itertools import islice
from typing import Any

import rasa
import rasa.core.actions.action as rasa_action
import rasa.shared.utils.schemas.events as schemas
from jsonschema import Draft202012Validator, ValidationError
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, FollowupAction, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from ariane.runtime.action_endpoint import KeptEndpoint

logger = logging.getLogger(__name__)

MADE_FOR = "3.6.21"
UNAVAILABLE = "utter_unavailable"
LONGEST_CALL = 20  # seconds
RECENT_EVENTS = 60  # sent with a call: about six turns
_VALIDATION = "validate_"  # how Rasa names the action that reads the answer to a form's question
_StockRemoteAction = rasa_action.RemoteAction
_STOCK_TIMEOUT = rasa_action.DEFAULT_REQUEST_TIMEOUT


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(_StockRemoteAction.action_response_format_spec())


@lru_cache(maxsize=1)
def _event_validators() -> dict[str, Draft202012Validator]:
    """Give a validator for each type of event: that of all events, and its own in place of the choice of one."""
    common = {key: value for key, value in schemas.EVENT_SCHEMA.items() if key != "oneOf"}
    return {
        own["properties"]["event"]["const"]: Draft202012Validator({**common, "allOf": [own]})
        for own in schemas.EVENT_SCHEMA["oneOf"]
    }


def _is_slot(event: dict[str, Any]) -> bool:
    """Say whether `event` is a valid slot event: nearly all events are, and five lines tell it without a schema."""
    return (
        event.get("event") == SlotSet.type_name
        and "value" in event
        and isinstance(event.get("name"), str)
        and type(event.get("timestamp")) in (float, int, type(None))
        and isinstance(event.get("metadata"), (dict, type(None)))
    )


def _is_plainly_valid(result: Any) -> bool:
    """Say whether `result` is valid without a doubt; False leaves it to the whole schema."""
    if not isinstance(result, dict):
        return False
    events, responses = result.get("events", []), result.get("responses", [])
    if not isinstance(events, list) or not isinstance(responses, list):
        return False
    if not all(isinstance(part, dict) for part in (*events, *responses)):
        return False
    others = [event for event in events if not _is_slot(event)]
    checks = [(_event_validators().get(str(event.get("event"))), event) for event in others]
    return all(check is not None and check.is_valid(event) for check, event in checks)


class ArianeRemoteAction(_StockRemoteAction):  # type: ignore[valid-type,misc]
    """Rasa's RemoteAction with a validator made once and an answer for the visitor when the call fails."""

    def __init__(self, name: str, action_endpoint: EndpointConfig | None) -> None:
        """Make the action `name`, run over the kept connections of `action_endpoint`."""
        super().__init__(name, KeptEndpoint.of(action_endpoint) if action_endpoint else None)

    def _action_call_format(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        """Return what is sent: Rasa's own call with the last RECENT_EVENTS events instead of all."""
        recent = DialogueStateTracker.__new__(DialogueStateTracker)
        recent.__dict__.update(tracker.__dict__)
        recent.events = tracker._create_events([])
        recent.events.extend(islice(tracker.events, max(0, len(tracker.events) - RECENT_EVENTS), None))
        return dict(super()._action_call_format(recent, domain))

    def _validate_action_result(self, result: dict[str, Any]) -> bool:
        """Return True for a well-formed answer; raise jsonschema's ValidationError as Rasa does otherwise."""
        if _is_plainly_valid(result):
            return True
        error = next(_validator().iter_errors(result), None)
        if error is None:
            return True
        # The slow way words the error as Rasa does.
        return bool(super()._validate_action_result(result))

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run the action; say `utter_unavailable` when the action server cannot.

        Raises ActionExecutionRejection where a form gives up its turn.
        """
        try:
            return list(await super().run(output_channel, nlg, tracker, domain))
        except rasa_action.ActionExecutionRejection:
            raise  # a form that gives up its turn: not a failure
        except (RasaException, ValidationError, asyncio.TimeoutError) as error:
            logger.error(
                "The action server did not run %s: %s. Is it up? `ariane run` starts it; its log says what it met.",
                self.name(),
                error,
            )
            if self.name().startswith(_VALIDATION):
                # The form gives up its turn, and the rules speak: someone in distress gets a help line, no apology.
                raise rasa_action.ActionExecutionRejection(self.name()) from error
            apology = rasa_action.ActionBotResponse(UNAVAILABLE)
            said = list(await apology.run(output_channel, nlg, tracker, domain))
            # Said once: a form that is taken up again would ask the same server, and fail, ten times over.
            return [*said, FollowupAction(ACTION_LISTEN_NAME)]


def install() -> None:
    """Put ArianeRemoteAction in place of Rasa's class; leave Rasa alone when it is another version."""
    if rasa.__version__ != MADE_FOR:
        logger.warning("The patch of RemoteAction was made for Rasa %s, not %s: left out.", MADE_FOR, rasa.__version__)
        return
    rasa_action.RemoteAction = ArianeRemoteAction
    rasa_action.DEFAULT_REQUEST_TIMEOUT = LONGEST_CALL


def uninstall() -> None:
    """Give Rasa its own class back (for tests)."""
    rasa_action.RemoteAction = _StockRemoteAction
    rasa_action.DEFAULT_REQUEST_TIMEOUT = _STOCK_TIMEOUT
