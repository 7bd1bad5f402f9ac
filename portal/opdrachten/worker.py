"""`portal worker`: what happens without anybody asking."""

import signal
import threading

import click

from portal.logboek import begin_logboek
from portal.opdrachten.bediening import Opdracht, open_bijgewerkt
from portal.outbox.worker import Worker
from portal.taken import taken_van, wegen_van


@click.command(cls=Opdracht)
def worker() -> None:
    """Deliver what is in the outbox, and do the small errands."""
    begin_logboek()
    deze = open_bijgewerkt()
    stop = threading.Event()
    for sein in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sein, lambda *_: stop.set())
    Worker(
        deze.databank,
        deze.gemeenten,
        deze.instellingen,
        deze.klok,
        taken=taken_van(deze),
        wegen=wegen_van(deze),
    ).run(stop)
