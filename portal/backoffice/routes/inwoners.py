"""What the backoffice knows about one inwoner, and what the inwoner gave."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort

from portal.backoffice.invoer import fout, invoer, weiger
from portal.backoffice.routes.blauwdruk import ApiBlueprint
from portal.clock import AMSTERDAM
from portal.toegang.beleid import API_SCHRIJVEN
from portal.traject.models import Traject
from portal.traject.service import OnbekendeInwoner, zet_traject
from portal.web.applicatie import db

bp = ApiBlueprint("inwoners", __name__)


@bp.put("/inwoners/<uuid:id>/traject")
@API_SCHRIJVEN
def traject(id: UUID) -> dict[str, Any]:
    """The road of one inwoner; the newest state stays."""
    inhoud = dict(invoer().lichaam)
    gewijzigd_op = datetime.fromisoformat(inhoud.pop("gewijzigdOp"))
    dubbel = [*_dubbel(inhoud, "stappen", "code"), *_dubbel(inhoud, "nodig", "id")]
    if dubbel:
        weiger(*dubbel)
    try:
        return _traject(zet_traject(db(), inwoner_id=id, inhoud=inhoud, gewijzigd_op=gewijzigd_op))
    except OnbekendeInwoner:
        abort(404)


def _dubbel(inhoud: Mapping[str, Any], lijst: str, naam: str) -> Iterable[dict[str, str]]:
    """Everything in a list whose name stood there before: which of the two holds, nobody could say."""
    eerder = set()
    for nummer, deel in enumerate(inhoud.get(lijst, ())):
        if deel[naam] in eerder:
            yield fout("body", f"{lijst}.{nummer}.{naam}", "staat er al eerder")
        eerder.add(deel[naam])


def _traject(traject: Traject) -> dict[str, Any]:
    return {"gewijzigdOp": traject.gewijzigd_op.astimezone(AMSTERDAM).isoformat(), **traject.inhoud}
