"""The link in a message: one appointment, for whoever holds the message, and nothing else (level "link")."""

from flask import Blueprint, render_template

from portal.afspraken import paginas
from portal.afspraken.deur import Deur
from portal.afspraken.links import open_link
from portal.afspraken.paginas import Antwoord
from portal.afspraken.zicht import zicht_van_link
from portal.toegang.beleid import LINK
from portal.web.applicatie import db
from portal.web.omgeving import nu

bp = Blueprint("afspraaklink", __name__, url_prefix="/<taal:taal>/a/<geheim>", template_folder="templates")


@bp.get("")
@LINK
def toon(geheim: str) -> Antwoord:
    """The appointment, as far as the message told; nothing happens."""
    deur = _deur(geheim)
    return paginas.toon(deur) if deur else werkt_niet()


@bp.post("/komen")
@LINK
def komen(geheim: str) -> Antwoord:
    """I come."""
    deur = _deur(geheim, om_te_veranderen=True)
    return paginas.kom(deur) if deur else werkt_niet()


@bp.get("/verzetten")
@LINK
def verzetten(geheim: str) -> Antwoord:
    """Another moment."""
    deur = _deur(geheim)
    return paginas.toon_verzetten(deur) if deur else werkt_niet()


@bp.post("/verzetten")
@LINK
def verzetten_post(geheim: str) -> Antwoord:
    """Ask for it."""
    deur = _deur(geheim, om_te_veranderen=True)
    return paginas.verzet(deur) if deur else werkt_niet()


@bp.get("/afzeggen")
@LINK
def afzeggen(geheim: str) -> Antwoord:
    """I cannot come."""
    deur = _deur(geheim)
    return paginas.toon_afzeggen(deur) if deur else werkt_niet()


@bp.post("/afzeggen")
@LINK
def afzeggen_post(geheim: str) -> Antwoord:
    """How it goes on."""
    deur = _deur(geheim, om_te_veranderen=True)
    return paginas.zeg_dat_ik_niet_kan(deur) if deur else werkt_niet()


def werkt_niet() -> tuple[str, int]:
    """Unknown, revoked or over: the same kind page."""
    return render_template("afspraken/link_werkt_niet.html"), 404


def _deur(geheim: str, *, om_te_veranderen: bool = False) -> Deur | None:
    geopend = open_link(db(), geheim, nu(), om_te_veranderen=om_te_veranderen)
    if geopend is None:
        return None
    zicht = zicht_van_link(geopend.toont)
    return Deur(geopend.afspraak, geopend.inwoner, zicht, bp.name, ("geheim", geheim), eigen=False)
