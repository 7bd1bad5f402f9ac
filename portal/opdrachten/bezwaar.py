"""What is wrong with the configuration, said in one line."""

from typing import IO, Any

import click


class Bezwaar(click.ClickException):
    """Something that the operator has to mend first; exit code 2."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        """Say it."""
        click.echo(f"portal: {self.message}", file=file, err=file is None)
