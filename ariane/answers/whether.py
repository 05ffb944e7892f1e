"""Questions that yes or no answers, and tools that a job does not list."""

from __future__ import annotations

import re

from ariane.answers.lexicon import stem, stems, words
from ariane.answers.ranking import Ranked, Ranker
from ariane.french.folding import fold

_OPENING = r"^\W*(?:et |mais |du coup |alors |sinon |ok |bonjour )*"
_ASKS_WHAT = re.compile(
    r"\b(?:qu(?:el|elle|els|elles)|combien|comment|qui|quoi|pourquoi|quand|que|lequel|laquelle|d'ou)\b|"
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
_OPPOSED = re.compile(r"\b(?:ou (?:pas|non)|n'est ce pas)\b")
_CHOICE = re.compile(r"^\W*\S+ ou (?:bien )?\S+\W*$")
_NEGATED = re.compile(r"\b(?:n'|ne |pas |jamais |sans |aucun)")
_NEAR_ENOUGH = 0.45  # nearness to a yes/no question from which its answer is taken
_NEAR_WITH_WORD = 0.3  # … when they share a word that carries meaning
_SURE = 0.6  # chance of the fact from which its words alone may answer
# A fact that holds one of these does not simply affirm what its words say.
_QUALIFIED = re.compile(
    r"\b(?:n'|ne|ni|pas|peu|rares?|rarement|jamais|aucune?|sans|moins|mais|ou|sauf|partiel|partielle|plutot|difficile|modestes?|"
    r"\d+|seulement|surtout|trop|limitent|suffit|suffisent|inutile|facultatif|simples?)\b"
)

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
    if _ASKS_WHAT.search(folded) or (_CHOICE.search(folded) and not _OPPOSED.search(folded)):
        return False
    return bool(_ASKS_WHETHER.search(folded))


def short_answer(question: str, best: Ranked) -> str | None:
    """Give "yes" or "no" where the statement `best` is known to answer `question` so, else None."""
    if not asks_whether(question) or _NEGATED.search(fold(question)):
        return None
    asked = set(stems(question))
    if _is_skill(best) and asked & set(stems(_skill_name(best))):
        return "yes"
    answer, nearness = ("yes", best.yes) if best.yes >= best.no else ("no", best.no)
    known = best.statement.yes if answer == "yes" else best.statement.no
    shares = any(asked & set(stems(text)) for text in known)
    if nearness >= (_NEAR_WITH_WORD if shares else _NEAR_ENOUGH):
        return answer
    return "yes" if _affirms(best, question) else None


def _affirms(best: Ranked, question: str) -> bool:
    """Say whether the statement says, in the question's own words and without reserve, what the question asks."""
    asked = {stem for stem in stems(question) if stem not in _KNOWING_STEMS}
    said = fold(best.statement.text)
    reserves = set(_QUALIFIED.findall(said)) - set(words(question))
    return best.chance >= _SURE and bool(asked) and asked <= set(stems(said)) and not reserves and not best.no


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
