"""Takes the noise of hurried writing off a sentence, so that one way of asking has one way of being written."""

from __future__ import annotations

import re
import unicodedata

from ariane.french.folding import without_accents

# Text-message spellings that stand for one thing only. Longer ones come from the training sentences themselves.
_SHORT_FORMS = {
    "c": "c est", "cest": "c est", "ct": "c etait", "koi": "quoi", "kwa": "quoi", "qoi": "quoi", "quoa": "quoi",
    "ki": "qui", "ke": "que", "kel": "quel", "kelle": "quelle", "kels": "quels", "quelles": "quelles", "kan": "quand",
    "pk": "pourquoi", "pq": "pourquoi", "pkoi": "pourquoi", "prq": "pourquoi", "cb": "combien", "cmb": "combien",
    "combi1": "combien", "bcp": "beaucoup", "bp": "beaucoup", "ds": "dans", "ac": "avec", "avc": "avec", "pr": "pour",
    "ps": "pas", "jsuis": "je suis", "chuis": "je suis", "chui": "je suis", "jveux": "je veux", "jve": "je veux",
    "jvoudrais": "je voudrais", "jaime": "j aime", "jai": "j ai", "g": "j ai", "ya": "il y a", "ia": "ia",
    "fo": "faut", "fau": "faut", "taf": "travail", "tt": "tout", "tte": "toute", "tjs": "toujours", "tjrs": "toujours",
    "qd": "quand", "qq": "quelque", "qqn": "quelqu un", "qqch": "quelque chose", "stp": "s il te plait",
    "svp": "s il vous plait", "mtn": "maintenant", "dc": "donc", "vs": "vous", "ns": "nous", "slt": "salut",
    "bjr": "bonjour", "bsr": "bonsoir", "mrc": "merci", "mci": "merci", "dsl": "desole", "rdv": "rendez vous",
    "kc": "qu est ce", "kesk": "qu est ce que", "keske": "qu est ce que", "kesako": "qu est ce que c est",
    "ct'": "c etait", "cke": "ce que", "sa": "ca", "nn": "non", "ui": "oui", "ouai": "oui", "ouais": "oui",
    "diff": "difference",
    "info": "information", "infos": "informations", "etud": "etudes", "boulo": "boulot",
}  # fmt: skip
_REPEATED = re.compile(r"(\w)\1{2,}")
_NOT_A_WORD = re.compile(r"[^\w+#?!€%]+|_")
_MARKS = re.compile(r"([?!€%])")
# « c'est » parts into « c » and « est », and « c » alone already stands for « c est »: the verb is not said twice.
_DOUBLED = re.compile(r"\b(c (?:est|etait)) (?:est|etait)\b")


def normalize(text: str) -> str:
    """Give `text` in lower case, without accents, punctuation (save ? ! € %), repeated letters or text-message words.

    A pictogram becomes a word, its Unicode name written together (« thumbsupsign »): it is often the whole answer.
    """
    lowered = _name_pictograms(text.lower().replace("œ", "oe").replace("’", "'"))
    plain = without_accents(lowered)
    words = _MARKS.sub(r" \1 ", _NOT_A_WORD.sub(" ", _REPEATED.sub(r"\1", plain))).split()
    spelt = " ".join(_SHORT_FORMS.get(word, word) for word in words)
    return _DOUBLED.sub(r"\1", spelt)


def _name_pictograms(text: str) -> str:
    return "".join(f" {_name(c)} " if unicodedata.category(c) == "So" else c for c in text)


def _name(pictogram: str) -> str:
    return "".join(unicodedata.name(pictogram, "").lower().replace("-", " ").split())
