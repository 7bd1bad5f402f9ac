"""The destination of one channel of one gemeente: decides at the moment of sending, sends, and notes how it went.

Three steps, and no transaction is open while the provider is being waited for: begin (does
it still hold, may it go, "being sent"), send, note. Cut off between the first and the last
we do not know whether it went. A channel that recognises a repeat then sends again; any
other message is `onzeker`, and is not sent twice.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from portal.clock import Klok, dag_van
from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner
from portal.inwoners.service import vind_inwoner
from portal.inwoners.status import is_gesloten, mag_bericht_ontvangen
from portal.meldingen.afloop import is_mislukt, is_onzeker, is_verstuurd, is_vervallen
from portal.meldingen.budget import mag_nog_sms
from portal.meldingen.models import BEZORGD, EENMALIGE_CODE, KLAARGEZET, VERSTUURD, Melding
from portal.meldingen.veilig import is_veilig
from portal.meldingen.verlopen import verloop
from portal.meldingen.zending import SMS, Geweigerd, Kanaal, Onbekend, Verstuurd, Verzending, Zending
from portal.outbox.bestemmingen.bestemming import Bericht, Geleverd, Uitkomst, Vervallen

Controle = Callable[[Session, Melding], bool]
"""Asked of the feature that wrote a kind of message: does what it says still hold?"""

_KLAAR: Final = Vervallen("settled: see the message")
_log = logging.getLogger(__name__)


class Berichtbezorger:
    """Brings the messages of one gemeente by one channel; without a `kanaal` none can be brought."""

    def __init__(
        self,
        kanaal: Kanaal | None,
        gemeente: Gemeente,
        databank: Databank,
        klok: Klok,
        controles: Mapping[str, Controle],
    ) -> None:
        """`klok` is the clock that the messages were dated by; `controles` goes by kind of message."""
        self._kanaal = kanaal
        self._gemeente = gemeente
        self._databank = databank
        self._klok = klok
        self._controles = controles

    def bezorg(self, bericht: Bericht) -> Uitkomst:
        zending = Zending.van(bericht)
        eerder = self._begin(zending)
        if eerder is not None or self._kanaal is None:
            return eerder or _KLAAR
        return self._noteer(zending, self._kanaal.stuur(zending))

    def sluit(self) -> None:
        if self._kanaal is not None:
            self._kanaal.sluit()

    def _begin(self, zending: Zending) -> Uitkomst | None:
        """Note that it is being sent; an outcome when it is not going to be."""
        now = self._klok.nu()
        with self._databank.schrijven(self._gemeente.slug) as sessie:
            melding = sessie.get(Melding, zending.id, with_for_update=True)
            if melding is None:
                return Vervallen("the person is not there any more")
            if melding.status in (VERSTUURD, BEZORGD):
                return Geleverd()
            if melding.status != KLAARGEZET:
                return _KLAAR
            if melding.begonnen_op is not None and not (self._kanaal and self._kanaal.ontdubbelt):
                is_onzeker(sessie, melding, now)
                return _KLAAR
            if now >= melding.geldig_tot:
                verloop(sessie, melding, now)
                return _KLAAR
            if not self._geldt_nog(sessie, melding, zending):
                return _KLAAR
            beletsel = self._beletsel(sessie, melding, zending)
            if beletsel is not None:
                is_mislukt(sessie, melding, beletsel, now)
                return _KLAAR
            melding.begonnen_op = now
            melding.pogingen += 1
        return None

    def _geldt_nog(self, sessie: Session, melding: Melding, zending: Zending) -> bool:
        """Whether it may still go to this person, at this address, and is still true."""
        now = self._klok.nu()
        inwoner = vind_inwoner(sessie, melding.inwoner_id)
        controle = self._controles.get(melding.soort)
        reden = None
        if inwoner is None or not _mag(inwoner, melding, now):
            reden = "status"
        elif not is_veilig(inwoner, melding.soort):
            reden = "veilig"
        elif zending.naar != _adres(inwoner, melding.kanaal):
            reden = "ander_adres"
        elif controle is not None and not controle(sessie, melding):
            reden = "geldt_niet_meer"
        if reden is not None:
            is_vervallen(melding, reden, now)
        return reden is None

    def _beletsel(self, sessie: Session, melding: Melding, zending: Zending) -> str | None:
        """Why it cannot go, as one of `events.REDENEN`. A next try of the same message is not counted again."""
        if self._kanaal is None:
            return "geen_kanaal"
        if melding.kanaal != SMS:
            return None
        if not zending.naar.startswith(self._gemeente.sms.landen):
            return "land"
        if melding.pogingen == 0 and not mag_nog_sms(
            sessie, self._gemeente, zending.naar, melding.bron_merk, self._klok.nu()
        ):
            return "te_veel"
        return None

    def _noteer(self, zending: Zending, verzending: Verzending) -> Uitkomst:
        now = self._klok.nu()
        uitkomst: Uitkomst = _KLAAR
        with self._databank.schrijven(self._gemeente.slug) as sessie:
            melding = sessie.get(Melding, zending.id, with_for_update=True)
            if melding is None:
                return _KLAAR
            melding.begonnen_op = None
            match verzending:
                case Verstuurd(provider_id=provider_id):
                    is_verstuurd(melding, provider_id, now)
                    uitkomst = Geleverd()
                case Geweigerd(reden=reden, uitleg=uitleg):
                    is_mislukt(sessie, melding, reden, now)
                    _log.warning("message refused: %s", uitleg, extra={"melding": str(melding.id)})
                case Onbekend(uitleg=uitleg):
                    is_onzeker(sessie, melding, now)
                    _log.warning("message uncertain: %s", uitleg, extra={"melding": str(melding.id)})
                case _:
                    uitkomst = verzending
        return uitkomst


def _mag(inwoner: Inwoner, melding: Melding, now: datetime) -> bool:
    """A code that somebody just asked for also goes while the help is paused."""
    if melding.soort == EENMALIGE_CODE:
        return not is_gesloten(inwoner)
    return mag_bericht_ontvangen(inwoner, dag_van(now))


def _adres(inwoner: Inwoner, kanaal: str) -> str | None:
    return inwoner.telefoon if kanaal == SMS else inwoner.email
