"""Adds to a message what limits its question (place, experience…) and the topics of a message with two questions."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from ariane.nlu.linker import JOB, JOB_CHOICE, UNKNOWN_JOB
from ariane.nlu.parameters import CURRENT_JOB, EXPERIENCE, SECTOR, Parameter, find_current_job, find_parameters
from ariane.nlu.topics import find_topics

TOPICS = "topics"
_JOBS = frozenset((JOB, JOB_CHOICE, UNKNOWN_JOB))
# « un développeur junior » tells a level whatever the name.
_LEVELS_BESIDE_A_NAME = frozenset(("junior", "mid", "senior"))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DetailExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities of ariane.nlu.parameters, `current_job` and `topics`; its place is after the JobLinker."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DetailExtractor:
        """Make an extractor (see Rasa's GraphComponent); it has nothing to learn or to load."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found in each message; a button's payload says all by itself."""
        for message in messages:
            text = message.get(TEXT)
            if text and not text.startswith("/"):
                entities = message.get(ENTITIES, [])
                message.set(ENTITIES, entities + self.extract(text, entities), add_to_output=True)
        return messages

    def extract(self, text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give the details of `text`, in order, as Rasa writes them; `entities` are those that the linker found."""
        jobs = [entity for entity in entities if entity["entity"] in _JOBS and "start" in entity]
        found = [
            _entity(parameter.kind, parameter.value, text, parameter.start, parameter.end)
            for parameter in find_parameters(text)
            if not any(_belongs_to(job, parameter) for job in jobs)
        ]
        current = find_current_job(text, jobs)
        if current is not None:
            start, end = current["start"], current["end"]
            found.append(_entity(CURRENT_JOB, text[start:end], text, start, end))
        topics = find_topics(text, jobs)
        if topics:
            found.append(_entity(TOPICS, topics, text, 0, len(text)))
        return sorted(found, key=lambda entity: entity["start"])


def _entity(kind: str, value: Any, text: str, start: int, end: int) -> dict[str, Any]:
    return {
        "entity": kind,
        "value": value,
        "start": start,
        "end": end,
        "label": text[start:end],
        "mask": False,
        "extractor": "DetailExtractor",
    }


def _belongs_to(job: dict[str, Any], parameter: Parameter) -> bool:
    """Whether the parameter's words are only part of a job's name: « chef d’équipe », « conseiller en assurance »."""
    if parameter.kind not in (EXPERIENCE, SECTOR) or parameter.value in _LEVELS_BESIDE_A_NAME:
        return False
    return bool(job["start"] <= parameter.start and parameter.end <= job["end"])
