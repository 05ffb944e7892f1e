"""Questions that yes or no answers, and tools that a job does not list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from ariane.answers.leaning import NEUTRAL, Learnt, leaning
from ariane.answers.lexicon import stem, stems, words
from ariane.answers.polarity import asks_need, offers_choice, reserved, told_words, turns
from ariane.answers.ranking import Ranked, Ranker
from ariane.french.folding import fold
from ariane.nlu.shorthand import written_out

_OPENING = r"^\W*(?:et |mais |du coup |alors |sinon |ok |bonjour )*"
# What asks wherever it stands; « n'importe quel » asks nothing.
_ASKS_WHAT = re.compile(
    r"(?<!n'importe )\b(?:qu(?:el|elle|els|elles|oi)|combien|comment|pourquoi|lequel|laquelle|lesquel\w+)\b|"
    r"\b(?:d|jusqu)'ou\b|"
    r"\b(?:a|de|avec|pour|par|chez|entre) qui\b|^\W*(?:explique|decri|raconte|donne|cite|di|parle)\w* (?:moi|nous)\b"
)
# … and what asks where a clause begins, or where the message ends: elsewhere it only joins (« ceux qui », « là où »).
_ASKS_WHAT_FIRST = re.compile(
    _OPENING + r"(?:(?:a|de|avec|pour|par|chez|dans|sur|en) )?(?:qu'(?:est|y)|que|qui|quand|ou)\b"
)
_ASKS_WHAT_LAST = re.compile(r"\b(?:qui|quand|ou)\W*$")
_CLAUSES = re.compile(r"[,:;.!?]\s")
# « quand on débute, peut-on … ? »: it tells when, and asks nothing.
_WHEN = re.compile(r"\bquand (?:on|il|elle|ils|elles|je|j'\w+|tu|vous|nous|c'est|un|une|le|la|les|l'\w+)\b[^,?]*,\s*")
_ASKS_WHETHER_AT_ONCE = re.compile(
    _OPENING + r"(?:est ce qu(?:e |')|fo t?il\b|(?:fau|faut|doit|dois|peut|peux|puis|suffit|existe)\b|y a t|"
    r"(?:est|sont|a|ont) (?:t )?(?:il|elle|on|ce)\b)"
)
_ASKS_WHETHER = re.compile(
    r"\b(?:faut il|suffi(?:t|sent)|\w+ (?:t )?(?:il|elle|ils|elles|on|ce|je|tu)|"
    r"c'est (?:utile|necessaire|important|obligatoire|possible|bien|dur|difficile|facile|vrai))\b|"
    + _OPENING + r"(?:c'est|on|il|elle|ca|je)\b"
)  # fmt: skip
# « le CDI est courant ? », « un bootcamp, ça peut le faire ? »: a statement made a question by its mark alone.
_STATED = re.compile(
    r"\b(?:est|sont|c'est|y a|ya|peut|peuvent|pourrait|faut|fau|fo|doit|va|vont|possibles?|utiles?|existe\w*|suffi\w+|"
    r"compte|sert|servent|\w{3,}ent)\b.*\?\W*$"
)
# … or by someone or something that acts: « les maths, c'est important ? », « la loi sur l'IA, ça le concerne ? ».
# … or that tells a need or an amount: « docker, à connaître ? », « beaucoup de concurrence ? ».
_ACTS = re.compile(
    r"\b(?:c|ca|ce|on|ils?|elles?|je|j|jpeux)\b|\b(?:obligatoires?|obligee?|indispensables?|necessaires?|demandee?s?|requise?s?)\b|"
    r"\b(?:importante?s?|faisables?)\W*\?\W*$|\ba (?:connaitre|apprendre|savoir|avoir)\b|^\W*(?:beaucoup|bcp)\b"
)
# « travaille-t-il avec des modèles que d'autres … »: what follows the inverted verb asks nothing more.
_INVERTED = re.compile(r"\w-(?:t-)?(?:il|elle|ils|elles|on|ce|je|tu)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:n'|ne |pas |jamais |sans |aucun|se passer d)")
# From which logarithm of the odds « oui » and « non » are said (see leaning.py), the fact having this chance at least.
# Read off the questions of benchmarks/dev.
_YES, _NO, _LIKELY = 0.7, -0.9, 0.4
_SHARING = 0.1  # the least chance of a fact that shares the first place with others
_SKILLS_LOOKED_AT = 12  # facts, best first, among which a listed skill is looked for
_NOT_SAYING = frozenset({"differences"})  # topics whose facts speak of several jobs
# « faut-il connaître X », « X est-il utile »: what is left of the question once these are taken out is the tool asked
# about.
_KNOWING = re.compile(
    r"\b(?:connaitre|connaissance|maitriser|maitrise|savoir|utiliser|utilise|servir|utile|utiles|necessaire|obligatoire|"
    r"indispensable|requise?|demandee?|apprendre)\b"
)
_KNOWING_STEMS = frozenset(
    stem(word)
    for word in (
        "connaître connaissance connaissances maîtriser maîtrise savoir utiliser utilise servir utile utiles "
        "nécessaire "
        "obligatoire indispensable requis requise demandé demandée apprendre important vraiment absolument "
        "forcément besoin "
        "devenir exercer métier langage logiciel outil"
    ).split()
    for word in words(word)
)
_LONGEST_TOOL = 3  # words of a tool's name


def asks_whether(question: str) -> bool:
    """Say whether `question` can be answered by yes or no."""
    folded = fold(question)
    if _ASKS_WHETHER_AT_ONCE.search(folded):
        return True
    inverted = _INVERTED.search(question)
    if _asks_what(_CLAUSES.split(question[: inverted.end()])[-1] if inverted else question):
        return False
    if not inverted and offers_choice(question):
        return False
    return bool(inverted or _ASKS_WHETHER.search(folded) or _STATED.search(folded))


def _asks_what(question: str) -> bool:
    """Say whether `question` asks who, what, where, when, why or how."""
    folded = fold(question)
    told = _WHEN.sub("", folded)
    return bool(
        _ASKS_WHAT.search(folded)
        or _ASKS_WHAT_LAST.search(folded)
        or any(_ASKS_WHAT_FIRST.search(clause) for clause in _CLAUSES.split(told))
    )


def may_ask_whether(question: str) -> bool:
    """Say whether `question` can be answered by yes or no, or is a statement that only its mark makes a question.

    Such a one may also be the beginning of a wish (« le salaire, ça m'intéresse ? »): the facts must lean.
    """
    if asks_whether(question):
        return True
    folded = fold(question)
    stated = folded.rstrip().endswith("?") and (_ACTS.search(folded) or _STATED.search(folded))
    return bool(stated and not _asks_what(question) and not offers_choice(question))


def short_answer(question: str, ranked: Sequence[Ranked], learnt: Learnt = NEUTRAL) -> str | None:
    """Give "yes" or "no" where the facts, `ranked` for `question`, are known to answer it so, else None.

    `learnt` is what the known questions of all jobs teach.
    """
    best = ranked[0] if ranked else None
    if best is None or best.statement.topic in _NOT_SAYING or not may_ask_whether(question):
        return None
    negated = bool(_NEGATED.search(fold(question)))
    if best.chance >= _LIKELY and not negated and (_names_skill(question, best) or _lists_skill(question, ranked)):
        return "yes"
    leans = _leaning_together(question, ranked, learnt)
    answer, known = ("yes", best.statement.yes) if leans > 0 else ("no", best.statement.no)
    if _NO < leans < _YES:
        return None
    return None if negated and not any(_NEGATED.search(fold(text)) for text in known) else answer


def fears_the_worst(question: str, cues: Sequence[str]) -> bool:
    """Say whether one of `cues` asks in `question` if all is lost (« c’est mort ? »): a bare « oui » would be harsh."""
    said = _between_spaces(question)
    return any(cue in said for cue in _looked_for(tuple(cues)))


@lru_cache(maxsize=1)
def _looked_for(cues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_between_spaces, cues))


def _between_spaces(text: str) -> str:
    """Give the words of `text` written out, so that one is found in another whole words at a time."""
    return f" {' '.join(written_out(text))} "


def _leaning_together(question: str, ranked: Sequence[Ranked], learnt: Learnt) -> float:
    """Give what the first fact leans to, or those that share the first place where none is likely alone.

    It is the logarithm of the odds of a yes; 0 where they do not all lean to the same side, or are not likely together.
    """
    if ranked[0].chance >= _LIKELY:
        return leaning(question, ranked[0], learnt)
    sharing = list(takewhile(lambda one: one.chance >= _SHARING, ranked))
    likely = sum(one.chance for one in sharing)
    leans = [leaning(question, one, learnt) for one in sharing]
    if likely < _LIKELY or min(leans) * max(leans) <= 0:
        return 0.0
    return sum(one.chance * lean for one, lean in zip(sharing, leans, strict=True)) / likely


def _names_skill(question: str, best: Ranked) -> bool:
    return _is_skill(best) and bool(set(stems(question)) & set(stems(_skill_name(best))))


def _lists_skill(question: str, ranked: Sequence[Ranked]) -> bool:
    """Say whether the question asks if one must know a skill that the job lists, and nothing else."""
    asked = told_words(question)
    if not asked or not asks_need(question) or turns(question, "") or reserved(ranked[0].statement.text):
        return False
    return any(_is_skill(r) and asked <= told_words(_skill_name(r)) for r in ranked[:_SKILLS_LOOKED_AT])


def unlisted_tool(question: str, ranker: Ranker) -> str | None:
    """Give the tool that `question` asks whether one must know, where `ranker` holds nothing on it; else None."""
    if not may_ask_whether(question) or not _KNOWING.search(fold(question)):
        return None
    asked = [s for s in stems(question) if s not in _KNOWING_STEMS]
    unheard = set(ranker.unheard(question))
    if not asked or len(asked) > _LONGEST_TOOL or not set(asked) <= unheard:
        return None
    return " ".join(w for w in re.findall(r"[\w+#.]+", question) if set(stems(w)) & set(asked)) or None


def _is_skill(ranked: Ranked) -> bool:
    return ranked.statement.topic == "skills" and not ranked.statement.written


def _skill_name(ranked: Ranked) -> str:
    return ranked.statement.about[0] if ranked.statement.about else ""
