"""What the classifier reads: noise taken off, spelling mended, jobs and terms hidden, parts of a message told apart."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from ariane.nlu.likeness import GrowingFactor, LikenessClassifier, _drawn
from ariane.nlu.masking import JOB_WORD, TERM_WORD, Masker, spoken, training_words
from ariane.nlu.noise import normalize
from ariane.nlu.sounds import sound
from ariane.nlu.spelling import Speller
from ariane.nlu.two_topics import cut, may_be_two, two_topics
from ariane.nlu.views import Views, letters, word_pairs

SENTENCES = (
    ["combien gagne un METIER ?"] * 3
    + ["quel est le salaire d'un METIER"] * 3
    + ["quelle formation pour devenir METIER ?"] * 3
    + ["l'alternance c'est possible ?", "c'est quoi TERME", "peut-on devenir chef ?"] * 3
)


def entity(kind: str, text: str, name: str, **more: Any) -> dict[str, Any]:
    start = text.index(name)
    return {"entity": kind, "start": start, "end": start + len(name), "mask": True, **more}


@pytest.fixture
def masker() -> Masker:
    return Masker.learn(SENTENCES)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("C’est KOI ??", "c est quoi ? ?"),
        ("c koi", "c est quoi"),
        ("Trooop bien", "trop bien"),
        ("👍🏽 oui", "thumbsupsign oui"),
        ("« L’Île »", "l ile"),
        ("", ""),
    ],
)
def test_noise_is_taken_off(written: str, read: str) -> None:
    assert normalize(written) == read


@pytest.mark.parametrize(
    ("one", "other"),
    [("quel", "kel"), ("comment", "koman"), ("qualites", "kalite"), ("avantage", "aventages"), ("beaucoup", "boku")],
)
def test_words_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"), [("salaire", "horaire"), ("metier", "moitie"), ("c++", "c"), ("METIER", "metier")]
)
def test_other_words_do_not(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("salere", ["salaire"]),  # sounds like it
        ("formatoin", ["formation"]),  # a typing error
        ("lalternance", ["l", "alternance"]),  # the apostrophe was left out
        ("girafe", ["girafe"]),  # a word that the sentences know nothing of
        ("un", ["un"]),
    ],
)
def test_words_are_mended_towards_known_ones_only(typed: str, mended: list[str]) -> None:
    speller = Speller.learn(training_words(sentence) for sentence in SENTENCES)
    assert speller.mend([typed]) == mended


def test_a_word_seen_once_is_never_proposed() -> None:
    assert Speller({"salaire": 1}).mend(["salere"]) == ["salere"]


def test_placeholders_of_training_sentences_stay_apart_from_words() -> None:
    assert training_words("quel METIER, un métier ?") == ["quel", JOB_WORD, "un", "metier", "?"]


def test_jobs_and_terms_are_hidden(masker: Masker) -> None:
    text = "quel salaire pour un plombier qui connait Docker"
    found = [entity("job", text, "plombier"), entity("term", text, "Docker")]
    words = masker.words(text, found)
    assert words[:5] == ["quel", "salaire", "pour", "un", JOB_WORD]
    assert words[-1] == TERM_WORD


def test_a_term_that_training_sentences_write_out_stays(masker: Masker) -> None:
    text = "en alternance ?"
    assert masker.words(text, [entity("term", text, "alternance")]) == ["en", "alternance", "?"]


def test_a_rank_is_no_job(masker: Masker) -> None:
    text = "devenir chef"
    assert masker.words(text, [entity("job_choice", text, "chef")]) == ["devenir", "chef"]
    assert masker.words(text, [entity("job", text, "chef")]) == ["devenir", JOB_WORD]


def test_what_a_masker_learnt_survives(masker: Masker) -> None:
    assert Masker(**masker.state()).words("salere ?", []) == ["salaire", "?"]


def test_the_encoder_reads_no_placeholder() -> None:
    assert spoken(["un", JOB_WORD, "et", TERM_WORD]) == "un metier et terme"


# Two questions


def test_a_message_is_cut_where_questions_join() -> None:
    text = "salaire et formation, débouchés ?"
    assert [text[start:end] for start, end in cut(text, [])] == ["salaire", "formation", "débouchés"]


def test_a_job_is_never_cut() -> None:
    text = "un administrateur systèmes et réseaux"
    assert cut(text, [(3, len(text))]) == [(0, len(text))]


def test_parts_that_say_nothing_are_left_out(masker: Masker) -> None:
    assert masker.parts("salaire et formation ?", []) == [["salaire"], ["formation"]]
    text = "le salaire, un plombier"
    assert masker.parts(text, [entity("job", text, "plombier")]) == [["le", "salaire"]]
    assert masker.parts("salaire", []) == []
    assert masker.parts("salaire et " + "formation " * 30, []) == []


WHOLE = {"ask_salary": 0.7, "ask_training": 0.2, "greet": 0.1}


@pytest.mark.parametrize(
    ("parts", "topics"),
    [
        ([("ask_salary", 0.9), ("ask_training", 0.8)], ["ask_salary", "ask_training"]),
        ([("ask_salary", 0.9), ("ask_training", 0.4)], []),  # one part says too little
        ([("ask_salary", 0.9), ("ask_salary", 0.9)], []),  # the same question twice
        ([("greet", 0.9), ("ask_salary", 0.9)], []),  # a greeting is no question
        ([("ask_outlook", 0.9), ("ask_salary", 0.9)], []),  # the whole message leaves no room for it
    ],
)
def test_two_questions_are_two_sure_topics(parts: list[tuple[str, float]], topics: list[str]) -> None:
    assert two_topics(WHOLE, parts) == topics


def test_the_parts_are_not_asked_where_they_would_change_nothing() -> None:
    dice = random.Random(5)
    names = ["ask_salary", "ask_training", "ask_history", "greet", "thank"]
    may, does = 0, 0
    for _ in range(2000):
        whole = {name: dice.choice([0.0, 0.0005, 0.3, 0.9]) for name in names}
        found = two_topics(whole, [(dice.choice(names), 0.9) for _ in range(3)])
        assert may_be_two(whole) or not found
        may, does = may + may_be_two(whole), does + bool(found)
    assert does > 200
    assert may < 1500


# The classifier


def test_views_have_the_length_of_their_weights(tmp_path: Any) -> None:
    views = Views(1.0, 0.5, 0.5)
    sentences = [training_words(sentence) for sentence in SENTENCES]
    vectors = views.fit_transform(sentences)
    assert np.allclose(np.asarray(vectors.multiply(vectors).sum(axis=1)), views.weight, atol=1e-3)
    assert views.transform([["girafe"]]).shape == (1, vectors.shape[1])
    views.save(tmp_path)
    again = Views(1.0, 0.5, 0.5)
    again.load(tmp_path)
    assert np.allclose(again.transform(sentences[:2]).toarray(), vectors[:2].toarray(), atol=1e-3)


def test_pieces_of_words() -> None:
    assert word_pairs(["quel", "salaire"]) == ["quel", "salaire", "quel salaire"]
    assert letters(["un"]) == [" u", "un", "n ", " un", "un ", " un "]


def test_runs_of_letters_that_most_sentences_hold_are_left_out() -> None:
    sentences = [["le", f"m{number}"] for number in range(600)]
    views = Views(0.0, 1.0, 0.0)
    views.fit_transform(sentences)
    assert views.transform([["le"]]).nnz == 0  # « le » is everywhere: it tells nothing
    assert views.transform([["m77"]]).nnz > 0
    views.fit_transform(sentences[:100])  # of few sentences, all runs are kept
    assert views.transform([["le"]]).nnz == 6


def test_a_sentence_more_leaves_the_others_in_their_order() -> None:
    sentences = [["quel", "salaire", str(number)] for number in range(50)]
    order = [sentences[place] for place in _drawn(sentences)]
    more = [["et", "la", "formation"], *sentences]
    assert [more[place] for place in _drawn(more) if place] == order
    assert order != sentences


@pytest.mark.parametrize("meaning", [False, True])
def test_a_sentence_gets_the_intent_of_those_that_it_is_like(meaning: bool, tmp_path: Any) -> None:
    views = Views()
    words = [training_words(sentence) for sentence in SENTENCES[:9]]
    labels = ["ask_salary"] * 6 + ["ask_training"] * 3
    dense = np.eye(9, 4, dtype=np.float32) if meaning else None
    classifier = LikenessClassifier(views.weight + meaning)
    classifier.fit(views.fit_transform(words), dense, labels, words)
    classifier.save(tmp_path)
    loaded = LikenessClassifier(views.weight + meaning)
    loaded.load(tmp_path)
    asked = views.transform([training_words("le salaire d'un METIER"), training_words("zzz")])
    chances = loaded.predict(asked, np.zeros((2, 4), dtype=np.float32) if meaning else None)
    assert loaded.labels == ["ask_salary", "ask_training"]
    assert np.allclose(chances.sum(axis=1), 1)
    assert chances[0].argmax() == 0
    assert chances[0].max() > chances[1].max()  # what is like nothing leaves both nearly as likely


def test_a_sentence_that_the_others_read_surely_is_left_out() -> None:
    views = Views()
    different = sorted(set(SENTENCES))
    # Told apart by a word more, or the copies of a sentence would all be drawn at once.
    words = [[*training_words(sentence), turn] for turn in ("bonjour", "merci", "ok", "dis") for sentence in SENTENCES]
    labels = [str(different.index(sentence)) for sentence in SENTENCES * 4]
    vectors = views.fit_transform(words)
    whole = LikenessClassifier(views.weight, first=len(words))
    whole.fit(vectors, None, labels, words)
    short = LikenessClassifier(views.weight, first=len(words) // 2, sure=0.6)
    short.fit(vectors, None, labels, words)
    assert len(whole._scores) == len(words)
    assert len(words) // 2 <= len(short._scores) < len(words)
    assert [short.labels[place] for place in short.predict(vectors, None).argmax(axis=1)] == labels
    # What is not read surely is learnt, wherever it stands.
    wary = LikenessClassifier(views.weight, first=len(words) // 2, sure=1.1)
    wary.fit(vectors, None, labels, words)
    assert np.allclose(wary.predict(vectors, None), whole.predict(vectors, None), atol=1e-4)


def test_a_system_that_grew_is_solved_as_if_it_had_been_whole() -> None:
    rows = np.random.default_rng(1).normal(size=(30, 12)).astype(np.float32)
    system = rows @ rows.T + np.eye(30, dtype=np.float32)
    wanted = np.eye(30, 4, dtype=np.float32)
    factor, held = GrowingFactor(), 0
    for size in (12, 25, 30):
        factor.grow(system[held:size, :held], np.tril(system[held:size, held:size]))  # the upper half is not read
        held = size
    assert factor.size == 30
    assert factor.solve(wanted) == pytest.approx(np.linalg.solve(system, wanted), abs=1e-4)
