"""Somebody's own data (C22): see all, take it along, change, correct, erase; what was said yes to, and who looked."""

from datetime import date
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.aanmelding.forms import MEELEZEN
from portal.aanmelding.queries import aanmelding_van
from portal.aanmelding.service import trek_in
from portal.afspraken.links import trek_links_in
from portal.clock import dag_van
from portal.db.basis import als_json
from portal.inwoners.bereikbaar import schoon
from portal.inwoners.contact import NietMeerBereikbaar, wijzig_contact
from portal.inwoners.inzage import noteer_inzage, wie_keek
from portal.inwoners.toestemmingen import SOORTEN, toestemmingen_van, zet_toestemming
from portal.inwoners.verzoeken import vraag_correctie, vraag_inzage
from portal.inwoners.wissen import wis_op_verzoek
from portal.mijn.alles import alles_van
from portal.mijn.forms import ContactForm
from portal.mijn.ik import ik
from portal.mijn.leesbaar import delen_van
from portal.termijnen import maand_na, te_tonen
from portal.toegang.beleid import NIVEAU_2, NIVEAU_3, OPENBAAR
from portal.toegang.koek import neem_koek
from portal.traject.service import procesoverzicht
from portal.web.applicatie import db, sluit_eenheid
from portal.web.omgeving import gemeente, nu, omgeving

bp = Blueprint("gegevens", __name__, url_prefix="/<taal:taal>/mijn/gegevens", template_folder="templates")

_MEESTE_WOORDEN: Final = 10_000


@bp.get("")
@NIVEAU_2
def lijst() -> str:
    """What can be done with one's own data, and who knows."""
    return render_template("mijn/gegevens.html", gedeeld_met=_gedeeld_met())


@bp.get("/alles")
@NIVEAU_2
def alles() -> str:
    """All of it, readable, on one page that prints."""
    return render_template("mijn/alles.html", delen=delen_van(alles_van(db(), ik(), nu())))


@bp.post("/inzage")
@NIVEAU_2
def inzage() -> str:
    """Ask what the gemeente holds in its own systems."""
    vraag_inzage(db(), ik(), nu())
    return render_template("mijn/gevraagd.html", uiterlijk=_antwoord_uiterlijk())


@bp.get("/meenemen")
@NIVEAU_3
def meenemen() -> Response:
    """All of it as a file that other systems can read (AVG art. 20)."""
    inwoner = ik()
    inhoud = als_json(alles_van(db(), inwoner, nu()))
    sluit_eenheid()
    with omgeving().databank.schrijven(gemeente().slug) as sessie:
        noteer_inzage(sessie, inwoner, rol="inwoner", wat="meegenomen", now=nu())
    antwoord = Response(inhoud, mimetype="application/json")
    # Neutral, since it stands in a folder that others may open.
    antwoord.headers["Content-Disposition"] = 'attachment; filename="gegevens.json"'
    return antwoord


@bp.get("/contact")
@NIVEAU_3
def contact() -> str:
    """Change name or ways to be reached. What stands there now is not shown: somebody may look along."""
    return _contact(ContactForm(), {})


@bp.post("/contact")
@NIVEAU_3
def contact_post() -> Response | tuple[str, int] | str:
    """Keep what is new."""
    form = ContactForm()
    if request.form.get("taal_wissel"):
        return _contact(form, {})
    fouten = form.niet_te_lezen()
    if not fouten:
        try:
            wijzig_contact(db(), ik(), form.wijziging(MEELEZEN), nu())
            # A link that was sent to the telephone of before is in hands that we do not know.
            trek_links_in(db(), ik().id, nu())
            return redirect(url_for("gegevens.lijst"), 303)
        except NietMeerBereikbaar:
            fouten = {"telefoon": "bereikbaar"}
    return _contact(form, fouten), 422


@bp.get("/toestemmingen")
@NIVEAU_2
def toestemmingen() -> str:
    """What somebody said yes to, with as easy a way back."""
    return render_template(
        "mijn/toestemmingen.html",
        soorten=_soorten(),
        geldig={ja.soort: ja for ja in toestemmingen_van(db(), ik())},
    )


@bp.post("/toestemmingen")
@NIVEAU_2
def toestemmingen_post() -> Response:
    """Yes, or not any more."""
    soort = request.form.get("soort", "")
    if soort in _soorten():
        zet_toestemming(db(), ik(), soort, ja=request.form.get("antwoord") == "ja", now=nu())
    return redirect(url_for("gegevens.toestemmingen"), 303)


