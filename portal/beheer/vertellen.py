"""An e-mail to the beheerders: at once for what cannot wait, and once a day for everything that is not well."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.accounts.models import BEHEERDER, Account
from portal.accounts.post import zet_klaar
from portal.accounts.service import alle
from portal.beheer.models import Verteld
from portal.beheer.toestand import Bevinding
from portal.clock import AMSTERDAM
from portal.outbox.service import is_postgresql

OPNIEUW: Final = timedelta(days=1)
"""The same kind of trouble is told again after this time."""
VROEGST: Final = time(8)
"""In Amsterdam: from then on the mail of the day goes."""
_DAGELIJKS: Final = "dagelijks"
_ONDERWERP: Final = "Het portaal vraagt je aandacht"


def vertel(sessie: Session, gemeente: str, adres: str, bevindingen: Sequence[Bevinding], now: datetime) -> int:
    """Put what has to be told in the outbox; returns how many messages. Of several workers one does it.

    `adres` is where the overview is. Without a beheerder whose account is ready nothing is told, nor noted as told.
    """
    mis = [b for b in bevindingen if not b.goed]
    wie = [a for a in alle(sessie, BEHEERDER) if a.ingericht_op is not None and a.geblokkeerd_op is None]
    if not mis or not wie:
        return 0
    dringend = [b for b in mis if b.dringend and _nog_te_vertellen(sessie, gemeente, b.soort, now)]
    if now.astimezone(AMSTERDAM).time() >= VROEGST and _nog_te_vertellen(sessie, gemeente, _DAGELIJKS, now):
        return _schrijf(sessie, wie, "dagbericht", mis, adres, now)
    return _schrijf(sessie, wie, "waarschuwing", dringend, adres, now) if dringend else 0


def laatst_verteld(sessie: Session) -> datetime | None:
    """When the beheerders of this gemeente were last sent something."""
    return sessie.scalar(select(func.max(Verteld.op)))


def ruim_op(sessie: Session, now: datetime) -> int:
    """Forget what was told long enough ago; returns how many."""
    over = delete(Verteld).where(Verteld.op < now - 2 * OPNIEUW).returning(Verteld.soort)
    return len(sessie.execute(over).all())


def _nog_te_vertellen(sessie: Session, gemeente: str, soort: str, now: datetime) -> bool:
    """Note that it is told now, unless it was less than a day ago."""
    invoegen = (postgresql if is_postgresql(sessie) else sqlite).insert(Verteld)
    opdracht = invoegen.values(gemeente=gemeente, soort=soort, op=now).on_conflict_do_update(
        index_elements=["gemeente", "soort"], set_={"op": now}, where=Verteld.__table__.c.op <= now - OPNIEUW
    )
    return sessie.execute(opdracht.returning(Verteld.soort)).scalar_one_or_none() is not None


def _schrijf(
    sessie: Session, wie: Sequence[Account], soort: str, wat: Sequence[Bevinding], adres: str, now: datetime
) -> int:
    tekst = "\n\n".join(
        [
            "Dit vraagt je aandacht:",
            *(f"{b.kop}. {b.tekst}" for b in wat),
            f"Kijk voor meer op {adres}",
        ]
    )
    for account in wie:
        zet_klaar(sessie, account, soort=soort, onderwerp=_ONDERWERP, tekst=tekst, now=now)
    return len(wie)
