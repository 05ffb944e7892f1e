"""Whether a fact leans to a yes or to a no."""

from __future__ import annotations

from pathlib import Path

import pytest

from ariane.answers import whether
from ariane.answers.leaning import LEANING_SIGNS, NEUTRAL, Tone, leaning, read_leaning
from ariane.answers.ranking import Ranked
from ariane.answers.statements import Statement
from ariane.answers.whether import may_ask_whether, short_answer

YES = ("peut-on télétravailler", "peut-on se former seul", "y a-t-il des astreintes", "peut-on évoluer")
NO = ("travaille-t-on toujours seul", "faut-il toujours un diplôme", "le bac suffit-il toujours")
TONE = Tone(YES, NO)


def best(
    yes: tuple[str, ...] = (), no: tuple[str, ...] = (), near_yes: float = 0.0, near_no: float = 0.0, text: str = ""
) -> Ranked:
    fact = Statement("j/training/x", "training", text or "Un fait.", ("s",), yes=yes, no=no)
    return Ranked(fact, 9.0, 0.9, 9.0, near_yes, near_no)


def test_questions_are_told_by_how_they_are_put() -> None:
    assert TONE.of("peut-on voyager ?") > 0 > TONE.of("est-ce toujours ainsi ?")
    assert TONE.of("zorglub ?") == NEUTRAL.of("peut-on voyager ?") == 0


@pytest.mark.parametrize(
    ("fact", "sign"),
    [
        (best(YES, NO, near_yes=0.8, near_no=0.3), 1),
        (best(YES, NO, near_yes=0.3, near_no=0.8), -1),
        (best(("peut-on changer de ville",), ()), 1),
        (best((), ("peut-on changer de ville",)), -1),
        (best(text="On peut changer de ville."), 1),
    ],
)
def test_each_sign_makes_the_fact_lean(fact: Ranked, sign: int) -> None:
    assert leaning("peut-on changer de ville ?", fact, NEUTRAL) * sign > 0


def test_the_tone_decides_where_the_rest_is_even() -> None:
    even = best(YES, NO, near_yes=0.5, near_no=0.5)
    assert leaning("peut-on voyager ?", even, TONE) > leaning("est-ce toujours ainsi ?", even, TONE)


def test_a_doubt_is_not_settled() -> None:
    assert short_answer("le métier est-il ouvert ?", [best(("est-ce clos",), near_yes=0.4, near_no=0.4)]) is None


def test_a_negation_is_answered_where_a_known_question_holds_one() -> None:
    asked, plainly = "ne débute-t-on pas tôt ?", best(("débute-t-on tôt",), near_yes=0.8)
    assert short_answer("débute-t-on tôt ?", [plainly]) == "yes"
    assert short_answer(asked, [plainly]) is None
    assert short_answer(asked, [best(("n'est-ce pas tôt",), near_yes=0.8)]) == "yes"


def test_a_word_that_turns_the_meaning_must_be_outweighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whether, "leaning", lambda *_: whether._YES)
    fact = best(("débute-t-on tôt",))
    assert short_answer("débute-t-on tard ?", [fact]) == "yes"
    assert short_answer("débute-t-on rapidement ?", [fact]) is None


@pytest.mark.parametrize(
    "question",
    [
        "les maths c important ?",
        "la loi sur l'ia, ça le concerne ?",
        "c'est lui qui répare ?",
        "bosser de chez soi, faisable ?",
        "maths obligatoires ?",
    ],
)
def test_a_statement_with_a_mark_may_ask_whether(question: str) -> None:
    assert may_ask_whether(question)


@pytest.mark.parametrize(
    "question",
    ["le salaire d'un junior ?", "un exemple dans une usine ?", "on monte jusqu'où ?", "qui répare ?", "R ou SAS ?"],
)
def test_other_requests_do_not(question: str) -> None:
    assert not may_ask_whether(question)


def test_the_file_holds_one_number_for_each_sign(tmp_path: Path) -> None:
    assert set(read_leaning()) == set(LEANING_SIGNS)
    path = tmp_path / "leaning.yml"
    path.write_text("near: 1\n", "utf-8")
    with pytest.raises(ValueError, match="one number for each"):
        read_leaning(path)
