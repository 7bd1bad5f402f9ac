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
from portal.werkbak.instellingen import OnjuisteWerkbakInstelling, lees_werkbak_instellingen


@click.command()
def werkbak() -> None:
    """Run the reference backoffice."""
    begin_logboek()
    try:
        instellingen = lees_werkbak_instellingen(os.environ)
        app = maak_werkbak(instellingen, maak_klok(lees_instellingen(os.environ).now))
    except (OnjuisteWerkbakInstelling, OnjuisteInstelling) as fout:
        raise Bezwaar(str(fout)) from fout
    click.echo(f"Werkbak: http://{instellingen.host}:{instellingen.port}")
    server = make_server(instellingen.host, instellingen.port, app, threaded=True)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()
