"""`portal doctor`: what is wrong, in words."""

import os
import sys

import click

from portal.doctor import onderzoek


@click.command()
def doctor() -> None:
    """Say in words what is wrong; exit code 1 when something is."""
    goed = True
    for bevinding in onderzoek(os.environ):
        click.echo(f"{'ok ' if bevinding.goed else 'NOT'}  {bevinding.tekst}")
        goed = goed and bevinding.goed
    sys.exit(0 if goed else 1)
