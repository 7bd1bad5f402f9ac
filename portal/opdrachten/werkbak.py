"""`portal werkbak`: the reference backoffice. Of the portal itself it loads only settings and clock."""

import logging
import os
import signal
import sqlite3
import threading

import click
from werkzeug.serving import make_server

from portal.clock import Klok, maak_klok
from portal.config import OnjuisteInstelling, lees_instellingen
from portal.logboek import begin_logboek
from portal.opdrachten.bezwaar import Bezwaar
from portal.werkbak.app import maak_werkbak
from portal.werkbak.bewaren import ruim_op
from portal.werkbak.instellingen import OnjuisteWerkbakInstelling, lees_werkbak_instellingen
from portal.werkbak.omgeving import EXTENSIE
from portal.werkbak.opslag import Opslag

UUR = 3600.0

_log = logging.getLogger(__name__)


@click.command()
def werkbak() -> None:
    """Run the reference backoffice."""
    begin_logboek()
    try:
        instellingen = lees_werkbak_instellingen(os.environ)
        klok = maak_klok(lees_instellingen(os.environ).now)
        app = maak_werkbak(instellingen, klok)
    except (OnjuisteWerkbakInstelling, OnjuisteInstelling) as fout:
        raise Bezwaar(str(fout)) from fout
    click.echo(f"Werkbak: http://{instellingen.host}:{instellingen.port}")
    klaar = threading.Event()
    opruimer = threading.Thread(
        target=_ruim_geregeld_op, args=(app.extensions[EXTENSIE].opslag, instellingen.bewaardagen, klok, klaar)
    )
    opruimer.start()
    server = make_server(instellingen.host, instellingen.port, app, threaded=True)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()
    finally:
        klaar.set()
        opruimer.join()


def _ruim_geregeld_op(opslag: Opslag, dagen: int, klok: Klok, klaar: threading.Event) -> None:
    """Wipe every hour who was here long enough; what cannot now, is tried the next time."""
    while not klaar.wait(UUR):
        try:
            ruim_op(opslag, dagen, klok.nu())
        except sqlite3.Error as fout:
            _log.warning("not tidied up", extra={"exception": type(fout).__name__})
