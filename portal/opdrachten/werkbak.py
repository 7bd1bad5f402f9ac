"""`portal werkbak`: the reference backoffice. Of the portal itself it loads only settings and clock."""

import os
import signal
import threading

import click
from werkzeug.serving import make_server

from portal.clock import maak_klok
from portal.config import OnjuisteInstelling, lees_instellingen
from portal.logboek import begin_logboek
from portal.opdrachten.bezwaar import Bezwaar
from portal.werkbak.app import maak_werkbak
from portal.werkbak.bewaren import ruim_geregeld_op
from portal.werkbak.instellingen import OnjuisteWerkbakInstelling, lees_werkbak_instellingen
from portal.werkbak.omgeving import EXTENSIE


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
        target=ruim_geregeld_op, args=(app.extensions[EXTENSIE].opslag, instellingen.bewaardagen, klok, klaar)
    )
    server = make_server(instellingen.host, instellingen.port, app, threaded=True)
    opruimer.start()
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()
    finally:
        klaar.set()
        opruimer.join()
