"""Official titles split into names by gender."""

from __future__ import annotations

import pytest

from ariane.knowledge.importers.capitals import Capitals
from ariane.knowledge.importers.spelling import plain
from ariane.knowledge.importers.titles import short_forms, split_title

SPLIT = {
    "Boulanger / Boulangère": [("boulanger", "m"), ("boulangère", "f")],
    "Infirmier / Infirmière de bloc": [("infirmier de bloc", "m"), ("infirmière de bloc", "f")],
    "Infirmier conseiller / Infirmière conseillère de santé": [
        ("infirmier conseiller de santé", "m"),
        ("infirmière conseillère de santé", "f"),
    ],
    "Artiste Plasticien / Plasticienne": [("artiste plasticien", "m"), ("artiste plasticienne", "f")],
    "Analyste Concepteur / Conceptrice informatique": [
        ("analyste concepteur informatique", "m"),
        ("analyste conceptrice informatique", "f"),
    ],
    "Steward / Hôtesse de l'air": [("steward de l’air", "m"), ("hôtesse de l’air", "f")],
    "Premier valet / Première femme de chambre": [
        ("premier valet de chambre", "m"),
        ("première femme de chambre", "f"),
    ],
    "Homme / Femme toutes mains": [("homme toutes mains", "m"), ("femme toutes mains", "f")],
    "Opérateur / Operatrice de conduite": [("opérateur de conduite", "m"), ("operatrice de conduite", "f")],
    "BIM Modeleur / Modeleuse": [("BIM modeleur", "m"), ("BIM modeleuse", "f")],
    "Sound designer / Designer sonore": [("sound designer", None), ("designer sonore", None)],
    "Homme sage-femme / Sage-femme": [("homme sage-femme", None), ("sage-femme", None)],
    "Chef d'équipe assistant / Cheffe assistante avion": [
        ("chef d’équipe assistant", None),
        ("cheffe assistante avion", None),
    ],
    "Correspondant / Correspondante Informatique et Libertés - CIL": [
        ("correspondant Informatique et Libertés", "m"),
        ("correspondante Informatique et Libertés", "f"),
    ],
    "Délégué / Déléguée à la protection des données - Data Protection Officer": [
        ("délégué à la protection des données", "m"),
        ("déléguée à la protection des données", "f"),
    ],
    "Responsable RSE - Responsabilité Sociétale de l'Entreprise": [("responsable RSE", None)],
    "UX - User Experience Designer": [("UX - User Experience Designer", None)],
    "Game designer - jeux vidéo": [("game designer - jeux vidéo", None)],
    "Planteur / Planteuse de café - thé": [("planteur de café - thé", "m"), ("planteuse de café - thé", "f")],
    "Mécanicien - assembleur / Mécanicienne - assembleuse en maroquinerie": [
        ("mécanicien - assembleur en maroquinerie", "m"),
        ("mécanicienne - assembleuse en maroquinerie", "f"),
    ],
    "Aide à domicile": [("aide à domicile", None)],
    "Chief Data Officer": [("chief data officer", None)],
    "IA Product Manager": [("IA Product Manager", None)],
    "Auxiliaire de vie scolaire (AVS)": [("auxiliaire de vie scolaire", None)],
    "Ingénieur / Ingénieure en Intelligence Artificielle (IA)": [
        ("ingénieur en Intelligence Artificielle", "m"),
        ("ingénieure en Intelligence Artificielle", "f"),
    ],
    "Directeur / Directrice data (données)": [("directeur data", "m"), ("directrice data", "f")],
}


@pytest.mark.parametrize("title", SPLIT)
def test_titles_are_split_by_gender(title: str) -> None:
    assert [tuple(name) for name in split_title(title)] == SPLIT[title]


def test_acronyms_of_titles_are_short_forms() -> None:
    assert short_forms("Auxiliaire de vie scolaire (AVS)") == ["AVS"]
    assert short_forms("Directeur / Directrice des systèmes d'information -DSI-") == ["DSI"]
    # What one works in, or on, is no name of who does.
    assert short_forms("Administrateur / Administratrice Systèmes d'Information Géographique -SIG-") == []
    assert short_forms("Dirigeant / Dirigeante de petite ou moyenne entreprise (PME)") == []
    assert short_forms("Directeur / Directrice data (données)") == []
    assert short_forms("Boulanger / Boulangère") == []


def test_capitals_get_the_accent_that_the_same_word_has_in_lower_case() -> None:
    capitals = Capitals(["Evalue un état", "évalue, être, étude", "effectue des essais"])
    assert capitals.accented("Evalue l'Etat, Effectue. Etre") == "Évalue l'État, Effectue. Être"


def test_a_capital_gets_the_accent_of_its_family_or_of_the_other_gender() -> None:
    capitals = Capitals(["l'éclairage, un éventuel essai, éthique"])
    assert capitals.accented("Eclairagiste") == "Éclairagiste"
    assert capitals.accented("Éditeur / Editrice") == "Éditeur / Éditrice"
    assert capitals.accented("Epicier, Eboueuse, Ergonome") == "Épicier, Éboueuse, Ergonome"
    assert capitals.accented("Event manager, Ethical hacker, Essayeur") == "Event manager, Ethical hacker, Essayeur"
    assert capitals.accented("Évaluateur / Essayeuse") == "Évaluateur / Essayeuse"


def test_the_writing_of_the_releases_is_put_right() -> None:
    assert plain("l''  oeuvre, gros \x9cuvre") == "l' œuvre, gros œuvre"
    assert plain("Master (Bac +5), Bac+ 2, Bac pro") == "Master (bac+5), bac+2, Bac pro"
