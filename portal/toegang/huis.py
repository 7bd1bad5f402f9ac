"""The site of this request, as a passkey knows it."""

from urllib.parse import urlsplit

from flask import request

from portal.toegang.authenticator import Huis
from portal.web.omgeving import gemeente, omgeving


def huis() -> Huis:
    """Host name, origin and name: a key of one gemeente is of no use at another."""
    adres = urlsplit(gemeente().base_url or omgeving().instellingen.base_url)
    origin = f"{adres.scheme}://{request.host or adres.netloc}"
    return Huis(urlsplit(origin).hostname or "", origin, gemeente().portaalnaam)
