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
"""Seconds between two looks at whether the parent is still there, and between two nudges of the main thread."""


def maak_app() -> Flask:
    """The portal with the settings of this process's environment."""
    begin_logboek()
    signal.signal(signal.SIGURG, lambda *_: None)
    wachter = threading.Thread(target=_houd_de_wacht, args=(os.getppid(), threading.get_ident()), name="wacht")
    wachter.daemon = True
    wachter.start()
    app = create_app(maak_omgeving(lees_instellingen(os.environ)))
    # Compiled before anybody asks for a page: else the first people after a start wait for it, all at once.
    for sjabloon in app.jinja_env.list_templates():
        app.jinja_env.get_template(sjabloon)
    return app


def _houd_de_wacht(ouder: int, hoofddraad: int) -> None:
    """End with the process that started us, and hear SIGTERM whichever thread it came to.

    Killed hard the parent cannot say so, and an orphan would keep the port, and go on with the code of before an
    upgrade. And a signal that the kernel gives to another thread, as it does to one that is just being made, leaves the
    main thread asleep: Python then never runs its handler, and the server would be killed in the midst of a request.
    """
    while os.getppid() == ouder:
        time.sleep(_KIJK)
        signal.pthread_kill(hoofddraad, signal.SIGURG)
    os.kill(os.getpid(), signal.SIGTERM)
    while True:
        time.sleep(_KIJK)
        signal.pthread_kill(hoofddraad, signal.SIGURG)
