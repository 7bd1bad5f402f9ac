"""The public face: ask, tell what changed, say that it does not go well."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.berichten.events import BerichtOntvangen, TerugvalGemeld, VeranderingGemeld
from portal.berichten.models import TERUGVAL, VERANDERING, VRAAG, EigenBericht
from portal.clock import dag_van
from portal.db.ids import nieuw_id
from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner
from portal.inwoners.vertellen import Event, vertel
from portal.inwoners.voorkeuren import voorkeuren_van
from portal.termijnen import Kalender, werkdagen_na
from portal.traject.service import traject_van

SOORTEN: Final = ("werk", "wonen", "gezin", "gezondheid", "brief", "anders")
"""What can change."""
SNEL, WEEK, SCHRIJVEN = "snel", "week", "schrijven"
BELWENSEN: Final = (SNEL, WEEK, SCHRIJVEN)
"""snel: today or tomorrow. week: this week. schrijven: the person wrote something first."""
ZELFDE: Final = timedelta(minutes=10)
"""So long the same words are the same message: a double tap, or a form sent again."""


def stel_vraag(
    sessie: Session, gemeente: Gemeente, kalender: Kalender, inwoner: Inwoner, tekst: str, *, now: datetime
) -> EigenBericht:
    """Pass a question on; answered within the promise of the gemeente."""
    uiterlijk = werkdagen_na(dag_van(now), gemeente.belofte.antwoord_werkdagen, kalender)
    bericht, is_nieuw = _bewaar(sessie, inwoner, VRAAG, None, tekst, uiterlijk, now)
    kanalen = voorkeuren_van(sessie, inwoner).kanalen
    event = BerichtOntvangen(
        bericht_id=bericht.id, tekst=tekst, antwoordkanaal=kanalen[0] if kanalen else None, uiterlijk=uiterlijk
    )
    return _vertel(sessie, inwoner, bericht, event, now) if is_nieuw else bericht


def meld_verandering(
    sessie: Session,
    gemeente: Gemeente,
    kalender: Kalender,
    inwoner: Inwoner,
    soort: str,
    tekst: str | None,
    *,
    now: datetime,
) -> EigenBericht:
    """Tell that something changed; the day it was told counts. ValueError for a kind there is not."""
    if soort not in SOORTEN:
        raise ValueError(f"not a kind of change: {soort}")
    uiterlijk = werkdagen_na(dag_van(now), gemeente.belofte.antwoord_werkdagen, kalender)
    bericht, is_nieuw = _bewaar(sessie, inwoner, VERANDERING, soort, tekst, uiterlijk, now)
    event = VeranderingGemeld(soort=soort, tekst=tekst, datum=dag_van(now), uiterlijk=uiterlijk)
    return _vertel(sessie, inwoner, bericht, event, now) if is_nieuw else bericht


def meld_terugval(
    sessie: Session,
    gemeente: Gemeente,
    kalender: Kalender,
    inwoner: Inwoner,
    belwens: str,
    tekst: str | None,
    *,
    now: datetime,
) -> EigenBericht:
    """Say that it does not go well: always answered by a person, so it is urgent. ValueError for another wish.

    Whoever wants it soon is called on the next working day at the latest; nobody later than the promise.
    """
    if belwens not in BELWENSEN:
        raise ValueError(f"not a wish: {belwens}")
    dagen = 1 if belwens == SNEL else gemeente.belofte.terugval_werkdagen
    uiterlijk = werkdagen_na(dag_van(now), dagen, kalender)
    bericht, is_nieuw = _bewaar(sessie, inwoner, TERUGVAL, belwens, tekst, uiterlijk, now)
    event = TerugvalGemeld(
        belwens=belwens,
        tekst=tekst,
        contact_uiterlijk=uiterlijk,
        laatste_hulpverlener=vaste_persoon(sessie, inwoner),
    )
    return _vertel(sessie, inwoner, bericht, event, now, dringend=True) if is_nieuw else bericht


def vaste_persoon(sessie: Session, inwoner: Inwoner) -> str | None:
    """The first name of who helps this person, as the backoffice last told."""
    traject = traject_van(sessie, inwoner.id)
    hulpverlener = (traject.inhoud.get("hulpverlener") if traject else None) or {}
    naam = hulpverlener.get("voornaam")
    return str(naam) if naam else None


def in_herstel(sessie: Session, inwoner: Inwoner) -> bool:
    """Whether there is extra time to do something (art. 17 lid 1a): then nothing says that the help cannot stop."""
    traject = traject_van(sessie, inwoner.id)
    return bool(traject and traject.inhoud.get("herstel"))


def berichten_van(sessie: Session, inwoner: Inwoner) -> list[EigenBericht]:
    """What this person sent, the oldest first."""
    return list(
        sessie.scalars(
            select(EigenBericht)
            .where(EigenBericht.inwoner_id == inwoner.id)
            .order_by(EigenBericht.gestuurd_op, EigenBericht.id)
        )
    )


def _bewaar(
    sessie: Session,
    inwoner: Inwoner,
    soort: str,
    wat: str | None,
    tekst: str | None,
    uiterlijk: date,
    now: datetime,
) -> tuple[EigenBericht, bool]:
    net = sessie.scalars(
        select(EigenBericht)
        .where(
            EigenBericht.inwoner_id == inwoner.id,
            EigenBericht.soort == soort,
            EigenBericht.gestuurd_op > now - ZELFDE,
        )
        .order_by(EigenBericht.gestuurd_op.desc(), EigenBericht.id.desc())
    )
    for eerder in net:
        if (eerder.wat, eerder.tekst) == (wat, tekst):
            return eerder, False
    bericht = EigenBericht(
        gemeente=inwoner.gemeente,
        id=nieuw_id(now),
        inwoner_id=inwoner.id,
        soort=soort,
        wat=wat,
        gestuurd_op=now,
        uiterlijk=uiterlijk,
    )
    bericht.tekst = tekst
    sessie.add(bericht)
    return bericht, True


def _vertel(
    sessie: Session, inwoner: Inwoner, bericht: EigenBericht, event: Event, now: datetime, *, dringend: bool = False
) -> EigenBericht:
    vertel(sessie, inwoner, event, now, dringend=dringend)
    return bericht
