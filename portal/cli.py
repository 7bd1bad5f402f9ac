"""The command `portal`: one process or one errand each."""

import os
import signal
import socket
import sys
import threading
from dataclasses import dataclass

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.serving import make_server

from portal.app import create_app, maak_klok, maak_omgeving
from portal.backoffice.cli import token
from portal.clock import Klok
from portal.config import Instellingen, OnjuisteInstelling, lees_instellingen
from portal.db.databank import Databank
from portal.db.migreren import is_bij, is_gebouwd, migreer
from portal.db.sleutels import BESTAND, SleutelFout, maak_sleutels
from portal.doctor import onderzoek
from portal.gemeente import Gemeenten, OnjuisteGemeente
from portal.logboek import begin_logboek
from portal.outbox.cli import outbox
from portal.outbox.worker import Worker
from portal.proef import maak_voorbeelden, proefomgeving, start_alles, zorg_voor_token
from portal.taken import taken_van
from portal.web.omgeving import Omgeving
from portal.werkbak.app import maak_werkbak
from portal.werkbak.instellingen import OnjuisteWerkbakInstelling, lees_werkbak_instellingen


@dataclass(frozen=True, slots=True)
class Bediening:
    """What the operator's commands work with."""

    databank: Databank
    gemeenten: Gemeenten
    klok: Klok


def main() -> None:
    """Run the command; what is wrong with the configuration is one clear line, exit code 2."""
    os.umask(0o077)  # database, keys and logs are for this user only
    try:
        portal(standalone_mode=True)
    except (OnjuisteInstelling, OnjuisteWerkbakInstelling, SleutelFout, OnjuisteGemeente) as fout:
        click.echo(f"portal: {fout}", err=True)
        sys.exit(2)
    except SQLAlchemyError as fout:
        click.echo(f"portal: the database cannot be used ({type(fout).__name__}); see `portal doctor`.", err=True)
        sys.exit(2)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def portal(context: click.Context) -> None:
    """Rustpunt: the front door of municipal debt help."""
    if context.invoked_subcommand in ("outbox", "token") and "--help" not in sys.argv:
        deze = _omgeving()
        context.obj = Bediening(deze.databank, deze.gemeenten, deze.klok)


@portal.command()
def migrate() -> None:
    """Make the keys (once) and bring the database to the newest version."""
    instellingen = lees_instellingen(os.environ)
    _zorg_voor_sleutels(instellingen)
    deze = maak_omgeving(instellingen)
    migreer(deze.databank)
    deze.databank.sluit()
    click.echo("The database is at the newest version.")


@portal.command()
def serve() -> None:
    """Run the portal for browsers and machines."""
    instellingen = lees_instellingen(os.environ)
    # Made and thrown away: what is wrong is said here once, instead of by every process that is started.
    create_app(_controleer(instellingen))
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


@portal.command()
def worker() -> None:
    """Deliver what is in the outbox, and do the small errands."""
    begin_logboek()
    instellingen = lees_instellingen(os.environ)
    _controleer(instellingen)
    deze = maak_omgeving(instellingen)
    stop = threading.Event()
    for sein in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sein, lambda *_: stop.set())
    Worker(
        deze.databank,
        deze.gemeenten,
        instellingen,
        deze.klok,
        controles={},
        taken=taken_van(deze),
    ).run(stop)


@portal.command()
def werkbak() -> None:
    """Run the reference backoffice."""
    begin_logboek()
    instellingen = lees_werkbak_instellingen(os.environ)
    app = maak_werkbak(instellingen, maak_klok(lees_instellingen(os.environ)))
    click.echo(f"Werkbak: http://{instellingen.host}:{instellingen.port}")
    server = make_server(instellingen.host, instellingen.port, app, threaded=True)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.shutdown()


@portal.command()
def doctor() -> None:
    """Say in words what is wrong; exit code 1 when something is."""
    goed = True
    for bevinding in onderzoek(os.environ):
        click.echo(f"{'ok ' if bevinding.goed else 'NOT'}  {bevinding.tekst}")
        goed = goed and bevinding.goed
    sys.exit(0 if goed else 1)


@portal.command()
def start() -> None:
    """Run portal, worker and werkbak together, to try everything on this machine."""
    omgeving = proefomgeving()
    instellingen = lees_instellingen(omgeving)
    _controleer(instellingen)
    deze = maak_omgeving(instellingen)
    maak_voorbeelden(deze)
    omgeving.setdefault("PORTAL_WERKBAK_TOKEN", zorg_voor_token(deze))
    deze.databank.sluit()
    sys.exit(start_alles(omgeving, [["serve"], ["worker"], ["werkbak"]]))


portal.add_command(outbox)
portal.add_command(token)


def _omgeving() -> Omgeving:
    instellingen = lees_instellingen(os.environ)
    return maak_omgeving(instellingen)


def _controleer(instellingen: Instellingen) -> Omgeving:
    """Refuse to start on a database that is not at this version."""
    deze = maak_omgeving(instellingen)
    try:
        if not is_bij(deze.databank):
            raise OnjuisteInstelling("The database is not at the newest version: run `portal migrate`.")
    finally:
        deze.databank.sluit()
    return deze


def _zorg_voor_sleutels(instellingen: Instellingen) -> None:
    """Make the keys when there is nothing yet. Beside a database that is in use, new keys would read nothing of it."""
    try:
        instellingen.var_dir.mkdir(parents=True, exist_ok=True)
        # Asked before the keys: another `portal migrate` at this moment makes the keys first, and then the tables.
        databank = Databank(instellingen.database_url)
        in_gebruik = is_gebouwd(databank)
        databank.sluit()
        if instellingen.encryption_keys and instellingen.secret_keys:
            return
        if in_gebruik and not (instellingen.var_dir / BESTAND).exists():
            raise SleutelFout(
                f"The database holds data, but its keys are gone: put {BESTAND} back in {instellingen.var_dir}, "
                "or give PORTAL_ENCRYPTION_KEYS and PORTAL_SECRET_KEYS."
            )
        maak_sleutels(instellingen.var_dir)
    except OSError as fout:
        raise OnjuisteInstelling(f"PORTAL_VAR_DIR: {instellingen.var_dir} cannot be used: {fout.strerror}.") from None


def _luisteradres(instellingen: Instellingen) -> str:
    """The address to listen on, as digits; raises when somebody else has the port."""
    host, port = instellingen.host, instellingen.port
    try:
        familie, soort, _, _, adres = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(familie, soort) as proef:
            proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            proef.bind(adres)
    except OSError as fout:
        raise OnjuisteInstelling(
            f"PORTAL_HOST and PORTAL_PORT: cannot listen on {host}:{port}: {fout.strerror}."
        ) from None
    return str(adres[0])
