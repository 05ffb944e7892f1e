"""Questions that yes or no answers, and tools that a job does not list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ariane.answers.lexicon import stem, stems, words
from ariane.answers.polarity import asks_need, offers_choice, reserved, reverses, told_words, turns, verdict
from ariane.answers.ranking import Ranked, Ranker
from ariane.french.folding import fold

_OPENING = r"^\W*(?:et |mais |du coup |alors |sinon |ok |bonjour )*"
_ASKS_WHAT = re.compile(
    r"\bqu'est\b|\b(?:qu(?:el|elle|els|elles)|combien|comment|qui|quoi|pourquoi|quand|que|lequel|laquelle|d'ou)\b|"
    + _OPENING
    + r"ou\b"
)
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
# « travaille-t-il avec des modèles que d'autres … »: what follows the inverted verb asks nothing more.
_INVERTED = re.compile(r"\w-(?:t-)?(?:il|elle|ils|elles|on|ce|je|tu)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:n'|ne |pas |jamais |sans |aucun|se passer d)")
# How near a yes/no question of the fact must be for its answer to be taken, and how likely the fact (see
# benchmarks/dev/facts.yml): less near where no word of the question turns its meaning.
_NEAR, _LIKELY = 0.3, 0.7
_NEARER, _LESS_LIKELY = 0.45, 0.5
_APART = 0.1  # by how much it must be nearer than those that the fact answers otherwise
_NEAR_NEGATED = 0.5  # … for a question that holds a negation, to one that holds one too
_SKILLS_LOOKED_AT = 12  # facts, best first, among which a listed skill is looked for
_SURE = 0.7  # chance of the fact from which its words alone may answer
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
    if _ASKS_WHAT.search(fold(question[: inverted.end()]) if inverted else folded):
        return False
    if not inverted and offers_choice(question):
        return False
    return bool(inverted or _ASKS_WHETHER.search(folded) or _STATED.search(folded))


def short_answer(question: str, ranked: Sequence[Ranked]) -> str | None:
    """Give "yes" or "no" where the facts, `ranked` for `question`, are known to answer it so, else None."""
    if not ranked or not asks_whether(question):
        return None
    best = ranked[0]
    if _NEGATED.search(fold(question)):
        return _by_negated_questions(question, best)
    if _is_skill(best) and set(stems(question)) & set(stems(_skill_name(best))):
        return "yes"
    answer = _by_known_questions(question, best)
    if answer is None and _lists_skill(question, ranked):
        return "yes"
    if answer or best.chance < _SURE or best.statement.topic in _NOT_SAYING:
        return answer
    return verdict(question, best.statement.text, best.statement.about)


def _by_known_questions(question: str, best: Ranked) -> str | None:
    """Give the answer of the question nearest to `question` among those that the fact is known to answer."""
    answer, nearness = ("yes", best.yes) if best.yes >= best.no else ("no", best.no)
    if abs(best.yes - best.no) < _APART:
        return None
    known = " ".join(best.statement.yes if answer == "yes" else best.statement.no)
    if nearness >= _NEARER and best.chance >= _LESS_LIKELY:
        return None if reverses(question, known) else answer
    sure = nearness >= _NEAR and best.chance >= _LIKELY
    return answer if sure and not turns(question, known) and not reverses(question, known) else None


def _by_negated_questions(question: str, best: Ranked) -> str | None:
    """Give the answer of a known question that holds a negation as `question` does, and a word of it; else None."""
    asked = told_words(question)
    for answer, known, nearness in (("yes", best.statement.yes, best.yes), ("no", best.statement.no, best.no)):
        alike = [text for text in known if _NEGATED.search(fold(text)) and asked & told_words(text)]
        if alike and nearness >= _NEAR_NEGATED and best.chance >= _LIKELY:
            return None if turns(question, " ".join(alike)) else answer
    return None


def _lists_skill(question: str, ranked: Sequence[Ranked]) -> bool:
    """Say whether the question asks if one must know a skill that the job lists, and nothing else."""
    asked = told_words(question)
    if not asked or not asks_need(question) or turns(question, "") or reserved(ranked[0].statement.text):
        return False
    return any(_is_skill(r) and asked <= told_words(_skill_name(r)) for r in ranked[:_SKILLS_LOOKED_AT])


def unlisted_tool(question: str, ranker: Ranker) -> str | None:
    """Give the tool that `question` asks whether one must know, where `ranker` holds nothing on it; else None."""
    if not asks_whether(question) or not _KNOWING.search(fold(question)):
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
