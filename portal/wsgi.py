"""What a WSGI server loads: `portal.wsgi:maak_app` (a factory)."""

import os
import signal
import threading
import time
from typing import Final

from flask import Flask

from portal.app import create_app
from portal.config import lees_instellingen
from portal.logboek import begin_logboek
from portal.omgeving import maak_omgeving

_KIJK: Final = 1.0
"""Seconds between two looks at whether the parent is still there."""


def maak_app() -> Flask:
    """The portal with the settings of this process's environment."""
    begin_logboek()
    threading.Thread(target=_volg_de_ouder, args=(os.getppid(),), name="ouder", daemon=True).start()
    app = create_app(maak_omgeving(lees_instellingen(os.environ)))
    # Compiled before anybody asks for a page: else the first people after a start wait for it, all at once.
    for sjabloon in app.jinja_env.list_templates():
        app.jinja_env.get_template(sjabloon)
    return app


def _volg_de_ouder(ouder: int) -> None:
    """End with the process that started us. Killed hard it cannot say so, and an orphan would keep
    the port, and go on with the code of before an upgrade.
    """
    while os.getppid() == ouder:
        time.sleep(_KIJK)
    os.kill(os.getpid(), signal.SIGTERM)
