"""Each job of ours tells its pay at three levels, or says that it has no reliable figure and gives the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from ariane.answers.parameters import Parameters
from ariane.answers.phrases import load_phrases
from ariane.answers.salary import Pay, PayDesk
from ariane.knowledge.check import SALARY_LEVELS
from ariane.knowledge.repository import Knowledge

JOBS = sorted((Path(__file__).parents[2] / "content" / "jobs").glob("*.yml"))
MISSING = {path.stem: YAML(typ="safe").load(path).get("salary_missing", []) for path in JOBS}
LEVELS = [(job, level) for job in MISSING for level in SALARY_LEVELS]


@pytest.fixture(scope="module")
def knowledge(content_database: str) -> Knowledge:
    return Knowledge(content_database)


def tell(knowledge: Knowledge, job: str, level: str | None) -> Pay:
    record = knowledge.job(job)
    assert record is not None
    publishers = {source.id: source.publisher for source in knowledge.sources()}
    return PayDesk(knowledge.salaries(job), publishers, record.salary_gap, load_phrases()).tell(
        Parameters(experience=level)
    )


@pytest.mark.parametrize(("job", "level"), [pair for pair in LEVELS if pair[1] in MISSING[pair[0]]])
def test_a_missing_level_is_said_to_be_and_the_nearest_figures_follow(
    knowledge: Knowledge, job: str, level: str
) -> None:
    pay = tell(knowledge, job, level)
    assert pay.declines
    assert pay.lines[0].startswith("Je n’ai pas de chiffre fiable pour ce niveau d’expérience")
    assert pay.figures
    assert all("€" in line for line in pay.lines[1 : 1 + len(pay.figures)])
    record = knowledge.job(job)
    assert record is not None
    assert pay.lines[-1] == record.salary_gap


@pytest.mark.parametrize(("job", "level"), [pair for pair in LEVELS if pair[1] not in MISSING[pair[0]]])
def test_a_known_level_is_told_without_reserve(knowledge: Knowledge, job: str, level: str) -> None:
    pay = tell(knowledge, job, level)
    assert not pay.declines
    assert {figure.experience for figure in pay.figures} == {level}


@pytest.mark.parametrize("job", sorted(MISSING))
def test_the_answer_on_pay_as_a_whole_says_what_is_missing(knowledge: Knowledge, job: str) -> None:
    record = knowledge.job(job)
    assert record is not None
    assert (record.salary_gap in tell(knowledge, job, None).lines) is bool(MISSING[job])
