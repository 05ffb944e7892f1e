"""What the content check reports: a place, what is wrong there and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ariane.paths import short


@dataclass(frozen=True)
class Problem:
    """Something wrong in a content file; a warning does not make the check fail."""

    path: Path
    line: int
    what: str
    remedy: str
    warning: bool = False

    def __str__(self) -> str:
        mark = f"(à revoir) {self.what}" if self.warning else self.what
        return f"{short(self.path)}:{self.line}: {mark} ; {self.remedy}"


def explain(error: dict[str, Any]) -> tuple[str, str]:
    """Say in French what a schema error (one item of pydantic's `errors()`) means: what is wrong, how to mend it."""
    key = ".".join(str(step) for step in error["loc"] if step != "__root__")
    last = error["loc"][-1]
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "value_error.missing":
        return f"{key} : la clé manque", f"ajoutez « {last}: … »"
    if kind == "value_error.extra":
        return f"{key} : clé inconnue", "corrigez son nom ou retirez-la"
    if kind in ("value_error.const", "type_error.enum"):
        allowed = ", ".join(str(value) for value in context.get("permitted", ()))
        return f"{key} : valeur « {context.get('given')} » inconnue", f"choisissez parmi : {allowed}"
    if kind == "value_error.any_str.max_length":
        limit = context["limit_value"]
        return f"{key} : texte trop long", f"raccourcissez-le à {limit} caractères au plus, ou faites-en deux faits"
    if kind in ("value_error.any_str.min_length", "type_error.none.not_allowed"):
        return f"{key} : rien n’est écrit", "écrivez la valeur ou retirez la clé"
    if kind == "value_error.str.regex":
        return f"{key} : forme inattendue", _form(context.get("pattern", ""))
    if kind == "value_error.list.min_items":
        return f"{key} : liste trop courte", f"il en faut au moins {context['limit_value']}"
    if kind.startswith("value_error.number"):
        return f"{key} : nombre hors des limites ({context.get('limit_value')})", "vérifiez le nombre"
    if kind.startswith("type_error") or kind == "value_error.strictint":
        return f"{key} : ce n’est pas {_expected(kind)}", "vérifiez les guillemets, les tirets et l’indentation"
    what, _, remedy = str(error["msg"]).partition(" ; ")
    return f"{key} : {what}", remedy or "corrigez la valeur"


def _form(pattern: str) -> str:
    if "A-N" in pattern:
        return "écrivez un code ROME comme M1405"
    return (
        "écrivez un identifiant en minuscules, sans accent, les mots joints par des tirets (exemple : data-scientist)"
    )


def _expected(kind: str) -> str:
    names = {"list": "une liste", "dict": "un ensemble de clés", "str": "un texte", "integer": "un nombre entier"}
    return names.get(kind.rpartition(".")[2], "une valeur du type attendu")
