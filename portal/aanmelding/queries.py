"""Reads of one inwoner's sign-up."""

import json
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from portal.aanmelding.models import Aanmelding, Antwoord, Concept, Vingerafdruk
from portal.inwoners.service import vind_inwoner
from portal.toegang.models import PersoonlijkeCode


def aanmelding_van(sessie: Session, inwoner_id: UUID) -> Aanmelding | None:
    """The newest aanmelding of an inwoner."""
    return sessie.scalars(
        select(Aanmelding)
        .where(Aanmelding.inwoner_id == inwoner_id)
        .order_by(Aanmelding.ontvangen_op.desc(), Aanmelding.id.desc())
        .limit(1)
    ).first()


def beantwoord(sessie: Session, aanmelding_id: UUID) -> set[str]:
    """Which optional questions have an answer."""
    return set(sessie.scalars(select(Antwoord.onderwerp).where(Antwoord.aanmelding_id == aanmelding_id)))


def heeft_meer_gezegd(sessie: Session, aanmelding: Aanmelding, now: datetime) -> bool:
    """Whether a page of this aanmelding now shows something that a new one does not: answers, or a hidden code."""
    later = select(Antwoord.onderwerp).where(
        Antwoord.aanmelding_id == aanmelding.id,
        # The group is a hint that came with the sign-up itself.
        or_(Antwoord.onderwerp != "groep", Antwoord.gegeven_op > aanmelding.ontvangen_op),
    )
    getypt = select(Concept.onderwerp).where(Concept.aanmelding_id == aanmelding.id)
    verborgen = select(PersoonlijkeCode.id).where(
        PersoonlijkeCode.inwoner_id == aanmelding.inwoner_id, PersoonlijkeCode.zichtbaar_tot <= now
    )
    return any(sessie.execute(vraag.limit(1)).first() for vraag in (later, getypt, verborgen))


def ingevuld(sessie: Session, aanmelding: Aanmelding) -> set[str]:
    """Which optional questions need not be asked any more: answered since, or told while signing up."""
    gedaan = beantwoord(sessie, aanmelding.id)
    inwoner = vind_inwoner(sessie, aanmelding.inwoner_id)
    if inwoner is not None and inwoner.naam:
        gedaan.add("naam")
    if inwoner is not None and inwoner.veilig_bereikbaar != "onbekend":
        gedaan.add("veilig")
    if aanmelding.eigen_woorden:
        gedaan.add("eigen_woorden")
    return gedaan


def wegen_van(sessie: Session, aanmelding: Aanmelding) -> list[str]:
    """The ways to reach somebody, the one we use first in front: their names, never what was filled in.

    `helper` is somebody else who may be called.
    """
    inwoner = vind_inwoner(sessie, aanmelding.inwoner_id)
    helper = json.loads(aanmelding.helper) if aanmelding.helper else {}
    er_is = {
        "telefoon": bool(inwoner and inwoner.telefoon),
        "email": bool(inwoner and inwoner.email),
        "adres": bool(inwoner and inwoner.adres),
        "langskomen": bool(inwoner and inwoner.langskomen),
        "helper": bool(helper.get("magGebeld") and helper.get("telefoon")),
    }
    return [weg for weg, waar in er_is.items() if waar]


def concept_van(sessie: Session, aanmelding_id: UUID, onderwerp: str) -> str | None:
    """What was typed and not sent."""
    concept = sessie.get(Concept, (aanmelding_id, onderwerp))
    return concept.tekst if concept else None


def van_bron(sessie: Session, gemeente: str, bron_merk: bytes, now: datetime, hoogst: int) -> int:
    """How many sign-ups this source sent in the last ten minutes; counts to `hoogst`, no further."""
    waarden = {"van": gemeente, "bron": bron_merk, "nu": now, "hoogst": hoogst}
    return sessie.connection().scalar(_VAN_BRON, waarden) or 0


_VINGER: Final = Vingerafdruk.__table__.c
_VAN_BRON: Final = select(func.count()).select_from(
    select(_VINGER.merk)
    .where(
        _VINGER.gemeente == bindparam("van"),
        _VINGER.bron_merk == bindparam("bron"),
        _VINGER.tot > bindparam("nu"),
    )
    .limit(bindparam("hoogst"))
    .subquery()
)
"""Put together once, since every sign-up asks it."""
