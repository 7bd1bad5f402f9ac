"""The public face for who plans: keep what the backoffice writes, and ask for a call after a missed one."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.orm import Session

from portal.afspraken import queries
from portal.afspraken.events import ContactNodig
from portal.afspraken.models import GEPLAND, NIET_VERSCHENEN, Afspraak, plaatselijk
from portal.db.ids import nieuw_id
from portal.inwoners.models import Inwoner
from portal.inwoners.service import sluit_inwoner_op
from portal.inwoners.status import is_gesloten
from portal.inwoners.vertellen import vertel

_GEWONE_DUUR: Final = timedelta(hours=1)
"""How long an appointment is taken to last when nobody said."""


def zet_afspraak(
    sessie: Session,
    *,
    inwoner_id: UUID,
    kenmerk: str,
    inhoud: dict[str, Any],
    gewijzigd_op: datetime,
    contact_uiterlijk: date,
    now: datetime,
) -> Afspraak:
    """Keep the newest state of an appointment; an older one than what is stored changes nothing. Gives what is stored.

    Of two of the same moment, the one that stays does not depend on which came first. A missed appointment leads to
    `contact.nodig`, once for each beginning: somebody calls, at the latest on `contact_uiterlijk`.

    `inhoud` is the judged body of the contract. Raises `OnbekendeInwoner`.
    """
    inwoner = sluit_inwoner_op(sessie, inwoner_id)
    afspraak = queries.met_kenmerk(sessie, inwoner_id, kenmerk)
    nieuw = {"status": GEPLAND, **inhoud}
    if afspraak is not None and (afspraak.gewijzigd_op, _volgorde(afspraak.inhoud)) >= (gewijzigd_op, _volgorde(nieuw)):
        return afspraak
    if afspraak is None:
        afspraak = Afspraak(
            gemeente=inwoner.gemeente,
            id=nieuw_id(now),
            inwoner_id=inwoner_id,
            kenmerk=kenmerk,
            versie=1,
            begeleider_mee=False,
        )
        sessie.add(afspraak)
    elif _kern(afspraak.inhoud) != _kern(nieuw):
        afspraak.versie += 1
    afspraak.begin = _moment(nieuw["begin"])
    afspraak.einde = _moment(nieuw["einde"]) if nieuw.get("einde") else afspraak.begin + _GEWONE_DUUR
    afspraak.plaatselijk = plaatselijk(afspraak.begin)
    afspraak.status = nieuw["status"]
    afspraak.gewijzigd_op = gewijzigd_op
    afspraak.inhoud = nieuw
    if afspraak.status == NIET_VERSCHENEN and afspraak.gemist_begin != afspraak.begin:
        _vraag_contact(sessie, inwoner, afspraak, contact_uiterlijk, now)
    sessie.flush()
    return afspraak


def _vraag_contact(sessie: Session, inwoner: Inwoner, afspraak: Afspraak, uiterlijk: date, now: datetime) -> None:
    if is_gesloten(inwoner):
        return
    afspraak.gemist_begin, afspraak.contact_uiterlijk = afspraak.begin, uiterlijk
    event = ContactNodig(reden=NIET_VERSCHENEN, uiterlijk=uiterlijk, afspraak_id=afspraak.kenmerk)
    vertel(sessie, inwoner, event, now, dringend=True)


def _moment(tekst: str) -> datetime:
    return datetime.fromisoformat(tekst).astimezone(UTC)


def _kern(inhoud: dict[str, Any]) -> tuple[object, ...]:
    """What makes it another appointment for who has to be there."""
    return _moment(inhoud["begin"]), inhoud["soort"], inhoud.get("plaats") or "", inhoud["status"]


def _volgorde(inhoud: dict[str, Any]) -> bytes:
    """However its fields are ordered, the same content is the same."""
    return hashlib.sha256(json.dumps(inhoud, sort_keys=True).encode()).digest()
