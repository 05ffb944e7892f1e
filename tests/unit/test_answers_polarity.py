"""Yes and no by a fact's own words: what it affirms, what it denies, where it leaves a doubt."""

from __future__ import annotations

from pathlib import Path

import pytest

from ariane.answers.polarity import read_polarity, verdict


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("on peut finir architecte ?", "Les plus techniques deviennent architectes data ou data engineers."),
        ("y a-t-il des masters spécialisés ?", "Des masters spécialisés existent dans plusieurs universités."),
        ("pytorch est-il exigé ?", "Il faut savoir se servir de PyTorch."),
        ("faut-il connaître docker ?", "Linux, Git et Docker font partie du quotidien."),
        ("travaille-t-on en équipe ?", "Le travail se fait en équipe."),
    ],
)
def test_a_fact_affirms_what_it_says(question: str, fact: str) -> None:
    assert verdict(question, fact, ()) == "yes"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("faut-il un doctorat ?", "Le doctorat n’est pas exigé, mais il est apprécié."),
        ("les postes sont-ils nombreux ?", "Les postes sont rares : un seul par entreprise."),
        ("l’ia va-t-elle remplacer les statisticiens ?", "L’intelligence artificielle ne remplace pas la statistique."),
        ("travaille-t-on seul sur les données ?", "On travaille sur les données avec des ingénieurs."),
        ("le doctorat est-il obligatoire ?", "Le doctorat est un choix, pas une obligation."),
    ],
)
def test_a_fact_denies_what_it_says_is_not_so(question: str, fact: str) -> None:
    assert verdict(question, fact, ()) == "no"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        # another word of the question turns its meaning
        ("trouve-t-on facilement un poste ?", "On trouve un poste après des mois de recherche."),
        ("code-t-on beaucoup ?", "On code chaque semaine."),
        # a reserve, here or further on
        ("peut-on télétravailler ?", "Le télétravail est plutôt partiel."),
        ("les bootcamps sont-ils une voie ?", "Les bootcamps sont une voie, mais seuls ils ne mènent pas loin."),
        # a share is neither yes nor no
        ("travaille-t-on le samedi ?", "Le samedi, 13 % des ingénieurs travaillaient en 2019."),
        # the profile that is rare is not the one asked about
        ("est-on reconnu par les autres équipes ?", "Une expertise rare et reconnue, vers laquelle on se tourne."),
        # not what the fact is about
        ("faut-il aimer la musique ?", "Il faut savoir se servir de PyTorch."),
        ("est-ce du droit ou de la médecine ?", "Le droit et la médecine se rejoignent."),
    ],
)
def test_a_doubt_is_silence(question: str, fact: str) -> None:
    assert verdict(question, fact, ()) is None


def test_strict_need_asks_for_a_strict_fact() -> None:
    fact = "L’anglais est utile tous les jours."
    assert verdict("l’anglais est-il utile ?", fact, ()) == "yes"
    assert verdict("l’anglais est-il obligatoire ?", fact, ()) is None


@pytest.mark.parametrize(
    ("written", "what"),
    [("denies: [jamais]", "groups"), ("{}", "groups"), (None, "turns"), ("bad", "alone")],
)
def test_the_words_of_yes_and_no_are_checked(tmp_path: Path, written: str | None, what: str) -> None:
    path = tmp_path / "polarity.yml"
    groups = {name: "[a]" for name in read_polarity()}
    if written is None:
        written = "\n".join(f"{name}: {text}" for name, text in {**groups, "turns": "seul"}.items())
    elif written == "bad":
        written = "\n".join(f"{name}: {text}" for name, text in {**groups, "alone": "['(seul']"}.items())
    path.write_text(written, "utf-8")
    with pytest.raises(ValueError, match=what):
        read_polarity(path)
