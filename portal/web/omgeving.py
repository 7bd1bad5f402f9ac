"""What a request can reach for: wired in one place, typed, and nothing else global."""

from datetime import datetime
from typing import cast

from flask import current_app, g, request

from portal.gemeente import Gemeente
from portal.omgeving import Omgeving
from portal.web.bron import bron_van

SLEUTEL = "portaal"


def omgeving() -> Omgeving:
    """The parts of this process."""
    return cast(Omgeving, current_app.extensions[SLEUTEL])


def gemeente() -> Gemeente:
    """The gemeente of this request, picked by host name before anything else."""
    return cast(Gemeente, g.gemeente)


def nu() -> datetime:
    """The moment of this request: one and the same from begin to end."""
    if "nu" not in g:
        g.nu = omgeving().klok.nu()
    return cast(datetime, g.nu)


def bron() -> str:
    """The network address this request came from, as far as trusted proxies tell."""
    return bron_van(request.environ)
