"""`portal restore FILE`: put a copy of the database back, while everything goes on."""

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from portal import app, taken
from portal.clock import AMSTERDAM
from portal.db.reservekopie.kopie import KopieFout
from portal.db.reservekopie.samenvoegen import SPRONG_PER_MENS, Samengevoegd
from portal.db.reservekopie.terugzetten import keur, stand_van, zet_terug
from portal.db.sleutelwissel import tabellen, te_vernieuwen
from portal.omgeving import Omgeving
from portal.opdrachten.bediening import Opdracht, open_omgeving
from portal.opdrachten.bezwaar import Bezwaar
from portal.opdrachten.keys import ZOEKMERKEN

BEKEND: Final = (app.__name__, taken.__name__)
"""What web and worker are made of: so every table that they know is known here too."""


@click.command(cls=Opdracht)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", "ja", is_flag=True, help="Do not ask for the name of the database.")
def restore(file: Path, ja: bool) -> None:
    """Put a backup back, while web and worker run. What is there now is copied first."""
    deze = open_omgeving()
    try:
        _zet_terug(deze, file, ja)
    except KopieFout as fout:
        raise Bezwaar(str(fout)) from None
    finally:
        deze.databank.sluit()


def _zet_terug(deze: Omgeving, file: Path, ja: bool) -> None:
    gekeurd = keur(deze.databank, file, tabellen(ZOEKMERKEN))
    bruikbaar = stand_van(deze.databank)
    naam = Path(deze.databank.engine.url.database or "").name
    click.echo(f"{file} is whole, its keys are here, and it holds {gekeurd.inhoud}.")
    click.echo(f"It takes the place of everything in {naam}; what is there now is copied first.")
    if not ja and click.prompt(f"Type {naam} to go on", default="", show_default=False) != naam:
        raise KopieFout("That is another name: nothing was changed.")
    veilig = _plek(deze, deze.klok.nu())
    uitkomst = zet_terug(deze.databank, gekeurd, veilig, bruikbaar=bruikbaar)
    click.echo("Put back. Web and worker go on by themselves.")
    if veilig.exists():
        click.echo(f"What was there before is in {veilig}: remove it when it is not needed any more.")
    _vertel(uitkomst)
    rest = te_vernieuwen(deze.databank, ZOEKMERKEN)
    if rest:
        click.echo(f"{rest} rows were made with an older key: run `portal keys rotate`, it makes them anew.")


def _plek(deze: Omgeving, nu: datetime) -> Path:
    return deze.instellingen.var_dir / f"voor-terugzetten-{nu.astimezone(AMSTERDAM):%Y%m%d-%H%M%S}.kopie"


def _vertel(uitkomst: Samengevoegd) -> None:
    """What somebody has to do now, in words."""
    if not uitkomst.verwant:
        click.echo(
            "Nothing could be taken over from what was there before, so nobody knows what happened since this backup:\n"
            f"- numbers go on {SPRONG_PER_MENS} further for each person, so that none is given twice: tell the "
            "backoffice that this gap is meant;\n"
            "- events that were waiting are delivered, some perhaps again, with the same id;\n"
            "- text messages that were waiting are not sent: somebody may have had them already. The backoffice "
            "hears of each (melding.mislukt), so that somebody calls;\n"
            "- who was logged in has to come back with their code;\n"
            "- who signed up since is known to the backoffice alone: register them again (POST /inwoners), and call;\n"
            "- who was erased since is here again: go through your own list, and erase them again;\n"
            "- tokens and accounts that were withdrawn since work again: withdraw them again."
        )
        return
    click.echo(
        "What left the house stays as it was: no event and no message goes twice, and numbers go on. "
        "Codes, sessions and consents that ended stay ended."
    )
    if uitkomst.gewist:
        click.echo(f"{uitkomst.gewist} people in this backup were erased since: they stay erased.")
    if uitkomst.nieuw:
        click.echo(f"{uitkomst.nieuw} people signed up since this backup: they were kept, with all they told.")
    click.echo(
        "Of everybody else, what they told or changed since is as it was at the backup; the backoffice did hear of it."
    )
