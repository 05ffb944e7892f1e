"""Whether a sentence says yes or no to a question that it is about, by its own words. Silence where they leave a doubt.

A fact affirms what it says in the clause that shares the question's words, unless that clause holds a reserve (« peu »,
« sans », « mais »), or the question a word that turns it (« seul », « facile ») and that the clause does not repeat. It
denies where the clause says that a thing is not needed, rare, or not so.
"""

from __future__ import annotations

import re

from ariane.answers.lexicon import stem, stems, words
from ariane.french.folding import fold

_CLAUSES = re.compile(r"[;:.!?]|, (?:mais|sauf|meme si|car|tandis que|alors que)\b|\bmais\b|\bsauf\b")
# The clause says that what it speaks of is not needed, is rare, or is not so.
_DENIES = re.compile(
    r"\bn(?:e |')(?:\w+ ){0,2}?"
    r"(?:est|sont|etait|etaient|a|ont|remplace\w*|demande\w*|suffi\w*|se resume|concerne\w*) "
    r"(?:pas|ni|jamais|plus|guere)\b|"
    r"\bpas (?:besoin|obligatoire|une obligation|indispensable|necessaire|exige)|"
    r"\b(?:est|sont|reste|restent|tres|assez) (?:encore )?rares?\b|"
    r"\b(?:rarement|facultatif|facultative|inutile|peu (?:nombreux|nombreuses|presentes?|demandee?s?)|aucune?|"
    r"se limitent|restent modestes|modestes)\b"
)
# The clause says that what it speaks of is asked for, there, or done.
_ASKS_FOR = re.compile(
    r"\b(?:indispensables?|necessaires?|obligatoires?|exigee?s?|demandee?s?|demandent|requise?s?|essentiel\w*|centrale?s?|"
    r"il faut|doit|doivent|faut savoir|socle|base|partout|quotidien|tous les jours|compte|comptent|cles?|courants?|"
    r"courantes?|incontournables?|precieu\w+|maitrise\w*|utiles?|atout|servent|sert|fait partie|font partie|"
    r"appreciee?s?|aident?|aide)\b"
)
_RESERVE = re.compile(
    r"\b(?:n'|ne|ni|pas|peu|rares?|rarement|jamais|aucune?|sans|moins|sauf|difficile\w*|plutot|modestes?|trop|"
    r"seulement|limite\w*|suffi\w*|inutile|facultati\w+|recul\w*|baiss\w*|ferme|sinon|partiel\w*|surtout|depend\w*|certaine?s?)\b"
)
_TAKEN_BACK = re.compile(r"\b(?:mais|meme si|en pratique)\b")
_NEEDS = re.compile(
    r"\b(?:faut|fau|doit|dois|utiles?|necessaires?|obligatoires?|indispensables?|exigee?s?|demandee?s?|requise?s?|importante?s?|"
    r"compte|comptent|sert|oblige|besoin|attendue?s?|appreciee?s?)\b"
)
_STRICT = re.compile(
    r"\b(?:obligatoires?|obligee?s?|exigee?s?|indispensables?|absolument|forcement|toujours|imperativement)\b"
)
# Words of a question that turn its meaning, so that sharing its other words is not enough.
_TURNS = re.compile(
    r"\b(?:seule?s?|sans|faciles?|facilement|vite|rapidement|que|seulement|rares?|difficiles?|durs?|dure|grave|moins|mieux|plus|"
    r"meilleure?s?|remplace\w*|disparai\w*|tue|menace\w*|suffi\w*|trop|longue?s?|longtemps|court\w*|beaucoup|forte?s?|tres|"
    r"souvent|nombreu\w+|autant|meme|pareil\w*|ennu\w+|repetiti\w+|toute?|aucune?|mal|bien|bonne?s?|encore|deja|chaque|"
    r"peur|jeune|vieux|age|precaires?|coince\w*|directement|tout de suite|d'office|eliminatoire|mort|jamais)\b"
)
_REPLACED = re.compile(r"\b(?:remplace\w*|disparai\w*|a la place|tuer?|menace\w*)\b")
_STAYS = re.compile(
    r"\bne remplacera?(?:it)? pas|\bne remplace pas|il (?:faut|faudra|reste) (?:toujours|encore)|il reste a|"
    r"\b(?:reste|restent) (?:humaine?s?|indispensables?|necessaires?)|\bdemeurent?\b|"
    r"besoin d\S+ .*grandit|change le metier"
)
_ALONE = re.compile(r"\bseule?s?\b")
_TOGETHER = re.compile(r"\b(?:equipes?|avec (?:des|les|l'|d'autres)|ensemble)\b")
_CHOICE, _OPEN_CHOICE = re.compile(r"\bou\b"), re.compile(r"\bou (?:pas|non)\b")
_FIGURE = re.compile(r"\d\s?%")  # a share says neither yes nor no
_SHARED = 0.5  # share of the question's words that the clause, or the cues of the fact, hold
_GENERIC = frozenset(
    stem(word)
    for text in (
        "connaitre connaissance maitriser maitrise savoir utiliser servir utile necessaire obligatoire indispensable "
        "requis exige demande demandee apprendre important importante vraiment absolument forcement besoin devenir "
        "exercer langage logiciel outil travailler travaille possible existe exister obligation question attendue "
        "qualite chose truc genre"
    ).split()
    for word in words(text)
)


