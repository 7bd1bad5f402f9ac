"""Whose space this is."""

from flask import abort

from portal.inwoners.models import Inwoner
from portal.inwoners.service import vind_inwoner
from portal.toegang.beleid import toegang
from portal.web.applicatie import db


def ik() -> Inwoner:
    """The inwoner of this session; 404 when there is none any more."""
    inwoner = vind_inwoner(db(), toegang().inwoner_id)
    if inwoner is None:
        abort(404)
    return inwoner
