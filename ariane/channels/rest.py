"""Rasa's REST channel, for programs on this machine only, and only when asked for."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from ariane.channels.settings import flag

_FROM_ELSEWHERE = ("origin", "x-forwarded-for", "forwarded", "via")


class LocalRestChannel(RestInput):
    """POST /webhooks/rest/webhook for the terminal chat and the tests.

    Rasa's own lets anyone speak for any conversation, obeys intents, and can be called by any web page. This one is off
    unless ARIANE_ENABLE_REST is set, and answers neither web pages nor proxies nor other machines.
    """

    @classmethod
    def name(cls) -> str:
        """Name of the channel, and of its address."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return Rasa's routes behind the guard, or none at all."""
        if not flag(os.environ, "ARIANE_ENABLE_REST", default=False):
            return Blueprint("ariane_rest_off")
        blueprint: Blueprint = super().blueprint(on_new_message)
        blueprint.middleware("request")(refuse_strangers)
        return blueprint


async def refuse_strangers(request: Request) -> HTTPResponse | None:
    """Let through JSON from a program of this machine; answer 403 or 400 to anything else."""
    if not is_this_machine(request.ip) or any(header in request.headers for header in _FROM_ELSEWHERE):
        return response.json({"error": "local_only"}, 403)
    if request.method == "POST":
        is_json = request.headers.get("content-type", "").split(";")[0].strip().lower() == "application/json"
        if not is_json or not isinstance(request.json, dict) or not isinstance(request.json.get("message"), str):
            return response.json({"error": "bad_request"}, 400)
    return None


def is_this_machine(address: str) -> bool:
    """Tell whether `address` is a loopback address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