def verdict(question: str, text: str, cues: tuple[str, ...]) -> str | None:
    """Give "yes" or "no" where `text` says so of what `question` asks, else None; `cues` are words it is known by."""
    asked = told_words(question)
    folded = fold(question)
    if not asked or (_CHOICE.search(folded) and not _OPEN_CHOICE.search(folded)):
        return None
    said = fold(text)
    if _REPLACED.search(folded):
        return "no" if _STAYS.search(said) else None
    clause = max(_CLAUSES.split(said), key=lambda part: len(asked & set(stems(part))))
    told = asked & set(stems(clause))
    known = told | (asked & {s for cue in cues for s in stems(cue)})
    if not told or _FIGURE.search(clause) or len(known) < _SHARED * len(asked):
        return None
    if _ALONE.search(folded):
        return "no" if _TOGETHER.search(clause) and not _ALONE.search(clause) else None
    given = _of_clause(folded, clause)
    # What the rest of the fact takes back is not affirmed.
    return None if given == "yes" and reserved(text) else given


def reserved(text: str) -> bool:
    """Say whether a fact holds a reserve, so that it does not simply affirm what its words say."""
    return bool(_RESERVE.search(fold(text)) or _TAKEN_BACK.search(fold(text)))


def told_words(text: str) -> set[str]:
    """Give the stems of a question that say what it is about, those that any such question holds left out."""
    return {s for s in stems(text) if s not in _GENERIC}


def asks_need(question: str) -> bool:
    """Say whether a question asks if something is needed or useful."""
    return bool(_NEEDS.search(fold(question)))


def turns(question: str, known: str) -> bool:
    """Say whether a word of `question` that `known` lacks turns its meaning (« seul », « facile », « beaucoup »)."""
    return bool(set(_TURNS.findall(fold(question))) - set(words(known)))


def _of_clause(question: str, clause: str) -> str | None:
    turned = {stem(turn) for turn in _TURNS.findall(question)} - {stem(word) for word in words(clause)}
    if _DENIES.search(clause):
        denied_alike = set(_TURNS.findall(question)) & set(words(clause))
        return None if denied_alike or _reversed(question) else "no"
    if _RESERVE.search(clause) or turned:
        return None
    if _STRICT.search(question) and not re.search(
        r"\b(?:indispensables?|obligatoires?|exigee?s?|il faut|doit)\b", clause
    ):
        return None
    return None if _NEEDS.search(question) and not _ASKS_FOR.search(clause) else "yes"


def _reversed(question: str) -> bool:
    """Say whether a denial of what the question speaks of would answer it with yes."""
    return bool(re.search(r"\b(?:sans|rares?|difficiles?|dure?s?|moins|peu|seule?s?|inutile)\b", question))
