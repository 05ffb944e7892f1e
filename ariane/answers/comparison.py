"""Two or three jobs side by side, on the same criteria, then whom each suits. No Rasa here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

from ruamel.yaml import YAML

from ariane.answers.phrases import load_phrases
from ariane.answers.recommendation import trait_labels
from ariane.answers.statements import Statement, measured, of_another_job
from ariane.answers.topic import Answer, book_of
from ariane.french.elision import the
from ariane.french.folding import fold
from ariane.french.typography import mend
from ariane.knowledge.records import Difference, Job, Salary
from ariane.knowledge.repository import Knowledge
from ariane.paths import content_dir

MOST = 3  # jobs in one comparison
_EDITORIAL = "redaction"
_AMOUNTS = {"none": 0, "some": 1, "much": 2}
_MOST_TRAITS = 2  # named for each job in the closing sentence
_MOST_SKILLS = 5
_EXPERIENCES = ("junior", "mid", "senior", "any")  # the first that all jobs have is compared


@dataclass(frozen=True)
class Cell:
    """What one job has on one criterion."""

    text: str
    sources: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def asked_criterion(question: str) -> str | None:
    """Give the one criterion that `question` asks for (« lequel paie le mieux ? »: salary), or None."""
    words = fold(question).replace("'", " ").split()
    for criterion, beginnings in _content()["asked"].items():
        if any(word.startswith(beginning) for word in words for beginning in beginnings):
            return str(criterion)
    return None


def compare(
    knowledge: Knowledge,
    jobs: Sequence[Job],
    question: str = "",
    *,
    names: Sequence[str] = (),
    as_table: bool = False,
) -> Answer:
    """Set two or three `jobs` side by side; with a `question` on one criterion, on that one only.

    `names` are those that the visitor used, in the order of `jobs`; without them, the jobs' own. The table goes
    with the answer for channels that show one; `as_table` then leaves its lines out of the text.
    Raises KnowledgeUnavailable.
    """
    asked = asked_criterion(question)
    names = names or [job.masculine for job in jobs]
    criteria = [asked] if asked else list(_content()["criteria"])
    cells = {criterion: [_cell(knowledge, job, criterion) for job in jobs] for criterion in criteria}
    differences = _differences(knowledge, jobs)
    if asked:  # « … est mieux payé » answers « lequel paie le mieux ? »
        differences = [difference for difference in differences if asked_criterion(difference.text) == asked]
    lines = [difference.text for difference in differences]
    if not as_table:
        lines += [_told(criterion, names, row) for criterion, row in cells.items()]
    if asked == "salary" and not differences:
        lines.append(who_pays_most(knowledge, jobs))
    if not asked:
        lines.append(suits(jobs))
    flat = [cell for row in cells.values() for cell in row]
    sources = [difference.source for difference in differences] + [s for cell in flat for s in cell.sources]
    return Answer(
        text="\n".join(line for line in lines if line),
        precise=bool(asked),
        told=tuple(dict.fromkeys([d.id for d in differences] + [i for cell in flat for i in cell.ids])),
        sources=tuple(dict.fromkeys(sources)) or (_EDITORIAL,),
        extras={"table": _table(names, cells)},
    )


def differences_only(knowledge: Knowledge, jobs: Sequence[Job]) -> Answer:
    """Tell the comparison in brief: what sets the jobs apart, and whom each suits."""
    found = _differences(knowledge, jobs)
    text = "\n".join([*(difference.text for difference in found), suits(jobs)])
    return Answer(text, told=tuple(d.id for d in found), sources=tuple(d.source for d in found) or (_EDITORIAL,))


def same_job(job: Job) -> str:
    """Say that the two names are one job."""
    return _line("same", job=job.masculine)


def suits(jobs: Sequence[Job]) -> str:
    """Say in one sentence whom each job suits, by what sets their profiles apart; empty for jobs without a profile."""
    if not all(job.traits for job in jobs):
        return ""
    parts: list[str] = []
    for job in jobs:
        traits = _own_traits(job, [other for other in jobs if other is not job])
        if not traits:
            return _capital(_line("suits", parts=_words("suits_same")))
        name = "suits_next" if parts else "suits_first"
        parts.append(_words(name, the_job=the(job.masculine), traits=trait_labels(traits)))
    return _capital(_line("suits", parts=" ; ".join(parts)))


def who_pays_most(knowledge: Knowledge, jobs: Sequence[Job]) -> str:
    """Say which job pays most, where figures of the same kind show it, and say so where they do not."""
    for experience in _EXPERIENCES:
        figures = [_figure(knowledge, job, (experience,)) for job in jobs]
        known = [figure for figure in figures if figure]
        if len(known) < len(jobs):
            continue
        label = load_phrases().label("experience", experience)
        best = [
            job
            for job, figure in zip(jobs, known, strict=True)
            if all(_above(figure, o) for o in known if o is not figure)
        ]
        if len(best) == 1:
            return _capital(_line("pays_most", experience=label, the_job=the(best[0].masculine)))
        return _capital(_line("pays_alike", experience=label))
    unknown = not any(_figure(knowledge, job, _EXPERIENCES) for job in jobs)
    return _line("pays_none" if unknown else "pays_unknown")


def _cell(knowledge: Knowledge, job: Job, criterion: str) -> Cell:
    """Give what is known of a job on a criterion, as short as can be."""
    if criterion == "salary":
        return _salary_cell(knowledge, job)
    if criterion == "skills":
        return _skills_cell(knowledge, job)
    if criterion == "training" and job.entry_level:
        level = load_phrases().label("study_level", job.entry_level)
        return Cell(_words("level", level=level), (_EDITORIAL,))
    return _first_statement(knowledge, job, criterion)


def _first_statement(knowledge: Knowledge, job: Job, topic: str) -> Cell:
    statements: list[Statement] = book_of(knowledge, job.slug).of(topic)
    if not statements:
        return _unknown()
    return Cell(statements[0].text, statements[0].sources, (statements[0].id,))


def _salary_cell(knowledge: Knowledge, job: Job) -> Cell:
    figure = _figure(knowledge, job, _EXPERIENCES)
    if figure is None:
        return _first_statement(knowledge, job, "salary")
    phrases = load_phrases()
    experience = phrases.label("experience", figure.experience)
    return Cell(f"{measured(figure, phrases)}, {experience} ({figure.year})", (figure.source,), (figure.id,))


def _skills_cell(knowledge: Knowledge, job: Job) -> Cell:
    skills = knowledge.skills(job.slug)[:_MOST_SKILLS]
    if not skills:
        return _unknown()
    return Cell(", ".join(s.name for s in skills), tuple(s.source for s in skills), tuple(s.id for s in skills))


def _unknown() -> Cell:
    return Cell(_words("unknown"))


def _figure(knowledge: Knowledge, job: Job, experiences: Sequence[str]) -> Salary | None:
    """Give the newest yearly gross figure for the whole of France, of the first of `experiences` that has one.

    A neighbouring job's figure is not this one's: compared, it would name a winner that nobody measured.
    """
    figures = [f for f in knowledge.salaries(job.slug) if f.basis == "gross" and f.period == "year"]
    figures = [f for f in figures if not f.region and not f.sector and not of_another_job(f, load_phrases())]
    for experience in experiences:
        found = [f for f in figures if f.experience == experience]
        if found:
            return max(found, key=lambda figure: figure.year)
    return None


def _above(one: Salary, other: Salary) -> bool:
    """Say whether `one` is above `other` beyond doubt: both ends of the range, the typical amounts, or no overlap."""
    if one.low and one.high and other.low and other.high:
        return one.low >= other.low and one.high >= other.high and (one.low, one.high) != (other.low, other.high)
    if one.typical and other.typical:
        return one.typical > other.typical
    lowest, highest = one.low or one.typical, other.high or other.typical
    return bool(lowest and highest and lowest > highest)


def _differences(knowledge: Knowledge, jobs: Sequence[Job]) -> list[Difference]:
    """Give one difference for each pair of jobs that has one."""
    slugs = [job.slug for job in jobs]
    found: dict[frozenset[str], Difference] = {}
    for first, second in product(slugs, slugs):
        for difference in knowledge.differences(first) if first != second else []:
            if difference.other == second:
                found.setdefault(frozenset((first, second)), difference)
    return list(found.values())


def _own_traits(job: Job, others: Sequence[Job]) -> list[str]:
    """Give the traits that `job` asks more than every other job does; failing that, those that it asks `much`."""
    amounts = {trait.name: _AMOUNTS[trait.amount] for trait in job.traits}
    theirs = [{trait.name: _AMOUNTS[trait.amount] for trait in other.traits} for other in others]
    ordered = sorted(amounts, key=lambda trait: -amounts[trait])
    own = [t for t in ordered if all(amounts[t] > other.get(t, 0) for other in theirs)]
    much = [t for t in ordered if amounts[t] == _AMOUNTS["much"]]
    return ([t for t in own if t in much] or much or own)[:_MOST_TRAITS]


def _told(criterion: str, names: Sequence[str], row: Sequence[Cell]) -> str:
    title = _line("title", criterion=_content()["criteria"][criterion])
    return "\n".join([title, *(_line("cell", job=name, text=c.text) for name, c in zip(names, row, strict=True))])


def _table(names: Sequence[str], cells: Mapping[str, Sequence[Cell]]) -> dict[str, Any]:
    titles = _content()["criteria"]
    rows = [[titles[criterion], *(_capital(mend(cell.text)) for cell in row)] for criterion, row in cells.items()]
    return {"columns": [_content()["criterion"], *map(_capital, names)], "rows": rows}


@lru_cache(maxsize=1)
def _content() -> Mapping[str, Any]:
    content: Mapping[str, Any] = YAML(typ="safe").load((content_dir() / "comparison.yml").read_text("utf-8"))
    return content


def _words(name: str, /, **values: object) -> str:
    return str(_content()["lines"][name]).format(**values)


def _line(name: str, /, **values: object) -> str:
    return mend(_words(name, **values))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


__all__ = ["MOST", "asked_criterion", "compare", "differences_only", "same_job", "suits", "who_pays_most"]
