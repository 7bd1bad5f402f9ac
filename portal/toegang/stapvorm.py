"""The page that asks for one more way of showing who it is."""

from flask import Response, make_response, render_template

from portal.inwoners.service import vind_inwoner
from portal.toegang.kanalen import mogelijkheden
from portal.toegang.models import Sessie
from portal.toegang.terugweg import Terugweg
from portal.web.applicatie import db
from portal.web.omgeving import gemeente


def toon(
    rij: Sessie, niveau: int, terugweg: Terugweg, fouten: dict[str, str] | None = None, status: int = 200
) -> Response:
    """What this session can still do to reach `niveau`. Says nothing of where a code would go."""
    inwoner = vind_inwoner(db(), rij.inwoner_id)
    if inwoner is None:
        raise LookupError("a session without inwoner")
    kan = mogelijkheden(rij, inwoner, landen=gemeente().sms.landen, niveau=niveau, heeft_passkey=False, digid=False)
    pagina = render_template("toegang/stap.html", fouten=fouten or {}, kan=kan, **terugweg.waarden())
    return make_response(pagina, status)
