"""All that can be said of a job, as sentences that stand alone: facts as written, figures and lists put in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ariane.answers.phrases import Phrases
from ariane.french.agreement import listed
from ariane.french.folding import fold
from ariane.french.numbers import duration, euros, thousands, year_range
from ariane.knowledge.records import CareerStep, Difference, Fact, Job, Salary, Skill, Training
from ariane.knowledge.repository import Knowledge

# The order of a training course's topics in an answer, and the topic of each kind of record.
_SKILLS, _TRAINING, _SALARY, _CAREER = "skills", "training", "salary", "career"
UNKNOWN_BASIS = "unknown"  # the basis of a figure whose source tells neither gross nor net
DIFFERENCES = "differences"  # what the intent ask_comparison asks for


@dataclass(frozen=True)
class Statement:
    """A sentence that can be said, with what it is found by and where it comes from."""

    id: str  # "<slug>/<topic>/<id>", as in the knowledge base
    topic: str
    text: str
    sources: tuple[str, ...]
    about: tuple[str, ...] = ()  # words that people ask for it with
    yes: tuple[str, ...] = ()  # questions that it answers with yes
    no: tuple[str, ...] = ()
    aspect: str | None = None
    written: bool = True  # a fact as a person wrote it; False where made from a figure or a list
    asked: tuple[str, ...] = ()  # questions that it answers, in the words of those who ask


def job_statements(knowledge: Knowledge, job: str, phrases: Phrases) -> list[Statement]:
    """Give all the statements of `job`, each topic's in the order in which it is told."""
    publishers = {source.id: source.publisher for source in knowledge.sources()}
    statements = [_fact(fact) for fact in knowledge.facts(job)]
    skills, apart = knowledge.skills(job), knowledge.differences(job)
    statements += _skill_lists(skills, phrases) + [_skill(skill, phrases) for skill in skills]
    statements += [_training(route, phrases) for route in knowledge.training(job)]
    statements += [_salary(figure, publishers[figure.source], phrases) for figure in knowledge.salaries(job)]
    statements += [_career(step, phrases) for step in knowledge.career(job)]
    statements += [_difference(difference, knowledge.job(difference.other), phrases) for difference in apart]
    return statements


def _fact(fact: Fact) -> Statement:
    cues = (fact.about, fact.yes, fact.no)
    return Statement(fact.id, fact.topic, fact.text, (fact.source,), *cues, fact.aspect, asked=fact.asked)


def _difference(difference: Difference, other: Job | None, phrases: Phrases) -> Statement:
    asked = tuple(question.format(name=other.name()) for question in phrases.words("difference_asked")) if other else ()
    return Statement(difference.id, DIFFERENCES, difference.text, (difference.source,), difference.about, asked=asked)


def _skill_lists(skills: list[Skill], phrases: Phrases) -> list[Statement]:
    """Give one statement for each category, such as « Outils : Git, Docker et Kubernetes ».

    Official records, whose skills say how central they are, have these sentences among their facts already.
    """
    lists = []
    for category, members in groupby(
        sorted((s for s in skills if not s.heading), key=lambda s: s.category), key=lambda s: s.category
    ):
        kept = list(members)
        label = phrases.label("skill_category", category)
        text = phrases.line("skill_category", category=label, items=listed([s.name for s in kept]))
        sources = tuple(dict.fromkeys(s.source for s in kept))
        job = kept[0].id.split("/")[0]
        lists.append(Statement(f"{job}/skills/#{category}", _SKILLS, text, sources, (label,), written=False))
    return lists


def _skill(skill: Skill, phrases: Phrases) -> Statement:
    if skill.level:
        level = phrases.label("skill_level", skill.level)
        text = phrases.line("skill_yes_level", name=capital(skill.name), level=level)
    else:
        text = phrases.line("skill_yes", name=capital(skill.name))
    asked = phrases.line("skill_asked", name=skill.name)
    return Statement(skill.id, _SKILLS, text, (skill.source,), (skill.name,), yes=(asked,), written=False)