@bp.get("/wie-keek")
@NIVEAU_2
def keken() -> str:
    """Who looked, when and in which role."""
    return render_template("mijn/wie_keek.html", blikken=wie_keek(db(), ik().id))


@bp.get("/klopt-niet")
@NIVEAU_2
def klopt_niet() -> str:
    """Say what is not right."""
    return render_template("mijn/klopt_niet.html", tekst="", fouten={})


@bp.post("/klopt-niet")
@NIVEAU_2
def klopt_niet_post() -> tuple[str, int] | str:
    """Pass it on; the gemeente answers within a month."""
    tekst = schoon(request.form.get("tekst"), _MEESTE_WOORDEN)
    if request.form.get("taal_wissel"):
        return render_template("mijn/klopt_niet.html", tekst=tekst or "", fouten={})
    if tekst is None:
        return render_template("mijn/klopt_niet.html", tekst="", fouten={"tekst": True}), 422
    vraag_correctie(db(), ik(), tekst, nu())
    return render_template("mijn/gevraagd.html", uiterlijk=_antwoord_uiterlijk())


@bp.get("/wissen")
@NIVEAU_3
def wissen() -> str:
    """Before everything here is gone: what that means, and whether the help goes on."""
    return render_template("mijn/wissen.html", gekozen=None, fouten={}, ingetrokken=_ingetrokken())


@bp.post("/wissen")
@NIVEAU_3
def wissen_post() -> Response | tuple[str, int] | str:
    """Erase everything here, now; the gemeente hears it and decides about its own systems."""
    keuze = request.form.get("hulp", "")
    if request.form.get("taal_wissel"):
        return render_template("mijn/wissen.html", gekozen=keuze, fouten={}, ingetrokken=_ingetrokken())
    if keuze not in ("ja", "nee") and not _ingetrokken():
        return render_template("mijn/wissen.html", gekozen=None, fouten={"hulp": True}, ingetrokken=False), 422
    inwoner = ik()
    aanmelding = aanmelding_van(db(), inwoner.id)
    if keuze == "nee" and aanmelding is not None:
        trek_in(db(), aanmelding, now=nu())
    door = aanmelding is not None and aanmelding.ingetrokken_op is None
    db().flush()
    wis_op_verzoek(db(), inwoner, hulp_door=door, now=nu())
    antwoord = redirect(url_for("gegevens.gewist"), 303)
    neem_koek(antwoord)
    antwoord.headers["Clear-Site-Data"] = '"storage"'
    return antwoord


@bp.get("/gewist")
@OPENBAAR
def gewist() -> str:
    """It is gone; this page knows nobody."""
    return render_template("mijn/gewist.html", uiterlijk=_antwoord_uiterlijk())


def _contact(form: ContactForm, fouten: dict[str, str]) -> str:
    inwoner = ik()
    return render_template(
        "mijn/contact.html",
        waarden=form.waarden(),
        fouten=fouten,
        er_is={"telefoon": bool(inwoner.telefoon), "email": bool(inwoner.email), "adres": bool(inwoner.adres)},
    )


def _soorten() -> list[str]:
    """What can be said yes to; a helper only where there is one."""
    aanmelding = aanmelding_van(db(), ik().id)
    heeft_helper = aanmelding is not None and bool(aanmelding.helper)
    return [soort for soort in SOORTEN if soort != "helper_bellen" or heeft_helper]


def _ingetrokken() -> bool:
    aanmelding = aanmelding_van(db(), ik().id)
    return aanmelding is None or aanmelding.ingetrokken_op is not None


def _gedeeld_met() -> list[tuple[str, date]]:
    aanmelding = aanmelding_van(db(), ik().id)
    if aanmelding is None:
        return []
    overzicht = procesoverzicht(
        db(),
        inwoner_id=aanmelding.inwoner_id,
        startdatum=aanmelding.startdatum,
        termijnen=aanmelding.termijnen,
        gemeente=gemeente(),
        kalender=omgeving().kalender,
        vandaag=dag_van(nu()),
    )
    return [(deel.systeem, deel.sinds) for deel in overzicht.gedeeld_met]


def _antwoord_uiterlijk() -> date:
    """Within a month (AVG art. 12 lid 3), as a working day."""
    vandaag = dag_van(nu())
    return te_tonen(maand_na(vandaag, omgeving().kalender), omgeving().kalender, niet_voor=vandaag)
