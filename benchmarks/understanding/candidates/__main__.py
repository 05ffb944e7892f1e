"""`python -m benchmarks.understanding.candidates`: measures the candidates one by one and writes their table."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from typing import Any

import click

from ariane.paths import PROJECT, short, var_dir
from benchmarks.understanding.candidates import catalogue, measure, table
from benchmarks.understanding.candidates.catalogue import Candidate

RESULTS = PROJECT / "benchmarks" / "results" / "understanding.json"
_KNOWN = catalogue.candidates()


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(_KNOWN)), help="Ce candidat seulement (peut se répéter).")
@click.option("--epochs", type=click.IntRange(1), help="Époques de DIET, au lieu de celles de candidates.yml.")
@click.option("--again", is_flag=True, help="Mesure aussi ce qui l’a déjà été sur les mêmes phrases.")
@click.option("--table-only", is_flag=True, help="Ne mesure rien : récrit le tableau à partir des résultats gardés.")
def main(only: tuple[str, ...], epochs: int | None, again: bool, table_only: bool) -> None:
    """Mesure les chaînes de traitement candidates et écrit leur tableau dans docs/comprendre.md.

    Chacune est entraînée sur data/ dans un processus à part, puis lit benchmarks/dev (d’où vient son seuil) et
    benchmarks/heldout. Un résultat est gardé dès qu’il est connu : une série interrompue reprend où elle en était.
    """
    wanted = [_KNOWN[name] for name in _KNOWN if name in (only or _KNOWN)]
    for candidate in () if table_only else _to_measure(wanted, epochs, again):
        click.echo(f"{candidate.title}…")
        try:
            result = _measure(candidate)
        except subprocess.CalledProcessError as error:
            log = var_dir() / "candidates" / candidate.name / f"{error.cmd[5]}.log"
            raise click.ClickException(f"{candidate.name} a échoué : lisez {short(log)}.") from error
        click.echo(f"  {_summary(result)}")
        _keep(candidate.name, result)
    titles = {name: candidate.title for name, candidate in _KNOWN.items()}
    text = table.table(read_results(), titles)
    table.put(text)
    click.echo(text)


def read_results() -> dict[str, Any]:
    """Give what is known of the candidates, by name."""
    return dict(json.loads(RESULTS.read_text("utf-8"))) if RESULTS.exists() else {}


def _to_measure(wanted: Iterable[Candidate], epochs: int | None, again: bool) -> Iterable[Candidate]:
    for candidate in wanted:
        changed = candidate.with_epochs(epochs) if epochs else candidate
        known = read_results().get(changed.name, {}).get("fingerprint") == changed.fingerprint()
        if known and not again:
            click.echo(f"{changed.title} : déjà mesuré sur ces phrases.")
        else:
            yield changed


def _measure(candidate: Candidate) -> dict[str, Any]:
    folder = var_dir() / "candidates" / candidate.name
    shutil.rmtree(folder, ignore_errors=True)
    load = os.getloadavg()[0]
    fingerprint = candidate.fingerprint()
    catalogue.write(candidate, folder)
    costs = {**measure.in_a_process("train", folder), **measure.in_a_process("read", folder)}
    curves = {name: costs.pop(name) for name in ("dev_curve", "curve")}
    (folder / "model.tar.gz").unlink()
    if candidate.threshold is not None:
        costs["configured"] = measure.at(curves["curve"], candidate.threshold)
    return {
        "date": time.strftime("%Y-%m-%d"),
        "fingerprint": fingerprint,
        "epochs": candidate.epochs,
        "load_before": load,
        **costs,
        **measure.at_its_threshold(**curves),
    }


def _keep(name: str, result: dict[str, Any]) -> None:
    """Add a result to those kept, which another run may have added to since."""
    results = {**read_results(), name: result}
    ordered = {known: results[known] for known in _KNOWN if known in results}
    RESULTS.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _summary(result: dict[str, Any]) -> str:
    shares = ", ".join(f"{name} {result[name]:.3f}" for name in ("clean", "noisy", "recall", "wrong_refusals"))
    return f"{shares}, entraînement {result['train_seconds']:.0f} s"


if __name__ == "__main__":
    main()
