"""`python -m benchmarks.speed`: Ariane, then Rasa's stock French configuration, on this machine, in one run."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, replace
from pathlib import Path

import click

from ariane.paths import var_dir
from benchmarks.speed import assistants, report
from benchmarks.speed.measures import QUICK, Sizes, measure

_ENOUGH = 6.5  # times Ariane's training that stock's is given: six are asked for, and the clock of a machine wavers


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else 'processeur inconnu'}, {os.cpu_count()} cœurs"


@click.command()
@click.option("--quick", is_flag=True, help="Quelques messages, deux époques : montre que le banc marche.")
@click.option("--titles", type=click.Path(exists=True, path_type=Path), help="Publication ROME : avec ses noms aussi.")
@click.option(
    "--epochs", type=int, help="Époques de DIET (100) : moins donne un temps d’entraînement trop favorable à Rasa."
)
@click.option("--whole-training", is_flag=True, help="Entraîne Rasa d’origine jusqu’au bout : huit heures.")
@click.option("--reuse-stock", is_flag=True, help="Garde le Rasa d’origine entraîné sur des phrases antérieures.")
@click.option("--stock-messages", type=int, help="Messages envoyés à Rasa d’origine en tout (5 000).")
@click.option("--only-ariane", is_flag=True, help="Ne mesure pas Rasa d’origine (rien n’est écrit dans les résultats).")
def main(
    quick: bool,
    titles: Path | None,
    epochs: int | None,
    whole_training: bool,
    reuse_stock: bool,
    stock_messages: int | None,
    only_ariane: bool,
) -> None:
    """Mesure la vitesse d’Ariane et celle de Rasa d’origine, et écrit benchmarks/results/speed.*.

    Rasa d’origine cesse d’apprendre quand son entraînement a duré 6,5 fois celui d’Ariane : un message lui coûte
    autant.
    """
    from ariane.runtime.errors import UserError
    from ariane.runtime.launcher import prepare_knowledge

    sizes = QUICK if quick else Sizes()
    sizes = replace(sizes, epochs=epochs or sizes.epochs, stock_memory=stock_messages or sizes.stock_memory)
    run: dict[str, object] = {
        "machine": _machine(),
        "date": time.strftime("%Y-%m-%d"),
        "load_before": os.getloadavg()[0],
        "sizes": asdict(sizes),
    }
    try:
        prepare_knowledge(click.echo)
    except UserError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Ariane : entraînement…")
    ariane_seconds = assistants.train_ariane()
    click.echo(f"  {ariane_seconds:.0f} s")
    if only_ariane:
        with assistants.ariane() as ariane:
            run |= measure({"ariane": ariane}, sizes, click.echo)
        _keep(run)
        return
    click.echo("Rasa d’origine : entraînement (la première fois ; il est gardé)…")
    at_most = None if whole_training else ariane_seconds * _ENOUGH
    model = assistants.train_stock(sizes.epochs, reuse=reuse_stock, at_most=at_most)
    told = [", arrêté là"] * model.stopped + [", sur des phrases antérieures"] * model.earlier
    click.echo(f"  {model.seconds:.0f} s{''.join(told)}")
    run["stock_training"] = {"others": model.others, "earlier": model.earlier, "stopped": model.stopped}
    with assistants.ariane() as ariane:
        click.echo(f"Ariane prête en {ariane.ready_seconds:.1f} s")
        with assistants.stock(model.path) as stock:
            click.echo(f"Rasa d’origine prête en {stock.ready_seconds:.1f} s")
            figures = measure({"ariane": ariane, "stock": stock}, sizes, click.echo)
    run["ariane"] = {**figures["ariane"], "train_seconds": ariane_seconds}
    run["stock"] = {**figures["stock"], "train_seconds": model.seconds}
    _keep(run)
    if titles:
        click.echo("Ariane sans, puis avec les noms de métiers du ROME…")
        few, full = assistants.with_titles(None), assistants.with_titles(titles)
        with assistants.ariane(few) as without, assistants.ariane(full) as titled:
            part = replace(QUICK, one=sizes.one)
            run["titles"] = measure({"few": without, "all": titled}, part, click.echo)
    run["load_after"] = os.getloadavg()[0]
    _keep(run)
    click.echo(report.write(run, var_dir() / "bench" / "quick" if quick else report.RESULTS).read_text("utf-8"))


def _keep(run: dict[str, object]) -> None:
    """Keep what is measured so far: a run takes half an hour."""
    path = var_dir() / "bench" / "last.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, indent=1, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
