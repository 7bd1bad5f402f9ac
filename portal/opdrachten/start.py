"""`portal start`: everything together, to try it out."""

import sys

import click

from portal.gemeente import Gemeente
from portal.opdrachten.bediening import Opdracht, open_bijgewerkt
from portal.proef import maak_voorbeelden, proefomgeving, start_alles, zorg_voor_token


@click.command(cls=Opdracht)
def start() -> None:
    """Run portal, worker and werkbak together, to try everything on this machine."""
    omgeving = proefomgeving()
    deze = open_bijgewerkt(omgeving)
    maak_voorbeelden(deze)
    omgeving.setdefault("PORTAL_WERKBAK_TOKEN", zorg_voor_token(deze))
    for naam, waarde in voor_het_kaartje(next(iter(deze.gemeenten))).items():
        omgeving.setdefault(naam, waarde)
    deze.databank.sluit()
    sys.exit(start_alles(omgeving, [["serve"], ["worker"], ["werkbak"]]))


def voor_het_kaartje(gemeente: Gemeente) -> dict[str, str]:
    """Give what the werkbak prints on a card with a code: it knows nothing of the gemeente itself."""
    contact = gemeente.contact
    dagen = [
        f"{groep.eerste.name.lower()}"
        f"{f' tot en met {groep.laatste.name.lower()}' if groep.laatste != groep.eerste else ''}"
        f" {' en '.join(f'{tijd.van:%H:%M} tot {tijd.tot:%H:%M}' for tijd in groep.tijden)}"
        for groep in contact.openingstijden.groepen()
    ]
    return {
        "PORTAL_WERKBAK_TELEFOON": contact.telefoon,
        "PORTAL_WERKBAK_OPENINGSTIJDEN": ", ".join(dagen).capitalize(),
    }
