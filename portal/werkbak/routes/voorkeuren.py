"""What a counsellor heard about reaching somebody: whether it is safe, by which way, in which language."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import Soort
from portal.werkbak.inwoner import Inwoner
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet
from portal.werkbak.routes import foutmelding
from portal.werkbak.tekst import leesbaar
from portal.werkbak.wijzigen import IntussenVeranderd
from portal.werkbak.woorden import VEILIG

KANALEN = {"sms": "Sms", "email": "E-mail", "brief": "Brief", "bellen": "Bellen"}
NIEUWER = "Bij {} staat iets nieuwers in het portaal. Dat blijft gelden. Kijk hieronder hoe het nu is."
NAMEN = {"veiligBereikbaar": "Meelezen", "kanalen": "Hoort het liefst via", "taal": "Taal", "tolk": "Tolk"}

Formulier = MultiDict[str, str]

routes = Blueprint("voorkeuren", __name__)


@routes.get("/mensen/<subject>/voorkeuren")
def formulier(subject: str) -> str | tuple[str, int]:
    """Show the form, starting from what the portal holds now."""
    try:
        inwoner = Inwoner(omgeving().portaal.inwoner(subject))
    except PortaalNiet as fout:
        pagina = render_template("werkbak/niet.html", melding=foutmelding.zin(fout), subject=subject)
        return pagina, foutmelding.status(fout)
    return _formulier(subject, _velden(inwoner), "")


@routes.post("/mensen/<subject>/voorkeuren")
def bewaar(subject: str) -> Response | str | tuple[str, int]:
    """Save what was changed in the form, and nothing else: the rest may be newer than this page."""
    hier, velden = omgeving(), request.form
    inhoud = _veranderd(velden)
    if not inhoud:
        flash("Er was niets veranderd.")
        return redirect(url_for("mensen.mens", subject=subject), 303)
    wat = ", ".join(NAMEN[naam] for naam in inhoud)
    try:
        nu = hier.wijziger.zet(subject, Soort.VOORKEUREN, "voorkeuren", inhoud, wat, hier.nu())
    except IntussenVeranderd:
        flash("Er staat iets nieuwers in het portaal. Kijk hoe het nu is.", "let")
        return redirect(url_for("mensen.mens", subject=subject), 303)
    except PortaalNiet as fout:
        fouten = {f.veld.partition(".")[0]: f.reden for f in reversed(fout.fouten)}
        melding = f"{foutmelding.zin(fout)} {foutmelding.STAAT_ER_NOG}"
        return _formulier(subject, velden, melding, fouten), foutmelding.status(fout)
    nieuwer = [NAMEN[naam] for naam, waarde in inhoud.items() if naam in nu and not _zelfde(nu.ruw[naam], waarde)]
    if nieuwer:
        flash(NIEUWER.format(", ".join(nieuwer)), "let")
    else:
        flash("Bewaard. Dit geldt nu ook in het portaal.")
    return redirect(url_for("mensen.mens", subject=subject), 303)


def _velden(inwoner: Inwoner) -> Formulier:
    """The fields as they stand, and beside each (`was.…`) what it was when the page was opened."""
    tolk = inwoner.tolk
    velden: Formulier = MultiDict(
        [
            ("naam", inwoner.naam or ""),
            ("veilig", inwoner.veilig),
            ("taal", inwoner.taal or ""),
            ("tolk", ("ja" if tolk.waar("nodig") else "nee") if "nodig" in tolk else ""),
            ("tolk_taal", tolk.tekst("taal") or ""),
        ]
    )
    velden.setlist("kanalen", inwoner.kanalen)
    for naam in ("veilig", "taal", "tolk", "tolk_taal"):
        velden[f"was.{naam}"] = velden[naam]
    velden["was.kanalen"] = " ".join(inwoner.kanalen)
    return velden


def _veranderd(velden: Formulier) -> dict[str, object]:
    inhoud: dict[str, object] = {}
    if velden.get("veilig") and velden["veilig"] != velden.get("was.veilig"):
        inhoud["veiligBereikbaar"] = velden["veilig"]
    kanalen, was = velden.getlist("kanalen"), velden.get("was.kanalen", "").split()
    if set(kanalen) != set(was):
        # What somebody likes best comes first; what was ticked now goes behind what was there.
        inhoud["kanalen"] = [k for k in was if k in kanalen] + [k for k in kanalen if k not in was]
    if velden.get("taal") and velden["taal"] != velden.get("was.taal"):
        inhoud["taal"] = velden["taal"]
    taal = leesbaar(velden.get("tolk_taal", "")).strip()
    if velden.get("tolk") and (velden["tolk"], taal) != (velden.get("was.tolk"), velden.get("was.tolk_taal")):
        inhoud["tolk"] = {"nodig": velden["tolk"] == "ja"} | ({"taal": taal} if taal else {})
    return inhoud


def _zelfde(nu: object, gevraagd: object) -> bool:
    if isinstance(gevraagd, dict):
        deel = Gegevens.van(nu)
        return all(deel.ruw.get(naam) == waarde for naam, waarde in gevraagd.items())
    return nu == gevraagd


def _formulier(subject: str, velden: Formulier, melding: str, fouten: dict[str, str] | None = None) -> str:
    return render_template(
        "werkbak/voorkeuren.html",
        fouten=fouten or {},
        melding=melding,
        kanalen_uit=KANALEN,
        subject=subject,
        veilig_waarden=VEILIG,
        velden=velden,
    )
