"""Vandaag: where am I, what comes next, and by when at the latest (level 1; more from level 2)."""

from typing import Any

from flask import Blueprint, abort, render_template

from portal.aanmelding.queries import aanmelding_van, ingevuld, wegen_van
from portal.aanmelding.vragen import vragen_van
from portal.afspraken.vandaag import aanstaande
from portal.clock import dag_van
from portal.toegang.beleid import NIVEAU_1, toegang
from portal.traject.service import procesoverzicht
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = Blueprint("mijn", __name__, url_prefix="/<taal:taal>/mijn", template_folder="templates")


@bp.get("")
@NIVEAU_1
def vandaag() -> str:
    """The road, its dates, and the own questions. From level 2 on the counsellor's words too."""
    return render_template("mijn/vandaag.html", **_stand())


@bp.get("/overzicht")
@NIVEAU_1
def overzicht() -> str:
    """The whole road on one sheet, to print and put on the fridge; no more on it than the session may see."""
    return render_template("mijn/overzicht.html", **_stand())


def _stand() -> dict[str, Any]:
    aanmelding = aanmelding_van(db(), toegang().inwoner_id)
    if aanmelding is None:
        abort(404)
    kalender = omgeving().kalender
    gedaan = ingevuld(db(), aanmelding)
    weg = procesoverzicht(
        db(),
        inwoner_id=aanmelding.inwoner_id,
        startdatum=aanmelding.startdatum,
        termijnen=aanmelding.termijnen,
        gemeente=gemeente(),
        kalender=kalender,
        vandaag=dag_van(nu()),
    )
    return {
        "aanmelding": aanmelding,
        "wegen": wegen_van(db(), aanmelding),
        "inloop": gemeente().volgende_inloop(nu(), kalender),
        "overzicht": weg,
        "te_laat": weg.te_laat,
        "eigen": toegang().niveau >= 2,
        "afspraken": aanstaande(db(), aanmelding.inwoner_id, toegang().niveau, nu()),
        "open_vragen": [v for v in vragen_van(gemeente()) if v.onderwerp not in gedaan],
    }
