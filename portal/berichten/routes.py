"""Three ways to say something, from every personal page (C13, C14 and C19). Nothing of earlier messages is shown."""

from typing import Final

from flask import Blueprint, abort, render_template, request
from flask_babel import lazy_gettext as _l

from portal.berichten import service
from portal.berichten.models import EigenBericht
from portal.inwoners.bereikbaar import schoon
from portal.inwoners.models import Inwoner
from portal.inwoners.service import vind_inwoner
from portal.termijnen import te_tonen
from portal.toegang.beleid import NIVEAU_1, toegang
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = Blueprint("berichten", __name__, url_prefix="/<taal:taal>/mijn", template_folder="templates")

MEESTE_WOORDEN: Final = 10_000
VERANDERINGEN: Final = (
    ("werk", _l("Werk of inkomen")),
    ("wonen", _l("Wonen")),
    ("gezin", _l("Gezin of relatie")),
    ("gezondheid", _l("Gezondheid")),
    ("brief", _l("Een nieuwe brief of rekening")),
    ("anders", _l("Iets anders")),
)


@bp.get("/vraag")
@NIVEAU_1
def vraag() -> str:
    """Ask something."""
    return render_template("berichten/vraag.html", tekst="", fouten={})


@bp.post("/vraag")
@NIVEAU_1
def vraag_post() -> tuple[str, int] | str:
    """Pass the question on."""
    tekst = _tekst()
    if request.form.get("taal_wissel"):
        return render_template("berichten/vraag.html", tekst=tekst or "", fouten={})
    if tekst is None:
        return render_template("berichten/vraag.html", tekst="", fouten={"tekst": True}), 422
    return _klaar(service.stel_vraag(db(), gemeente(), omgeving().kalender, _ik(), tekst, now=nu()))


@bp.get("/verandering")
@NIVEAU_1
def verandering() -> str:
    """Tell what changed."""
    return _toon_verandering("", "", {})


@bp.post("/verandering")
@NIVEAU_1
def verandering_post() -> tuple[str, int] | str:
    """Pass it on; words without a choice are "something else"."""
    gekozen, tekst = request.form.get("soort", ""), _tekst()
    if request.form.get("taal_wissel"):
        return _toon_verandering(gekozen, tekst or "", {})
    soort = gekozen if gekozen in service.SOORTEN else "anders" if tekst else None
    if soort is None:
        return _toon_verandering("", "", {"soort": True}), 422
    return _klaar(service.meld_verandering(db(), gemeente(), omgeving().kalender, _ik(), soort, tekst, now=nu()))


@bp.get("/even-niet-goed")
@NIVEAU_1
def even_niet_goed() -> str:
    """It does not go well: how soon shall we call?"""
    return render_template("berichten/even_niet_goed.html")


@bp.get("/even-niet-goed/opschrijven")
@NIVEAU_1
def opschrijven() -> str:
    """First write something down."""
    return render_template("berichten/opschrijven.html", tekst="")


@bp.post("/even-niet-goed")
@NIVEAU_1
def even_niet_goed_post() -> str:
    """Somebody calls; nothing written down is fine too."""
    tekst, belwens = _tekst(), request.form.get("belwens", "")
    if request.form.get("taal_wissel"):
        return render_template("berichten/opschrijven.html", tekst=tekst or "")
    if belwens not in service.BELWENSEN:
        belwens = service.SCHRIJVEN if tekst else service.SNEL
    return _klaar(service.meld_terugval(db(), gemeente(), omgeving().kalender, _ik(), belwens, tekst, now=nu()))


def _toon_verandering(gekozen: str, tekst: str, fouten: dict[str, bool]) -> str:
    return render_template(
        "berichten/verandering.html", soorten=VERANDERINGEN, gekozen=gekozen, tekst=tekst, fouten=fouten
    )


def _klaar(bericht: EigenBericht) -> str:
    """What happens now; from level 2 on with the name of who helps."""
    return render_template(
        "berichten/klaar.html",
        soort=bericht.soort,
        uiterlijk=te_tonen(bericht.uiterlijk, omgeving().kalender),
        naam=service.vaste_persoon(db(), _ik()) if toegang().niveau >= 2 else None,
        in_herstel=service.in_herstel(db(), _ik()),
    )


def _tekst() -> str | None:
    return schoon(request.form.get("tekst"), MEESTE_WOORDEN)


def _ik() -> Inwoner:
    inwoner = vind_inwoner(db(), toegang().inwoner_id)
    if inwoner is None:
        abort(404)
    return inwoner
