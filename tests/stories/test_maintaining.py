"""What a maintainer may count on: a story added is honoured, without Python; one that contradicts others is refused."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rasa.core.training.story_conflict import find_story_conflicts
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.training_data.loading import load_data_from_files
from rasa.shared.core.training_data.structures import StoryGraph

from ariane.paths import PROJECT, database_url
from tests.few_sentences import keep_few_sentences

MAX_HISTORY = 6  # of AugmentedMemoizationPolicy, in config.yml
NEW_STORY = """
  - story: thanks said twice
    steps: [{intent: thank}, {action: utter_thank}, {intent: thank}, {action: utter_goodbye}]
"""
CONTRADICTING_STORY = """
  - story: thanks, otherwise
    steps: [{intent: thank}, {action: utter_goodbye}]
"""
AGAINST_A_RULE = """
  - story: greeting, otherwise
    steps: [{intent: greet}, {action: utter_goodbye}]
"""

AddStory = Callable[[str], Path]


@pytest.fixture
def copy_with(tmp_path: Path) -> AddStory:
    """Give what makes a copy of the project, of few sentences, with one more story in data/stories.yml."""

    def make(story: str) -> Path:
        copy = tmp_path / "copy"
        for directory in ("ariane", "actions", "data", "content"):
            shutil.copytree(PROJECT / directory, copy / directory, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml", "requirements.txt"):
            shutil.copy(PROJECT / name, copy / name)
        with (copy / "data" / "stories.yml").open("a", encoding="utf-8") as stories:
            stories.write(story)
        keep_few_sentences(copy / "data")
        return copy

    return make


def conflicts(project: Path) -> list[str]:
    """Say which stories and rules of `project` give two actions to the same conversation."""
    domain = Domain.load(str(project / "domain.yml"))
    steps = load_data_from_files([str(project / "data" / "stories.yml")], domain)
    trackers = TrainingDataGenerator(StoryGraph(steps), domain, augmentation_factor=0).generate()
    return [str(conflict) for conflict in find_story_conflicts(trackers, domain, MAX_HISTORY)]


def train(project: Path) -> subprocess.CompletedProcess[str]:
    """Train a copy."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(project),
        "ARIANE_VAR_DIR": str(project / "var"),
        "ARIANE_MODEL": str(project / "var" / "models" / "ariane.tar.gz"),
        "ARIANE_DATABASE_URL": database_url(),
    }
    command = [sys.executable, "-W", "ignore", "-m", "ariane.cli", "train"]
    return subprocess.run(
        command, env=environment, cwd=project, capture_output=True, text=True, timeout=600, check=False
    )


def test_the_stories_do_not_contradict_each_other() -> None:
    assert conflicts(PROJECT) == []


def test_a_story_that_contradicts_another_is_found(copy_with: AddStory) -> None:
    (conflict,) = conflicts(copy_with(CONTRADICTING_STORY))
    assert "thanks, otherwise" in conflict


def test_a_story_that_contradicts_a_rule_is_refused_by_the_training(copy_with: AddStory) -> None:
    done = train(copy_with(AGAINST_A_RULE))
    assert done.returncode == 1
    assert "greeting, otherwise" in done.stderr + done.stdout


def test_a_new_story_is_honoured(copy_with: AddStory) -> None:
    copy = copy_with(NEW_STORY)
    done = train(copy)
    assert done.returncode == 0, done.stderr[-2000:]
    first, second = asyncio.run(_say(copy / "var" / "models" / "ariane.tar.gz", "merci", "merci"))
    assert "Avec plaisir" in first
    assert "Au revoir" in second


async def _say(model: Path, *texts: str) -> list[str]:
    """Say each text to a model on its own (no action server: the story needs none)."""
    from rasa.core.agent import Agent

    agent: Any = Agent.load(str(model))
    answers = [await agent.handle_text(text, sender_id="visitor") for text in texts]
    return ["\n".join(str(message.get("text")) for message in answer) for answer in answers]
