"""Who did what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.accounts.handelingen import laatste
from portal.accounts.models import Account
from portal.beheer import woorden
from portal.beheer.tokens import kast
from portal.beheer.weergave import blauwdruk
from portal.beheer.weergave import toon as teken
from portal.outbox.models import OutboxEvent
from portal.toegang.beleid import BEHEERDER
from portal.web.applicatie import db

bp = blauwdruk("logboek")

_PER_BLADZIJ = 50


@dataclass(frozen=True, slots=True)
class Regel:
    """One act in words."""

    op: datetime
    wie: str
    wat: str
    over: str
    reden: str


@bp.get("/logboek")
@BEHEERDER
def toon() -> Response:
    """The newest first, fifty at a time; `?voor=` goes on behind an earlier page."""
    gevonden = laatste(db(), _PER_BLADZIJ + 1, _id(request.args["voor"]) if "voor" in request.args else None)
    rijen = gevonden[:_PER_BLADZIJ]
    namen = {str(a.id): a.naam or "" for a in db().scalars(select(Account))}
    namen |= {str(token.id): token.naam for token in kast().alle_tokens(db())}
    redenen = _redenen(rij.over for rij, _ in rijen if rij.soort == woorden.OVERGESLAGEN)
    regels = [
        Regel(
            op=rij.op,
            wie=(wie.naam or "") if wie is not None else "Op de server, met een opdracht",
            wat=woorden.HANDELINGEN.get(rij.soort, rij.soort),
            over=_over(rij.over, namen) if rij.over and str(rij.account_id) != rij.over else "",
            reden=redenen.get(rij.over or "", ""),
        )
        for rij, wie in rijen
    ]
    return teken("logboek", regels=regels, verder=rijen[-1][0].id if len(gevonden) > _PER_BLADZIJ else None)


def _over(over: str, namen: dict[str, str]) -> str:
    return namen.get(over) or woorden.bestemming(over)


def _redenen(ids: Iterable[str | None]) -> dict[str, str]:
    """Why events were skipped: kept with the event."""
    gevraagd = [UUID(tekst) for tekst in ids if tekst]
    if not gevraagd:
        return {}
    rijen = db().execute(select(OutboxEvent.id, OutboxEvent.reden).where(OutboxEvent.id.in_(gevraagd)))
    return {str(event_id): reden or "" for event_id, reden in rijen}


def _id(tekst: str) -> UUID:
    try:
        return UUID(tekst)
    except ValueError:
        abort(404)