def _training(route: Training, phrases: Phrases) -> Statement:
    details = []
    if route.level:
        details.append(phrases.line("level", level=phrases.label("study_level", route.level)))
    if route.duration_months:
        details.append(duration(route.duration_months))
    elif route.duration_note:
        details.append(route.duration_note)
    if route.entry == "none":
        details.append(phrases.line("entry_none"))
    elif route.entry:
        details.append(phrases.line("entry", level=phrases.label("study_level", route.entry)))
    elif route.entry_note:
        details.append(route.entry_note)
    name = capital(route.name)
    if details and route.purpose:
        text = phrases.line("training", name=name, details=", ".join(details), purpose=route.purpose.rstrip("."))
    elif details:
        text = phrases.line("training_bare", name=name, details=", ".join(details))
    else:
        text = phrases.line("training_purpose", name=name, purpose=(route.purpose or "").rstrip("."))
    about = (route.name, phrases.label("training_kind", route.kind))
    return Statement(route.id, _TRAINING, text, (route.source,), about, written=False)


def _salary(figure: Salary, publisher: str, phrases: Phrases) -> Statement:
    experience = phrases.label("experience", figure.experience)
    text = phrases.line(
        "salary",
        experience=capital(experience),
        place=place(figure, phrases),
        amount=measured(figure, phrases),
        year=figure.year,
        details=phrases.line("details", details=" ; ".join([*reserves([figure], phrases), publisher])),
    )
    about = tuple(word for word in (experience, figure.region, figure.sector) if word)
    return Statement(figure.id, _SALARY, text, (figure.source,), about, written=False)


def place(figure: Salary, phrases: Phrases) -> str:
    """Say where a figure holds: « , à Paris », « , en Île-de-France, fonction publique », or nothing for all France."""
    said = ""
    if figure.region:
        said += phrases.line("region", region=phrases.said("region", figure.region))
    if figure.sector:
        said += phrases.line("sector", sector=figure.sector)
    return said


def unit(figure: Salary, phrases: Phrases, line: str = "unit") -> str:
    """Say what the amounts of a figure are: « brut par an », or « par an » where the source tells neither.

    `line` is how it is said of a figure whose basis is known; the line of the same name with _unknown, of the others.
    """
    basis, period = phrases.label("basis", figure.basis), phrases.label("period", figure.period)
    return phrases.line(line + ("_unknown" if figure.basis == UNKNOWN_BASIS else ""), basis=basis, period=period)


def measured(figure: Salary, phrases: Phrases) -> str:
    """Put the amounts of a figure in words with what they are: « de 38 000 à 45 000 € brut par an »."""
    return f"{amount(figure, phrases)} {unit(figure, phrases)}"


def reserves(figures: Sequence[Salary], phrases: Phrases) -> list[str]:
    """Give what one must know to read the figures of one line: that their basis is not known, and their notes."""
    unknown = [phrases.line("basis_unknown")] if figures[0].basis == UNKNOWN_BASIS else []
    return [*unknown, *dict.fromkeys(figure.note for figure in figures if figure.note)]


def of_another_job(figure: Salary, phrases: Phrases) -> bool:
    """Say whether the note of a figure tells that it is a neighbouring job's or a whole family's."""
    note = fold(figure.note or "")
    return any(fold(word) in note for word in phrases.words("neighbour"))


def amount(figure: Salary, phrases: Phrases, share: int = 1, times: int = 1) -> str:
    """Put the amounts of a figure in words: « de 38 000 à 45 000 € », « environ 50 000 € ».

    With `share`, each amount is divided by it, to the nearest euro; with `times`, multiplied.
    """
    low, typical, high = (
        round(value * times / share) if value else None for value in (figure.low, figure.typical, figure.high)
    )
    if low and high:
        both = {"low": thousands(low), "high": euros(high)}
        return (
            phrases.line("range_typical", **both, typical=euros(typical)) if typical else phrases.line("range", **both)
        )
    if typical:
        return phrases.line("about", typical=euros(typical))
    return phrases.line("from", low=euros(low)) if low else phrases.line("up_to", high=euros(high or 0))


def _career(step: CareerStep, phrases: Phrases) -> Statement:
    span = year_range(step.years_min, step.years_max)
    years = phrases.line("years", span=span) if span else phrases.line("years_unknown")
    text = phrases.line("career", title=capital(step.title), years=years, text=step.text)
    return Statement(step.id, _CAREER, text, (step.source,), (step.title,), written=False)


def capital(text: str) -> str:
    """Give `text` with a capital first letter."""
    return text[:1].upper() + text[1:]
