"""Signing up: the front page, the wider form, for somebody else, and the confirmation."""

from datetime import date

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as GeenVerbinding
from werkzeug.wrappers import Response

from portal.aanmelding.aanvraag import Aanvraag
from portal.aanmelding.aanvullen import gegeven_antwoord, meld_haast, zeg_of_het_veilig_is
from portal.aanmelding.forms import MEELEZEN, AanmeldForm, KlaarForm
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.queries import aanmelding_van, ingevuld, wegen_van
from portal.aanmelding.service import NietBereikbaar, herstel, meld_aan, trek_in
from portal.clock import dag_van
from portal.inwoners.models import Inwoner
from portal.inwoners.service import vind_inwoner
from portal.meldingen.service import zet_klaar
from portal.meldingen.sjablonen import Sjablonen
from portal.termijnen import Termijnen, bij_aanmelding, te_tonen
from portal.toegang import sessies
from portal.toegang.beleid import (
    BEWAARBAAR,
    NIVEAU_1,
    OPENBAAR,
    misschien_toegang,
    toegang,
)
from portal.toegang.koek import koeknaam, zet_koek
from portal.toegang.models import Sessie
from portal.toegang.service import zichtbare_code
from portal.web.applicatie import db
from portal.web.data import datum
from portal.web.herkomst import van_eigen_site
from portal.web.koeken import onthoud
from portal.web.omgeving import bron, gemeente, nu, omgeving
from portal.web.talen import KOEK, taal

bp = Blueprint("aanmelding", __name__, url_prefix="/<taal:taal>", template_folder="templates")
SJABLONEN = "sjablonen"


@bp.get("/")
@BEWAARBAAR
def start() -> str:
    """The front page is the sign-up: one field, one button (B1)."""
    try:
        sessie = misschien_toegang()
    except (DBAPIError, GeenVerbinding):
        sessie = None  # the telephone number and the field are there whatever happens
    eigen = sessie is not None and bool(sessie.eigen_telefoon)
    return render_template("aanmelding/start.html", fouten={}, verder_waar_je_was=eigen)


@bp.get("/aanmelden")
@BEWAARBAAR
def aanmelden() -> str:
    """The same with more ways (B2)."""
    return _formulier("aanmelding/aanmelden.html", {}, {})


@bp.post("/aanmelden")
@OPENBAAR
def aanmelden_post() -> Response | tuple[str, int]:
    """Sign up. The only thing that can be missing is a way to reach the person."""
    return _meld_aan("zelf", "aanmelding/aanmelden.html")


@bp.get("/aanmelden/samen")
@BEWAARBAAR
def samen() -> str:
    """For somebody else: is that person with you now? (B5)"""
    return render_template("aanmelding/samen.html", fouten={})


@bp.get("/aanmelden/samen/ja")
@BEWAARBAAR
def samen_ja() -> str:
    """Together: the fields of the other, and of the helper."""
    return _formulier("aanmelding/samen_ja.html", {}, {})


@bp.get("/aanmelden/samen/nee")
@BEWAARBAAR
def samen_nee() -> str:
    """Not together: what one can do. Nothing about a third person is stored."""
    return render_template("aanmelding/samen_nee.html", fouten={})


@bp.post("/aanmelden/samen/ja")
@OPENBAAR
def samen_post() -> Response | tuple[str, int]:
    """Sign the other up, with the helper's name beside it."""
    return _meld_aan("samen", "aanmelding/samen_ja.html")


def _meld_aan(kanaal: str, sjabloon: str) -> Response | tuple[str, int]:
    form = AanmeldForm()
    aanvraag = form.aanvraag(taal(), kanaal)
    if request.form.get("taal_wissel"):
        antwoord = make_response(_formulier(sjabloon, form.waarden(), {}))
        onthoud(antwoord, KOEK, taal())
        return antwoord
    if not van_eigen_site():
        # Another site sent this form: show it filled in, so that one tap here is enough.
        return _formulier(sjabloon, form.waarden(), {}), 422
    try:
        if not aanvraag.is_bereikbaar:
            raise NietBereikbaar  # said without the database, which may be away or have a queue
        nummer = _sla_op(aanvraag)
    except NietBereikbaar:
        fout = (
            _("Vul in hoe we de ander kunnen bereiken. Telefoon of e-mail is genoeg.")
            if kanaal == "samen"
            else _("Vul in hoe we je kunnen bereiken. Telefoon of e-mail is genoeg.")
        )
        return _formulier(sjabloon, form.waarden(), {"telefoon": fout}), 422
    antwoord = make_response(redirect(url_for("aanmelding.klaar"), 303))
    zet_koek(antwoord, nummer)
    return antwoord


