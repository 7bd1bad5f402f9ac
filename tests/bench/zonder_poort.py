"""The portal without its writer gate, to see what the gate is for. Only ever for measuring."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from portal.app import create_app
from portal.config import lees_instellingen
from portal.db.poort import Schrijfpoort
from portal.omgeving import maak_omgeving


class OpenPoort(Schrijfpoort):
    """Lets everybody in: SQLite's own busy handler decides whose turn it is."""

    @contextmanager
    def beurt(self, wachttijd: float | None = None) -> Iterator[None]:
        """No waiting here."""
        yield


def maak_app() -> Flask:
    """The portal as `portal.wsgi` makes it, but for the gate."""
    omgeving = maak_omgeving(lees_instellingen(os.environ))
    poort = omgeving.databank._poort
    assert poort is not None
    poort.__class__ = OpenPoort
    return create_app(omgeving)
