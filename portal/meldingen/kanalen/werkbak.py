"""While no service is set that sends, messages are shown in the werkbak."""

from typing import Final

from portal.meldingen.zending import Verstuurd, Verzending, Zending
from portal.outbox.bestemmingen.bestemming import Bestemming, Geleverd, Vervallen


class Werkbak:
    """Hands a message over as it was recorded. The werkbak knows a repeat by its id."""

    ontdubbelt: Final = True

    def __init__(self, bestemming: Bestemming) -> None:
        self._bestemming = bestemming

    def stuur(self, zending: Zending) -> Verzending:
        uitkomst = self._bestemming.bezorg(zending.bericht)
        return Verstuurd() if isinstance(uitkomst, Geleverd | Vervallen) else uitkomst

    def sluit(self) -> None:
        self._bestemming.sluit()