def _sla_op(aanvraag: Aanvraag) -> str:
    """Sign up; gives the session number for this browser, whose earlier session ends."""
    oud = request.cookies.get(koeknaam())
    eigen = misschien_toegang()
    uitkomst = meld_aan(
        db(),
        gemeente(),
        omgeving().kalender,
        aanvraag,
        bron="|".join((bron(), request.headers.get("User-Agent", "")[:300])),
        now=nu(),
        browser_van=eigen.inwoner_id if eigen else None,
    )
    if oud:
        sessies.beeindig(db(), oud)
    inwoner = vind_inwoner(db(), uitkomst.inwoner_id) if uitkomst.nieuw and aanvraag.veilig == "ja" else None
    aanmelding = aanmelding_van(db(), uitkomst.inwoner_id) if inwoner else None
    if inwoner is not None and aanmelding is not None:
        _bericht(aanmelding, inwoner)
    return uitkomst.sessienummer


def _formulier(sjabloon: str, waarden: dict[str, object], fouten: dict[str, str]) -> str:
    return render_template(
        sjabloon,
        waarden=waarden,
        fouten=fouten,
        inloop=gemeente().volgende_inloop(nu(), omgeving().kalender),
        anderen=request.values.get("anderen") == "ja",
        groep=request.values.get("groep", "")[:30],
    )


@bp.get("/aanmelden/klaar")
@OPENBAAR
def klaar() -> str | Response:
    """The confirmation (B3). Without a session: dates and telephone, true for everybody."""
    sessie = misschien_toegang()
    aanmelding = aanmelding_van(db(), sessie.inwoner_id) if sessie else None
    if sessie is None or aanmelding is None:
        termijnen = bij_aanmelding(
            dag_van(nu()),
            belbelofte_werkdagen=gemeente().belofte.belbelofte_werkdagen,
            kalender=omgeving().kalender,
        )
        return render_template("aanmelding/klaar_zonder.html", **te_tonen_data(termijnen))
    if aanmelding.ingetrokken_op is not None:
        return redirect(url_for("mijn.vandaag"), 303)
    return _klaar(sessie, aanmelding)


@bp.post("/aanmelden/klaar")
@NIVEAU_1
def klaar_post() -> Response | tuple[str, int] | str:
    """One answer on the confirmation page; the field's name says which."""
    sessie, aanmelding = toegang(), _aanmelding()
    form = KlaarForm()
    if form.haast.data:
        _haast(form, aanmelding)
    elif form.meelezen.data in MEELEZEN:
        _veilig(aanmelding, MEELEZEN[form.meelezen.data])
    elif form.eigen_telefoon.data in ("ja", "nee"):
        sessies.zet_eigen_telefoon(db(), sessie, form.eigen_telefoon.data == "ja", nu())
    elif form.datum_in_brief() is not None:
        gronden = (gegeven_antwoord(db(), aanmelding, "haast") or {}).get("gronden", [])
        if gronden:
            meld_haast(db(), aanmelding, tuple(gronden), form.datum_in_brief(), omgeving().kalender, now=nu())
    if request.htmx:  # type: ignore[attr-defined]
        return _klaar(sessie, aanmelding, alleen_vraag=True)
    return redirect(url_for("aanmelding.klaar", _anchor="vraag"), 303)


def _haast(form: KlaarForm, aanmelding: Aanmelding) -> None:
    mogelijk = gemeente().haast.gronden
    gezegd = set(form.haast.data or [])
    gronden = tuple(grond for grond in mogelijk if grond in gezegd)
    if not gronden and "nee" not in gezegd:
        gronden = ("anders",)  # a ground that stood on the page, and that the gemeente took away meanwhile
    meld_haast(db(), aanmelding, gronden, form.datum_in_brief(), omgeving().kalender, now=nu())


