"""Ranking facts against a question: words, letters and meaning; general questions; what is kept on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ariane.answers.lexicon import grams, stem, stems
from ariane.answers.ranking import SIGNS, Ranked, Ranker, asks_for_all, read_weights
from ariane.answers.statements import Statement
from ariane.answers.vectors import VectorStore, clear_others
from ariane.answers.whether import asks_whether, short_answer, unlisted_tool

DOCKER = Statement(
    "j/skills/docker",
    "skills",
    "Linux et Docker servent tous les jours.",
    ("s",),
    ("docker", "conteneurs"),
    yes=("faut-il connaître docker",),
)
MATHS = Statement(
    "j/skills/maths",
    "skills",
    "Les mathématiques demandées restent modestes.",
    ("s",),
    ("maths",),
    no=("faut-il être fort en maths",),
)
HOME = Statement(
    "j/conditions/remote", "conditions", "Le télétravail est possible deux jours.", ("s",), ("télétravail",)
)
FACTS = (DOCKER, MATHS, HOME)
EVEN = {"skills": 0.5, "conditions": 0.5}


class Counting:
    """An encoder whose vectors count letters: near texts are near vectors."""

    dimension = 26

    def __init__(self) -> None:
        self.encoded = 0

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        self.encoded += len(sentences)
        counts = np.array(
            [[s.lower().count(chr(97 + i)) + 0.01 for i in range(26)] for s in sentences], dtype=np.float32
        )
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


@pytest.fixture
def ranker() -> Ranker:
    return Ranker(FACTS, None)


def test_a_fact_is_found_by_a_question_that_shares_no_word_with_it() -> None:
    question = "peut-on bosser en pyjama ?"
    assert Ranker(FACTS, None).rank(question, EVEN)[0].statement.id != HOME.id
    known = replace(HOME, asked=("bosse-t-on en pyjama",))
    assert Ranker((DOCKER, MATHS, known), None).rank(question, EVEN)[0].statement is known


def test_the_questions_of_all_the_facts_teach_which_one_is_asked_for() -> None:
    without, *_ = Ranker(FACTS, Counting()).signs("zzz", EVEN)
    known = replace(HOME, asked=("zzz", "qqq"))
    signs, *_ = Ranker((DOCKER, MATHS, known), Counting()).signs("zzz", EVEN)
    assert signs["learnt"].argmax() == 2
    assert signs["learnt"][2] > without["learnt"][2]


def test_the_rarest_word_shared_counts_its_questions_included() -> None:
    known = replace(HOME, asked=("bosse-t-on en pyjama",))
    signs, *_ = Ranker((DOCKER, MATHS, known), None).signs("le pyjama, docker ?", EVEN)
    assert signs["rarest"].tolist() == pytest.approx([1.0, 0.0, 1.0])


def test_weights_hold_one_number_for_each_sign(tmp_path: Path) -> None:
    assert set(read_weights()) == set(SIGNS)
    path = tmp_path / "weights.yml"
    path.write_text("text: 1.0", "utf-8")
    with pytest.raises(ValueError, match="learnt"):
        read_weights(path)


def test_words_of_one_family_meet() -> None:
    assert stem("communiquer") == stem("communication")
    assert stem("mathématiques".replace("é", "e")) == stem("mathematique")
    assert stems("faut-il connaître C++ ?") == [stem("connaitre"), "c++"]


def test_letters_of_short_words_are_kept() -> None:
    assert list(grams("c")) == [" c "]


@pytest.mark.parametrize(
    ("question", "fact"),
    [("faut-il connaître docker ?", DOCKER), ("quelles maths ?", MATHS), ("on peut télétravailler ?", HOME)],
)
def test_the_fact_asked_for_comes_first(ranker: Ranker, question: str, fact: Statement) -> None:
    assert ranker.rank(question, EVEN)[0].statement is fact


def test_a_mistyped_word_is_understood(ranker: Ranker) -> None:
    assert ranker.rank("le teletravial ?", EVEN)[0].statement is HOME


def test_the_likely_topic_decides_between_equals() -> None:
    ranker = Ranker((MATHS, HOME), None, weights={**read_weights(), "learnt": 0.0})  # of two, it takes one for usual
    assert ranker.rank("xyz", {"conditions": 1.0})[0].statement is HOME
    assert ranker.rank("xyz", {"skills": 1.0})[0].statement is MATHS


def test_a_sure_topic_leads_and_a_doubtful_one_yields(ranker: Ranker) -> None:
    near_both = "docker et conteneurs, ou télétravail ?"
    assert ranker.rank(near_both, {"conditions": 0.97, "skills": 0.0})[0].statement is HOME
    assert ranker.rank(near_both, {"conditions": 0.0, "skills": 0.97})[0].statement is DOCKER
    # However sure the classifier, a question that names a fact gets it: no topic hides the others.
    assert ranker.rank("faut-il connaître docker et les conteneurs ?", {"conditions": 1.0})[0].statement is DOCKER


def test_the_prior_is_the_logarithm_of_the_confidence(ranker: Ranker) -> None:
    signs, *_ = ranker.signs("docker", {"skills": 0.98, "conditions": 0.48})
    assert signs["topic"] == pytest.approx([0.0, 0.0, np.log(0.5)], abs=1e-6)


def test_a_sentence_is_encoded_once_for_all_that_it_is_compared_with() -> None:
    encoder = Counting()
    ranker = Ranker(FACTS, encoder)
    computed = encoder.encoded
    ranker.rank("une question jamais posée ?", EVEN)
    asks_for_all("une question jamais posée ?", ("quelles compétences",), ranker, encoder)
    assert encoder.encoded == computed + 2  # the question, and the general question, kept for good


def test_chances_add_up_to_one(ranker: Ranker) -> None:
    assert sum(r.chance for r in ranker.rank("docker", EVEN)) == pytest.approx(1)


def test_nothing_to_say_ranks_nothing() -> None:
    assert Ranker((), None).rank("docker ?", EVEN) == []


def test_a_question_with_nothing_of_its_own_asks_for_all(ranker: Ranker) -> None:
    general = ("quelles compétences faut-il",)
    assert asks_for_all("et les compétences ?", general, ranker, None)
    assert not asks_for_all("et docker ?", general, ranker, None)


def test_vectors_are_computed_once(tmp_path: Path) -> None:
    encoder = Counting()
    Ranker(FACTS, encoder, VectorStore(tmp_path))
    computed = encoder.encoded
    assert computed
    again = Ranker(FACTS, encoder, VectorStore(tmp_path))
    assert encoder.encoded == computed
    assert again.rank("faut-il connaître docker ?", EVEN)[0].statement is DOCKER


def test_a_broken_file_of_vectors_is_made_again(tmp_path: Path) -> None:
    Ranker(FACTS, Counting(), VectorStore(tmp_path))
    (path,) = tmp_path.glob("*.npy")
    path.write_bytes(b"broken")
    encoder = Counting()
    Ranker(FACTS, encoder, VectorStore(tmp_path))
    assert encoder.encoded


@pytest.mark.parametrize(
    ("sign", "file"), [("learnt", "scores.npz"), ("letters", "letters.npz"), ("rarest", "words.json")]
)
def test_what_was_learnt_is_kept_and_learnt_again_where_it_is_broken(tmp_path: Path, sign: str, file: str) -> None:
    question = "faut-il connaître dockre ?"

    def seen() -> np.ndarray:
        return Ranker(FACTS, Counting(), VectorStore(tmp_path)).signs(question, EVEN)[0][sign]

    first = seen()
    assert first.any()
    (kept,) = tmp_path.glob(f"*.learnt/{file}")
    written = kept.stat().st_mtime_ns
    assert seen() == pytest.approx(first, abs=1e-3)
    assert kept.stat().st_mtime_ns == written, "it was read, not learnt again"
    for broken in kept.parent.iterdir():
        broken.write_bytes(b"broken")
    assert seen() == pytest.approx(first, abs=1e-3)
    assert kept.stat().st_mtime_ns != written


def test_words_kept_are_weighed_as_words_just_cut_up(tmp_path: Path) -> None:
    cut, kept = (Ranker(FACTS, None, VectorStore(tmp_path)) for _ in range(2))
    for question in ("docker et kubernetes ?", "les maths et le télétravail", "zzz"):
        assert kept.weight_of_rest(question, {"math"}) == cut.weight_of_rest(question, {"math"})
        assert kept.unheard(question) == cut.unheard(question)


def test_a_directory_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert len(VectorStore(blocked / "vectors").encode(Counting(), ["un", "deux"])) == 2


def test_files_that_no_longer_serve_are_removed(tmp_path: Path) -> None:
    store = VectorStore(tmp_path)
    store.encode(Counting(), ["un"])
    (tmp_path / "old.npy").write_bytes(b"")
    (tmp_path / "old.learnt").mkdir()
    clear_others(tmp_path, store.used)
    assert {path.name for path in tmp_path.iterdir()} == store.used


@pytest.mark.parametrize(
    "question",
    [
        "faut-il connaître Docker ?",
        "est-ce qu'on peut télétravailler ?",
        "les études sont-elles longues ?",
        "y a-t-il des concours ?",
        "powershell c'est utile ?",
        "doit-il former les gens qui s'en servent ?",
        "on travaille le samedi ?",
        "un cdi c'est courant ?",
        "les études durent longtemps ?",
        "travaille-t-il avec des modèles que d'autres ont entraînés ?",
        "remarque-t-on son travail quand tout va bien ?",
        "il doit connaître le secteur où il travaille ?",
    ],
)
def test_yes_no_questions_are_known(question: str) -> None:
    assert asks_whether(question)


@pytest.mark.parametrize(
    "question",
    [
        "combien ça gagne ?",
        "quels outils utilise-t-on ?",
        "qu'est-ce qu'on fait le matin ?",
        "où travaille-t-on ?",
        "R ou SAS ?",
        "on est seul ou en équipe ?",
        "comment on mesure le chômage ?",
        "qu'est-ce qu'une thèse payée par une entreprise ?",
        "le salaire",
    ],
)
def test_other_questions_are_not_yes_no(question: str) -> None:
    assert not asks_whether(question)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("faut-il connaître docker ?", "yes"),
        ("faut-il être fort en maths ?", "no"),
        ("quelles maths ?", None),
        ("ne faut-il pas connaître docker ?", None),
    ],
)
def test_yes_or_no_only_where_it_is_known(question: str, answer: str | None) -> None:
    assert short_answer(question, Ranker(FACTS, Counting()).rank(question, {"skills": 1.0})) == answer


def known_by(yes: tuple[str, ...] = (), no: tuple[str, ...] = (), *, leans: float = 0.0) -> Ranked:
    fact = Statement("j/training/x", "training", "Un fait.", ("s",), yes=yes, no=no)
    return Ranked(fact, 9.0, 0.9, 9.0, leans)


@pytest.mark.parametrize(
    ("question", "best", "answer"),
    [
        ("peut-on débuter sans python ?", known_by(("débute-t-on sans python",), leans=0.7), "yes"),
        ("peut-on débuter sans python ?", known_by(("python suffit-il",), ("python est-il obligatoire",)), None),
        ("les salaires montent-ils ?", known_by(("a",), ("les salaires montent-ils",), leans=-0.5), "no"),
        ("le métier est-il ouvert ?", known_by(("est-ce ouvert",), leans=0.3), "yes"),
        ("le métier est-il trop ouvert ?", known_by(("est-ce clair",)), None),
    ],
)
def test_the_answer_is_that_of_the_known_questions_that_the_question_is_like(
    question: str, best: Ranked, answer: str | None
) -> None:
    assert short_answer(question, [best]) == answer


@pytest.mark.parametrize(
    ("question", "tool"),
    [
        ("faut-il connaître Kubernetes ?", "Kubernetes"),
        ("Photoshop est-il nécessaire ?", "Photoshop"),
        ("photoshop a connaitre ?", "photoshop"),
        ("faut-il connaître docker ?", None),
        ("quels outils connaître ?", None),
        ("peut-on travailler à Brest ?", None),
    ],
)
def test_a_tool_that_is_not_listed_is_named(ranker: Ranker, question: str, tool: str | None) -> None:
    assert unlisted_tool(question, ranker) == tool
