"""What a visitor says of tastes, studies and occupation, read from their own words. Pure functions, no Rasa."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA
from ruamel.yaml import YAML

from ariane.french.folding import fold
from ariane.nlu.shorthand import written_out

LIKED, AVOIDED, LEVEL, BACKGROUND = "liked", "avoided", "level", "background"
QUESTIONS = (LIKED, AVOIDED, LEVEL, BACKGROUND)  # in the order in which they are asked
LADDER = ("none", "school", "bac", "bac+2", "bac+3", "bac+5", "bac+8")

_CLAUSE_ENDS = re.compile(r"[,;:.!?()\n]+")
_WORD = re.compile(r"[a-z0-9+_]+")
_OCCUPATION = re.compile(
    r"\b(?:je suis|j'?suis|j'etais|ex|ancien(?:ne)?|comme|tant que|j'ai ete|mon metier(?: actuel)?(?: est|,? c'est)"
    r"|(?:travaille|bosse) dans|dans)\s+(?:actuellement )?(?:une? |la |le |les |l')?(?P<what>[a-z][a-z' ]{2,60})"
)
# « marre de mon taf de serveur »: the job that one has, be it one that brings nothing known; no taste for servers.
_HELD = re.compile(
    r"\bmon (?:metier|boulot|taf|job|travail|poste|emploi)(?: actuel)? (?:de |d')(?P<what>[a-z][a-z' ]{2,60})"
)
_OCCUPATION_ENDS = re.compile(r"\b(?:et|mais|qui|depuis|je|j)\b")
_SHORT = 4  # letters under which a word of the lists must be met whole
_FUZZY = 6  # letters from which one mistyped letter is forgiven


@dataclass(frozen=True)
class Wishes:
    """What a visitor told. None: not told; an empty value: chose not to tell, or has none.

    `liked` and `avoided` are traits of jobs' profiles; `level` is a step of LADDER; `background` holds the traits that
    the visitor's occupation brings.
    """

    liked: tuple[str, ...] | None = None
    avoided: tuple[str, ...] | None = None
    level: str | None = None
    background: tuple[str, ...] | None = None

    def usable(self) -> bool:
        """Say whether something was told that tells jobs apart."""
        return bool(self.liked or self.avoided or self.level or self.background)

    def and_then(self, later: Wishes) -> Wishes:
        """Give what was told with what is told `later`: tastes add up, and the later word on anything wins."""
        return Wishes(
            liked=_merged(self.liked, later.liked, without=later.avoided),
            avoided=_merged(self.avoided, later.avoided, without=later.liked),
            level=self.level if later.level is None else later.level,
            background=self.background if later.background is None else later.background,
        )


@lru_cache(maxsize=1)
def wish_words() -> Mapping[str, Any]:
    """Read wishes.yml, once a process."""
    words: Mapping[str, Any] = YAML(typ="safe").load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return words


def read_wishes(text: str, asked: str | None = None) -> Wishes:
    """Read what `text` tells. `asked` is the question that it answers: bare words are then taken as its answer."""
    plain = fold(text)
    told_job, background = _occupation(plain, asked == BACKGROUND)
    level = read_level(text)
    if asked == BACKGROUND:
        return Wishes(level=level, background=background)
    liked, avoided = _tastes(plain.replace(told_job, " ") if told_job else plain, refused=asked == AVOIDED)
    return Wishes(liked or None, avoided or None, level, background)


def says_nothing(text: str) -> bool:
    """Say whether `text` is « rien » and nothing more, in answer to a question on tastes."""
    return " ".join(_WORD.findall(fold(text))) in wish_words()["nothing"]


def tells_weariness(text: str) -> bool:
    """Say whether the visitor tells that their work wears them out (« jen peu plus de mon taf »)."""
    plain, told = " ".join(written_out(text)), wish_words()["weary"]
    return all(any(re.search(pattern, plain) for pattern in told[part]) for part in ("signs", "work"))


def brought_by_interests(letters: str) -> tuple[str, ...]:
    """Give the traits that the interests of an official record bring (RIASEC letters, the major one first)."""
    traits = [trait for letter in letters.upper() for trait in wish_words()["interests"].get(letter, ())]
    return tuple(dict.fromkeys(traits))


def read_level(text: str) -> str | None:
    """Give the level of studies that the visitor has, a step of LADDER, or None when nothing says it."""
    plain = fold(text)
    for entry in wish_words()["levels"]:
        if any(re.search(pattern, plain) for pattern in entry["patterns"]):
            return str(entry["held"])
    return None


def _occupation(plain: str, asked: bool) -> tuple[str, tuple[str, ...] | None]:
    """Give the words that tell an occupation, and the traits that it brings (None where no occupation is told)."""
    held = [_first_words(match["what"]) for match in _HELD.finditer(plain)]
    told = [*held, *(_OCCUPATION_ENDS.split(match["what"])[0] for match in _OCCUPATION.finditer(plain))]
    places = [plain] if asked else told
    for place in places:
        said = _WORD.findall(place)
        for entry in wish_words()["backgrounds"]:
            if any(word.startswith(start) for word in said for start in entry["words"]):
                return place, tuple(entry["traits"])
    if asked and any(situation in plain for situation in wish_words()["situations"]):
        return plain, ()
    return (held[0] if held and not asked else ""), None


def _first_words(what: str) -> str:
    """Give the first word of an occupation, which tells it: what follows may tell a taste."""
    return what.split()[0]


def _merged(
    earlier: tuple[str, ...] | None, later: tuple[str, ...] | None, without: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    if earlier is None and later is None:
        return None
    kept = [trait for trait in earlier or () if trait not in (without or ())]
    return tuple(dict.fromkeys((*kept, *(later or ()))))


def _tastes(plain: str, refused: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the traits liked and the traits refused, in the order of the text; `refused` is the side of bare words."""
    found: dict[str, bool] = {}
    for clause in _CLAUSE_ENDS.split(_prepared(plain)):
        refused = _read_clause(_WORD.findall(clause), refused, found)
    liked = tuple(trait for trait, side in found.items() if not side)
    return liked, tuple(trait for trait, side in found.items() if side)


