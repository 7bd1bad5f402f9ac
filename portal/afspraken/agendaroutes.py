"""All appointments in somebody's own calendar: an address to follow, made and ended here (level 2)."""

from flask import Blueprint, Response, redirect, render_template, url_for

from portal.afspraken import agenda
from portal.afspraken.bestand import INHOUDSTYPE, adres, als_bestand
from portal.afspraken.linkroutes import werkt_niet
from portal.afspraken.models import VERVALLEN
from portal.afspraken.paginas import Antwoord
from portal.afspraken.queries import afspraken_van
from portal.afspraken.zicht import NIVEAU_2 as ALLES_TE_ZIEN
from portal.inwoners.service import vind_inwoner
from portal.toegang.beleid import LINK, NIVEAU_2, toegang
from portal.web.applicatie import db
from portal.web.omgeving import nu

bp = Blueprint("agenda", __name__, url_prefix="/<taal:taal>", template_folder="templates")


@bp.get("/mijn/agenda")
@NIVEAU_2
def pagina() -> str:
    """Whether a calendar follows along, and the way to begin or end that."""
    volgt = agenda.agenda_van(db(), toegang().inwoner_id)
    return render_template("afspraken/agenda.html", volgt=volgt, adres=None)


@bp.post("/mijn/agenda")
@NIVEAU_2
def maak() -> Antwoord:
    """A new address, on the screen this once; an earlier one ends."""
    inwoner = vind_inwoner(db(), toegang().inwoner_id)
    if inwoner is None:
        return werkt_niet()
    geheim = agenda.maak_agenda(db(), inwoner, nu())
    return render_template(
        "afspraken/agenda.html",
        volgt=agenda.agenda_van(db(), inwoner.id),
        adres=adres() + url_for("agenda.volg", geheim=geheim),
    )


@bp.post("/mijn/agenda/stop")
@NIVEAU_2
def stop() -> Antwoord:
    """The address works no more."""
    agenda.stop_agenda(db(), toegang().inwoner_id, nu())
    return redirect(url_for("agenda.pagina"), 303)


@bp.get("/agenda/<geheim>/afspraken.ics")
@LINK
def volg(geheim: str) -> Antwoord:
    """What a calendar fetches: every appointment that stands."""
    inwoner = agenda.volgt(db(), geheim)
    if inwoner is None:
        return werkt_niet()
    staan = [afspraak for afspraak in afspraken_van(db(), inwoner.id) if afspraak.status != VERVALLEN]
    return Response(als_bestand((afspraak, ALLES_TE_ZIEN) for afspraak in staan), content_type=INHOUDSTYPE)
