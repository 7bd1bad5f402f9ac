"""The public face: keep what the backoffice writes, and give the overview."""

import hashlib
import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.gemeente import Gemeente
from portal.inwoners.service import sluit_inwoner_op
from portal.termijnen import Kalender, Termijnen
from portal.traject.models import Traject
from portal.traject.procesoverzicht import Procesoverzicht, maak_procesoverzicht


def zet_traject(sessie: Session, *, inwoner_id: UUID, inhoud: dict[str, Any], gewijzigd_op: datetime) -> Traject:
    """Keep the newest state; an older one than what is stored changes nothing. Gives what is stored.

    Of two of the same moment, the one that stays does not depend on which came first.

    `inhoud` is the judged body of the contract. Raises `OnbekendeInwoner`.
    """
    inwoner = sluit_inwoner_op(sessie, inwoner_id)
    # However its fields are ordered, the same content is the same.
    volgorde = hashlib.sha256(json.dumps(inhoud, sort_keys=True).encode()).digest()
    traject = sessie.get(Traject, inwoner_id)
    if traject is not None and (traject.gewijzigd_op, traject.volgorde) >= (gewijzigd_op, volgorde):
        return traject
    if traject is None:
        traject = Traject(gemeente=inwoner.gemeente, inwoner_id=inwoner_id)
        sessie.add(traject)
    traject.fase = inhoud["fase"]
    traject.gewijzigd_op = gewijzigd_op
    traject.volgorde = volgorde
    traject.inhoud = inhoud
    sessie.flush()
    return traject


def procesoverzicht(
    sessie: Session,
    *,
    inwoner_id: UUID,
    startdatum: date,
    termijnen: Termijnen,
    gemeente: Gemeente,
    kalender: Kalender,
    vandaag: date,
) -> Procesoverzicht:
    """The overview of one inwoner; `startdatum` and `termijnen` are those of the aanmelding."""
    traject = sessie.get(Traject, inwoner_id)
    return maak_procesoverzicht(
        startdatum=startdatum,
        termijnen=termijnen,
        gegeven=traject.inhoud if traject else {},
        gemeente=gemeente,
        kalender=kalender,
        vandaag=vandaag,
    )


def traject_van(sessie: Session, inwoner_id: UUID) -> Traject | None:
    """What the backoffice last told, if anything."""
    return sessie.get(Traject, inwoner_id)
