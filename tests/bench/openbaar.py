"""Which pages there are, from the portal itself: nothing is left out because somebody forgot to list it."""

from collections.abc import Mapping
from typing import Final

from portal.app import create_app
from portal.config import lees_instellingen
from portal.informatie.inhoud import PAGINAS
from portal.omgeving import maak_omgeving
from portal.toegang.beleid import beleid_van

TALEN: Final = ("nl", "en", "ar")


def openbare_paden(omgeving: Mapping[str, str], *, alleen_bewaarde: bool = True) -> list[str]:
    """The paths of the public pages in every language; with `alleen_bewaarde` those that are kept."""
    deze = maak_omgeving(lees_instellingen(omgeving))
    app = create_app(deze)
    deze.databank.sluit()
    paden = []
    adapter = app.url_map.bind("localhost")
    with app.app_context():
        for regel in app.url_map.iter_rules():
            beleid = beleid_van(app, regel.endpoint)
            if "GET" not in (regel.methods or ()) or beleid.niveau or beleid.machine or "taal" not in regel.arguments:
                continue
            if alleen_bewaarde and not beleid.bewaren:
                continue
            for taal in TALEN:
                for slug in PAGINAS if "slug" in regel.arguments else ("",):
                    waarden = {"taal": taal} | ({"slug": slug} if slug else {})
                    paden.append(adapter.build(regel.endpoint, waarden))
    return paden
