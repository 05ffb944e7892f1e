"""How near a fact must be to answer a message that was not taken for a question on a job."""

from __future__ import annotations

import pytest

from ariane.answers.doubt import NOT_UNDERSTOOD, REFUSED, Bar, bar
from ariane.answers.ranking import Ranked
from ariane.answers.statements import Statement

QUESTION = "windows ou linux ?"


def best(chance: float, strength: float) -> Ranked:
    return Ranked(Statement("j/skills/x", "skills", "Linux.", ("s",)), 0.0, chance, strength)


def test_both_the_chance_and_the_strength_must_reach_the_bar() -> None:
    assert Bar(0.5, 8.0).passed(best(0.5, 8.0))
    assert not Bar(0.5, 8.0).passed(best(0.49, 12.0))
    assert not Bar(0.5, 8.0).passed(best(0.9, 7.9))


def test_the_surer_the_refusal_the_nearer_the_fact() -> None:
    bars = [bar(REFUSED, confidence, {}, QUESTION) for confidence in (0.5, 0.95, 1.0)]
    assert bars == sorted(bars, key=lambda one: (one.chance, one.strength))
    assert len({one.strength for one in bars}) == 3


def test_the_visitors_own_affairs_are_refused_unless_a_fact_says_just_that() -> None:
    assert bar(REFUSED, 0.5, {}, "achète-moi linux").strength > bar(REFUSED, 0.5, {}, QUESTION).strength


@pytest.mark.parametrize("request_", ["débogue la fonction python", "génère une image de chat", "quel temps fait-il ?"])
def test_an_order_or_a_question_of_one_word_is_refused_whatever_facts_it_resembles(request_: str) -> None:
    assert not bar(REFUSED, 0.5, {}, request_).passed(best(0.99, 15.8))


def test_an_order_on_ones_own_affairs_gets_no_fact_whatever_it_was_taken_for() -> None:
    assert not bar("ask_sources", 0.5, {}, "fais ma bibliographie").passed(best(0.89, 15.0))
    assert bar("ask_sources", 0.5, {}, "d’où viennent les données ?").passed(best(0.89, 15.0))


def test_topics_heard_in_a_doubtful_message_lower_the_bar() -> None:
    heard, unheard = ({"skills": share} for share in (0.4, 0.1))
    assert bar(NOT_UNDERSTOOD, 1.0, heard, QUESTION).strength < bar(NOT_UNDERSTOOD, 1.0, unheard, QUESTION).strength


@pytest.mark.parametrize("intent", ["ask_privacy", "ask_sources", "ask_history"])
def test_a_message_surely_taken_for_something_else_is_left_to_it(intent: str) -> None:
    assert not bar(intent, 1.0, {}, QUESTION).passed(best(0.7, 10.0))
    assert bar(intent, 0.6, {}, QUESTION).passed(best(0.7, 10.0))


@pytest.mark.parametrize("intent", ["ask_recommendation", "tell_profile"])
def test_what_a_visitor_surely_says_of_herself_gets_no_fact(intent: str) -> None:
    assert not bar(intent, 1.0, {}, "j’ai toujours été forte en maths").passed(best(1.0, 20.0))
    assert bar(intent, 0.8, {}, "une IA pourrait-elle prendre sa place ?").passed(best(0.7, 7.0))
