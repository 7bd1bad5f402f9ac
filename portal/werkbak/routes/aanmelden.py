"""Signing somebody up who called, came to the desk or wrote; every way counts the same."""

import uuid

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

from portal.werkbak import handelingen, werklijst
from portal.werkbak.handelingen import Soort
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet, Reden
from portal.werkbak.routes import foutmelding
from portal.werkbak.routes.code import kaartje
from portal.werkbak.tekst import datum_van, leesbaar
from portal.werkbak.woorden import KEUZES

KANALEN = {"telefoon": "Aan de telefoon", "balie": "Aan de balie", "brief": "Met een brief of mail"}
GRONDEN = {
    grond: KEUZES["haast"][grond].capitalize() for grond in ("woning", "energie_water", "zorgverzekering", "anders")
}

routes = Blueprint("aanmelden", __name__)


@routes.get("/aanmelden")
def formulier() -> str:
    """Show the form; today is the day somebody asked, unless told otherwise."""
    velden = MultiDict([("kanaal", "telefoon"), ("startdatum", omgeving().vandaag().isoformat()), ("taal", "nl")])
    return _formulier(velden, str(uuid.uuid4()))


@routes.post("/aanmelden")
def meld_aan() -> str | tuple[str, int]:
    """Sign somebody up and show the code, this once. The same form sent twice is one person."""
    hier, velden = omgeving(), request.form
    try:
        eenmalig = str(uuid.UUID(velden.get("eenmalig", "")))
    except ValueError:
        eenmalig = str(uuid.uuid4())
    try:
        gemaakt = hier.portaal.meld_aan(_inhoud(velden), eenmalig)
    except PortaalNiet as fout:
        if fout.reden is Reden.AL_GEBRUIKT:
            eenmalig = str(uuid.uuid4())
        fouten = {naam.partition(".")[0]: reden for naam, reden in ((f.veld, f.reden) for f in reversed(fout.fouten))}
        return _formulier(velden, eenmalig, foutmelding.zin(fout), fouten), foutmelding.status(fout)
    subject = gemaakt.tekst("id")
    if subject is None:
        onleesbaar = PortaalNiet(Reden.ONLEESBAAR)
        return _formulier(velden, eenmalig, foutmelding.zin(onleesbaar)), foutmelding.status(onleesbaar)
    with hier.opslag.schrijven() as db:
        handelingen.noteer(
            db,
            subject,
            Soort.AANGEMELD,
            tekst=KANALEN.get(velden.get("kanaal", ""), ""),
            gezien_tot=0,
            eenmalig=uuid.UUID(eenmalig),
            now=hier.nu(),
        )
        werklijst.werk_bij(db, subject)
    return kaartje(subject, _tekst(velden, "naam"), gemaakt.tekst("code"), nieuw=True, veilig=velden.get("veilig", ""))


def _inhoud(velden: MultiDict[str, str]) -> dict[str, object]:
    inhoud: dict[str, object] = {"kanaal": velden.get("kanaal", "")}
    getypt = _tekst(velden, "startdatum")
    dag = datum_van(getypt)
    gegeven: dict[str, object] = {
        "startdatum": dag.isoformat() if dag else getypt,
        "naam": _tekst(velden, "naam"),
        "telefoon": _tekst(velden, "telefoon"),
        "email": _tekst(velden, "email"),
        "taal": velden.get("taal", ""),
        "gronden": velden.getlist("gronden"),
        "veiligBereikbaar": velden.get("veilig", ""),
    }
    return inhoud | {naam: waarde for naam, waarde in gegeven.items() if waarde}


def _tekst(velden: MultiDict[str, str], naam: str) -> str:
    return leesbaar(velden.get(naam, "")).strip()


def _formulier(
    velden: MultiDict[str, str], eenmalig: str, melding: str = "", fouten: dict[str, str] | None = None
) -> str:
    return render_template(
        "werkbak/aanmelden.html",
        eenmalig=eenmalig,
        fouten=fouten or {},
        gronden=GRONDEN,
        kanalen_in=KANALEN,
        melding=melding,
        velden=velden,
    )
