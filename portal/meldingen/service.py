"""The public face: put a message in the outbox, or do not, when that is not safe."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.clock import moment
from portal.db.ids import nieuw_id
from portal.inwoners.models import Inwoner
from portal.meldingen.budget import bron_merk, ruim_tellers_op
from portal.meldingen.models import EENMALIGE_CODE, KLAARGEZET, Melding
from portal.meldingen.sjablonen import Sjablonen
from portal.meldingen.veilig import is_veilig
from portal.meldingen.zending import EMAIL, SMS
from portal.outbox.service import record

GELDIG: Final = timedelta(days=1)
"""So long an ordinary message may still be handed over; after that somebody has to call."""

CODE_GELDIG: Final = timedelta(minutes=10)
"""As long as the one-time code itself is good."""


def zet_klaar(
    sessie: Session,
    sjablonen: Sjablonen,
    inwoner: Inwoner,
    *,
    soort: str,
    waarden: dict[str, str],
    now: datetime,
    geldig: timedelta = GELDIG,
    bron: str | None = None,
) -> UUID | None:
    """Write one message for this inwoner, by SMS or else e-mail, in their language.

    Nothing is written, and None returned, while it is not known that messages
    are safe ("silent until safe"), or when there is no way to send one. Not handed over within
    `geldig` it goes no more. `bron` is the network address that led to it, for the budgets.
    """
    kanaal = SMS if _adres(inwoner, SMS) else EMAIL
    return _schrijf(sessie, sjablonen, inwoner, kanaal, soort, waarden, inwoner.taal, geldig, bron, now)


def zet_code_klaar(
    sessie: Session,
    sjablonen: Sjablonen,
    inwoner: Inwoner,
    kanaal: str,
    code: str,
    now: datetime,
    *,
    bron: str | None = None,
    taal: str | None = None,
) -> UUID | None:
    """Write a message with a one-time code, which the person asked for just now.

    It goes by `kanaal` (`sms` or `email`) alone, at any hour, within ten minutes or not at
    all. None, and nothing written, when others read along there, or there is no such address:
    what is on the screen has to be the same. `taal` is the language that is being read.
    """
    waarden = {"code": code}
    return _schrijf(
        sessie, sjablonen, inwoner, kanaal, EENMALIGE_CODE, waarden, taal or inwoner.taal, CODE_GELDIG, bron, now
    )


def ruim_op(sessie: Session, voor: datetime, now: datetime) -> int:
    """Delete what became of messages from before `voor`, and the counters of earlier days."""
    weg = sessie.execute(delete(Melding).where(Melding.gemaakt_op < voor).returning(Melding.id))
    return len(weg.all()) + ruim_tellers_op(sessie, now)


def _adres(inwoner: Inwoner, kanaal: str) -> str | None:
    if kanaal == SMS:
        return None if inwoner.telefoon_onzeker else inwoner.telefoon
    return inwoner.email


def _schrijf(
    sessie: Session,
    sjablonen: Sjablonen,
    inwoner: Inwoner,
    kanaal: str,
    soort: str,
    waarden: dict[str, str],
    taal: str,
    geldig: timedelta,
    bron: str | None,
    now: datetime,
) -> UUID | None:
    naar = _adres(inwoner, kanaal)
    if naar is None or not is_veilig(inwoner, soort):
        return None
    echte_taal, sjabloon = sjablonen.vind(taal, soort)
    onderwerp, tekst = sjabloon.vul(waarden)
    melding = Melding(
        gemeente=inwoner.gemeente,
        id=nieuw_id(now),
        inwoner_id=inwoner.id,
        soort=soort,
        kanaal=kanaal,
        status=KLAARGEZET,
        bron_merk=bron_merk(bron, now) if bron else None,
        pogingen=0,
        gemaakt_op=now,
        geldig_tot=now + geldig,
        gewijzigd_op=now,
    )
    sessie.add(melding)
    record(
        sessie,
        gemeente=inwoner.gemeente,
        bestemming=kanaal,
        onderwerp_id=inwoner.id,
        type=f"melding.{soort}",
        data={
            "id": str(melding.id),
            "kanaal": kanaal,
            "naar": naar,
            "onderwerp": onderwerp if kanaal == EMAIL else None,
            "tekst": tekst,
            "soort": soort,
            "taal": echte_taal,
            "gemaaktOp": moment(now),
            "geldigTot": moment(melding.geldig_tot),
            "inwonerId": str(inwoner.id),
        },
        now=now,
        dringend=soort == EENMALIGE_CODE,  # somebody waits for it: also where earlier messages are held up
    )
    return melding.id
