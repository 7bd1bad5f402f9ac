"""The page that asks for one more way of showing who it is."""

from flask import Response, make_response, render_template

from portal.inwoners.service import vind_inwoner
from portal.toegang import passkeys
from portal.toegang.brokers import met_digid
from portal.toegang.kanalen import Eis, mogelijkheden
from portal.toegang.models import Sessie
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import db
from portal.web.omgeving import gemeente


def toon(
    rij: Sessie,
    eis: Eis,
    terugweg: Terugweg,
    fouten: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """What this session can still do to meet `eis`. Says nothing of where a code would go."""
    inwoner = vind_inwoner(db(), rij.inwoner_id)
    if inwoner is None:
        raise LookupError("a session without inwoner")
    kan = mogelijkheden(
        rij,
        inwoner,
        landen=gemeente().sms.landen,
        niveau=eis.niveau,
        heeft_passkey=passkeys.heeft(db(), inwoner.id),
        digid=met_digid(),
        alleen_digid=eis.digid,
    )
    pagina = render_template("toegang/stap.html", fouten=fouten or {}, kan=kan, **terugweg.waarden())
    return make_response(pagina, status)
