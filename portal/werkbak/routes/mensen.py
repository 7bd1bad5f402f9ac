"""One person: where they stand, their story, and what a counsellor notes about it."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.werkbak import berichten, gebeurtenissen, handelingen, werklijst
from portal.werkbak.handelingen import LegeNotitie, Soort
from portal.werkbak.omgeving import omgeving
from portal.werkbak.stand import stand_van
from portal.werkbak.tekst import leesbaar
from portal.werkbak.verhaal import gat_in_woorden, verhaal_van
from portal.werkbak.woorden import ONDERWERPEN, antwoord, veldnaam, waarde

GENOTEERD = {
    Soort.CONTACT: "Genoteerd: contact gehad.",
    Soort.GESPREK: "Genoteerd: eerste gesprek geweest.",
    Soort.NOTITIE: "Notitie bewaard.",
}
TOON = 200

routes = Blueprint("mensen", __name__)


@routes.get("/mensen/<subject>")
def mens(subject: str) -> str:
    """Show one person's story."""
    return _bladzijde(subject)


@routes.post("/mensen/<subject>/handelingen")
def noteer(subject: str) -> Response | tuple[str, int]:
    """Note contact, a first conversation or a few words; it stays in the werkbak."""
    hier = omgeving()
    tekst = leesbaar(request.form.get("tekst", ""))
    try:
        soort = Soort(request.form.get("soort", ""))
        eenmalig = uuid.UUID(request.form.get("eenmalig", ""))
        gezien_tot = int(request.form.get("gezien_tot", "")[:16])
    except ValueError:
        abort(400)
    try:
        with hier.opslag.schrijven() as db:
            lijn = gebeurtenissen.van(db, subject)
            if not lijn:
                abort(404)
            handelingen.noteer(
                db,
                subject,
                soort,
                tekst=tekst,
                gezien_tot=min(gezien_tot, max(g.aankomst for g in lijn)),
                eenmalig=eenmalig,
                now=hier.nu(),
            )
            werklijst.werk_bij(db, subject)
    except LegeNotitie:
        return _bladzijde(subject, melding="Schrijf eerst iets op."), 422
    flash(GENOTEERD[soort])
    return redirect(url_for("mensen.mens", subject=subject), 303)


@routes.post("/mensen/<subject>/handelingen/<uuid:handeling_id>/terugdraaien")
def draai_terug(subject: str, handeling_id: uuid.UUID) -> Response:
    """Take back something noted by mistake."""
    hier = omgeving()
    with hier.opslag.schrijven() as db:
        if not handelingen.draai_terug(db, subject, handeling_id, hier.nu()):
            abort(404)
        werklijst.werk_bij(db, subject)
    flash("Teruggedraaid.")
    return redirect(url_for("mensen.mens", subject=subject), 303)


def _bladzijde(subject: str, melding: str = "") -> str:
    hier = omgeving()
    vandaag = hier.vandaag()
    niet_opgehaald = hier.ophaler.haal_van(subject)
    with hier.opslag.lezen() as db:
        lijn = gebeurtenissen.van(db, subject)
        gedaan = handelingen.van(db, subject)
        post = berichten.van(db, subject)
    if not lijn:
        abort(404)
    stand = stand_van(subject, lijn, gedaan)
    verhaal = verhaal_van(lijn, post, gedaan, vandaag)
    alles = len(verhaal) <= TOON or "alles" in request.args
    return render_template(
        "werkbak/mens.html",
        antwoorden=[
            (ONDERWERPEN.get(onderwerp, veldnaam(onderwerp)), antwoord(data, vandaag))
            for onderwerp, data in stand.antwoorden.items()
        ],
        eenmalig=uuid.uuid4(),
        gaten=[gat_in_woorden(gat) for gat in stand.gaten],
        gezien_tot=max(g.aankomst for g in lijn),
        helper=[(veldnaam(naam), waarde(inhoud, vandaag)) for naam, inhoud in stand.helper.ruw.items()],
        kanaal=waarde(stand.kanaal, vandaag, "kanaal") if stand.kanaal else "",
        melding=melding,
        niet_opgehaald=niet_opgehaald,
        stand=stand,
        verborgen=0 if alles else len(verhaal) - TOON,
        verhaal=verhaal if alles else verhaal[-TOON:],
    )
