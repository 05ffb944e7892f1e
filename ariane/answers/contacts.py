"""People to talk to: advisers, and the numbers of help lines. Read from content/contacts.yml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML

from ariane.french.dates import say_date
from ariane.french.typography import mend
from ariane.paths import content_dir


@dataclass(frozen=True)
class Contact:
    """Whom to turn to, and how. `date` is when the page `source` was last checked, as ISO text."""

    name: str
    phone: str | None = None
    address: str | None = None
    hours: str | None = None
    url: str | None = None
    for_whom: str | None = None
    source: str | None = None
    date: str | None = None


def advisers() -> list[Contact]:
    """Give the public advisers that anyone may turn to."""
    return [Contact(**entry) for entry in _content()["advisers"]]


def help_lines() -> list[str]:
    """Give the numbers of the help lines, each of which has its source in content/contacts.yml."""
    return [str(entry["number"]) for entry in _content()["help_lines"]]


def contact_lines(contacts: Sequence[Contact]) -> str:
    """Put contacts in words, one a line."""
    return "\n".join(_line(contact) for contact in contacts)


def _line(contact: Contact) -> str:
    labels = _content()["labels"]
    parts = [contact.for_whom, contact.phone and labels["phone"].format(phone=contact.phone), contact.address]
    parts += [contact.hours, contact.url]
    if contact.date:
        parts.append(labels["date"].format(date=say_date(str(contact.date))))
    said = " ; ".join(part for part in parts if part)
    return mend(labels["contact"].format(name=contact.name, details=said))


@lru_cache(maxsize=1)
def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = YAML(typ="safe").load((content_dir() / "contacts.yml").read_text("utf-8"))
    return content
