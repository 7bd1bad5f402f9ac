"""The messages that would have gone out, the way the recipient would see them."""

from flask import Blueprint, render_template, request

from portal.werkbak import berichten
from portal.werkbak.omgeving import omgeving

routes = Blueprint("berichten", __name__)


@routes.get("/berichten")
def lijst() -> str:
    """Show one page of messages, newest first."""
    kanaal = request.args.get("kanaal") or None
    with omgeving().opslag.lezen() as db:
        kanaaltellingen = berichten.kanalen(db)
        bladzijde = berichten.bladzijde(db, kanaal, request.args.get("pagina", ""))
    return render_template(
        "werkbak/berichten.html", bladzijde=bladzijde, kanaal=kanaal, kanaaltellingen=kanaaltellingen
    )
