"""What is well, what is not, and what was counted."""

from werkzeug.wrappers import Response

from portal.beheer.omstandigheden import omstandigheden
from portal.beheer.tellingen import tel
from portal.beheer.toestand import bekijk
from portal.beheer.tokens import kast
from portal.beheer.vertellen import laatst_verteld
from portal.beheer.weergave import blauwdruk
from portal.beheer.weergave import toon as teken
from portal.toegang.beleid import BEHEERDER
from portal.web.applicatie import db
from portal.web.omgeving import gemeente, nu, omgeving

bp = blauwdruk("overzicht")


@bp.get("")
@BEHEERDER
def toon() -> Response:
    """Everything that was looked at: first what is not well."""
    om = omstandigheden(db(), gemeente(), omgeving(), kast())
    bevindingen = bekijk(db(), om, nu())
    return teken(
        "overzicht",
        mis=[b for b in bevindingen if not b.goed],
        goed=[b for b in bevindingen if b.goed],
        mail=om.kan_mailen,
        verteld=laatst_verteld(db()),
    )


@bp.get("/getallen")
@BEHEERDER
def getallen() -> Response:
    """Counts of the last seven days."""
    geteld = tel(db(), nu())
    delen = (
        ("Aanmeldingen", "", geteld.aanmeldingen),
        ("Berichten aan inwoners", "Wat ervan geworden is.", geteld.berichten),
        ("Bezorgd", "Op de dag dat het klaarstond.", geteld.bezorgd),
    )
    return teken("getallen", delen=delen)
