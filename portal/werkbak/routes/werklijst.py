"""The worklist: who waits for us, the most pressing first."""

from flask import Blueprint, render_template, request

from portal.werkbak import werklijst
from portal.werkbak.omgeving import omgeving
from portal.werkbak.tekst import leesbaar
from portal.werkbak.werklijst import Filter

NAMEN = {
    Filter.OPEN: "Alle open",
    Filter.DRINGEND: "Dringend",
    Filter.TE_LAAT: "Te laat",
    Filter.VANDAAG: "Uiterlijk vandaag",
    Filter.NIEUW: "Nieuw vandaag",
    Filter.INGETROKKEN: "Ingetrokken of overleden",
}
MAX_ZOEKTEKST = 100

routes = Blueprint("werklijst", __name__)


@routes.get("/")
def lijst() -> str:
    """Show one page of the list, with the number of people behind each filter."""
    hier = omgeving()
    vandaag = hier.vandaag()
    gevraagd = request.args.get("toon", "")
    keuze = Filter(gevraagd) if gevraagd in list(Filter) else Filter.OPEN
    zoek = leesbaar(request.args.get("zoek", ""))[:MAX_ZOEKTEKST].strip()
    niet_opgehaald = hier.ophaler.haal_nieuwste(hier.nu())
    with hier.opslag.lezen() as db:
        bladzijde = werklijst.bladzijde(db, keuze, zoek, request.args.get("pagina", ""), vandaag)
        tellingen = werklijst.tellingen(db, vandaag)
    return render_template(
        "werkbak/werklijst.html",
        bladzijde=bladzijde,
        keuze=keuze,
        namen=NAMEN,
        niet_opgehaald=niet_opgehaald,
        tellingen=tellingen,
        zoek=zoek,
    )
