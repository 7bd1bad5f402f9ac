"""One person: where they stand, their story, and what a counsellor notes about it."""

import uuid
from collections.abc import Callable, Mapping
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.werkbak import berichten, gebeurtenissen, handelingen, werklijst
from portal.werkbak.afspraken import REACTIES, STATUSSEN, afspraken_van
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import LegeNotitie, Soort
from portal.werkbak.inwoner import Inwoner
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet, Reden
from portal.werkbak.routes import foutmelding
from portal.werkbak.stand import stand_van
from portal.werkbak.taken import PLICHTEN
from portal.werkbak.tekst import leesbaar
from portal.werkbak.verhaal import gat_in_woorden, verhaal_van
from portal.werkbak.weg import (
    FASEN,
    SYSTEMEN,
    WERKDAGEN,
    delen,
    fase_van,
    huidige_stap,
    na_contact,
    na_gesprek,
    volgende_fase,
)
from portal.werkbak.wijzigen import IntussenVeranderd
from portal.werkbak.woorden import ONDERWERPEN, TAKEN, antwoord, veldnaam, waarde

GENOTEERD = {
    Soort.CONTACT: "Genoteerd: contact gehad.",
    Soort.GESPREK: "Genoteerd: eerste gesprek geweest.",
    Soort.NOTITIE: "Notitie bewaard.",
    Soort.GEDAAN: "Genoteerd: gedaan.",
}
IN_DE_WEG: Mapping[Soort, tuple[str, Callable[[Gegevens, date], dict[str, object]]]] = {
    Soort.CONTACT: ("Kennismaking klaar", na_contact),
    Soort.GESPREK: ("Eerste gesprek klaar", na_gesprek),
}
"""What a note means for the road that the person sees."""

TOON = 200

routes = Blueprint("mensen", __name__)


@routes.get("/mensen/<subject>")
def mens(subject: str) -> str:
    """Show one person's story."""
    return _bladzijde(subject)


@routes.post("/mensen/<subject>/handelingen")
def noteer(subject: str) -> Response | tuple[str, int]:
    """Note contact, a first conversation, a few words, or a duty that was done.

    Contact and conversation are steps of the road as well, so the portal hears of them.
    """
    hier = omgeving()
    tekst = leesbaar(request.form.get("tekst", ""))
    try:
        soort = Soort(request.form.get("soort", ""))
        eenmalig = uuid.UUID(request.form.get("eenmalig", ""))
        gezien_tot = int(request.form.get("gezien_tot", "")[:16])
    except ValueError:
        abort(400)
    taak = request.form.get("taak", "")
    if soort not in GENOTEERD or (soort is Soort.GEDAAN and taak not in PLICHTEN):
        abort(400)
    try:
        with hier.opslag.schrijven() as db:
            lijn = gebeurtenissen.van(db, subject)
            if not lijn and not handelingen.van(db, subject):
                abort(404)
            handelingen.noteer(
                db,
                subject,
                soort,
                tekst=tekst or (TAKEN[taak] if soort is Soort.GEDAAN else ""),
                gezien_tot=min(gezien_tot, max((g.aankomst for g in lijn), default=0)),
                eenmalig=eenmalig,
                now=hier.nu(),
                gegevens={"taak": taak} if soort is Soort.GEDAAN else None,
            )
            werklijst.werk_bij(db, subject)
    except LegeNotitie:
        return _bladzijde(subject, melding="Schrijf eerst iets op."), 422
    flash(GENOTEERD[soort])
    if soort in IN_DE_WEG and hier.portaal.is_ingesteld:
        _zet_in_de_weg(subject, soort)
    return redirect(url_for("mensen.mens", subject=subject), 303)


