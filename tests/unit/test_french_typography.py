"""Typography: what is mended, what is left alone."""

from __future__ import annotations

import pytest

from ariane.french.typography import faults, mend

# In these tests ~ stands for the no-break space.
MENDED = {
    "Salaire : 45000€ brut": "Salaire~: 45~000~€ brut",
    "de 38 000 à 45 000 €": "de 38~000 à 45~000~€",
    "1 200 000 postes": "1~200~000 postes",
    "2500 euros": "2~500 euros",
    "vraiment?": "vraiment~?",
    "Vraiment ?!": "Vraiment~?!",
    "C'est l'IA": "C’est l’IA",
    "jusqu'à « demain »": "jusqu’à «~demain~»",
    "«bon»": "«~bon~»",
    'le mot "métier" ici': "le mot «~métier~» ici",
    "« C’est quoi « IA » ? »": "«~C’est quoi «~IA~»~?~»",
    "45%": "45~%",
    "12,5 %": "12,5~%",
    "45 k€": "45~k€",
    "La règle: faire simple.": "La règle~: faire simple.",
    "et puis...": "et puis…",
    "deux  espaces": "deux espaces",
    "{amount} €": "{amount}~€",
}
UNTOUCHED = [
    "Voir https://exemple.fr/a?b=c%20d&e=f",
    "à 12:30 ou à 8h30",
    "key: value",
    "`a ? b : c` et `l'IA`",
    '/ask_salary{"job": "x"}',
    "{job: value}",
    "en 2023 450 personnes",
    "né en 1958",
    "la norme ISO 27001 et le titre RNCP36129",
    "ecrire@exemple.fr",
    "C# et F#",
    "bac+5",
    "3,14",
]


def visible(text: str) -> str:
    """Show no-break spaces as ~."""
    return text.replace("\u00a0", "~")


@pytest.mark.parametrize("text", MENDED)
def test_faulty_text_is_mended(text: str) -> None:
    assert visible(mend(text)) == MENDED[text]


@pytest.mark.parametrize("text", MENDED)
def test_mending_twice_changes_nothing_more(text: str) -> None:
    assert mend(mend(text)) == mend(text)
    assert not faults(mend(text))


@pytest.mark.parametrize("text", UNTOUCHED)
def test_other_text_is_left_alone(text: str) -> None:
    assert mend(text) == text


def test_a_fault_says_where_and_how_to_mend_it() -> None:
    (fault,) = faults("Quel salaire ? On ne sait pas.")
    assert visible(fault.mended) == "salaire~?"
    assert fault.found == "salaire ?"
    assert "ponctuation double" in fault.rule


def test_narrow_spaces_become_ordinary_no_break_spaces() -> None:
    assert visible(mend("45\u202f000\u202f€\u2009!")) == "45~000~€~!"
