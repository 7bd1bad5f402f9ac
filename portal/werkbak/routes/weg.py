"""The road of one person: phase, steps, fixed person and what is needed, as the person sees it in the portal."""

import re
import uuid
from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.werkbak.gegevens import Gegevens
from portal.werkbak.inwoner import Inwoner
from portal.werkbak.omgeving import omgeving
from portal.werkbak.portaal import PortaalNiet
from portal.werkbak.routes import foutmelding
from portal.werkbak.weg import (
    FASEN,
    STATUS,
    SYSTEMEN,
    WERKDAGEN,
    WIE,
    fase_van,
    naar_volgende_fase,
    stappen_van,
    volgende_fase,
)
from portal.werkbak.wegformulier import EIGEN, Formulier, fouten_per_veld, regels_nodig, velden_van, weg_uit
from portal.werkbak.wijzigen import IntussenVeranderd

INTUSSEN = (
    "Iemand anders heeft de weg intussen veranderd. Hieronder staat wat jij hebt ingevuld. Bewaar je nog een keer, "
    "dan geldt dat."
)

routes = Blueprint("weg", __name__)


@routes.get("/mensen/<subject>/weg")
def formulier(subject: str) -> str | tuple[str, int]:
    """Show the form, starting from what the portal holds now."""
    try:
        inwoner = Inwoner(omgeving().portaal.inwoner(subject))
    except PortaalNiet as fout:
        return _niet(subject, fout)
    return _formulier(subject, inwoner.naam, velden_van(inwoner.weg), inwoner.weg, str(uuid.uuid4()))


@routes.post("/mensen/<subject>/weg")
def bewaar(subject: str) -> Response | str | tuple[str, int]:
    """Save the whole road at once."""
    hier, velden = omgeving(), request.form
    verstuurd: dict[str, object] = {}

    def maak(bewaard: Gegevens) -> Mapping[str, object]:
        verstuurd.update(weg_uit(velden, bewaard))
        return verstuurd

    fase = FASEN.get(velden.get("fase", ""), "")
    eenmalig, naam = velden.get("eenmalig", "")[:40], velden.get("naam") or None
    try:
        anders = hier.wijziger.zet_weg(
            subject, maak, f"Fase: {fase}", hier.nu(), velden.get("gezien", ""), eenmalig or None
        )
    except IntussenVeranderd as fout:
        return _formulier(subject, naam, velden, fout.nu, eenmalig, INTUSSEN, anders=fout.nu), 409
    except PortaalNiet as fout:
        fouten = fouten_per_veld(fout.fouten, verstuurd, velden)
        melding = " ".join(filter(None, (foutmelding.zin(fout), fouten.pop("", ""), foutmelding.STAAT_ER_NOG)))
        gezien = Gegevens({"gewijzigdOp": velden.get("gezien", "")})
        return _formulier(subject, naam, velden, gezien, eenmalig, melding, fouten), foutmelding.status(fout)
    flash("Bewaard. De inwoner ziet dit nu ook." if anders else "Er was niets veranderd.")
    return redirect(url_for("mensen.mens", subject=subject), 303)


@routes.post("/mensen/<subject>/weg/volgende-fase")
def verder(subject: str) -> Response:
    """Go on to the phase on the button; a double tap goes no further than that."""
    hier, naar = omgeving(), request.form.get("naar", "")
    vandaag = hier.vandaag()

    def maak(bewaard: Gegevens) -> Mapping[str, object]:
        return naar_volgende_fase(bewaard, vandaag) if volgende_fase(bewaard) == naar else bewaard.ruw

    try:
        hier.wijziger.zet_weg(subject, maak, f"Fase: {FASEN.get(naar, '')}", hier.nu())
        flash(f"De fase is nu: {FASEN.get(naar, '')}. De inwoner ziet dit ook.")
    except IntussenVeranderd:
        flash("Iemand anders heeft de weg net veranderd. Kijk hoe die nu is.", "let")
    except PortaalNiet as fout:
        flash(foutmelding.zin(fout), "let")
    return redirect(url_for("mensen.mens", subject=subject), 303)


def _formulier(
    subject: str,
    naam: str | None,
    velden: Formulier,
    weg: Gegevens,
    eenmalig: str,
    melding: str = "",
    fouten: Mapping[str, str] | None = None,
    anders: Gegevens | None = None,
) -> str:
    gezien = weg.tekst("gewijzigdOp") or ""
    eigen_codes = [m[1] for veld in velden if (m := re.fullmatch(r"stap\.(.+)\.status", veld, re.DOTALL))]
    # After a fault the page is made from the fields alone, so steps of one's own have to come back from there.
    bekend = stappen_van(Gegevens({"stappen": [{"code": code} for code in eigen_codes if code != EIGEN]}))
    return render_template(
        "werkbak/weg.html",
        anders=FASEN[fase_van(anders)] if anders else "",
        eenmalig=eenmalig,
        fasen=FASEN,
        fouten=fouten or {},
        gezien=gezien,
        melding=melding,
        naam=naam,
        regels=regels_nodig(velden),
        stap_statussen=STATUS,
        stappen=bekend,
        subject=subject,
        systemen=SYSTEMEN
        | {veld[6:]: veld[6:] for veld in velden if veld.startswith("sinds.") and veld[6:] not in SYSTEMEN},
        velden=velden,
        werkdagen=WERKDAGEN,
        wie=WIE,
    )


def _niet(subject: str, fout: PortaalNiet) -> tuple[str, int]:
    pagina = render_template("werkbak/niet.html", melding=foutmelding.zin(fout), subject=subject)
    return pagina, foutmelding.status(fout)
