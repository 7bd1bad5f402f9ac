"""`portal backup FILE`: a copy of the database, while everything goes on."""

from pathlib import Path

import click

from portal.db.reservekopie.kopie import KopieFout
from portal.db.reservekopie.maken import maak
from portal.opdrachten.bediening import Opdracht, open_omgeving
from portal.opdrachten.bezwaar import Bezwaar


@click.command(cls=Opdracht)
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to a new FILE, while web and worker run. Keys are not in it: keep them elsewhere."""
    deze = open_omgeving()
    try:
        inhoud = maak(deze.databank, file)
    except KopieFout as fout:
        raise Bezwaar(str(fout)) from None
    finally:
        deze.databank.sluit()
    click.echo(f"{file} holds {inhoud}. It was read back and is whole.")
