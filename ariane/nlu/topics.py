"""Hears two questions in one message: « quel salaire et quelle formation ? » asks for pay and for training.

Plain Python, without Rasa. The words are in topics.yml. A message counts as two questions only where two of its parts,
each short, name two different topics; everything else is left to the classifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ariane.nlu.parameters import fold_in_place

_WORDS_FILE = Path(__file__).with_name("topics.yml")
_ASIDE, _SINGLE, _VAGUE = "aside", "single", "vague"  # the groups of topics.yml that are no topic
_LONGEST_MESSAGE, _MOST_WORDS = 260, 16  # characters of a message; words of one of its questions
_EXAMPLES = "ask_examples"
_JOB_ENTITIES = frozenset({"job", "job_choice", "unknown_job"})

# Where one question may end and the next begin.
_JOINT = re.compile(r"[?!.,;:/&\n()]|(?<=\s)[-+](?=\s)|\b(?:et|puis|pis|ensuite|ainsi que|mais aussi|sinon|mais)\b")
# Without any joint, a second question may begin at its first word: « quelles études quel salaire ».
_SECOND_QUESTION = re.compile(r"(?<!avec)(?<!apres)(?<!selon)\s(?=(?:quel|quelle|quels|quelles|kel|combien|comment)\b)")
# « après mes études », « avec un diplôme », « mon salaire »: said in passing, not asked for.
_IN_PASSING = re.compile(
    r"(?:\b(?:apres|avec|sans|pendant|selon|malgre|depuis|lancer dans|hors|durant|suivant|fini|finis|termine|grace a"
    r"|en cours de|en fin de|j'ai|j'avais|qui ont|qui)"
    r"(?:\s+(?:le|la|les|un|une|des|mes|mon|ma|ses|son|sa|ces|cette|ce|nos|leurs))?"
    r"|\b(?:mes|mon|ma|ton|notre|pas de|plus de|peu de|question de|ces|cette|cet)"
    r"|\b(?:d'|l')?ancien(?:s|nes?)?)\s*$"
)
_ABOUT_ONESELF = re.compile(
    r"^\s*(?:(?:bonjour|salut|bjr|slt|et|alors|moi|en fait)\W+)*"
    r"(?:je|j'|jsuis|jai|j|chui|mon|ma|mes|(?:il|elle)(?! y a| faut))\b"
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:combien|quoi|koi|quel\w*|kel\w*|comment|savoir|connaitre|demande|infos?|informations?|renseign\w*|questions?"
    r"|parle\w*|dis|dites|donne\w*|explique\w*|interesse\w*|cherche|comprendre|curieu\w*)\b"
)
_OF = re.compile(r"\b(?:de|du|des|d'|de la|de l')\s*(?:la |l'|son |sa |ses |leur |leurs )?$")


def find_topics(text: str, entities: Iterable[Mapping[str, Any]] = ()) -> list[str]:
    """Give the intents of the questions of `text`, in order, where it holds two or more; else nothing.

    The words of the jobs among `entities`, as the linker found them, are not looked at.
    """
    if len(text) > _LONGEST_MESSAGE or text.startswith("/"):
        return []
    folded = _hide_jobs(fold_in_place(text), entities)
    if _phrases(_SINGLE).search(folded):
        return []
    folded = _phrases(_ASIDE).sub(lambda match: "_" * len(match.group()), folded)
    found: list[str] = []
    opening: str | None = None  # what stands before the last topic found, in its own question
    for joint, part in _parts(folded):
        cue = _first_cue(part)
        if cue is None:
            continue
        # « la mission, un exemple ? » is one question.
        if found and joint == "," and _EXAMPLES in (cue[0], *found):
            return []
        topic, before = cue
        # « les avantages du télétravail et des horaires »: the second noun completes the first.
        if opening is not None and _OF.fullmatch(before.strip() + " ") and not _OF.search(opening):
            continue
        opening = before
        if topic not in found:
            found.append(topic)
    return found if len(found) > 1 else []


def _hide_jobs(folded: str, entities: Iterable[Mapping[str, Any]]) -> str:
    for entity in entities:
        if entity.get("entity") in _JOB_ENTITIES and "start" in entity:
            start, end = entity["start"], entity["end"]
            folded = folded[:start] + "_" * (end - start) + folded[end:]
    return folded


def _parts(folded: str) -> Iterator[tuple[str, str]]:
    """Give the parts of a message that may each be a question, each after what joins it to the one before."""
    joints = ["", *(match.group() for match in _JOINT.finditer(folded))]
    for joint, part in zip(joints, _JOINT.split(folded), strict=True):
        if not part.strip() or len(part.split()) > _MOST_WORDS:
            continue
        if _ABOUT_ONESELF.match(part) and not _WANTS_TO_KNOW.search(part):
            continue
        for question in _questions(part):
            for piece in _side_by_side(question):
                yield joint, piece


def _questions(part: str) -> Iterator[str]:
    """Part « quelles études quel salaire » where each side of a question word names a topic."""
    start = 0
    for match in _SECOND_QUESTION.finditer(part):
        if _cues(part[start : match.start()]) and _cues(part[match.start() :]):
            yield part[start : match.start()]
            start = match.start()
    yield part[start:]


def _side_by_side(part: str) -> Iterator[str]:
    """Part « salaire formation débouchés », where the topics stand one after the other."""
    start = 0
    nouns = [match for _, match in _cues(part) if match.group().isalpha() and not _vague(match)]
    for one, next_one in pairwise(nouns):
        if not part[one.end() : next_one.start()].strip():
            yield part[start : one.end()]
            start = one.end()
    yield part[start:]


def _first_cue(part: str) -> tuple[str, str] | None:
    """Give the first topic that `part` asks for and what stands before its word; None where it asks for none."""
    asked = [(topic, match) for topic, match in _cues(part) if not _IN_PASSING.search(part[: match.start()])]
    if not asked:
        return None
    clear = [cue for cue in asked if not _vague(cue[1])]
    topic, match = (clear or asked)[0]
    return topic, part[: match.start()]


def _cues(part: str) -> list[tuple[str, re.Match[str]]]:
    """Give the words of `part` that name a topic, in order; of two that overlap, the longer."""
    found = [(topic, match) for topic in _topics() for match in _phrases(topic).finditer(part)]
    kept: list[tuple[str, re.Match[str]]] = []
    for topic, match in sorted(found, key=lambda cue: cue[1].start() - cue[1].end()):
        if all(match.end() <= k.start() or match.start() >= k.end() for _, k in kept):
            kept.append((topic, match))
    return sorted(kept, key=lambda cue: cue[1].start())


def _vague(match: re.Match[str]) -> bool:
    return _phrases(_VAGUE).fullmatch(match.group()) is not None


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    return dict(YAML(typ="safe").load(_WORDS_FILE.read_text("utf-8")))


@lru_cache(maxsize=1)
def _topics() -> tuple[str, ...]:
    return tuple(name for name in _words() if name not in (_ASIDE, _SINGLE, _VAGUE))


@lru_cache(maxsize=32)
def _phrases(group: str) -> re.Pattern[str]:
    phrases = sorted((fold_in_place(phrase) for phrase in _words()[group]), key=len, reverse=True)
    either = "|".join(re.escape(phrase).replace(r"\*", r"\w*") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
