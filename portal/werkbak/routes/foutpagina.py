"""What somebody reads when something did not work: a page for people, problem+json for machines."""

import json

from flask import Response, render_template, request
from werkzeug.http import HTTP_STATUS_CODES

TEKSTEN = {
    400: ("Dit verzoek klopt niet", "Ga terug en probeer het opnieuw."),
    403: (
        "Deze pagina stond te lang open",
        "Ga terug, ververs de pagina en probeer het nog eens. Kopieer eerst wat je hebt getypt.",
    ),
    404: ("Deze pagina is er niet", "Misschien klopt het adres niet. De werklijst werkt wel."),
    405: ("Dit kan hier niet", "Ga terug naar de werklijst."),
    413: ("Dit is te veel tekst", "Ga terug en maak de tekst korter."),
    429: ("Even wachten", "Het wachtwoord was te vaak niet goed. Probeer het over een kwartier opnieuw."),
    503: ("Opslaan lukt nu niet", "De werkbak kan even niet bij zijn gegevens. Probeer het zo opnieuw."),
}
ANDERS = ("Er ging iets mis in de werkbak", "Probeer het opnieuw. Blijft het zo, vraag dan de beheerder.")

ALLEEN_HIER = (
    "Deze werkbak is alleen hier te gebruiken",
    "Er is geen wachtwoord ingesteld. Open de werkbak op de machine zelf, of laat de beheerder "
    "PORTAL_WERKBAK_WACHTWOORD instellen.",
)

# The doors for the portal's worker, whose faults are problem+json.
PADEN_VOOR_MACHINES = frozenset({"/gebeurtenissen", "/meldingen"})


def antwoord(status: int, tekst: tuple[str, str] | None = None) -> Response:
    """Give what fits who asked: a page for a person, a problem for the worker."""
    titel, uitleg = tekst or TEKSTEN.get(status, ANDERS)
    if request.path in PADEN_VOOR_MACHINES:
        return probleem(status, uitleg if tekst else "")
    pagina = render_template("werkbak/fout.html", titel=titel, uitleg=uitleg)
    return Response(pagina, status=status, mimetype="text/html")


def probleem(status: int, uitleg: str) -> Response:
    """Give an RFC 9457 problem for the portal's worker."""
    velden: dict[str, object] = {"status": status, "title": HTTP_STATUS_CODES.get(status, "Error")}
    if uitleg:
        velden["detail"] = uitleg
    return Response(json.dumps(velden), status=status, mimetype="application/problem+json")
