"""`/.well-known/security.txt` (RFC 9116): where to report a weakness."""

from datetime import timedelta

from flask import Blueprint, Response

from portal.toegang.beleid import OPENBAAR
from portal.web.omgeving import gemeente, nu, omgeving

bp = Blueprint("beveiliging", __name__)
_GELDIG = timedelta(days=180)


@bp.get("/.well-known/security.txt")
@OPENBAAR
def security_txt() -> Response:
    """Contact, languages and an end date that is always less than a year away."""
    basis = gemeente().base_url or omgeving().instellingen.base_url
    verloopt = (nu() + _GELDIG).replace(hour=0, minute=0, second=0, microsecond=0)
    regels = [
        f"Contact: mailto:{gemeente().contact.email}",
        f"Expires: {verloopt.isoformat().replace('+00:00', 'Z')}",
        "Preferred-Languages: nl, en",
        f"Canonical: {basis}/.well-known/security.txt",
    ]
    return Response("\n".join(regels) + "\n", content_type="text/plain; charset=utf-8")
