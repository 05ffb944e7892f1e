"""A conversation in the terminal, over the REST channel of a running Ariane."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from typing import Any

import click

from ariane.runtime.errors import UserError
from ariane.runtime.ports import answers

_TIMEOUT = 30  # seconds


def converse(url: str) -> None:
    """Read lines and print the answers until an empty line, Ctrl-C or the end. Raises UserError when nobody answers."""
    if not answers(f"{url}/"):
        raise UserError(f"Personne ne répond à {url} : lancez d’abord « make run » dans un autre terminal.")
    sender = secrets.token_hex(16)
    click.echo("Posez votre question (une ligne vide pour finir ; un numéro pour choisir un bouton).")
    buttons: list[dict[str, str]] = []
    while True:
        try:
            text = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            text = ""
        if not text:
            return
        if text.isdigit() and 0 < int(text) <= len(buttons):
            text = buttons[int(text) - 1]["payload"]
        buttons = []
        for message in send(url, sender, text):
            buttons = _show(message) or buttons


def send(url: str, sender: str, text: str) -> list[dict[str, Any]]:
    """Send one message over the REST channel; return the answers. Raises UserError when the server does not answer."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    request = urllib.request.Request(
        f"{url}/webhooks/rest/webhook", data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as reply:
            answer: list[dict[str, Any]] = json.load(reply)
    except (OSError, urllib.error.HTTPError) as error:
        raise UserError(f"{url} n’a pas répondu ({error}) : « make run » tourne-t-il toujours ?") from None
    return answer


def _show(message: dict[str, Any]) -> list[dict[str, str]]:
    if message.get("text"):
        click.echo(message["text"])
    buttons: list[dict[str, str]] = message.get("buttons") or []
    for number, button in enumerate(buttons, start=1):
        click.echo(f"  [{number}] {button['title']}")
    return buttons
