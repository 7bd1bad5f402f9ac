"""E-mail to people with an account: through the outbox, by the same channel as e-mail to inwoners."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.clock import AMSTERDAM, Klok, Systeemklok
from portal.config import Instellingen
from portal.db.databank import Databank
from portal.db.ids import nieuw_id
from portal.gemeente import Gemeenten
from portal.meldingen.routering import kanaal_van
from portal.meldingen.zending import EMAIL, Geweigerd, Kanaal, Onbekend, Verstuurd, Zending
from portal.outbox.bestemmingen.bestemming import Bericht, Berichtfout, Geleverd, Later, Uitkomst, Vervallen
from portal.outbox.routering import Adres, Route
from portal.outbox.service import record

ACCOUNTMAIL: Final = "accountmail"
"""The destination: apart from e-mail to inwoners, so that neither holds the other up."""

GELDIG: Final = timedelta(days=1)
"""So long a message may still go; after that a newer one says how it is."""


def zet_klaar(sessie: Session, account: Account, *, soort: str, onderwerp: str, tekst: str, now: datetime) -> None:
    """Put one message to somebody with an account in the outbox, in the caller's transaction.

    Nothing of an inwoner may be in it, and `onderwerp` says nothing that a bystander should not read.
    """
    record(
        sessie,
        gemeente=account.gemeente,
        bestemming=ACCOUNTMAIL,
        onderwerp_id=account.id,
        type=f"account.{soort}",
        data={
            "id": str(nieuw_id(now)),
            "kanaal": EMAIL,
            "naar": account.email,
            "onderwerp": onderwerp,
            "tekst": tekst,
            "soort": soort,
            "taal": "nl",
            "gemaaktOp": now.astimezone(AMSTERDAM).isoformat(timespec="seconds"),
        },
        now=now,
    )


def accountwegen(
    gemeenten: Gemeenten, instellingen: Instellingen, databank: Databank, klok: Klok
) -> Mapping[Adres, Route]:
    """Give the way of each gemeente. Raises `OnjuisteInstelling` for one that cannot work."""
    return {
        (gemeente.slug, ACCOUNTMAIL): Accountpost(
            kanaal_van(gemeente, EMAIL, instellingen, Systeemklok()), databank, klok
        )
        for gemeente in gemeenten
    }


class Accountpost:
    """Brings e-mail to people with an account of one gemeente; without a `kanaal` none can be brought."""

    def __init__(self, kanaal: Kanaal | None, databank: Databank, klok: Klok) -> None:
        """`klok` is the clock that the messages were dated by."""
        self._kanaal = kanaal
        self._databank = databank
        self._klok = klok

    def bezorg(self, bericht: Bericht) -> Uitkomst:
        zending = Zending.van(bericht)
        if self._kanaal is None:
            return Vervallen("nothing is set that sends e-mail")
        if self._klok.nu() - bericht.created_at > GELDIG:
            return Vervallen("too late: a newer one says how it is")
        if not self._geldt_nog(bericht, zending):
            return Vervallen("the account is blocked, or has another address")
        match self._kanaal.stuur(zending):
            case Verstuurd():
                return Geleverd()
            case Geweigerd(uitleg=uitleg):
                return Berichtfout(uitleg)
            case Onbekend(uitleg=uitleg):
                return Later(None, uitleg)  # twice is better than not at all
            case anders:
                return anders

    def sluit(self) -> None:
        if self._kanaal is not None:
            self._kanaal.sluit()

    def _geldt_nog(self, bericht: Bericht, zending: Zending) -> bool:
        with self._databank.lezen(bericht.gemeente) as sessie:
            account = sessie.get(Account, bericht.onderwerp_id)
            return account is not None and account.geblokkeerd_op is None and account.email == zending.naar
