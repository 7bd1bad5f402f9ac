"""How long words are kept: until the backoffice has had them for as long as the gemeente chose."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from portal.aanmelding.events import AanmeldingOntvangen
from portal.aanmelding.models import Aanmelding, Antwoord
from portal.inwoners.bewaren import wacht_nog_iets
from portal.inwoners.models import Inwoner
from portal.inwoners.wissen import wis
from portal.outbox.models import OutboxEvent, OutboxStroom
from portal.outbox.service import BACKOFFICE
from portal.traject.models import Traject

_PER_KEER: Final = 500
_BLIJFT: Final = ("haast", "veilig")
"""Choices that say how to treat somebody; they are no words of their own and stay with the person."""


def wis_woorden(sessie: Session, bezorgd_voor: datetime) -> int:
    """Wipe own words and answers that the backoffice acknowledged before this moment; how many.

    While anything of that person still has to be delivered, nothing of it is wiped.
    """
    aanmeldingen = sessie.scalars(
        select(Aanmelding.id)
        .where(
            Aanmelding.eigen_woorden_geheim.is_not(None) | Aanmelding.helper_geheim.is_not(None),
            _is_bezorgd(bezorgd_voor),
        )
        .limit(_PER_KEER)
    ).all()
    sessie.execute(
        update(Aanmelding)
        .where(Aanmelding.id.in_(aanmeldingen))
        .values(eigen_woorden_geheim=None, helper_geheim=None)
        .execution_options(synchronize_session=False)
    )
    antwoorden = sessie.execute(
        select(Antwoord.aanmelding_id, Antwoord.onderwerp)
        .join(Aanmelding, Aanmelding.id == Antwoord.aanmelding_id)
        .where(
            Antwoord.antwoord_geheim.is_not(None),
            Antwoord.onderwerp.not_in(_BLIJFT),
            Antwoord.gegeven_op < bezorgd_voor,
            _is_bezorgd(bezorgd_voor),
        )
        .limit(_PER_KEER)
    ).all()
    for aanmelding_id, onderwerp in antwoorden:
        sessie.execute(
            update(Antwoord)
            .where(Antwoord.aanmelding_id == aanmelding_id, Antwoord.onderwerp == onderwerp)
            .values(antwoord_geheim=None)
            .execution_options(synchronize_session=False)
        )
    return len(aanmeldingen) + len(antwoorden)


def wis_nep(sessie: Session, voor: datetime, now: datetime, *, behalve: Sequence[ColumnElement[bool]] = ()) -> int:
    """Erase who signed up before `voor`, was marked by us, and of whom nobody ever heard again; how many.

    One sign of life keeps everything: an answer, a word of the backoffice about status or road, or one of `behalve`.
    And while anything still has to be delivered, nothing goes.
    """
    leeft = (
        select(Antwoord.onderwerp)
        .where(Antwoord.aanmelding_id == Aanmelding.id, Antwoord.onderwerp != "groep")
        .exists()
    )
    onderweg = select(Traject.inwoner_id).where(Traject.inwoner_id == Aanmelding.inwoner_id).exists()
    nep = sessie.scalars(
        select(Inwoner)
        .join(Aanmelding, Aanmelding.inwoner_id == Inwoner.id)
        .where(
            Aanmelding.verdacht,
            Aanmelding.ontvangen_op < voor,
            Inwoner.status_gewijzigd_op.is_(None),
            ~leeft,
            ~onderweg,
            ~wacht_nog_iets(),
            *(~reden for reden in behalve),
        )
        .order_by(Inwoner.id)
        .limit(_PER_KEER)
    ).all()
    for inwoner in nep:
        wis(sessie, inwoner, now)
    return len(nep)


def _is_bezorgd(voor: datetime) -> ColumnElement[bool]:
    """Everything of this person arrived, and the sign-up itself long enough ago."""
    return (
        select(OutboxStroom.id)
        .join(OutboxEvent, OutboxEvent.stroom_id == OutboxStroom.id)
        .where(
            OutboxStroom.gemeente == Aanmelding.gemeente,
            OutboxStroom.bestemming == BACKOFFICE,
            OutboxStroom.onderwerp_id == Aanmelding.inwoner_id,
            OutboxStroom.delivered_seq == OutboxStroom.last_seq,
            OutboxEvent.type == AanmeldingOntvangen.type,
            OutboxEvent.delivered_at < voor,
        )
        .correlate(Aanmelding)
        .exists()
    )