@routes.post("/mensen/<subject>/handelingen/<uuid:handeling_id>/terugdraaien")
def draai_terug(subject: str, handeling_id: uuid.UUID) -> Response:
    """Take back something noted by mistake."""
    hier = omgeving()
    with hier.opslag.schrijven() as db:
        if not handelingen.draai_terug(db, subject, handeling_id, hier.nu()):
            abort(404)
        werklijst.werk_bij(db, subject)
    flash("Teruggedraaid. Een stap die in het portaal op klaar staat, verander je bij De weg.")
    return redirect(url_for("mensen.mens", subject=subject), 303)


def _zet_in_de_weg(subject: str, soort: Soort) -> None:
    hier = omgeving()
    vandaag, (tekst, verander) = hier.vandaag(), IN_DE_WEG[soort]
    try:
        if hier.wijziger.zet_weg(subject, lambda weg: verander(weg, vandaag), tekst, hier.nu()):
            flash("De inwoner ziet dit nu ook in het portaal.")
    except IntussenVeranderd:
        flash("Iemand anders heeft de weg net veranderd. Kijk bij De weg of deze stap op klaar staat.", "let")
    except PortaalNiet as fout:
        if fout.reden is not Reden.ONBEKEND:
            flash(f"De notitie is bewaard. Het portaal weet het nog niet. {foutmelding.zin(fout)}", "let")


def _bladzijde(subject: str, melding: str = "") -> str:
    hier = omgeving()
    vandaag = hier.vandaag()
    niet_opgehaald = hier.ophaler.haal_van(subject)
    inwoner, waarom_niet = _uit_het_portaal(subject)
    with hier.opslag.lezen() as db:
        lijn = gebeurtenissen.van(db, subject)
        gedaan = handelingen.van(db, subject)
        post = berichten.van(db, subject)
        gewist = gebeurtenissen.gewist_tot(db, subject)
    if not lijn and not gedaan and inwoner is None:
        abort(404)
    stand = stand_van(subject, lijn, gedaan, gewist)
    verhaal = verhaal_van(lijn, post, gedaan, vandaag, gewist)
    alles = len(verhaal) <= TOON or "alles" in request.args
    weg = inwoner.weg if inwoner else Gegevens()
    volgende = volgende_fase(weg)
    return render_template(
        "werkbak/mens.html",
        afspraakstanden=STATUSSEN,
        afspraken=afspraken_van(inwoner.gegevens) if inwoner else [],
        antwoorden=[
            (ONDERWERPEN.get(onderwerp, veldnaam(onderwerp)), antwoord(data, vandaag))
            for onderwerp, data in stand.antwoorden.items()
        ],
        eenmalig=uuid.uuid4(),
        fase=FASEN[fase_van(weg)],
        gaten=[gat_in_woorden(gat) for gat in stand.gaten],
        gedeeld=[
            (SYSTEMEN.get(d.tekst("systeem") or "", d.tekst("systeem") or ""), waarde(d.tekst("sinds"), vandaag))
            for d in delen(weg, "gedeeldMet")
        ],
        gezien_tot=max((g.aankomst for g in lijn), default=0),
        helper=[(veldnaam(naam), waarde(inhoud, vandaag)) for naam, inhoud in stand.helper.ruw.items()],
        inwoner=inwoner,
        kanaal=waarde(stand.kanaal, vandaag, "kanaal") if stand.kanaal else "",
        melding=melding,
        niet_opgehaald=niet_opgehaald,
        nodig=[d for d in delen(weg, "nodig") if not d.waar("gekregen")],
        nu_stap=huidige_stap(weg),
        reacties=REACTIES,
        stand=stand,
        verborgen=0 if alles else len(verhaal) - TOON,
        verhaal=verhaal if alles else verhaal[-TOON:],
        volgende_fase=(volgende, FASEN[volgende]) if volgende else None,
        waarom_niet=waarom_niet,
        weg=weg,
        werkdagen=WERKDAGEN,
    )


def _uit_het_portaal(subject: str) -> tuple[Inwoner | None, PortaalNiet | None]:
    try:
        return Inwoner(omgeving().portaal.inwoner(subject)), None
    except PortaalNiet as fout:
        return None, fout
