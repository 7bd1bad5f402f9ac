"""What a WSGI server loads: `portal.wsgi:maak_app` (a factory)."""

import os

from flask import Flask

from portal.app import create_app
from portal.config import lees_instellingen
from portal.logboek import begin_logboek
from portal.omgeving import maak_omgeving


def maak_app() -> Flask:
    """The portal with the settings of this process's environment."""
    begin_logboek()
    return create_app(maak_omgeving(lees_instellingen(os.environ)))
