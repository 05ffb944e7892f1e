"""Import the Dares « Portraits statistiques des métiers »: pay, hiring difficulty, hours and diplomas by job family.

A figure belongs to the family (FAP), not to the job, and to stated years. The pay brackets of the same publication
(`salaires_3niv`) are left out: one family in five has brackets that contradict its own median.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from ariane.french.typography import mend
from ariane.knowledge import models
from ariane.knowledge.importers import load
from ariane.knowledge.importers.constants import DARES_SOURCE
from ariane.knowledge.importers.load import ImportReport, Progress, Values
from ariane.knowledge.importers.release import Row, need, rows
from ariane.knowledge.importers.spelling import plain

URL = "https://dares.travail-emploi.gouv.fr/donnees/portraits-statistiques-des-metiers"
EMPTY = ("", "NA")
REGIONS = {
    *(("1", "Guadeloupe"), ("2", "Martinique"), ("3", "Guyane"), ("4", "La Réunion"), ("6", "Mayotte")),
    *(("11", "Île-de-France"), ("24", "Centre-Val de Loire"), ("27", "Bourgogne-Franche-Comté"), ("28", "Normandie")),
    *(("32", "Hauts-de-France"), ("44", "Grand Est"), ("52", "Pays de la Loire"), ("53", "Bretagne")),
    *(("75", "Nouvelle-Aquitaine"), ("76", "Occitanie"), ("84", "Auvergne-Rhône-Alpes")),
    *(("93", "Provence-Alpes-Côte d’Azur"), ("94", "Corse")),
}
# What makes hiring difficult: the columns of `tensions`, each a level from 1 to 5.
CAUSES = {
    "Intensité d'embauches": "hiring",
    "Lien formation-emploi": "training",
    "Manque de main-d'œuvre disponible": "shortage",
    "Non-durabilité de l'emploi": "precarity",
    "Conditions de travail contraignantes": "conditions",
    "Inadéquation géographique": "geography",
}


@dataclass(frozen=True)
class Publication:
    """One published table: the source to credit, its file and its columns."""

    id: str
    title: str
    stem: str
    columns: tuple[str, ...]
    delimiter: str = ","


PORTRAITS = "Portraits statistiques des métiers"
FAMILIES = Publication("families", "", "fap225_rome", ("Fap", "Rome"), ";")
PAY = Publication(
    "pay",
    f"{PORTRAITS} : salaire mensuel net médian à temps complet (enquête Emploi de l’Insee)",
    "salaire_median_3niv",
    ("Fap3", "Annee", "Salaire_median"),
)
TENSIONS = Publication(
    "tensions",
    "Les tensions sur le marché du travail en 2019",
    "tensions",
    ("fap", "Catégorie Tension", *CAUSES, "Année", "niveau_geo", "reg"),
)
HOURS = Publication(
    "hours",
    f"{PORTRAITS} : horaires de travail atypiques (enquête Emploi de l’Insee)",
    "horaires_atypiques_3niv",
    ("Fap3", "annee", "Pourcentage", "Horaire_atypique", "libelle"),
)
DIPLOMAS = Publication(
    "diplomas",
    f"{PORTRAITS} : niveau de diplôme des moins de 30 ans (enquête Emploi de l’Insee)",
    "dipl_moins_30_3niv",
    ("Fap", "diplome", "Pourcentage", "libelle"),
)
WOMEN = Publication(
    "women",
    f"{PORTRAITS} : part des femmes (enquête Emploi de l’Insee)",
    "part_femmes",
    ("Fap3", "Annee", "Part"),
)
FIXED_TERM = Publication(
    "fixed-term",
    f"{PORTRAITS} : part des CDD dans les embauches",
    "part_CDD_entrees",
    ("Fap3", "Annee", "Part"),
    ";",
)
PUBLICATIONS = (PAY, TENSIONS, HOURS, DIPLOMAS, WOMEN, FIXED_TERM)


def import_dares(directory: Path, url: str, *, force: bool = False, progress: Progress = load.silent) -> ImportReport:
    """Import the figures in `directory` into the database at `url`, in one transaction.

    Does nothing when these very files are there already, unless `force`. Raises ReleaseError naming file and line, or
    KnowledgeUnavailable.
    """
    paths = [need(directory, publication.stem) for publication in (FAMILIES, *PUBLICATIONS)]
    with load.transaction(url) as connection:
        mark = load.fingerprint(paths)
        changed = force or load.stored(connection, "dares") != mark
        if changed:
            _clear(connection)
            _Import(directory, connection, progress).run()
            load.store(connection, "dares", mark)
        return ImportReport(changed, PORTRAITS, _counts(connection))


def source_id(publication: Publication) -> str:
    """Return the id of the source that credits a table."""
    return f"{DARES_SOURCE}-{publication.id}"


class _Import:
    """One run over the files; figures are written after the families and the sources they belong to."""

    def __init__(self, directory: Path, connection: Connection, progress: Progress) -> None:
        self.directory, self.connection, self.progress = directory, connection, progress
        self.names: dict[str, str] = {}
        self.survey = (0, 0)  # the years of the survey behind hours and diplomas

    def run(self) -> None:
        """Write sources, families, their ROME codes and their figures."""
        self.names = self._read_names()
        load.write(self.connection, models.Family, ({"code": c, "name": n} for c, n in self.names.items()))
        load.write(self.connection, models.FamilyRome, self.codes())
        steps = (
            (PAY, self.pay),
            (TENSIONS, self.tensions),
            (HOURS, self.hours),
            (DIPLOMAS, self.diplomas),
            (WOMEN, self.women),
            (FIXED_TERM, self.fixed_term),
        )
        for number, (publication, read) in enumerate(steps):
            self.progress(publication.title.partition(" : ")[2] or publication.title, number, len(steps))
            figures = list(read())
            load.write(self.connection, models.Source, [_source(publication, figures)])
            load.write(self.connection, models.FamilyFigure, figures)
        self.progress("Enregistrement", len(steps), len(steps))

    def codes(self) -> Iterator[Values]:
        """Yield the older ROME codes of each family."""
        seen: set[tuple[str, str]] = set()
        for row in self._rows(FAMILIES):
            family, code = row["Fap"], row["Rome"]
            if code in EMPTY or (family, code) in seen:
                continue
            seen.add((family, code))
            yield {"family": self._family(row, "Fap"), "code": code}

    def pay(self) -> Iterator[Values]:
        """Yield the median net monthly pay of full-time employees, in whole euros."""
        for row in self._known(PAY, "Fap3", "Salaire_median"):
            yield _figure(PAY, row["Fap3"], "pay", "", row.whole("Salaire_median"), "euro", _years(row, "Annee"))

    def tensions(self) -> Iterator[Values]:
        """Yield the difficulty of hiring, for France and by region, and its causes for France."""
        regions = dict(REGIONS)
        for row in self._known(TENSIONS, "fap", "Catégorie Tension"):
            area = row["niveau_geo"].strip()
            if area not in ("nat", "reg"):
                continue  # the departments are too many and too small
            region = "" if area == "nat" else regions.get(str(row.whole("reg")))
            if region is None:
                raise row.refuse(f"région « {row['reg']} » inconnue")
            years = _years(row, "Année")
            yield _figure(TENSIONS, row["fap"], "tension", "", _level(row, "Catégorie Tension"), "level", years, region)
            for column, cause in CAUSES.items():
                if area == "nat" and row[column] not in EMPTY:
                    yield _figure(TENSIONS, row["fap"], "tension_cause", cause, _level(row, column), "level", years)

    def hours(self) -> Iterator[Values]:
        """Yield the share of people who work on Saturdays, on Sundays and at night."""
        for row in self._known(HOURS, "Fap3", "Pourcentage"):
            share, years = round(row.number("Pourcentage")), _years(row, "annee")
            self.survey = max(self.survey, years)
            yield _figure(HOURS, row["Fap3"], "hours", row["Horaire_atypique"], share, "percent", years)

    def diplomas(self) -> Iterator[Values]:
        """Yield the diplomas of people under thirty: the file has no year, the survey is that of the hours."""
        for row in self._known(DIPLOMAS, "Fap", "Pourcentage"):
            share = round(100 * row.number("Pourcentage"))
            yield _figure(DIPLOMAS, row["Fap"], "diploma", mend(plain(row["diplome"])), share, "percent", self.survey)

    def women(self) -> Iterator[Values]:
        """Yield the share of women, for the last years given."""
        yield from self._latest_share(WOMEN, "women")

    def fixed_term(self) -> Iterator[Values]:
        """Yield the share of fixed-term contracts among hirings, for the last year given."""
        yield from self._latest_share(FIXED_TERM, "fixed_term")

    def _latest_share(self, publication: Publication, kind: str) -> Iterator[Values]:
        latest: dict[str, tuple[tuple[int, int], Row]] = {}
        for row in self._known(publication, "Fap3", "Part"):
            years = _years(row, "Annee")
            if row["Fap3"] not in latest or years > latest[row["Fap3"]][0]:
                latest[row["Fap3"]] = years, row
        for family, (years, row) in latest.items():
            yield _figure(publication, family, kind, "", round(row.number("Part")), "percent", years)

    def _rows(self, publication: Publication) -> Iterator[Row]:
        path = need(self.directory, publication.stem)
        return rows(path, publication.columns, delimiter=publication.delimiter)

    def _known(self, publication: Publication, family: str, value: str) -> Iterator[Row]:
        """Yield the rows that have a value and speak of a family that has a name (not of « Ensemble »)."""
        seen: set[tuple[str, ...]] = set()
        for row in self._rows(publication):
            # Some families stand twice, at two levels of the nomenclature that are one for them.
            key = tuple(row.values.get(c, "").strip() for c in publication.columns if c not in (value, *CAUSES))
            if row[family] in self.names and row[value] not in EMPTY and key not in seen:
                seen.add(key)
                yield row

    def _family(self, row: Row, column: str) -> str:
        if row[column] not in self.names:
            raise row.refuse(f"famille « {row[column]} » sans intitulé dans {HOURS.stem} ni {DIPLOMAS.stem}")
        return row[column]

    def _read_names(self) -> dict[str, str]:
        """Return the families by code; a detailed one that has no name of its own takes that of the wider one."""
        names: dict[str, str] = {}
        for publication, column in ((HOURS, "Fap3"), (DIPLOMAS, "Fap")):
            for row in self._rows(publication):
                if row["libelle"] not in EMPTY and row[column] != "Ensemble":
                    names.setdefault(row[column], mend(row["libelle"]))
        return {code: names.get(code[:3], name) if name == code else name for code, name in names.items()}


def _figure(
    publication: Publication,
    family: str,
    kind: str,
    label: str,
    value: int,
    unit: str,
    years: tuple[int, int],
    area: str = "",
) -> Values:
    return {
        "family": family,
        "kind": kind,
        "label": label,
        "value": value,
        "unit": unit,
        "area": area,
        "year_from": years[0],
        "year_to": years[1],
        "source": source_id(publication),
    }


def _years(row: Row, column: str) -> tuple[int, int]:
    """Read « 2017-2019 » or « 2019 »."""
    first, _, last = row[column].strip().partition("-")
    try:
        return int(first), int(last or first)
    except ValueError as error:
        raise row.refuse(f"année « {row[column]} » inattendue") from error


def _level(row: Row, column: str) -> int:
    level = row.whole(column)
    if not 1 <= level <= 5:
        raise row.refuse(f"niveau {level} hors de 1 à 5 (colonne {column})")
    return level


def _source(publication: Publication, figures: list[Values]) -> Values:
    # The files do not say when they were published: the source is dated by the last year it covers.
    years = [figure["year_to"] for figure in figures]
    return {
        "id": source_id(publication),
        "title": mend(publication.title),
        "publisher": "Dares",
        "date": str(max(years)) if years else "2019",
        "url": URL,
        "kind": "official",
        "origin": models.DARES,
    }


def _clear(connection: Connection) -> None:
    for model in (models.FamilyFigure, models.FamilyRome, models.Family):
        connection.execute(delete(model))
    connection.execute(delete(models.Source).where(models.Source.origin == models.DARES))


def _counts(connection: Connection) -> dict[str, int]:
    tables = {"family": models.Family, "family_rome": models.FamilyRome, "family_figure": models.FamilyFigure}
    return {name: load.count(connection, model) for name, model in tables.items()}
