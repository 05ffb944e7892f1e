"""Whether a fact leans to a yes or to a no."""

from __future__ import annotations

from pathlib import Path

import pytest

from ariane.answers.leaning import LEANING_SIGNS, NEUTRAL, Learnt, Tone, leaning, read_leaning
from ariane.answers.ranking import Ranked
from ariane.answers.statements import Statement
from ariane.answers.turning import Turning, digest
from ariane.answers.whether import may_ask_whether, short_answer

YES = ("peut-on télétravailler", "peut-on se former seul", "y a-t-il des astreintes", "peut-on évoluer")
NO = ("travaille-t-on toujours seul", "faut-il toujours un diplôme", "le bac suffit-il toujours")
TONE = Tone(YES, NO)
# Facts whose answers « sans » turns, whatever they are about.
FACTS = [
    (
        (f"peut-on exercer avec un {thing}", f"faut-il un {thing}"),
        (f"peut-on exercer sans {thing}", f"entre-t-on sans {thing}"),
    )
    for thing in ("diplôme", "permis", "master", "ordinateur", "stage", "casque", "badge", "contrat")
]
TURNING = Turning.learnt(FACTS)


def best(yes: tuple[str, ...] = (), no: tuple[str, ...] = (), leans: float = 0.0, text: str = "") -> Ranked:
    fact = Statement("j/training/x", "training", text or "Un fait.", ("s",), yes=yes, no=no)
    return Ranked(fact, 9.0, 0.9, 9.0, leans)


def test_questions_are_told_by_how_they_are_put() -> None:
    assert TONE.of("peut-on voyager ?") > 0 > TONE.of("est-ce toujours ainsi ?")
    assert TONE.of("zorglub ?") == NEUTRAL.tone.of("peut-on voyager ?") == 0


@pytest.mark.parametrize(
    ("fact", "sign"),
    [
        (best(YES, NO, leans=0.5), 1),
        (best(YES, NO, leans=-0.5), -1),
        (best(text="On peut changer de ville."), 1),
    ],
)
def test_each_sign_makes_the_fact_lean(fact: Ranked, sign: int) -> None:
    assert leaning("peut-on changer de ville ?", fact, NEUTRAL) * sign > 0


def test_a_word_that_turns_known_answers_turns_others() -> None:
    known = (("faut-il un bac",), ("est-ce ouvert à tous",))
    assert (
        TURNING.answer("faut-il un bac ?", *known)
        > 0
        > TURNING.answer("entre-t-on sans bac ?", ("entre-t-on avec un bac",), ())
    )
    fact = best(("peut-on exercer avec un casque",))
    assert leaning("peut-on exercer sans casque ?", fact, Learnt(Tone(), TURNING)) < 0


def test_questions_that_nothing_is_known_of_turn_nothing() -> None:
    assert Turning.learnt([]).answer("faut-il un bac ?", ("faut-il un bac",), ()) == 0
    assert TURNING.answer("faut-il un bac ?", (), ()) == 0


def test_what_turns_answers_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    TURNING.save(path)
    question, known = "peut-on exercer sans casque ?", ("peut-on exercer avec un casque",)
    assert Turning.read(path).answer(question, known, ()) == TURNING.answer(question, known, ())
    path.write_text("[", "utf-8")
    with pytest.raises(ValueError, match=r"\w"):
        Turning.read(path)


def test_what_turns_answers_is_named_after_what_it_is_learnt_from() -> None:
    assert digest(FACTS) == digest(list(FACTS)) != digest(FACTS[1:])


def test_the_tone_decides_where_the_rest_is_even() -> None:
    even, learnt = best(YES, NO), Learnt(TONE, Turning())
    assert leaning("peut-on voyager ?", even, learnt) > leaning("est-ce toujours ainsi ?", even, learnt)


def test_a_doubt_is_not_settled() -> None:
    assert short_answer("le métier est-il ouvert ?", [best(("est-ce clos",))]) is None


def test_facts_that_share_the_first_place_answer_together_where_they_lean_alike() -> None:
    early, late = best(("débute-t-on tôt",), leans=0.8), best((), ("débute-t-on tôt",), leans=-0.8)
    shared = [early._replace(chance=0.35), early._replace(chance=0.3)]
    assert short_answer("débute-t-on tôt ?", shared) == "yes"
    assert short_answer("débute-t-on tôt ?", [shared[0], late._replace(chance=0.3)]) is None
    assert short_answer("débute-t-on tôt ?", shared[:1]) is None, "it is not likely alone"


def test_a_negation_is_answered_where_a_known_question_holds_one() -> None:
    asked, plainly = "ne débute-t-on pas tôt ?", best(("débute-t-on tôt",), leans=0.8)
    assert short_answer("débute-t-on tôt ?", [plainly]) == "yes"
    assert short_answer(asked, [plainly]) is None
    assert short_answer(asked, [best(("n'est-ce pas tôt",), leans=0.8)]) == "yes"


@pytest.mark.parametrize(
    "question",
    [
        "les maths c important ?",
        "la loi sur l'ia, ça le concerne ?",
        "c'est lui qui répare ?",
        "bosser de chez soi, faisable ?",
        "maths obligatoires ?",
        "docker a connaitre ?",
        "these obligatoire ou pas ?",
        "beaucoup de concurrence ?",
        "ils prennent des gens qui sortent de l'école ?",
        "quand on en a assez de bouger, peut-on se poser ?",
        "un modèle qui marche aujourd'hui peut-il se tromper demain ?",
        "un serveur peut planter à n'importe quel moment ?",
        "c'est pareil, l'un ou l'autre ?",
        "jpeux commencer sans diplome ?",
    ],
)
def test_a_statement_with_a_mark_may_ask_whether(question: str) -> None:
    assert may_ask_whether(question)


@pytest.mark.parametrize(
    "question",
    [
        "le salaire d'un junior ?",
        "un exemple dans une usine ?",
        "on monte jusqu'où ?",
        "qui répare ?",
        "R ou SAS ?",
        "on dépend de qui ?",
        "c'est dans quel secteur ?",
        "qu'y a-t-il d'usant ?",
        "expliquez-moi ce qu'il fabrique",
    ],
)
def test_other_requests_do_not(question: str) -> None:
    assert not may_ask_whether(question)


def test_the_file_holds_one_number_for_each_sign(tmp_path: Path) -> None:
    assert set(read_leaning()) == set(LEANING_SIGNS)
    path = tmp_path / "leaning.yml"
    path.write_text("said: 1\n", "utf-8")
    with pytest.raises(ValueError, match="one number for each"):
        read_leaning(path)
