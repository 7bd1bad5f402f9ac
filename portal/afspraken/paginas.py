"""The pages of one appointment and what is said on them, the same whichever way somebody came in (C4, C5, C6)."""

from datetime import date, datetime
from typing import Final

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from portal.afspraken.deur import Deur
from portal.afspraken.events import VERVOLGEN
from portal.afspraken.models import KANTOOR, THUIS
from portal.afspraken.reageren import (
    MomentNietMeerVrij,
    NietMeerTeVeranderen,
    Veranderd,
    bevestig,
    kan_reageren,
    neem_iemand_mee,
    vraag_ander_moment,
    vrije_momenten,
    zeg_af,
)
from portal.afspraken.stand import stand_van
from portal.afspraken.zicht import Beeld, beeld_van
from portal.clock import dag_van, in_amsterdam
from portal.termijnen import werkdagen_na
from portal.traject.service import traject_van
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving
from portal.web.talen import STANDAARD, taal

Antwoord = Response | str | tuple[str, int]

_MEESTE_MOMENTEN: Final = 3
"""More is no choice any more for who has a lot on their mind."""


def toon(deur: Deur, *, veranderd: bool = False) -> str:
    """The appointment, and what can be said about it."""
    beeld = beeld_van(deur.afspraak, deur.zicht)
    return render_template(
        "afspraken/afspraak.html",
        deur=deur,
        afspraak=deur.afspraak,
        beeld=beeld,
        stand=stand_van(deur.afspraak, nu()),
        veranderd=veranderd,
        gekozen=_gekozen_moment(deur),
        te_laat=_is_te_laat(deur),
        stopt_niet=not _extra_tijd(deur),
        route=_route(beeld),
        kaartlink=beeld.plaats if deur.eigen and beeld.soort == KANTOOR else None,
    )


def toon_verzetten(deur: Deur, *, gekozen: str = "", weg: bool = False) -> Antwoord:
    """Another moment: those that are offered, a wish, or a call. Without any offered there are wishes enough."""
    if not kan_reageren(deur.afspraak, nu()):
        return toon(deur)
    momenten = [
        (f"moment:{id}", in_amsterdam(begin)) for id, begin in vrije_momenten(deur.afspraak, nu())[:_MEESTE_MOMENTEN]
    ]
    return render_template(
        "afspraken/verzetten.html",
        deur=deur,
        versie=deur.afspraak.versie,
        momenten=momenten,
        thuis=_kan_thuis(deur),
        gekozen=gekozen,
        weg=weg,
    )


def toon_afzeggen(deur: Deur) -> Antwoord:
    """Ways on for who cannot come; nothing happens until one is chosen."""
    if not kan_reageren(deur.afspraak, nu()):
        return toon(deur)
    return render_template(
        "afspraken/afzeggen.html", deur=deur, versie=deur.afspraak.versie, thuis=_kan_thuis(deur), gekozen=None
    )


def kom(deur: Deur) -> Antwoord:
    """I come."""
    try:
        bevestig(db(), deur.inwoner, deur.afspraak, versie=_versie(), now=nu())
    except (NietMeerTeVeranderen, Veranderd):
        return toon(deur, veranderd=True), 409
    return redirect(deur.naar("toon"), 303)


def verzet(deur: Deur) -> Antwoord:
    """Another moment."""
    keuze = request.form.get("moment", "")
    if request.form.get("taal_wissel"):
        return toon_verzetten(deur, gekozen=keuze)
    try:
        vraag_ander_moment(
            db(), deur.inwoner, deur.afspraak, keuze, versie=_versie(), uiterlijk=_contact_uiterlijk(), now=nu()
        )
    except MomentNietMeerVrij:
        pagina = toon_verzetten(deur, weg=True)
        return (pagina, 422) if isinstance(pagina, str) else pagina
    except (NietMeerTeVeranderen, Veranderd):
        return toon(deur, veranderd=True), 409
    return redirect(deur.naar("toon"), 303)


def zeg_dat_ik_niet_kan(deur: Deur) -> Antwoord:
    """I cannot come; who wants to choose another moment goes on there, and we know already."""
    vervolg = request.form.get("vervolg", "")
    if vervolg not in VERVOLGEN:
        return toon_afzeggen(deur)
    try:
        zeg_af(db(), deur.inwoner, deur.afspraak, vervolg, versie=_versie(), uiterlijk=_contact_uiterlijk(), now=nu())
    except (NietMeerTeVeranderen, Veranderd):
        return toon(deur, veranderd=True), 409
    return redirect(deur.naar("verzetten" if vervolg == "ander_moment" else "toon"), 303)


def neem_mee(deur: Deur) -> Antwoord:
    """Somebody comes along, or not after all."""
    try:
        mee = request.form.get("mee") == "ja"
        neem_iemand_mee(db(), deur.inwoner, deur.afspraak, mee, versie=_versie(), now=nu())
    except (NietMeerTeVeranderen, Veranderd):
        return toon(deur, veranderd=True), 409
    return redirect(deur.naar("toon"), 303)


def _versie() -> int:
    """The version that the page showed; one that no page ever showed is none that holds."""
    getypt = request.form.get("versie", "")
    return int(getypt) if getypt.isascii() and getypt.isdigit() and len(getypt) < 10 else 0


def _contact_uiterlijk() -> date:
    return werkdagen_na(dag_van(nu()), gemeente().belofte.gemist_werkdagen, omgeving().kalender)


def _kan_thuis(deur: Deur) -> bool:
    return gemeente().voorzieningen.huisbezoek and deur.afspraak.soort != THUIS


def _gekozen_moment(deur: Deur) -> datetime | None:
    """The offered moment that was asked for, as long as it is one."""
    gevraagd = deur.afspraak.details.get("alternatiefId") if deur.afspraak.antwoord else None
    return next((in_amsterdam(begin) for id, begin in vrije_momenten(deur.afspraak, nu()) if id == gevraagd), None)


def _extra_tijd(deur: Deur) -> bool:
    """Whether help may end when something is not done (art. 17 lid 1a): then nothing says that it goes on whatever."""
    traject = traject_van(db(), deur.inwoner.id)
    return traject is not None and bool(traject.inhoud.get("herstel"))


def _route(beeld: Beeld) -> str | None:
    """How to get there, when it is at the address that the gemeente described the way to."""
    contact = gemeente().contact
    hier, daar = _kaal(contact.bezoekadres), _kaal(beeld.plaats or contact.bezoekadres)
    if beeld.soort != KANTOOR or not daar or not (hier.startswith(daar) or daar.startswith(hier)):
        return None
    return contact.zo_kom_je_er.get(taal()) or contact.zo_kom_je_er.get(STANDAARD)


def _kaal(adres: str) -> str:
    return "".join(teken for teken in adres.casefold() if teken.isalnum())


def _is_te_laat(deur: Deur) -> bool:
    uiterlijk = deur.afspraak.contact_uiterlijk
    return uiterlijk is not None and uiterlijk < dag_van(nu())
