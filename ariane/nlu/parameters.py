"""Finds what limits a question: experience, place, sector, month or year, net or gross, level of studies, present job.

Plain Python, without Rasa. The words are in parameters.yml; here is how they are read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_WORDS_FILE = Path(__file__).with_name("parameters.yml")
EXPERIENCE, YEARS, REGION, SECTOR = "experience", "years", "region", "sector"
PERIOD, BASIS, STUDY_LEVEL, CURRENT_JOB = "period", "basis", "study_level", "current_job"

_UNITS = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf vingt"
).split()
_TENS = {"trente": 30, "quarante": 40, "cinquante": 50}
_DOZENS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30}
NUMBERS: dict[str, int] = {
    **{word: value for value, word in enumerate(_UNITS)},
    **{word.replace("-", " "): value for value, word in enumerate(_UNITS)},
    **_TENS,
    **_DOZENS,
    "une": 1,
}
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_NUMBER = rf"(?P<number>\d{{1,2}}|{_WORDS})"
_SPAN = (
    r"(?:(?:a peine|environ|plus de|pres de|presque|une|d'une|au moins|petite|bonne)\s+)*"
    rf"{_NUMBER}(?:\s*(?:a|ou|-|et)\s*(?:\d+|(?:{_WORDS})\b))?\s*(?:d'|de )?(?P<unit>ans?|annees?|mois)\b"
)
_OF_EXPERIENCE = (
    r"\s*(?:d'|de\s+|d\s+|d|dans\s+(?:le|la|l')\s*)?"
    r"(?:exp\b|xp\b|experiences?|anciennete|metier|domaine|secteur|carriere|pratique|boite|"
    r"boulot|taf|activite|travail|poste|derriere (?:soi|moi|lui|elle|eux))"
)
# A length of time counts as experience where the words around it say so, never where it is an age or studies.
_EXPERIENCE_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SPAN}{_OF_EXPERIENCE}",
        rf"(?:exp(?:erience)?|anciennete)\s+(?:de\s+|d')?{_SPAN}",
        rf"\b(?:apres|au bout de|au bout d'|avec|depuis|ca fait|cela fait|fort de|ayant)"
        rf"\s+(?:mes\s+)?{_SPAN}(?!\s+d'?e?\s*(?:etude|formation|fac|ecole))",
    )
)
_WIDE_SECTORS = frozenset(("industrie", "privé", "commerce"))
_BAC_PLUS = re.compile(r"\bbac\s*(?:\+|plus)\s*(?P<number>\d|un|deux|trois|quatre|cinq|six|sept|huit)\b")
_LEVELS = ("none", "bac", "bac+2", "bac+3", "bac+5", "bac+8")
_BAC_LEVELS = {1: "bac", 2: "bac+2", 3: "bac+3", 4: "bac+3", 5: "bac+5", 6: "bac+5", 7: "bac+5", 8: "bac+8"}
# « BUT » the diploma, « but » the goal: in capitals, or where only a diploma fits.
_BUT_DIPLOMA = re.compile(r"\bBUT\b")
_BUT_SMALL = re.compile(r"\b(?:un|mon|le|en|apres un|avec un)\s+(?P<word>but)\s+(?:info\w*|gea|mmi|r&t|sd|en\b|apres)")
# « faut-il un bac+5 ? » asks whether, and says nothing of the visitor.
_ASKS_WHETHER = re.compile(
    r"(?:\bfaut|\bfo\b|\bdoit|necessaire|obligatoire|\bvaut|besoin d|obtenir|exige|jusqu'a|jusqu'au)"
    r"\W+(?:\w+\W+){0,4}$"
)
_PREPOSITION = r"(?:a|au|aux|sur|en|dans|dans le|dans la|dans les|de|du|vers|pour|cote|region de|pres de|a cote de)"
_OWN_JOB = re.compile(
    r"(?:\bje suis|\bj'etais|\bjetais|\bjsuis|\bjsui|\bchuis|\bchui|\bsuis|\bje travaille (?:comme|en tant que)|"
    r"\bje bosse (?:comme|en tant que)|\bj'exerce (?:comme|en tant que)|\bj'ai (?:longtemps )?ete|\bactuellement|"
    r"\bmon metier(?: actuel)?,? c'est|\bancien(?:ne)?|\ben tant que|\bmon poste de|\bmon metier d[e']|"
    r"\bmon (?:boulot|taf|job) d[e']|\bmon travail d[e']|\bexperience d[e']|\bexperience comme|\bjbosse comme|"
    r"\bje fais le metier de)\s*(?:\w+\s+){0,2}?(?:un |une |l'|d'|de |le |la )?$"
)
# « combien je gagne si je suis data scientist ? » asks about a job that the visitor may take up.
_SUPPOSED = re.compile(r"\b(?:si|quand|lorsque) (?:je suis|j'etais|jetais|jsuis|jsui|chuis|chui)\s*(?:un |une )?$")
_AFTER_OWN_JOB = re.compile(r"^\s*(?:de formation|de metier|de profession|depuis)\b")
_GOAL = re.compile(r"\b(?:devenir|etre|faire|vers|comme futur|pret a|interesse par)\s*(?:un |une |le |la |l'|d')?$")


@dataclass(frozen=True)
class Parameter:
    """One limit found in a sentence, at [start, end)."""

    kind: str
    value: str | int
    start: int
    end: int


def find_parameters(text: str) -> list[Parameter]:
    """Give the limits that `text` sets, in order; of two that overlap, the longer."""
    folded = fold_in_place(text)
    found = [
        *_experience(folded),
        *_years(folded),
        *_places(folded),
        *_sectors(folded),
        *_simple(folded, PERIOD, _words()["periods"]),
        *_basis(folded),
        *_studies(text, folded),
    ]
    return sorted(_longest(found), key=lambda parameter: parameter.start)


def find_current_job(text: str, jobs: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Give the one of `jobs` (entities with their place in `text`) that the visitor says to have now, or None."""
    folded = fold_in_place(text)
    for job in jobs:
        before, after = folded[: job["start"]], folded[job["end"] :]
        if _GOAL.search(before) and not re.search(r"\bje suis\s*(?:un |une )?$|\bj'ai (?:longtemps )?ete\s*$", before):
            continue
        if _SUPPOSED.search(before):
            continue
        if _OWN_JOB.search(before) or _AFTER_OWN_JOB.match(after):
            return job
    return None


