"""`portal serve`: the web server. The application itself is loaded by its processes (`portal.wsgi`)."""

import errno
import os
import socket
import time
from typing import Final

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.app import create_app
from portal.config import Instellingen, OnjuisteInstelling
from portal.opdrachten.bediening import Opdracht, open_bijgewerkt

_POORT_VRIJ: Final = 4.0
"""Seconds that the one before us may take to be gone."""


@click.command(cls=Opdracht)
def serve() -> None:
    """Run the portal for browsers and machines."""
    deze = open_bijgewerkt()
    # Made and thrown away: what is wrong is said here once, instead of by every process that is started.
    create_app(deze)
    deze.databank.sluit()
    instellingen = deze.instellingen
    adres = _luisteradres(instellingen)
    # SQLite has one writer: one process with threads. PostgreSQL serves several.
    processen = instellingen.processes or (1 if instellingen.is_sqlite else min(4, os.cpu_count() or 1))
    click.echo(f"Rustpunt: {instellingen.base_url}")
    Granian(
        "portal.wsgi:maak_app",
        address=adres,
        port=instellingen.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=processen,
        blocking_threads=instellingen.threads,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        log_level=LogLevels.error,
    ).serve()


def _luisteradres(instellingen: Instellingen) -> str:
    """The address to listen on, as digits; raises when somebody else keeps the port."""
    host, port = instellingen.host, instellingen.port
    einde = time.monotonic() + _POORT_VRIJ
    while True:
        try:
            familie, soort, _, _, adres = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(familie, soort) as proef:
                proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                proef.bind(adres)
            return str(adres[0])
        except OSError as fout:
            if fout.errno != errno.EADDRINUSE or time.monotonic() > einde:
                raise OnjuisteInstelling(
                    f"PORTAL_HOST and PORTAL_PORT: cannot listen on {host}:{port}: {fout.strerror}."
                ) from None
        time.sleep(0.1)
