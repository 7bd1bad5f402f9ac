"""Vandaag: where am I, what comes next, and by when at the latest (level 1)."""

from flask import Blueprint, abort, render_template

from portal.aanmelding.queries import aanmelding_van, ingevuld, wegen_van
from portal.aanmelding.vragen import vragen_van
from portal.clock import dag_van
from portal.termijnen import te_tonen
from portal.toegang.beleid import NIVEAU_1, toegang
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = Blueprint("mijn", __name__, url_prefix="/<taal:taal>/mijn", template_folder="templates")


@bp.get("")
@NIVEAU_1
def vandaag() -> str:
    """The next contact, the latest dates, and the own questions. No name, no number, no answers."""
    aanmelding = aanmelding_van(db(), toegang().inwoner_id)
    if aanmelding is None:
        abort(404)
    kalender, dag = omgeving().kalender, dag_van(nu())
    gedaan = ingevuld(db(), aanmelding)
    return render_template(
        "mijn/vandaag.html",
        aanmelding=aanmelding,
        wegen=wegen_van(db(), aanmelding),
        inloop=gemeente().volgende_inloop(nu(), kalender),
        te_laat=dag > aanmelding.belbelofte_uiterlijk,
        bellen_uiterlijk=te_tonen(aanmelding.belbelofte_uiterlijk, kalender, niet_voor=aanmelding.startdatum),
        gesprek_uiterlijk=te_tonen(aanmelding.eerste_gesprek_uiterlijk, kalender, niet_voor=aanmelding.startdatum),
        open_vragen=[v for v in vragen_van(gemeente()) if v.onderwerp not in gedaan],
    )
