"""`portal start`: everything together, to try it out."""

import sys

import click

from portal.opdrachten.bediening import Opdracht, open_bijgewerkt
from portal.proef import maak_voorbeelden, proefomgeving, start_alles, zorg_voor_token


@click.command(cls=Opdracht)
def start() -> None:
    """Run portal, worker and werkbak together, to try everything on this machine."""
    omgeving = proefomgeving()
    deze = open_bijgewerkt(omgeving)
    maak_voorbeelden(deze)
    omgeving.setdefault("PORTAL_WERKBAK_TOKEN", zorg_voor_token(deze))
    deze.databank.sluit()
    sys.exit(start_alles(omgeving, [["serve"], ["worker"], ["werkbak"]]))
