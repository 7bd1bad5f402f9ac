"""Appointments of one inwoner, as the backoffice plans them."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from flask import abort

from portal.afspraken.service import zet_afspraak
from portal.backoffice.invoer import fout, invoer, weiger
from portal.backoffice.inwoner import afspraak_data
from portal.backoffice.routes.blauwdruk import ApiBlueprint
from portal.clock import dag_van
from portal.inwoners.service import OnbekendeInwoner
from portal.termijnen import werkdagen_na
from portal.toegang.beleid import API_SCHRIJVEN
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = ApiBlueprint("afspraken", __name__)

_KENMERK: Final = re.compile("[A-Za-z0-9._:~-]{1,100}")


@bp.put("/inwoners/<uuid:id>/afspraken/<afspraakId>")
@API_SCHRIJVEN
def afspraak(id: UUID, afspraakId: str) -> dict[str, Any]:  # noqa: N803 the contract's own name
    """One appointment; the newest state stays."""
    inhoud = dict(invoer().lichaam)
    fouten = [*_fouten(inhoud)]
    if fouten:
        weiger(*fouten)
    if not _KENMERK.fullmatch(afspraakId):
        abort(404)
    gewijzigd_op = datetime.fromisoformat(inhoud.pop("gewijzigdOp"))
    uiterlijk = werkdagen_na(dag_van(nu()), gemeente().belofte.gemist_werkdagen, omgeving().kalender)
    try:
        return afspraak_data(
            zet_afspraak(
                db(),
                inwoner_id=id,
                kenmerk=afspraakId,
                inhoud=inhoud,
                gewijzigd_op=gewijzigd_op,
                contact_uiterlijk=uiterlijk,
                now=nu(),
            )
        )
    except OnbekendeInwoner:
        abort(404)


def _fouten(inhoud: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """What no schema can say: an end after its beginning, and every offered moment under a name of its own."""
    yield from _einde(inhoud, "einde")
    eerder = set()
    for nummer, deel in enumerate(inhoud.get("alternatieven") or ()):
        yield from _einde(deel, f"alternatieven.{nummer}.einde")
        if deel["id"] in eerder:
            yield fout("body", f"alternatieven.{nummer}.id", "staat er al eerder")
        eerder.add(deel["id"])


def _einde(deel: Mapping[str, Any], veld: str) -> Iterator[dict[str, str]]:
    if deel.get("einde") and datetime.fromisoformat(deel["einde"]) <= datetime.fromisoformat(deel["begin"]):
        yield fout("body", veld, "ligt niet na begin")
