"""The `ariane` command: one verb for each thing a person does. Heavy imports stay inside the verbs."""

from __future__ import annotations

from typing import Any

import click

from ariane.answers.commands import prepare, show
from ariane.evaluation import commands as evaluation
from ariane.knowledge.commands import knowledge
from ariane.knowledge.database import KnowledgeUnavailable
from ariane.runtime import commands as runtime
from ariane.runtime.errors import UserError
from ariane.runtime.privacy_commands import privacy


class OneLineErrors(click.Group):
    """A group of verbs in which a person's mistake is told in one line, without a stack trace, with exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; turn the errors that a person can mend into click's own."""
        try:
            return super().invoke(ctx)
        except (UserError, KnowledgeUnavailable) as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=OneLineErrors, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Ariane répond, en français, aux questions sur les métiers."""


for of_answers in (show, prepare):
    knowledge.add_command(of_answers)
main.add_command(knowledge)
main.add_command(privacy)
for verb in (*runtime.VERBS, *evaluation.VERBS):
    main.add_command(verb)


if __name__ == "__main__":
    main()
