"""The job linker: finds jobs and terms in a message from the names of the knowledge base, not from examples.

A job added to the knowledge base is understood at once, without a new training sentence. From the training sentences it
only learns which words are ordinary, so that « métier » is never taken for a mistyped name.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from ariane.knowledge.memory import RememberingKnowledge
from ariane.knowledge.repository import KnowledgeUnavailable
from ariane.nlu.everyday import everyday_names, homonyms, likely_names
from ariane.nlu.mentions import Mention, MentionIndex, Name
from ariane.nlu.training_sentences import of_intents
from ariane.nlu.unknown import find_unknown_job, looks_like_a_job
from ariane.nlu.words import split_words

logger = logging.getLogger(__name__)

JOB = "job"  # one job for sure
JOB_CHOICE = "job_choice"  # several jobs, likeliest first: one must ask
UNKNOWN_JOB = "unknown_job"  # a job that the knowledge base does not hold
TERM = "term"
PLACEHOLDERS = ("METIER", "TERME")  # how training sentences write a job and a term
_VOCABULARY_FILE = "vocabulary.json"
# Intents whose sentences name jobs and things of all kinds: their words say nothing of which words are no job.
_TALK_OF_ANYTHING = frozenset(
    (
        "out_of_scope",
        "other_language",
        "tell_profile",
        "ask_recommendation",
        "insult",
        "tell_joke",
        "distress",
        "ask_human",
    )
)


@dataclass(frozen=True)
class Vocabulary:
    """Folded words of the training sentences: of all, and of those that ask about a job."""

    all: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class JobLinker(GraphComponent, EntityExtractorMixin):
    """Adds the entities `job`, `job_choice`, `unknown_job` and `term`.

    Each carries `label` (the name as the knowledge base writes it) and `mask` (whether the classifier should see a
    placeholder in its place).
    """

    def __init__(self, model_storage: ModelStorage, resource: Resource, vocabulary: Vocabulary = Vocabulary()) -> None:
        """Make a linker that reads the names when the first message comes."""
        self._model_storage = model_storage
        self._resource = resource
        self._vocabulary = vocabulary
        self._knowledge = RememberingKnowledge()
        self._version: str | None = None
        self._jobs = MentionIndex(())
        self._terms = MentionIndex(())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> JobLinker:
        """Make an untrained linker (see Rasa's GraphComponent)."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> JobLinker:
        """Load a trained linker: its ordinary words; the names come from the knowledge base."""
        with model_storage.read_from(resource) as directory:
            words = json.loads((directory / _VOCABULARY_FILE).read_text("utf-8"))
        return cls(model_storage, resource, Vocabulary(frozenset(words["all"]), frozenset(words["topics"])))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the ordinary words: those of the training sentences."""
        all_words: set[str] = set()
        topic_words: set[str] = set()
        for example in of_intents(training_data):
            words = {word.text for word in split_words(_without_placeholders(example.get(TEXT) or ""))}
            all_words |= words
            if example.get(INTENT) not in _TALK_OF_ANYTHING:
                topic_words |= words
        with self._model_storage.write_to(self._resource) as directory:
            content = json.dumps({"all": sorted(all_words), "topics": sorted(topic_words)})
            (directory / _VOCABULARY_FILE).write_text(content, "utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training sentences as they are: they hold placeholders already."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities found in each message."""
        self._refresh()
        for message in messages:
            text = message.get(TEXT)
            if text:
                message.set(ENTITIES, message.get(ENTITIES, []) + self.extract(text), add_to_output=True)
        return messages

    def extract(self, text: str) -> list[dict[str, Any]]:
        """Give the entities of `text`, in order, as Rasa writes them."""
        jobs = self._jobs.find(text)
        terms = self._terms.find(text)
        # « deep learning » has some words of a job's name and is a term: the whole name wins over a part of one.
        jobs = [job for job in jobs if not (job.ambiguous and any(_covers(term, job) for term in terms))]
        terms = [term for term in terms if term.exact and not any(_overlap(term, job) for job in jobs)]
        entities = [self._job_entity(job) for job in jobs] + [self._term_entity(term, text) for term in terms]
        if not jobs:
            entities += self._unknown(text, terms)
        return sorted(entities, key=lambda entity: entity["start"])

    def _refresh(self) -> None:
        """Read the names again when the knowledge base was rebuilt; keep the old ones when it cannot be read."""
        try:
            version = self._knowledge.version()
            if version == self._version:
                return
            known = self._knowledge.job_names()
            terms = [Name(text, t.id) for t in self._knowledge.terms() for text in (t.term, *t.aliases)]
        except KnowledgeUnavailable as error:
            logger.error("%s", error)
            return
        names = [Name(n.text, n.job, n.origin != "content", person=n.gender is not None) for n in known]
        names += everyday_names({n.folded: n.job for n in known})
        vocabulary = self._vocabulary
        self._jobs = MentionIndex(names, vocabulary.all, homonyms(), likely_names(known), vocabulary.topics)
        self._terms = MentionIndex(terms, self._vocabulary.all)
        self._version = version

    def _job_entity(self, mention: Mention) -> dict[str, Any]:
        if mention.ambiguous:
            return _entity(JOB_CHOICE, list(mention.targets), mention, mask=True)
        return _entity(JOB, mention.targets[0], mention, mask=True)

    def _term_entity(self, mention: Mention, text: str) -> dict[str, Any]:
        # A term whose words the training sentences use themselves (« alternance ») tells the topic: it stays visible.
        words = split_words(text[mention.start : mention.end])
        ordinary = all(word.text in self._vocabulary.all for word in words)
        return _entity(TERM, mention.targets[0], mention, mask=not ordinary)

    def _unknown(self, text: str, terms: list[Mention]) -> list[dict[str, Any]]:
        outside = [w for w in split_words(text) if not any(t.start <= w.start < t.end for t in terms)]
        word = find_unknown_job(outside, self._vocabulary.topics)
        if word is None:
            return []
        name = text[word.start : word.end]
        mention = Mention(word.start, word.end, (), name, exact=True)
        # « une recette » after « une » may be anything: the classifier must see it.
        return [_entity(UNKNOWN_JOB, name, mention, mask=looks_like_a_job(word.text))]


def _entity(kind: str, value: Any, mention: Mention, *, mask: bool) -> dict[str, Any]:
    return {
        "entity": kind,
        "value": value,
        "start": mention.start,
        "end": mention.end,
        "label": mention.label,
        "mask": mask,
        "extractor": "JobLinker",
    }


def _without_placeholders(text: str) -> str:
    for placeholder in PLACEHOLDERS:
        text = text.replace(placeholder, " ")
    return text


def _overlap(one: Mention, other: Mention) -> bool:
    return one.start < other.end and other.start < one.end


def _covers(one: Mention, other: Mention) -> bool:
    return one.exact and one.start <= other.start and other.end <= one.end
