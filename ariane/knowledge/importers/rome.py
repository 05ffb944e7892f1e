"""Import the ROME 4.0 release of France Travail: jobs, titles, texts, skills, contexts, neighbours and interests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from ariane.french.folding import fold
from ariane.french.typography import mend
from ariane.knowledge import models
from ariane.knowledge.importers import load
from ariane.knowledge.importers.capitals import Capitals
from ariane.knowledge.importers.constants import ROME_SOURCE as SOURCE
from ariane.knowledge.importers.constants import slug_of
from ariane.knowledge.importers.load import ImportReport, Progress, Values
from ariane.knowledge.importers.release import ReleaseError, Row, find, need, rows
from ariane.knowledge.importers.spelling import plain
from ariane.knowledge.importers.titles import TitleName, short_forms, split_title

URL = "https://www.francetravail.org/opendata/repertoire-operationnel-des-meti.html"
# The files needed, by stem, with the columns read. The release may add others.
FILES: dict[str, tuple[str, ...]] = {
    "referentiel_code_rome": ("code_rome", "libelle_rome", "emploi_reglemente", "emploi_cadre", "code_rome_parent"),
    "cr_gd_dp": ("code_rome", "libelle_domaine_professionel"),
    "referentiel_code_rome_riasec": ("code_rome", "riasec_majeur", "riasec_mineur"),
    "referentiel_appellation": ("code_ogr", "libelle_appellation_long", "code_rome", "classification", "peu_usite"),
    "texte": ("code_rome", "code_compo_bloc", "libelle_type_texte", "position_phrase", "libelle_texte"),
    "referentiel_competence": ("code_ogr", "libelle_competence", "cat_comp"),
    "referentiel_savoir": ("code_ogr_savoir", "libelle_savoir", "categorie_savoir"),
    "referentiel_contexte_travail": ("code_ogr", "libelle_cont_travail", "libelle_type_cont_trav"),
    "liens_rome_referentiels": ("code_rome", "code_compo_bloc", "code_ogr"),
    "coherence_item": ("code_rome", "code_ogr", "coeur_metier"),
    "rubrique_mobilite": ("code_rome", "code_rome_cible", "numero_ordre"),
}
TEXT_COLUMNS = (
    ("texte", "libelle_texte"),
    ("referentiel_competence", "libelle_competence"),
    ("referentiel_savoir", "libelle_savoir"),
    ("referentiel_contexte_travail", "libelle_cont_travail"),
)
SECTORS = ("arborescence_secteur_activite", ("code_rome", "code_sect_activite", "libelle_sect_activite", "principal"))
ITEM_BLOCKS = ("5", "6")  # of liens_rome_referentiels: skills and knowledge, then work contexts
IMPORTANCE = {"Principale": "main", "Émergente": "emerging", "": None}
TOPIC_OF_TEXT = {"definition": "description", "acces_metier": "training"}
CERTIFICATIONS = "Certifications et habilitations"
SOFT = "Savoir-être professionnel"


class Version(NamedTuple):
    """A release: its number and its day of publication (ISO)."""

    number: str
    date: str


def import_rome(directory: Path, url: str, *, force: bool = False, progress: Progress = load.silent) -> ImportReport:
    """Import the release in `directory` into the database at `url`, in one transaction.

    Does nothing when this very release is there already, unless `force`. Raises ReleaseError naming file and line,
    or KnowledgeUnavailable.
    """
    paths = {stem: need(directory, stem) for stem in FILES}
    version = read_version(directory)
    with load.transaction(url) as connection:
        mark = load.fingerprint([*paths.values(), directory / "version.txt"])
        changed = force or load.stored(connection, "rome") != mark
        if changed:
            _clear(connection)
            _Import(directory, paths, connection, progress).run(version)
            load.store(connection, "rome", mark)
        return ImportReport(changed, f"ROME {version.number} du {version.date}", _counts(connection))


def read_version(directory: Path) -> Version:
    """Read version.txt: without a date of publication, a figure could not be credited."""
    path = directory / "version.txt"
    if not path.is_file():
        raise ReleaseError(path, 1, "le fichier manque : sans lui, la date de la publication est inconnue")
    text = path.read_text(encoding="utf-8", errors="replace")
    number = re.search(r"version\s*:\s*(\d+)", text)
    date = re.search(r"publication\s*:\s*(\d\d)/(\d\d)/(\d{4})", text)
    if number is None or date is None:
        raise ReleaseError(path, 1, "numéro de version ou date de publication introuvable (attendue : 18/09/2025)")
    day, month, year = date.groups()
    return Version(number.group(1), f"{year}-{month}-{day}")


class _Import:
    """One run over the files of a release; each method writes one kind of row."""

    def __init__(self, directory: Path, paths: dict[str, Path], connection: Connection, progress: Progress) -> None:
        self.directory, self.paths, self.connection, self.progress = directory, paths, connection, progress
        self.codes: dict[str, int] = {}  # the jobs of the release, and their order
        self.item_rows: dict[str, Values] = {}
        self.capitals = Capitals(self._all_text())

    def run(self, version: Version) -> None:
        """Write everything, parents before children."""
        title = f"Répertoire opérationnel des métiers et des emplois (ROME 4.0), version {version.number}"
        source = {"id": SOURCE, "title": title, "publisher": "France Travail", "date": version.date, "url": URL}
        load.write(self.connection, models.Source, [{**source, "kind": "official", "origin": models.ROME}])
        steps = (
            ("Métiers", models.Job, self.jobs),
            ("Codes", models.JobRome, self.job_codes),
            ("Appellations", models.JobName, self.names),
            ("Textes", models.Fact, self.facts),
            ("Compétences, savoirs et contextes", models.Item, self.items),
            ("Liens vers les métiers", models.JobItem, self.job_items),
            ("Métiers proches", models.Neighbour, self.neighbours),
        )
        for number, (label, model, read) in enumerate(steps):
            self.progress(label, number, len(steps))
            load.write(self.connection, model, read())
        self.progress("Enregistrement", len(steps), len(steps))

    def jobs(self) -> Iterator[Values]:
        """Yield the jobs, with their domain and interests."""
        groups = {row["code_rome"]: row["libelle_domaine_professionel"] for row in self._rows("cr_gd_dp")}
        riasec = {row["code_rome"]: row for row in self._rows("referentiel_code_rome_riasec")}
        for position, row in enumerate(self._rows("referentiel_code_rome")):
            code = row["code_rome"]
            if not re.fullmatch(r"[A-Z]\d{4}", code) or code in self.codes:
                raise row.refuse(f"code ROME « {code} » inattendu ou répété")
            self.codes[code] = position
            label = self.capitals.accented(plain(row["libelle_rome"]))
            names = split_title(label)
            interests = riasec.get(code)
            yield {
                "slug": slug_of(code),
                "origin": models.ROME,
                "position": position,
                "masculine": names[0].text,
                "feminine": names[-1].text,
                "label": label,
                "parent_rome": row["code_rome_parent"] or None,
                "group_label": mend(groups[code]) if code in groups else None,
                "riasec_major": interests["riasec_majeur"] or None if interests else None,
                "riasec_minor": interests["riasec_mineur"] or None if interests else None,
                "regulated": int(row["emploi_reglemente"] == "O"),
                "executive": int(row["emploi_cadre"] == "O"),
            }

    def job_codes(self) -> Iterator[Values]:
        """Yield the code of each job."""
        for code in self.codes:
            yield {"job": slug_of(code), "code": code, "position": 0}

    def names(self) -> Iterator[Values]:
        """Yield the names of the titles: the principal title of each job first, the little used ones last."""
        titles = sorted(self._rows("referentiel_appellation"), key=_title_rank)
        openings = Counter(fold(row["libelle_appellation_long"].split(" ")[0]) for row in titles)
        shorts = _unshared_short_forms(titles)
        for position, row in enumerate(titles):
            label, code = self.capitals.accented(plain(row["libelle_appellation_long"])), self._code(row)
            names = split_title(label)
            for name in names:
                # Half of a title of two jobs (« Chercheur / Concepteur informatique ») may be a word too general.
                if len(names) > 1 and name.gender is None and openings[fold(name.text)] > 1:
                    continue
                kind = "name" if row["classification"] == "PRINCIPALE" else "title"
                yield _name_row(code, row["code_ogr"], label, name, kind, position)
            for short in short_forms(label):
                if shorts[short] == {code}:
                    yield _name_row(code, row["code_ogr"], label, TitleName(short, None), "short", position)

    def facts(self) -> Iterator[Values]:
        """Yield the sentences of definitions and access texts."""
        places: Counter[str] = Counter()
        for row in sorted(self._rows("texte"), key=lambda r: (r["code_rome"], r.whole("position_phrase"))):
            topic = TOPIC_OF_TEXT.get(row["libelle_type_texte"])
            if topic is None or not row["libelle_texte"].strip():
                continue
            job = slug_of(self._code(row))
            name = "definition" if topic == "description" else "access"
            places[f"{job}/{topic}"] += 1
            place = places[f"{job}/{topic}"]
            yield {
                "id": f"{job}/{topic}/{name}-{place}",
                "job": job,
                "topic": topic,
                "position": place,
                "text": _sentence(self.capitals.accented(row["libelle_texte"])),
                "source": SOURCE,
            }

    def items(self) -> Iterator[Values]:
        """Yield skills, knowledge, certifications, work contexts and sectors."""
        for row in self._rows("referentiel_competence"):
            kind = "soft" if row["cat_comp"] == SOFT else "know_how"
            self._item(row["code_ogr"], kind, row["libelle_competence"], row["cat_comp"])
        for row in self._rows("referentiel_savoir"):
            category = row["categorie_savoir"]
            kind = "certification" if category == CERTIFICATIONS else "knowledge"
            self._item(row["code_ogr_savoir"], kind, row["libelle_savoir"], category)
        for row in self._rows("referentiel_contexte_travail"):
            self._item(row["code_ogr"], "context", row["libelle_cont_travail"], row["libelle_type_cont_trav"])
        for row in self._sector_rows():
            self._item(_sector_code(row), "sector", row["libelle_sect_activite"], None)
        used = {row["code_ogr"] for row in self._rows("liens_rome_referentiels")}
        for code, item in self.item_rows.items():
            if code in used or item["kind"] == "sector":
                yield item

    def job_items(self) -> Iterator[Values]:
        """Yield what links jobs to items, with what the ROME calls main or emerging."""
        importance = {(r["code_rome"], r["code_ogr"]): _importance(r) for r in self._rows("coherence_item")}
        seen: set[tuple[str, str]] = set()
        position = 0
        for row in self._rows("liens_rome_referentiels"):
            if row["code_compo_bloc"] not in ITEM_BLOCKS:
                continue
            code, item = self._code(row), row["code_ogr"]
            if item not in self.item_rows:
                raise row.refuse(f"le code {item} n’est dans aucun référentiel")
            if (code, item) in seen:
                continue
            seen.add((code, item))
            position += 1
            yield _link(code, item, position, importance.get((code, item)))
        for row in self._sector_rows():
            code, item = self._code(row), _sector_code(row)
            if (code, item) not in seen:
                seen.add((code, item))
                yield _link(code, item, 0 if row["principal"] == "oui" else 1, None)

    def neighbours(self) -> Iterator[Values]:
        """Yield the jobs that one can move to, in the order of the ROME."""
        seen: set[tuple[str, str]] = set()
        for row in self._rows("rubrique_mobilite"):
            code, other = self._code(row), self._code(row, "code_rome_cible")
            if code != other and (code, other) not in seen:
                seen.add((code, other))
                yield {"job": slug_of(code), "other": slug_of(other), "position": row.whole("numero_ordre")}

    def _all_text(self) -> Iterator[str]:
        for stem, column in TEXT_COLUMNS:
            yield from (row[column] for row in self._rows(stem))

    def _rows(self, stem: str) -> Iterator[Row]:
        return rows(self.paths[stem], FILES[stem])

    def _sector_rows(self) -> Iterator[Row]:
        path = find(self.directory, SECTORS[0])  # not in every release
        return rows(path, SECTORS[1]) if path is not None else iter(())

    def _code(self, row: Row, column: str = "code_rome") -> str:
        code = row[column]
        if code not in self.codes:
            raise row.refuse(f"le code ROME « {code} » n’est pas dans referentiel_code_rome")
        return code

    def _text(self, text: str) -> str:
        return mend(self.capitals.accented(plain(text)))

    def _item(self, code: str, kind: str, name: str, category: str | None) -> None:
        self.item_rows[code] = {"code": code, "kind": kind, "name": self._text(name), "category": category}


def _clear(connection: Connection) -> None:
    """Delete what an earlier import brought; the largest tables first, to spare the cascade."""
    for model in (models.JobItem, models.Neighbour, models.Item):
        connection.execute(delete(model))
    connection.execute(delete(models.Job).where(models.Job.origin == models.ROME))
    connection.execute(delete(models.Source).where(models.Source.id == SOURCE))


def _counts(connection: Connection) -> dict[str, int]:
    return {
        "job": load.count(connection, models.Job, models.Job.origin == models.ROME),
        "job_name": load.count(connection, models.JobName, models.JobName.origin == models.ROME),
        "fact": load.count(connection, models.Fact, models.Fact.source == SOURCE),
        "item": load.count(connection, models.Item),
        "job_item": load.count(connection, models.JobItem),
        "neighbour": load.count(connection, models.Neighbour),
    }


def _title_rank(row: Row) -> tuple[str, bool, bool]:
    return row["code_rome"], row["classification"] != "PRINCIPALE", row["peu_usite"] == "O"


def _unshared_short_forms(titles: list[Row]) -> dict[str, set[str]]:
    """Return the jobs that each acronym of a title stands for: only one that stands for one job is a name."""
    jobs: dict[str, set[str]] = {}
    for row in titles:
        for short in short_forms(row["libelle_appellation_long"]):
            jobs.setdefault(short, set()).add(row["code_rome"])
    return jobs


def _name_row(code: str, title: str, label: str, name: TitleName, kind: str, position: int) -> Values:
    return {
        "job": slug_of(code),
        "text": name.text,
        "folded": fold(name.text),
        "gender": name.gender,
        "kind": kind,
        "origin": models.ROME,
        "title": title,
        "label": label,
        "position": position,
    }


def _link(code: str, item: str, position: int, importance: Any) -> Values:
    return {"job": slug_of(code), "item": item, "position": position, "importance": importance}


def _importance(row: Row) -> str | None:
    try:
        return IMPORTANCE[row["coeur_metier"]]
    except KeyError as error:
        raise row.refuse(f"« {row['coeur_metier']} » : attendu Principale, Émergente ou rien") from error


def _sector_code(row: Row) -> str:
    return f"sector-{row['code_sect_activite']}"


def _sentence(text: str) -> str:
    text = mend(plain(text))
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
