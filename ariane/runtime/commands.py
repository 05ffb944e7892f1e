"""The verbs that run Ariane: run, chat, train, and the two servers that `run` starts."""

from __future__ import annotations

from pathlib import Path

import click


def _say(text: str) -> None:
    click.echo(text)


@click.command()
def run() -> None:
    """Prépare ce qui n’est pas à jour, puis démarre Ariane ; Ctrl-C arrête tout."""
    from ariane.runtime import launcher

    launcher.run(_say)


@click.command()
def chat() -> None:
    """Converse dans le terminal avec l’Ariane que « ariane run » a démarrée."""
    from ariane.runtime.chat import converse
    from ariane.runtime.settings import read_settings

    converse(read_settings().url)


@click.command()
@click.option("--force", is_flag=True, help="Entraîne tout de nouveau, même ce qui n’a pas changé.")
def train(force: bool) -> None:
    """Entraîne le modèle si les phrases, les histoires ou les réglages ont changé."""
    from ariane.runtime import training

    if not force and not training.is_stale():
        _say("Modèle à jour.")
        return
    _say(f"Modèle entraîné : {training.train(anew=force)}")


@click.command("serve-actions", hidden=True)
@click.option("--port", type=int, required=True)
def serve_actions(port: int) -> None:
    """Sert les actions (« ariane run » s’en charge)."""
    from ariane.runtime.action_server import serve

    serve(port)


@click.command("serve-rasa", hidden=True)
@click.option("--host", required=True)
@click.option("--port", type=int, required=True)
@click.option("--model", type=click.Path(path_type=Path))
def serve_rasa(host: str, port: int, model: Path | None) -> None:
    """Sert Rasa (« ariane run » s’en charge)."""
    from ariane.runtime.rasa_server import serve
    from ariane.runtime.training import model_path

    serve(model or model_path(), host, port)


VERBS = (run, chat, train, serve_actions, serve_rasa)