def _prepared(plain: str) -> str:
    """Give the text with its clauses parted, and the expressions of the lists joined into one word."""
    words = wish_words()
    for ignored in words["signs"]["ignored"]:
        plain = re.sub(rf"\b{ignored}\b", " ", plain)
    for start in words["signs"]["breaks"]:
        plain = re.sub(rf"\b{start}", f", {start}", plain)
    for beginnings in words["traits"].values():
        for expression in (word for word in beginnings if " " in word):
            plain = plain.replace(expression, expression.replace(" ", "_"))
    return plain


def _read_clause(tokens: Sequence[str], refused: bool, found: dict[str, bool]) -> bool:
    """Note the tastes of one clause in `found` (True: refused) and give the side on which it ends.

    A taste is on the side of the signs before it; failing that, of those after it; failing that, of the clause before.
    """
    signs = [_sign(token) for token in tokens]
    side: bool | None = None
    for place, token in enumerate(tokens):
        sign = signs[place]
        if sign is not None:
            # « pas fort en maths », « sans envie de coder »: a refusal holds through the liking that follows it.
            side = sign or (side is True and True in signs[max(0, place - 2) : place])
            continue
        for trait in _traits(token):
            after = [s for s in signs[place + 1 :] if s is not None]
            found[trait] = side if side is not None else True in after if after else refused
    return refused if side is None else side


@lru_cache(maxsize=4096)
def _sign(token: str) -> bool | None:
    """Give True for a word of refusal, False for a word of liking, None for another."""
    signs = wish_words()["signs"]
    for side, words in ((True, signs["against"]), (False, signs["for"])):
        if any(token == word or (len(word) >= _SHORT and token.startswith(word)) for word in words):
            return side
    return None


def _traits(token: str) -> Iterator[str]:
    for trait, beginnings in wish_words()["traits"].items():
        if any(_begins(token, word.replace(" ", "_")) for word in beginnings):
            yield trait


@lru_cache(maxsize=65536)
def _begins(token: str, start: str) -> bool:
    """Say whether `token` begins with `start`, one typing error forgiven in long words; short words must be whole."""
    if len(start) < _SHORT:
        return token in (start, f"{start}s")
    if token.startswith(start):
        return True
    if len(start) < _FUZZY or token[:1] != start[:1]:
        return False
    return any(OSA.distance(token[:size], start) <= 1 for size in (len(start) - 1, len(start), len(start) + 1))
