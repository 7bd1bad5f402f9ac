"""Plan, change or cancel an appointment; the person sees it at once in the portal."""

import re
import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.werkbak.afspraken import (
    SOORTEN,
    STATUSSEN,
    Afspraak,
    Formulier,
    afspraken_van,
    fouten_per_veld,
    inhoud_uit,
    regels,
    velden_van,
)
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import Soort
from portal.werkbak.inwoner import Inwoner
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet
from portal.werkbak.routes import foutmelding
from portal.werkbak.wijzigen import IntussenVeranderd

GEZEGD = {
    "gepland": "Bewaard. De inwoner ziet de afspraak nu in het portaal.",
    "vervallen": "Bewaard. De inwoner leest dat de afspraak niet doorgaat, en dat we bellen voor een nieuwe.",
    "geweest": "Bewaard: geweest.",
    "niet_verschenen": "Bewaard. De inwoner leest een vriendelijk bericht, en wanneer we bellen.",
}
ANDERS = "Er staat iets nieuwers in het portaal. Kijk hoe de afspraak nu is."
_KENMERK = re.compile("[A-Za-z0-9._:~-]{1,100}")

routes = Blueprint("afspraken", __name__)


@routes.get("/mensen/<subject>/afspraken/nieuw")
def nieuw(subject: str) -> str:
    """Show an empty form, under an id of its own, so that a double tap is one appointment."""
    return _formulier(subject, str(uuid.uuid4()), MultiDict({"soort": "kantoor", "status": "gepland"}), gezien="")


@routes.get("/mensen/<subject>/afspraken/<kenmerk>")
def formulier(subject: str, kenmerk: str) -> str | tuple[str, int]:
    """Show the form, starting from what the portal holds now."""
    try:
        afspraak = _afspraak(subject, kenmerk)
    except PortaalNiet as fout:
        return _niet(subject, fout)
    if afspraak is None:
        abort(404)
    return _formulier(subject, kenmerk, velden_van(afspraak), gezien=afspraak.gewijzigd_op)


@routes.post("/mensen/<subject>/afspraken/<kenmerk>")
def bewaar(subject: str, kenmerk: str) -> Response | str | tuple[str, int]:
    """Save it, unless somebody else changed it after the form was opened."""
    if not _KENMERK.fullmatch(kenmerk):
        abort(404)
    velden = request.form
    try:
        staat = _afspraak(subject, kenmerk)
        inhoud = inhoud_uit(velden, staat.inhoud() if staat else {})
        if staat is not None and staat.inhoud() == inhoud:
            return _klaar(subject, inhoud)
        if velden.get("gezien", "") != (staat.gewijzigd_op if staat else ""):
            melding = f"{ANDERS} {foutmelding.STAAT_ER_NOG}"
            return _formulier(
                subject, kenmerk, velden, gezien=staat.gewijzigd_op if staat else "", melding=melding
            ), 409
        return _zet(subject, kenmerk, inhoud)
    except PortaalNiet as fout:
        melding = f"{foutmelding.zin(fout)} {foutmelding.STAAT_ER_NOG}"
        pagina = _formulier(
            subject,
            kenmerk,
            velden,
            gezien=velden.get("gezien", ""),
            melding=melding,
            fouten=fouten_per_veld(fout.fouten, velden),
        )
        return pagina, foutmelding.status(fout)


@routes.post("/mensen/<subject>/afspraken/<kenmerk>/status")
def zet_status(subject: str, kenmerk: str) -> Response | tuple[str, int]:
    """Say with one click that it does not go on, was there, or was missed."""
    status = request.form.get("status", "")
    if status not in STATUSSEN:
        abort(400)
    try:
        afspraak = _afspraak(subject, kenmerk)
        if afspraak is None:
            abort(404)
        return _zet(subject, kenmerk, {**afspraak.inhoud(), "status": status})
    except PortaalNiet as fout:
        return _niet(subject, fout)


def _zet(subject: str, kenmerk: str, inhoud: dict[str, object]) -> Response:
    hier = omgeving()
    status = str(inhoud["status"])
    try:
        hier.wijziger.zet(
            subject, Soort.AFSPRAAK, f"afspraken/{kenmerk}", inhoud, STATUSSEN.get(status, status), hier.nu()
        )
    except IntussenVeranderd:
        flash(ANDERS, "let")
        return redirect(url_for("mensen.mens", subject=subject), 303)
    return _klaar(subject, inhoud)


def _klaar(subject: str, inhoud: dict[str, object]) -> Response:
    flash(GEZEGD.get(str(inhoud["status"]), "Bewaard."))
    return redirect(url_for("mensen.mens", subject=subject), 303)


def _afspraak(subject: str, kenmerk: str) -> Afspraak | None:
    inwoner: Gegevens = omgeving().portaal.inwoner(subject)
    return next((a for a in afspraken_van(Inwoner(inwoner).gegevens) if a.id == kenmerk), None)


def _niet(subject: str, fout: PortaalNiet) -> tuple[str, int]:
    pagina = render_template("werkbak/niet.html", melding=foutmelding.zin(fout), subject=subject)
    return pagina, foutmelding.status(fout)


def _formulier(
    subject: str,
    kenmerk: str,
    velden: Formulier,
    *,
    gezien: str,
    melding: str = "",
    fouten: dict[str, str] | None = None,
) -> str:
    return render_template(
        "werkbak/afspraak.html",
        fouten=fouten or {},
        gezien=gezien,
        kenmerk=kenmerk,
        melding=melding,
        regels=regels(velden),
        soorten=SOORTEN,
        standen=STATUSSEN,
        subject=subject,
        velden=velden,
    )
