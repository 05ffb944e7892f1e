"""The answer to a question on one job: the topic's short answer, or the facts that the question asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from ariane.answers.books import JobBook, book_of
from ariane.answers.doubt import NOT_UNDERSTOOD, Bar, bar
from ariane.answers.lexicon import stems
from ariane.answers.parameters import NONE, Parameters
from ariane.answers.phrases import HINDRANCE, YES, Phrases, load_phrases
from ariane.answers.ranking import Ranked, asks_for_all
from ariane.answers.salary import Pay, PayDesk
from ariane.answers.statements import DIFFERENCES, Statement
from ariane.answers.whether import asks_whether, fears_the_worst, short_answer, unlisted_tool
from ariane.encoder import load_encoder
from ariane.french.folding import fold
from ariane.knowledge.repository import Knowledge
from ariane.nlu.shorthand import written_out

__all__ = ["LISTED", "SHORT", "Answer", "JobBook", "answer_topic", "asks_whether", "book_of", "tell"]

SHORT = 420  # characters of a short answer, so that it fits a phone without scrolling
LISTED = frozenset({"pros", "cons", "examples", "training"})  # topics told as a list, one point a line
SALARY, SKILLS, TRAINING = "salary", "skills", "training"
_SURE = 0.998  # facts are told until one of them is, with this chance, the one asked for
_MOST_FACTS = 6  # facts in the answer to a precise question
_LONGEST = 650  # characters of such an answer
_LONGEST_PAY = 900  # … of one that tells figures of pay and the fact asked for beside them
_HARDLY = 0.002  # a fact with a smaller chance is not told beside others
_BETWEEN = Bar(0.6, 15.9)  # what the fact must reach that is told before a comparison
_PLAIN = Bar(0.4, 0.0)  # … that is told beside, or before, what the limits of the question choose
_INSTEAD = Bar(0.75, 9.1)  # … that is told in place of figures for another experience than the one asked for
_WITHIN = Bar(0.97, 10.5)  # … that leads the answer to a question on a topic as a whole
_AMONG = Bar(0.4, 8.6)  # … that leads the answer to a message that holds two questions
_VAGUE = 3.0  # strength below which no fact is asked for: « je voudrais savoir ce que fait un … »
_ANSWERS_KEPT = 32  # the last ones: of as many visitors, each may have one that is being worked out
_SAME = 0.75  # share of a line's meaning already said, from which it is not said again
_WITHOUT = re.compile(r"\b(?:sans|aucune?)\b")
_AMOUNT = re.compile(r"\b\d{1,3}\s\d{3}\b")


@dataclass(frozen=True)
class Answer:
    """What to say, what it rests on, and what is left to say."""

    text: str
    precise: bool = False  # whether it answers a precise question instead of the whole topic
    told: tuple[str, ...] = ()  # ids of the statements said
    left: tuple[str, ...] = ()  # ids of the statements of the topic not said yet
    sources: tuple[str, ...] = ()
    extras: dict[str, Any] = field(default_factory=dict)  # chart or table for channels that can show one
    topic: str = ""  # topic of what is said first
    declines: bool = False  # whether it begins by saying what is not known


def answer_topic(
    knowledge: Knowledge,
    job: str,
    topic: str,
    question: str = "",
    *,
    likely: Mapping[str, float] | None = None,
    parameters: Parameters = NONE,
) -> Answer:
    """Answer `question` (its job taken out) on `topic` of `job`; without a question, give the topic's short answer.

    `likely` gives the classifier's confidence in each topic, by default 1 for `topic`; `parameters` are the limits that
    the question sets. Raises KnowledgeUnavailable.
    """
    chances = tuple((likely or {topic: 1.0}).items())
    return _answer_topic(knowledge, knowledge.version(), job, topic, question, chances, parameters)


def look_at(knowledge: Knowledge, job: str, question: str) -> None:
    """Work out, and keep for a while, what `answer_topic` needs of `question` whatever its topic.

    Raises KnowledgeUnavailable.
    """
    book_of(knowledge, job).ranker.look_at(question)
    encoder = load_encoder()
    if encoder is not None:
        for spelling in _spellings(question):
            encoder.encode([spelling])  # it keeps the vectors of the last sentences


@lru_cache(maxsize=_ANSWERS_KEPT)  # an answer may be worked out before it is asked for (actions/head_start.py)
def _answer_topic(
    knowledge: Knowledge,
    _version: str,  # an answer found in a knowledge base that was built again serves no more
    job: str,
    topic: str,
    question: str,
    chances: tuple[tuple[str, float], ...],
    parameters: Parameters,
) -> Answer:
    book, phrases, likely = book_of(knowledge, job), load_phrases(), dict(chances)
    ranked = book.ranker.rank(question, likely) if question else []
    lacking = None if topic == SALARY else _lacking(book, parameters, ranked)
    if lacking:
        question = _without(question, lacking[1])
        ranked = book.ranker.rank(question, likely) if question else []
    vague = bool(ranked) and ranked[0].strength < _VAGUE and bool(book.of(topic))
    general = not question or vague or _asks_for_all(question, topic, book, phrases)
    if topic == SALARY and (general or (parameters.on_pay and not asks_whether(question))):
        pay = _on_pay(knowledge, job, book, parameters, phrases)
        if pay is not None and pay.declines and parameters.only_level and _reaches(_INSTEAD, ranked):
            return _precise(book, question, ranked, phrases)
        if pay is not None:
            return _with_fact(pay, ranked, _WITHIN if general else _PLAIN, before=not pay.declines)
    if parameters.study_level and topic == TRAINING and (general or not _reaches(_PLAIN, ranked)):
        return _from_level(book, question, parameters.study_level, phrases)
    if general:
        first = [ranked[0].statement.id] if _reaches(_WITHIN, ranked) else []
        answer = tell(book, topic, list(dict.fromkeys([*first, *(s.id for s in book.of(topic))])), phrases)
    else:
        answer = _precise(book, question, ranked, phrases)
    return _declining(answer, lacking, phrases) if lacking else answer


def answer_doubtful(
    knowledge: Knowledge,
    job: str,
    question: str,
    likely: Mapping[str, float],
    *,
    intent: str = NOT_UNDERSTOOD,
    confidence: float = 1.0,
) -> Answer | None:
    """Answer a question that was not taken for one on `job`, where its facts leave little doubt; else None.

    `likely` gives the classifier's confidence in each topic; `intent` is what it took the message for, with
    `confidence`: the surer it is, the nearer the facts must be. Raises KnowledgeUnavailable.
    """
    book = book_of(knowledge, job)
    ranked = book.ranker.rank(question, likely)
    if not ranked or not bar(intent, confidence, likely, question).passed(ranked[0]):
        return None
    return _tell_ranked(book, question, ranked, load_phrases())


def fact_between(
    knowledge: Knowledge, job: str, question: str, likely: Mapping[str, float], told: Sequence[str] = ()
) -> Answer | None:
    """Give the fact of `job` that a question which compares it plainly asks for, where `told` does not tell it.

    What sets two jobs apart in general is no such fact. Raises KnowledgeUnavailable.
    """
    book = book_of(knowledge, job)
    ranked = book.ranker.rank(question, likely)
    best = ranked[0] if ranked else None
    if best is None or not _BETWEEN.passed(best) or not best.statement.written:
        return None
    if best.statement.topic == DIFFERENCES or best.statement.id in told:
        return None
    return _facts(book, best.statement.text, [best.statement])


def fact_among(knowledge: Knowledge, job: str, question: str, likely: Mapping[str, float]) -> Answer | None:
    """Give the fact of `job` that a message which seems to hold two questions asks for; None where none is plain.

    Raises KnowledgeUnavailable.
    """
    book = book_of(knowledge, job)
    ranked = book.ranker.rank(question, likely)
    if not _reaches(_AMONG, ranked) or not ranked[0].statement.written:
        return None
    return _facts(book, ranked[0].statement.text, [ranked[0].statement])


def answer_with_word(
    knowledge: Knowledge, job: str, question: str, named: Sequence[str], likely: Mapping[str, float]
) -> Answer | None:
    """Answer a question that holds the words `named`, where the likeliest fact of `job` holds one too; else None.

    Raises KnowledgeUnavailable.
    """
    book = book_of(knowledge, job)
    ranked = book.ranker.rank(question, likely)
    if not ranked or not bar(NOT_UNDERSTOOD, 1.0, likely, question).passed(ranked[0]):
        return None
    held = stems(" ".join((ranked[0].statement.text, *ranked[0].statement.about)))
    if not any(_held(stems(word), held) for word in named):
        return None
    return _tell_ranked(book, question, ranked, load_phrases())


def _held(named: Sequence[str], held: Sequence[str]) -> bool:
    return bool(named) and all(any(stem.startswith(name) for stem in held) for name in named)


def tell(book: JobBook, topic: str, ids: Sequence[str], phrases: Phrases) -> Answer:
    """Tell the statements `ids` in order, as many as fit a short answer (at least one where there is one)."""
    told: list[Statement] = []
    length = 0
    statements = [book.by_id[i] for i in ids if i in book.by_id]
    for statement in statements:
        length += len(statement.text)
        if told and length > SHORT:
            break
        told.append(statement)
    text = _join(topic, [s.text for s in told], phrases)
    return _answer(text, told, left=[s.id for s in statements[len(told) :]])


def _precise(book: JobBook, question: str, ranked: Sequence[Ranked], phrases: Phrases) -> Answer:
    """Tell the facts that are likeliest asked for, the likeliest first, after « oui » or « non » where it is known."""
    tool = unlisted_tool(question, book.ranker)
    if tool is not None:
        return _unlisted(book, tool, phrases)
    return _tell_ranked(book, question, ranked, phrases)


def _tell_ranked(book: JobBook, question: str, ranked: Sequence[Ranked], phrases: Phrases) -> Answer:
    told = _likeliest(ranked)
    texts = [statement.text for statement in told]
    answer = short_answer(question, ranked, book.learnt)
    if answer == YES and fears_the_worst(question, phrases.words("lost_cause")):
        answer = HINDRANCE
    if answer:
        texts[0] = f"{phrases.answer(answer)} {texts[0]}"
    return _facts(book, "\n".join(texts), told)


def _asks_for_all(question: str, topic: str, book: JobBook, phrases: Phrases) -> bool:
    """Say whether a question asks for a topic as a whole: « quel diplôme ? », and not « et sans diplôme ? »."""
    if _WITHOUT.search(fold(question)):
        return False
    general, encoder = phrases.general(topic), load_encoder()
    return any(asks_for_all(asked, general, book.ranker, encoder) for asked in _spellings(question))


def _reaches(bar: Bar, ranked: Sequence[Ranked]) -> bool:
    """Say whether the best fact reaches `bar`."""
    return bool(ranked) and bar.passed(ranked[0])


def _with_fact(answer: Answer, ranked: Sequence[Ranked], bar: Bar, *, before: bool) -> Answer:
    """Add the best fact, where it reaches `bar`, to an answer that does not begin with it, `before` it or after."""
    fact = ranked[0].statement if _reaches(bar, ranked) else None
    if fact is None or not fact.written or len(answer.text) + len(fact.text) > _LONGEST_PAY:
        return answer
    if fact.id in (answer.told[:1] if before else answer.told):
        return answer
    texts, told = [answer.text, fact.text], [*(i for i in answer.told if i != fact.id), fact.id]
    if before:
        texts, told = texts[::-1], [told[-1], *told[:-1]]
    return replace(
        answer,
        text="\n".join(texts),
        told=tuple(told),
        left=tuple(i for i in answer.left if i != fact.id),
        sources=tuple(dict.fromkeys((*answer.sources, *fact.sources))),
    )


def _likeliest(ranked: Sequence[Ranked]) -> list[Statement]:
    told: list[Statement] = []
    chance, length = 0.0, 0
    for candidate in ranked:
        statement = candidate.statement
        if told and (chance >= _SURE or candidate.chance < _HARDLY or len(told) == _MOST_FACTS):
            break
        chance += candidate.chance
        if told and (length + len(statement.text) > _LONGEST or _said_already(statement, told)):
            continue
        told.append(statement)
        length += len(statement.text)
    return told


def _said_already(statement: Statement, told: Sequence[Statement]) -> bool:
    """Say whether a line made from a list or a figure repeats what `told` says."""
    if statement.written:
        return False
    said = {stem for other in told for stem in stems(other.text)}
    new = stems(" ".join(statement.about) if statement.topic == SKILLS else statement.text)
    return bool(new) and sum(stem in said for stem in new) >= _SAME * len(new)


def _unlisted(book: JobBook, tool: str, phrases: Phrases) -> Answer:
    """Say that the tool is not listed, then what is asked for first in this job."""
    told = book.of(SKILLS)[:1]
    texts = [phrases.line("unlisted_tool", tool=tool), *(statement.text for statement in told)]
    return _facts(book, "\n".join(texts), told)


def _on_pay(knowledge: Knowledge, job: str, book: JobBook, parameters: Parameters, phrases: Phrases) -> Answer | None:
    """Tell the figures that the parameters choose; None where the job has no figure."""
    figures = knowledge.salaries(job)
    if not figures:
        return None
    record = knowledge.job(job)
    publishers = {source.id: source.publisher for source in knowledge.sources({f.source for f in figures})}
    desk = PayDesk(figures, publishers, record.salary_gap if record else None, phrases)
    mentioned = _mentioning(book.of(SALARY), parameters.region)
    if mentioned and not desk.knows_place(parameters.region or ""):
        return _facts(book, "\n".join(s.text for s in mentioned), mentioned)
    return _paid(book, desk.tell(parameters))


def _paid(book: JobBook, pay: Pay) -> Answer:
    told = _with_facts_of([(f.id, {v for v in (f.low, f.typical, f.high) if v}) for f in pay.figures], book)
    return Answer(
        text="\n".join(pay.lines),
        told=tuple(told),
        left=tuple(s.id for s in book.of(SALARY) if s.id not in told),
        sources=tuple(dict.fromkeys(figure.source for figure in pay.figures)),
        extras={"chart": pay.chart} if pay.chart else {},
        declines=pay.declines,
    )


def _with_facts_of(figures: Sequence[tuple[str, set[int]]], book: JobBook) -> list[str]:
    """Give the ids of figures, each with its amounts, and before each the facts that tell only such amounts."""
    told = [figure for figure, _ in figures]
    everything = {amount for _, amounts in figures for amount in amounts}
    for statement in book.of(SALARY):
        said = _amounts(statement.text) if statement.written else set()
        if said and said <= everything:
            told.insert(told.index(next(figure for figure, amounts in figures if amounts & said)), statement.id)
    return told


def _amounts(text: str) -> set[int]:
    """Give the amounts of money that a text holds, years apart."""
    return {int(re.sub(r"\s", "", number)) for number in _AMOUNT.findall(text)}


def _from_level(book: JobBook, question: str, level: str, phrases: Phrases) -> Answer:
    """Tell the paths that start from a level of studies, or say that none is known and tell the paths in general."""
    cues = [fold(cue) for cue in phrases.starting_from(level)]
    fitting = [s for s in book.of(TRAINING) if any(cue in fold(" ".join((s.text, *s.about))) for cue in cues)]
    if not fitting:
        answer = tell(book, TRAINING, [s.id for s in book.of(TRAINING)], phrases)
        declined = phrases.line("nothing_for_study_level", level=phrases.said("study_level", level))
        return replace(answer, text=f"{declined}\n{answer.text}")
    asked = f"{question} {' '.join(phrases.starting_from(level))}"
    order = [r.statement.id for r in book.ranker.rank(asked, {TRAINING: 1.0})]
    ordered = sorted(fitting, key=lambda s: order.index(s.id))
    told = ordered[:1]
    for statement in ordered[1:_MOST_FACTS]:
        if sum(len(s.text) for s in (*told, statement)) <= _LONGEST and not _said_already(statement, told):
            told.append(statement)
    return _facts(book, "\n".join(s.text for s in told), told)


def _lacking(book: JobBook, parameters: Parameters, ranked: Sequence[Ranked]) -> tuple[str, str] | None:
    """Give the name and the value of the parameter, place or sector, that no statement of the job speaks of."""
    best = ranked[0].statement if ranked else None
    about = set(stems(" ".join((best.text, *best.about)))) if best else set()
    for name, value in (("region", parameters.region), ("sector", parameters.sector)):
        # « les transports en commun » are spoken of by the fact on buses that is asked for by « transports ».
        if value and not about & set(stems(value)) and not _mentioning(book.statements, value):
            return name, value
    return None


def _declining(answer: Answer, lacking: tuple[str, str], phrases: Phrases) -> Answer:
    name, value = lacking
    return replace(answer, text=f"{phrases.line(f'nothing_for_{name}', **{name: value})}\n{answer.text}")


@lru_cache(maxsize=_ANSWERS_KEPT)
def _spellings(question: str) -> tuple[str, ...]:
    """Give a question as it was written and, where that changes its words, without hurried spellings (« c koi »)."""
    spelt = " ".join(written_out(question))
    return (question,) if set(stems(spelt)) == set(stems(question)) else (question, spelt)


def _without(question: str, value: str) -> str:
    """Take the words of `value` out of a question."""
    named = set(stems(value))
    return " ".join(word for word in question.split() if not (set(stems(word)) and set(stems(word)) <= named))


def _mentioning(statements: Sequence[Statement], name: str | None) -> list[Statement]:
    """Give the facts, among `statements`, that name a place or a sector."""
    if not name:
        return []
    asked = set(stems(name))
    return [s for s in statements if s.written and asked and asked <= set(stems(s.text))]


def _facts(book: JobBook, text: str, told: Sequence[Statement]) -> Answer:
    said = {statement.id for statement in told}
    left = [s.id for s in book.of(told[0].topic) if s.id not in said] if told else []
    return _answer(text, told, left, precise=True)


def _answer(text: str, told: Sequence[Statement], left: Sequence[str], *, precise: bool = False) -> Answer:
    sources = tuple(dict.fromkeys(source for statement in told for source in statement.sources))
    topic = told[0].topic if told else ""
    return Answer(text, precise, tuple(s.id for s in told), tuple(left), sources, topic=topic)


def _join(topic: str, texts: Sequence[str], phrases: Phrases) -> str:
    if topic in LISTED:
        return "\n".join(phrases.line("bullet", text=text) for text in texts)
    return " ".join(texts)