def _veilig(aanmelding: Aanmelding, veilig: str) -> None:
    was_bekend = "veilig" in ingevuld(db(), aanmelding)  # also when it was said while signing up
    inwoner = zeg_of_het_veilig_is(db(), aanmelding, veilig, now=nu())
    if not was_bekend:
        _bericht(aanmelding, inwoner)


def _bericht(aanmelding: Aanmelding, inwoner: Inwoner) -> None:
    """The message "we have you": only to whom it is safe, which `zet_klaar` judges."""
    sjablonen: Sjablonen = current_app.extensions[SJABLONEN]
    zet_klaar(
        db(),
        sjablonen,
        inwoner,
        soort="aanmelding",
        waarden={
            "datum": datum(te_tonen(aanmelding.belbelofte_uiterlijk, omgeving().kalender)),
            "telefoon": gemeente().contact.telefoon,
        },
        now=nu(),
        bron=bron(),
    )


def _klaar(sessie: Sessie, aanmelding: Aanmelding, *, alleen_vraag: bool = False) -> str:
    gedaan = ingevuld(db(), aanmelding)
    haast = gegeven_antwoord(db(), aanmelding, "haast") if "haast" in gedaan else None
    datum_brief = date.fromisoformat(haast["datum"]) if haast and haast["datum"] else None
    return render_template(
        "aanmelding/_vraag.html" if alleen_vraag else "aanmelding/klaar.html",
        aanmelding=aanmelding,
        code=zichtbare_code(db(), sessie, nu()),
        alleen_vraag=alleen_vraag,
        vraag=_volgende_vraag(sessie, gedaan, haast),
        haast=haast,
        veilig_bekend="veilig" in gedaan,
        wegen=wegen_van(db(), aanmelding),
        datum_brief=datum_brief,
        eerder_dan_wij=bool(datum_brief and datum_brief < aanmelding.eerste_gesprek_uiterlijk),
        extra_gronden=[(grond.code, grond.tekst[taal()]) for grond in gemeente().haast.extra],
        inloop=gemeente().volgende_inloop(nu(), omgeving().kalender),
        opening=gemeente().volgende_opening(nu(), omgeving().kalender),
        **te_tonen_data(aanmelding.termijnen),
    )


def _volgende_vraag(sessie: Sessie, gedaan: set[str], haast: dict[str, object] | None) -> str | None:
    """Which question stands on the confirmation now: urgency first, then safety."""
    if haast is None:
        return "haast"
    if "veilig" not in gedaan:
        return "veilig"
    if sessie.eigen_telefoon is None and sessie.code_zichtbaar:
        return "eigen_telefoon"
    return None


def te_tonen_data(termijnen: Termijnen) -> dict[str, date]:
    """The dates as the inwoner sees them: the last working day on or before the latest one."""
    vandaag = dag_van(nu())
    kalender = omgeving().kalender
    return {
        "bellen_uiterlijk": te_tonen(termijnen.belbelofte_uiterlijk, kalender, niet_voor=vandaag),
        "gesprek_uiterlijk": te_tonen(termijnen.eerste_gesprek_uiterlijk, kalender, niet_voor=vandaag),
    }


@bp.post("/aanmelden/intrekken")
@NIVEAU_1
def intrekken() -> Response:
    """No, after all: one tap, and it can be undone."""
    trek_in(db(), _aanmelding(), now=nu())
    return redirect(url_for("mijn.vandaag"), 303)


@bp.post("/aanmelden/herstellen")
@NIVEAU_1
def herstellen() -> Response:
    """Yes, after all."""
    herstel(db(), gemeente(), _aanmelding(), omgeving().kalender, now=nu())
    return redirect(url_for("mijn.vandaag"), 303)


def _aanmelding() -> Aanmelding:
    aanmelding = aanmelding_van(db(), toegang().inwoner_id)
    if aanmelding is None:
        raise LookupError("a session without aanmelding")
    return aanmelding
