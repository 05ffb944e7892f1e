"""Rasa's own test of the dialogue, on the trained model: after what the visitor says, does the right action follow?"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from ariane.runtime import launcher, training

STORIES = Path(__file__).with_name("test_stories.yml")


@pytest.fixture(scope="module")
def agent() -> Any:
    """The trained model (trained first where it is stale), without its servers."""
    launcher.prepare(print)
    import structlog
    from rasa.core.agent import Agent

    # Rasa's library tells every step on the standard output unless it is asked not to.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return Agent.load(str(training.model_path()))


def test_every_story_goes_as_told(agent: Any, tmp_path: Path) -> None:
    from rasa.core.test import test as run_stories

    told = asyncio.run(run_stories(str(STORIES), agent, out_directory=str(tmp_path), e2e=True, disable_plotting=True))
    failed = (tmp_path / "failed_test_stories.yml").read_text("utf-8")
    conversations = told["report"]["conversation_accuracy"]
    assert conversations["correct"] == conversations["total"] == STORIES.read_text("utf-8").count("- story:"), failed
