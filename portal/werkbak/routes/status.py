"""How the help of one person stands as a whole: going on, paused, finished, moved, deceased."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.werkbak.handelingen import Soort
from portal.werkbak.inwoner import Inwoner
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet
from portal.werkbak.routes import foutmelding
from portal.werkbak.tekst import datum_van, leesbaar
from portal.werkbak.wijzigen import IntussenVeranderd
from portal.werkbak.woorden import STATUSSEN

UITLEG = {
    "actief": "De hulp loopt. Berichten gaan zoals de inwoner dat wil.",
    "gepauzeerd": "Er gaan geen berichten uit. Vul hieronder in tot wanneer, of laat het leeg.",
    "afgerond": "De hulp is klaar. De inwoner kan nog minstens zes maanden kijken.",
    "verhuisd": "Er stopt niets. We overleggen met de nieuwe gemeente.",
    "overleden": "Alles stopt meteen. Er gaat niets meer uit. Eerst vragen we of je het zeker weet.",
}

routes = Blueprint("status", __name__)


@routes.get("/mensen/<subject>/status")
def formulier(subject: str) -> str | tuple[str, int]:
    """Show the form, starting from what the portal holds now."""
    try:
        inwoner = Inwoner(omgeving().portaal.inwoner(subject))
    except PortaalNiet as fout:
        pagina = render_template("werkbak/niet.html", melding=foutmelding.zin(fout), subject=subject)
        return pagina, foutmelding.status(fout)
    tot = inwoner.status_tot
    velden = MultiDict(
        [("status", inwoner.status), ("tot", tot.isoformat() if tot else ""), ("naam", inwoner.naam or "")]
    )
    return _formulier(subject, velden)


@routes.post("/mensen/<subject>/status")
def bewaar(subject: str) -> Response | str | tuple[str, int]:
    """Save it. That somebody died is asked twice: it stops everything."""
    hier, velden = omgeving(), request.form
    status = velden.get("status", "")
    if status == "overleden" and velden.get("zeker") != "ja":
        return render_template("werkbak/overleden.html", subject=subject, naam=velden.get("naam", ""))
    inhoud: dict[str, object] = {"status": status}
    getypt = leesbaar(velden.get("tot", "")).strip()
    if status == "gepauzeerd" and getypt:
        dag = datum_van(getypt)
        inhoud["tot"] = dag.isoformat() if dag else getypt
    try:
        hier.wijziger.zet(subject, Soort.STATUS, "status", inhoud, STATUSSEN.get(status, status), hier.nu())
    except IntussenVeranderd:
        flash("Er staat iets nieuwers in het portaal. Kijk hoe het nu is.", "let")
    except PortaalNiet as fout:
        fouten = {f.veld: f.reden for f in reversed(fout.fouten)}
        melding = f"{foutmelding.zin(fout)} {foutmelding.STAAT_ER_NOG}"
        return _formulier(subject, velden, melding, fouten), foutmelding.status(fout)
    else:
        flash(f"Bewaard: {STATUSSEN.get(status, status).lower()}. Dit geldt nu ook in het portaal.")
    return redirect(url_for("mensen.mens", subject=subject), 303)


def _formulier(
    subject: str, velden: MultiDict[str, str], melding: str = "", fouten: dict[str, str] | None = None
) -> str:
    return render_template(
        "werkbak/status.html", fouten=fouten or {}, melding=melding, subject=subject, uitleg=UITLEG, velden=velden
    )
