"""Somebody's own appointment, from the personal space (level 1; names and addresses from level 2)."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template

from portal.afspraken import paginas
from portal.afspraken.bestand import INHOUDSTYPE, als_bestand, qr
from portal.afspraken.deur import eigen_deur
from portal.afspraken.paginas import Antwoord
from portal.afspraken.zicht import beeld_van
from portal.toegang.beleid import NIVEAU_1, NIVEAU_2

bp = Blueprint(
    "afspraak", __name__, url_prefix="/<taal:taal>/mijn/afspraak/<uuid:afspraak_id>", template_folder="templates"
)


@bp.get("")
@NIVEAU_1
def toon(afspraak_id: UUID) -> Antwoord:
    """The appointment."""
    return paginas.toon(eigen_deur(afspraak_id))


@bp.get("/alles")
@NIVEAU_2
def alles(afspraak_id: UUID) -> Antwoord:
    """The same, for who showed in two ways who they are: the step in between is why this page is there."""
    return redirect(eigen_deur(afspraak_id).naar("toon"), 303)


@bp.post("/komen")
@NIVEAU_1
def komen(afspraak_id: UUID) -> Antwoord:
    """I come."""
    return paginas.kom(eigen_deur(afspraak_id, om_te_veranderen=True))


@bp.get("/verzetten")
@NIVEAU_1
def verzetten(afspraak_id: UUID) -> Antwoord:
    """Another moment."""
    return paginas.toon_verzetten(eigen_deur(afspraak_id))


@bp.post("/verzetten")
@NIVEAU_1
def verzetten_post(afspraak_id: UUID) -> Antwoord:
    """Ask for it."""
    return paginas.verzet(eigen_deur(afspraak_id, om_te_veranderen=True))


@bp.get("/afzeggen")
@NIVEAU_1
def afzeggen(afspraak_id: UUID) -> Antwoord:
    """I cannot come."""
    return paginas.toon_afzeggen(eigen_deur(afspraak_id))


@bp.post("/afzeggen")
@NIVEAU_1
def afzeggen_post(afspraak_id: UUID) -> Antwoord:
    """How it goes on."""
    return paginas.zeg_dat_ik_niet_kan(eigen_deur(afspraak_id, om_te_veranderen=True))


@bp.post("/iemand-mee")
@NIVEAU_1
def iemand_mee(afspraak_id: UUID) -> Antwoord:
    """Somebody comes along."""
    return paginas.neem_mee(eigen_deur(afspraak_id, om_te_veranderen=True))


@bp.get("/afspraak.ics")
@NIVEAU_1
def bestand(afspraak_id: UUID) -> Response:
    """For the calendar of the telephone."""
    deur = eigen_deur(afspraak_id)
    antwoord = Response(als_bestand([(deur.afspraak, deur.zicht)]), content_type=INHOUDSTYPE)
    antwoord.headers["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return antwoord


@bp.get("/kaartje")
@NIVEAU_1
def kaartje(afspraak_id: UUID) -> str:
    """A card of A6, to print and put on the fridge."""
    deur = eigen_deur(afspraak_id)
    beeld = beeld_van(deur.afspraak, deur.zicht)
    return render_template("afspraken/kaartje.html", deur=deur, beeld=beeld, qr=qr())