@lru_cache(maxsize=16)
def fold_in_place(text: str) -> str:
    """Give `text` in lower case, without accents and with straight apostrophes, each character in its place."""
    return "".join(_fold_character(character) for character in text)


@lru_cache(maxsize=1024)
def _fold_character(character: str) -> str:
    if character in "’ʼ`´‘":
        return "'"
    if character.isspace():
        return " "
    return (unicodedata.normalize("NFD", character)[0].lower() or character)[0]


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(_WORDS_FILE.read_text("utf-8")))


@lru_cache(maxsize=64)
def _pattern(phrases: tuple[str, ...], before: str = "") -> re.Pattern[str]:
    either = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<![\w.]){before}(?P<said>{either})(?!\w)")


@lru_cache(maxsize=8)
def _meanings(group: str) -> dict[str, str]:
    """Give the value that each phrase of a group of parameters.yml stands for."""
    return {phrase: value for value, phrases in _words()[group].items() for phrase in phrases}


@lru_cache(maxsize=16)
def _pattern_of(group: str, before: str) -> re.Pattern[str]:
    return _pattern(tuple(_meanings(group)), before)


def _said(folded: str, group: str, kind: str, before: str = "") -> Iterator[Parameter]:
    meanings = _meanings(group)
    for match in _pattern_of(group, before).finditer(folded):
        yield Parameter(kind, meanings[match["said"]], match.start("said"), match.end("said"))


def _simple(folded: str, kind: str, group: Mapping[str, list[str]]) -> Iterator[Parameter]:
    for value, phrases in group.items():
        for match in _pattern(tuple(phrases)).finditer(folded):
            yield Parameter(kind, value, match.start("said"), match.end("said"))
            break


def _places(folded: str) -> Iterator[Parameter]:
    yield from _said(folded, "places", REGION)
    yield from _said(folded, "places_after_preposition", REGION, rf"{_PREPOSITION}\s+(?:le |la |les |l')?")


def _sectors(folded: str) -> Iterator[Parameter]:
    others = [match.span() for match in _pattern(tuple(_words()["not_sectors"])).finditer(folded)]
    found = [
        sector
        for sector in _said(folded, "sectors", SECTOR)
        if not any(start <= sector.start < end or start < sector.end <= end for start, end in others)
    ]
    # « l’industrie automobile » tells the second word.
    precise = [sector for sector in found if sector.value not in _WIDE_SECTORS]
    yield from precise or found


def _basis(folded: str) -> Iterator[Parameter]:
    found = list(_simple(folded.replace("sur le net", " " * 10), BASIS, _words()["bases"]))
    # « brut ou net ? » asks which it is, and asks for neither.
    if len(found) == 1:
        yield found[0]


def _experience(folded: str) -> Iterator[Parameter]:
    for parameter in _said(folded, "experiences", EXPERIENCE):
        # « devenir manager » is a goal, « je débute » an experience.
        if not _GOAL.search(folded[: parameter.start]):
            yield parameter


def _years(folded: str) -> Iterator[Parameter]:
    for pattern in _EXPERIENCE_PATTERNS:
        match = pattern.search(folded)
        if match:
            number = _number(match["number"])
            yield Parameter(YEARS, 0 if match["unit"] == "mois" else number, match.start(), match.end())
            return


def _studies(text: str, folded: str) -> Iterator[Parameter]:
    found = list(_said(folded, "studies", STUDY_LEVEL))
    for match in _BAC_PLUS.finditer(folded):
        found.append(Parameter(STUDY_LEVEL, _BAC_LEVELS.get(_number(match["number"]), "bac+5"), *match.span()))
    if text.upper() != text:
        found += [Parameter(STUDY_LEVEL, "bac+3", *match.span()) for match in _BUT_DIPLOMA.finditer(text)]
    found += [Parameter(STUDY_LEVEL, "bac+3", *match.span("word")) for match in _BUT_SMALL.finditer(folded)]
    said = [parameter for parameter in found if not _ASKS_WHETHER.search(folded[: parameter.start])]
    if said:
        yield max(said, key=lambda parameter: _LEVELS.index(str(parameter.value)))


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _longest(found: Iterable[Parameter]) -> list[Parameter]:
    """Drop what overlaps something longer of the same kind."""
    kept: list[Parameter] = []
    for parameter in sorted(found, key=lambda p: (p.start - p.end, p.start)):
        if all(parameter.kind != k.kind or parameter.end <= k.start or parameter.start >= k.end for k in kept):
            kept.append(parameter)
    return kept
