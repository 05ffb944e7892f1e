"""The verbs of `ariane knowledge`: what a person does with the content and its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ariane.knowledge.importers.load import ImportReport, Progress

Importer = Callable[..., "ImportReport"]
directory_argument = click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
force_option = click.option("--force", is_flag=True, help="Recommence même si rien n’a changé.")


@click.group()
def knowledge() -> None:
    """Ce qu’Ariane sait : vérifier, construire, montrer, importer."""


@knowledge.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--fix", is_flag=True, help="Corrige la typographie dans les fichiers (rien d’autre n’est touché).")
@click.option("--older-than", type=float, default=3, show_default=True, help="Âge, en années, d’un fait à revoir.")
@click.option("--quiet", is_flag=True, help="Tait les faits à revoir : seules les erreurs sont écrites.")
def check(files: tuple[Path, ...], fix: bool, older_than: float, quiet: bool) -> None:
    """Vérifie content/, ou seulement FILES : dit le fichier, la ligne, ce qui ne va pas et comment le corriger."""
    from ariane.knowledge.check import check_content
    from ariane.knowledge.content import job_paths
    from ariane.paths import content_dir

    directory = content_dir()
    for path in files:
        if not path.is_file():
            raise click.ClickException(f"{path} : ce fichier n’existe pas.")
    if fix:
        _fix(files or (*sorted(directory.glob("*.yml")), *job_paths(directory)))
    problems = check_content(directory, files, older_than)
    errors = [problem for problem in problems if not problem.warning]
    for problem in errors if quiet else problems:
        click.echo(str(problem))
    click.echo(f"{len(errors)} erreur(s), {len(problems) - len(errors)} fait(s) ou renvoi(s) à revoir.")
    if errors:
        raise click.exceptions.Exit(1)


@knowledge.command()
@force_option
@click.option("--partial", is_flag=True, help="Laisse de côté les métiers qui ont des erreurs, au lieu de refuser.")
def build(force: bool, partial: bool) -> None:
    """Construit la base à partir de content/ ; ce qui a été importé reste."""
    from ariane.knowledge.build import ContentRefused
    from ariane.knowledge.build import build as build_database
    from ariane.paths import content_dir, database_url

    def tell(step: str) -> None:
        click.echo(f"{step}…")

    try:
        with one_line_errors():
            report = build_database(content_dir(), database_url(), force=force, partial=partial, progress=tell)
    except ContentRefused as refused:
        for problem in refused.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException(f"{refused} : la base n’a pas été touchée.") from refused
    for left_out in report.left_out:
        click.echo(f"Laissé de côté, à corriger : {left_out}")
    click.echo(f"Base {'construite' if report.changed else 'déjà à jour'} : {_told(report.counts)}.")


@knowledge.command()
def migrate() -> None:
    """Met les tables de la base à la forme attendue (build et les imports le font aussi)."""
    from ariane.knowledge.importers.load import transaction
    from ariane.knowledge.migrate import REVISION
    from ariane.paths import database_url

    with one_line_errors(), transaction(database_url()):
        click.echo(f"Tables à jour (migration {REVISION}).")


@knowledge.command("import-rome")
@directory_argument
@force_option
def import_rome(directory: Path, force: bool) -> None:
    """Importe la publication ROME 4.0 de France Travail, décompressée dans DIR."""
    from ariane.knowledge.importers import rome

    _import(rome.import_rome, directory, force)


@knowledge.command("import-dares")
@directory_argument
@force_option
def import_dares(directory: Path, force: bool) -> None:
    """Importe les portraits statistiques des métiers de la Dares, rangés dans DIR."""
    from ariane.knowledge.importers import dares

    _import(dares.import_dares, directory, force)


def _import(importer: Importer, directory: Path, force: bool) -> None:
    from ariane.paths import database_url

    with one_line_errors(), _progress_bar() as progress:
        report = importer(directory, database_url(), force=force, progress=progress)
    click.echo(f"{report.release} {'importé' if report.changed else 'déjà importé'} : {_told(report.counts)}.")


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    """Show a bar that the importer moves; where the output is no terminal, rich writes only its last state."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("Lecture", total=None)

        def show_step(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield show_step


@contextmanager
def one_line_errors() -> Iterator[None]:
    """Tell in one line, with exit status 1, what a person can mend."""
    from ariane.knowledge.database import KnowledgeUnavailable
    from ariane.knowledge.importers.release import ReleaseError
    from ariane.knowledge.show import UnknownName

    try:
        yield
    except (KnowledgeUnavailable, ReleaseError, UnknownName) as error:
        raise click.ClickException(str(error)) from error


def _told(counts: dict[str, Any]) -> str:
    return ", ".join(f"{table} {count}" for table, count in counts.items())


def _fix(files: tuple[Path, ...]) -> None:
    """Mend the typography of `files` and say what changed; what can't be read is left to the check."""
    from ariane.knowledge.mending import mend_file
    from ariane.knowledge.yaml_file import UnreadableFile
    from ariane.paths import short

    for path in files:
        try:
            count = mend_file(path)
        except UnreadableFile:
            continue
        if count:
            click.echo(f"{short(path)} : {count} correction(s) de typographie.")
