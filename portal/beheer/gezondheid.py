"""Health for machines: alive, ready to store a sign-up, and numbers without persons."""

import hmac
from datetime import datetime, timedelta

from flask import Blueprint, Response, abort, request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.aanmelding.oefening import oefen
from portal.config import is_loopback
from portal.db.databank import ALLE
from portal.db.storing import in_woorden
from portal.outbox.models import Hartslag, OutboxBestemming, OutboxEvent, OutboxStroom
from portal.toegang.beleid import MACHINE
from portal.web.bron import bron_van
from portal.web.omgeving import nu, omgeving

bp = Blueprint("gezondheid", __name__)


@bp.get("/livez")
@MACHINE
def livez() -> Response:
    """This process answers."""
    return _tekst("ok\n")


@bp.get("/readyz")
@MACHINE
def readyz() -> Response:
    """This process can store a sign-up: database and keys. A dead backoffice or worker changes nothing."""
    deze = omgeving()
    try:
        oefen(deze.databank, next(iter(deze.gemeenten)), deze.kalender, nu())
    except Exception as fout:  # whatever it is: this process cannot store a sign-up
        return _tekst(f"The database cannot store a sign-up: {in_woorden(fout)}.\n", 503)
    return _tekst("ready\n")


@bp.get("/metrics")
@MACHINE
def metrics() -> Response:
    """Prometheus text format 0.0.4; from this machine itself, or with the token."""
    token = omgeving().instellingen.metrics_token
    gegeven = request.headers.get("Authorization", "").removeprefix("Bearer ")
    lokaal = is_loopback(bron_van(request.environ)) and "X-Forwarded-For" not in request.headers
    if not (lokaal or (token and hmac.compare_digest(gegeven.encode(), token.encode()))):
        abort(404)
    with omgeving().databank.lezen(ALLE) as sessie:
        regels = list(_regels(sessie, nu()))
    return _tekst("\n".join(regels) + "\n", soort="text/plain; version=0.0.4")


def _regels(sessie: Session, now: datetime) -> list[str]:
    hartslag = sessie.scalar(select(func.max(Hartslag.gezien_op)))
    geparkeerd = sessie.scalar(
        select(func.count()).select_from(OutboxStroom).where(OutboxStroom.parked_at.is_not(None))
    )
    regels = [
        "# HELP rustpunt_worker_silence_seconds Time since any worker was last seen; -1: never.",
        "# TYPE rustpunt_worker_silence_seconds gauge",
        f"rustpunt_worker_silence_seconds {(now - hartslag).total_seconds() if hartslag else -1:.0f}",
        "# HELP rustpunt_outbox_undelivered Events that wait, per gemeente and destination.",
        "# TYPE rustpunt_outbox_undelivered gauge",
    ]
    oudste: list[str] = []
    for gemeente, bestemming, aantal, eerste in sessie.execute(
        select(
            OutboxEvent.gemeente,
            OutboxEvent.bestemming,
            func.count(),
            func.min(OutboxEvent.created_at),
        )
        .where(OutboxEvent.delivered_at.is_(None))
        .group_by(OutboxEvent.gemeente, OutboxEvent.bestemming)
        .order_by(OutboxEvent.gemeente, OutboxEvent.bestemming)
    ):
        merk = f'{{gemeente="{gemeente}",bestemming="{bestemming}"}}'
        regels.append(f"rustpunt_outbox_undelivered{merk} {aantal}")
        oudste.append(f"rustpunt_outbox_oldest_seconds{merk} {max(now - eerste, timedelta()).total_seconds():.0f}")
    regels += [
        "# HELP rustpunt_outbox_oldest_seconds Age of the oldest event that waits.",
        "# TYPE rustpunt_outbox_oldest_seconds gauge",
        *oudste,
        "# HELP rustpunt_outbox_parked Streams that wait for the operator.",
        "# TYPE rustpunt_outbox_parked gauge",
        f"rustpunt_outbox_parked {geparkeerd}",
        "# HELP rustpunt_destination_paused Whether a destination is paused by a configuration fault.",
        "# TYPE rustpunt_destination_paused gauge",
    ]
    for rij in sessie.scalars(
        select(OutboxBestemming).order_by(OutboxBestemming.gemeente, OutboxBestemming.bestemming)
    ):
        merk = f'{{gemeente="{rij.gemeente}",bestemming="{rij.bestemming}"}}'
        regels.append(f"rustpunt_destination_paused{merk} {int(rij.paused_at is not None)}")
    return regels


def _tekst(inhoud: str, status: int = 200, soort: str = "text/plain") -> Response:
    antwoord = Response(inhoud, status, content_type=soort if ";" in soort else f"{soort}; charset=utf-8")
    antwoord.headers["Cache-Control"] = "no-store"
    return antwoord
