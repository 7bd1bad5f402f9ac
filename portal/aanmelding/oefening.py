"""A rehearsal: everything that storing a sign-up takes, done and undone."""

from datetime import datetime, timedelta
from typing import Final

from portal.aanmelding.aanvraag import MEESTE_WOORDEN, Aanvraag
from portal.aanmelding.service import meld_aan
from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.inwoners.bereikbaar import Telefoon
from portal.inwoners.service import Bereikbaarheid
from portal.termijnen import Kalender
from portal.toegang.tellers import tel

_BRON: Final = "oefening"
_MERK: Final = b"oefening"
_GELDIG: Final = timedelta(hours=1)


def oefen(databank: Databank, gemeente: Gemeente, kalender: Kalender, now: datetime) -> None:
    """Sign nobody up, with as many words as anybody may write, and undo it. Raises what a real one would raise.

    One small counter is kept, because a full disk only shows when something is really written.
    """
    niemand = Aanvraag(
        Bereikbaarheid(telefoon=Telefoon("000000", onzeker=True)),
        kanaal="zelf",
        taal="nl",
        eigen_woorden="." * MEESTE_WOORDEN,
    )
    oefening = databank.eenheid(gemeente.slug, schrijven=True)
    try:
        meld_aan(oefening.sessie, gemeente, kalender, niemand, bron=_BRON, now=now)
        oefening.sessie.flush()
    finally:
        oefening.sluit()
    with databank.schrijven(gemeente.slug) as sessie:
        tel(sessie, gemeente.slug, _MERK, now + _GELDIG, now)
