"""Read the CSV files of an official release, whatever its version, and say where it is broken."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ariane.paths import short


class ReleaseError(Exception):
    """A release that can't be imported; the message names file and line, in French."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(f"{short(path)}:{line}: {what}")
        self.path, self.line = path, line


@dataclass(frozen=True)
class Row:
    """A line of a release: its values by column, and where it stands."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refuse(self, what: str) -> ReleaseError:
        """Return the error to raise about this line."""
        return ReleaseError(self.path, self.line, what)

    def whole(self, column: str) -> int:
        """Return a whole number; refuse the line when it is not one."""
        try:
            return int(float(self.values[column]))
        except ValueError as error:
            raise self.refuse(f"« {self.values[column]} » n’est pas un nombre (colonne {column})") from error

    def number(self, column: str) -> float:
        """Return a number; refuse the line when it is not one."""
        try:
            return float(self.values[column].replace(",", "."))
        except ValueError as error:
            raise self.refuse(f"« {self.values[column]} » n’est pas un nombre (colonne {column})") from error


def find(directory: Path, stem: str) -> Path | None:
    """Return the file called `stem`, whatever its prefix and version: unix_<stem>_v460_utf8.csv, or <stem>.csv."""
    pattern = re.compile(rf"(?:unix_)?{re.escape(stem)}(?:_v(\d+))?(?:_utf8)?\.csv$")
    found = [(int(match.group(1) or 0), path) for path in directory.iterdir() if (match := pattern.match(path.name))]
    return max(found)[1] if found else None


def need(directory: Path, stem: str) -> Path:
    """Return the file called `stem`; raise ReleaseError when it is missing."""
    if not directory.is_dir():
        raise ReleaseError(directory, 1, "ce dossier n’existe pas ; donnez celui où la publication a été décompressée")
    path = find(directory, stem)
    if path is None:
        raise ReleaseError(directory, 1, f"le fichier « {stem} » manque ; téléchargez la publication entière")
    return path


def rows(path: Path, columns: tuple[str, ...], *, delimiter: str = ",") -> Iterator[Row]:
    """Yield the lines of a CSV file, in UTF-8 or else in cp1252. Other columns than `columns` are tolerated.

    Raises ReleaseError on a missing column, a line with too few or too many values, or an open quote.
    """
    with path.open(encoding=_encoding(path), newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise ReleaseError(
                path, 1, f"colonne(s) absente(s) : {', '.join(missing)} ; colonnes lues : {', '.join(header)}"
            )
        line = 2
        try:
            for values in reader:
                if any(values):
                    if len(values) != len(header):
                        raise ReleaseError(
                            path, line, f"{len(values)} valeur(s) au lieu de {len(header)} ; fichier coupé ?"
                        )
                    yield Row(path, line, dict(zip(header, values, strict=True)))
                line = reader.line_num + 1
        except csv.Error as error:
            raise ReleaseError(
                path, line, f"ligne illisible ({error}) ; fichier coupé ou guillemets ouverts ?"
            ) from error


def _encoding(path: Path) -> str:
    data = path.read_bytes()
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        # UTF-8 but for a few broken bytes is a damaged file; a cp1252 file has no valid sequence of several bytes.
        if re.search(rb"[\xc3-\xc5][\x80-\xbf]", data):
            line = data.count(b"\n", 0, error.start) + 1
            raise ReleaseError(
                path, line, "texte illisible (octets abîmés) ; téléchargez le fichier de nouveau"
            ) from error
        return "cp1252"
