"""`ariane privacy`: erase conversations, by age or one by one."""

from __future__ import annotations

import click


@click.group()
def privacy() -> None:
    """Efface des conversations : par ancienneté, ou une seule."""


@privacy.command()
@click.option("--older-than", "age", required=True, help="Ancienneté du dernier message : 30d, 12h, 2w.")
def purge(age: str) -> None:
    """Efface les conversations restées muettes depuis longtemps, avis et résumés compris."""
    from ariane.runtime import privacy as keeping

    click.echo(f"Conversations effacées : {keeping.purge(keeping.seconds_of(age))}")


@privacy.command()
@click.argument("conversation")
def erase(conversation: str) -> None:
    """Efface tout ce qui est gardé de la CONVERSATION (son identifiant « sender_id »)."""
    from ariane.runtime import privacy as keeping

    click.echo(f"Lignes effacées : {keeping.erase_conversation(conversation)}")
