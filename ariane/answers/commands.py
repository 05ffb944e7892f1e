"""The verbs that show what Ariane would say of a job, and that prepare her to be asked."""

from __future__ import annotations

import click


@click.command()
@click.argument("job")
@click.argument("topic", required=False)
def show(job: str, topic: str | None) -> None:
    """Montre ce qu’Ariane dirait de JOB (slug ou nom), sur un sujet ou sur tous, puis tout ce qu’elle en sait."""
    from ariane.answers.show import said
    from ariane.knowledge.commands import one_line_errors
    from ariane.knowledge.repository import Knowledge
    from ariane.knowledge.show import find_slug, lines

    knowledge = Knowledge()
    with one_line_errors():
        known = list(lines(knowledge, job, topic))
        for line in said(knowledge, find_slug(knowledge, job), topic):
            click.echo(line)
        for line in known:
            click.echo(line)


@click.command()
def prepare() -> None:
    """Apprend des questions connues de chaque métier, là où elles ont changé (« ariane run » le fait aussi)."""
    from ariane.answers.prepare import prepare_vectors
    from ariane.knowledge.commands import one_line_errors
    from ariane.knowledge.repository import Knowledge

    with one_line_errors():
        done = prepare_vectors(Knowledge(), lambda ready, of: click.echo(f"Métiers prêts\u00a0: {ready} sur {of}"))
    if not done:
        click.echo("Métiers déjà prêts.")
