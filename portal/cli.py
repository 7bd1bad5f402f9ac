"""The command `portal`: one process or one errand each, and nothing loaded but what that one needs."""

import os
from importlib import import_module
from typing import Final, cast

import click

OPDRACHTEN: Final = {
    "backup": "portal.opdrachten.backup",
    "beheerder": "portal.opdrachten.beheerder",
    "doctor": "portal.opdrachten.doctor",
    "keys": "portal.opdrachten.keys",
    "migrate": "portal.opdrachten.migrate",
    "outbox": "portal.opdrachten.outbox",
    "restore": "portal.opdrachten.restore",
    "serve": "portal.opdrachten.serve",
    "start": "portal.opdrachten.start",
    "token": "portal.opdrachten.token",
    "werkbak": "portal.opdrachten.werkbak",
    "worker": "portal.opdrachten.worker",
}
"""The module of each command; the command in it has the same name."""


class Opdrachten(click.Group):
    """Finds a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 the signature is click's
        """All of them, in the order of the alphabet."""
        return sorted(OPDRACHTEN)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The one of this name, or None."""
        module = OPDRACHTEN.get(cmd_name)
        return cast(click.Command, getattr(import_module(module), cmd_name)) if module else None


@click.group(cls=Opdrachten, context_settings={"help_option_names": ["-h", "--help"]})
def portal() -> None:
    """Rustpunt: the front door of municipal debt help."""


def main() -> None:
    """Run the command."""
    os.umask(0o077)  # database, keys and logs are for this user only
    portal(standalone_mode=True)
