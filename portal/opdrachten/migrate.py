"""`portal migrate`: the keys, once, and the database as this version needs it."""

import os

import click

from portal.config import Instellingen, OnjuisteInstelling, lees_instellingen
from portal.db.databank import Databank
from portal.db.migreren import migreer
from portal.db.sleutels import BESTAND, SleutelFout, maak_sleutels
from portal.db.versie import is_gebouwd
from portal.omgeving import maak_omgeving
from portal.opdrachten.bediening import Opdracht


@click.command(cls=Opdracht)
def migrate() -> None:
    """Make the keys (once) and bring the database to the newest version."""
    instellingen = lees_instellingen(os.environ)
    _zorg_voor_sleutels(instellingen)
    deze = maak_omgeving(instellingen)
    migreer(deze.databank)
    deze.databank.sluit()
    click.echo("The database is at the newest version.")


def _zorg_voor_sleutels(instellingen: Instellingen) -> None:
    """Make the keys when there is nothing yet. Beside a database that is in use, new keys would read nothing of it."""
    try:
        instellingen.var_dir.mkdir(parents=True, exist_ok=True)
        # Asked before the keys: another `portal migrate` at this moment makes the keys first, and then the tables.
        databank = Databank(instellingen.database_url)
        in_gebruik = is_gebouwd(databank)
        databank.sluit()
        if instellingen.encryption_keys and instellingen.secret_keys:
            return
        if in_gebruik and not (instellingen.var_dir / BESTAND).exists():
            raise SleutelFout(
                f"The database holds data, but its keys are gone: put {BESTAND} back in {instellingen.var_dir}, "
                "or give PORTAL_ENCRYPTION_KEYS and PORTAL_SECRET_KEYS."
            )
        maak_sleutels(instellingen.var_dir)
    except OSError as fout:
        raise OnjuisteInstelling(f"PORTAL_VAR_DIR: {instellingen.var_dir} cannot be used: {fout.strerror}.") from None
