"""The code of one person, shown once: to read out, and on a card that prints on A6. It is not kept here."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, render_template

from portal.werkbak import gebeurtenissen, handelingen
from portal.werkbak.handelingen import Soort
from portal.werkbak.instellingen import is_loopback
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet
from portal.werkbak.routes import foutmelding
from portal.werkbak.stand import stand_van
from portal.werkbak.tekst import dag_voluit

GELDIG = timedelta(days=7)
"""How long a new code works; the day on the card is one earlier, so that nobody is too late by hours."""

routes = Blueprint("code", __name__)


@routes.get("/mensen/<subject>/code")
def vraag(subject: str) -> str:
    """Ask whether a new code is meant: the one before works no more once it is used."""
    return _vraag(subject)


@routes.post("/mensen/<subject>/code")
def maak(subject: str) -> str | tuple[str, int]:
    """Make a new code and show it, this once."""
    hier = omgeving()
    try:
        code = hier.portaal.nieuwe_code(subject)
    except PortaalNiet as fout:
        return _vraag(subject, foutmelding.zin(fout)), foutmelding.status(fout)
    with hier.opslag.schrijven() as db:
        handelingen.noteer_doorgegeven(db, subject, Soort.CODE, "", hier.nu())
    naam, veilig = _wie(subject)
    return kaartje(subject, naam, code, nieuw=False, veilig=veilig)


def kaartje(subject: str, naam: str | None, code: str | None, *, nieuw: bool, veilig: str) -> str:
    """Show the code with the card; `nieuw` when somebody was just signed up. Without a code it says how to get one."""
    hier = omgeving()
    groepen = re.findall(r"[0-9]{4}", code) if code and re.fullmatch(r"[0-9]{16}", code) else []
    return render_template(
        "werkbak/kaartje.html",
        adres=_adres(hier.instellingen.portal_url),
        geldig_tot=None if nieuw else dag_voluit(hier.vandaag() + GELDIG - timedelta(days=1)),
        groepen=groepen,
        naam=naam,
        nieuw=nieuw,
        openingstijden=hier.instellingen.openingstijden,
        subject=subject,
        telefoon=hier.instellingen.telefoon,
        veilig=veilig or "onbekend",
    )


def _vraag(subject: str, melding: str = "") -> str:
    naam, _ = _wie(subject)
    return render_template("werkbak/nieuwe_code.html", melding=melding, naam=naam, subject=subject)


def _wie(subject: str) -> tuple[str | None, str]:
    """The name and whether reaching this person is safe, as far as is known here; 404 for who never was here."""
    with omgeving().opslag.lezen() as db:
        lijn, gedaan = gebeurtenissen.van(db, subject), handelingen.van(db, subject)
    if not lijn and not gedaan:
        abort(404)
    stand = stand_van(subject, lijn, gedaan)
    return stand.naam, stand.veilig


def _adres(portal_url: str) -> str:
    """The address as somebody types it: without https, and on this machine as it is."""
    delen = urlsplit(portal_url)
    pad = f"{delen.path}/verder"
    if delen.scheme == "https" and not is_loopback(delen.hostname or ""):
        return f"{delen.netloc}{pad}"
    return f"{delen.scheme}://{delen.netloc}{pad}"
