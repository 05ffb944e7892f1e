"""The documents are true: what they tell to run, open or copy is there."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML

from ariane.cli import main
from ariane.paths import PROJECT

DOCUMENTS = [*sorted(PROJECT.glob("*.md")), *sorted((PROJECT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^( *)```yaml\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
OPERATORS = ("ARIANE_", "TRACKER_", "REDIS_")  # how the variables that an operator sets begin
GENERATED = ("var/", ".venv/")  # made on the machine, not in the checkout


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.name)
def document(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8"))
    here = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in here if not (document.parent / link).exists()] == []


def test_the_verbs_of_ariane_exist(document: Path) -> None:
    for words in re.findall(r"(?:^|[`/ ])ariane ((?:[a-z][a-z-]*[ `,)]?)+)", _code(document), re.MULTILINE):
        command: click.Command = main
        for word in re.findall(r"[a-z][a-z-]*", words):
            if not isinstance(command, click.Group):
                break
            assert word in command.commands, f"ariane {words}"
            command = command.commands[word]


def test_the_targets_of_make_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]\w*):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)\b", _code(document))) - targets == set()


def test_the_files_named_exist(document: Path) -> None:
    named = re.findall(r"`([\w./-]+/|[\w./-]+\.(?:yml|py|toml|md|sh))`", document.read_text("utf-8"))
    expected = [name for name in named if not name.startswith(GENERATED) and "quantum" not in name]
    assert [name for name in expected if not (PROJECT / name).exists() and not _shared(name)] == []


def test_each_variable_that_the_code_reads_is_in_a_table() -> None:
    rows = "\n".join(
        line for path in DOCUMENTS for line in path.read_text("utf-8").split("\n") if line.startswith("| `")
    )
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", rows, re.MULTILINE))
    assert variables_read() - told == set()
    assert {name for name in told if name.startswith(OPERATORS)} - variables_read() == set(), "no longer read"


def variables_read() -> set[str]:
    """Give the operator's variables that the code names in full, and those that it makes of a name and its fields."""
    code = "\n".join(path.read_text("utf-8") for of in ("ariane", "actions") for path in (PROJECT / of).rglob("*.py"))
    named = set(re.findall(rf"[\"']((?:{'|'.join(OPERATORS)})[A-Z_]*[A-Z])[\"'\]]", code)) - {"TRACKER_ADDRESS"}
    return named | {f"ARIANE_ADVISER_{field}" for field in ("NAME", "PHONE", "ADDRESS", "HOURS", "URL")}


def test_examples_are_yaml(document: Path) -> None:
    for indent, block in BLOCK.findall(document.read_text("utf-8")):
        YAML(typ="safe").load(re.sub(rf"^{indent}", "", block, flags=re.MULTILINE))


def test_the_licence_is_whole() -> None:
    text = (PROJECT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def _code(document: Path) -> str:
    """Give what the document writes as code: between backquotes, in blocks, or indented."""
    text = document.read_text("utf-8")
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    indented = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    inline = re.findall(r"`([^`\n]+)`", text)
    return "\n".join((*blocks, *indented, *(f"`{code}`" for code in inline)))


def _shared(name: str) -> bool:
    """Say whether `name` is a file told without its directory, as in « the file x.py »."""
    return "/" not in name and any((PROJECT / "ariane").rglob(name))
