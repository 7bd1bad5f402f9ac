"""A worker process that kills itself, with SIGKILL, when it comes to a named point for the so-manyth time.

Run by the tests: `python -m tests.outbox.moord <database> <var> <backoffice> <point> <time>`.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import portal.outbox.bezorgen
import portal.outbox.verdeler
import portal.outbox.worker
from portal.clock import Systeemklok
from portal.config import PROJECTMAP, lees_instellingen
from portal.db import sleutels
from portal.db.databank import Databank
from portal.gemeente import laad_gemeenten
from portal.outbox.bestemmingen.webhook import Webhook
from portal.outbox.worker import Worker
from tests.outbox.ontvanger import GEHEIM

VOOR, NA = "before", "after"

PUNTEN: dict[str, tuple[object, str, str]] = {
    "claimed_not_sent": (portal.outbox.bezorgen.Bezorger, "geef", VOOR),
    "before_sending": (Webhook, "bezorg", VOOR),
    "sent_not_marked": (Webhook, "bezorg", NA),
    "before_marking": (portal.outbox.verdeler, "rond_af", VOOR),
    "marked_not_committed": (portal.outbox.verdeler, "rond_af", NA),
    "claimed_not_committed": (portal.outbox.verdeler, "claim", NA),
    "turn_done": (portal.outbox.verdeler.Verdeler, "beurt", NA),
    "positions_not_committed": (portal.outbox.worker, "geef_posities", NA),
}
"""Where: what is called there, and whether before or after it."""


def main(database: str, var: str, backoffice: str, punt: str, keer: int) -> None:
    sleutels.gebruik(sleutels.laad_sleutels(Path(var), None, None))
    if punt in PUNTEN:
        _sterf_bij(*PUNTEN[punt], keer)
    instellingen = lees_instellingen(
        {"PORTAL_VAR_DIR": var, "PORTAL_BACKOFFICE_URL": backoffice, "PORTAL_BACKOFFICE_SECRET": GEHEIM}
    )
    worker = Worker(Databank(database), laad_gemeenten(PROJECTMAP / "content"), instellingen, Systeemklok())
    print("begonnen", flush=True)
    worker.run(threading.Event())


def _sterf_bij(eigenaar: object, naam: str, wanneer: str, keer: int) -> None:
    gewoon: Callable[..., Any] = getattr(eigenaar, naam)
    nog = [keer]

    def dodelijk(*args: Any, **kwargs: Any) -> Any:
        nog[0] -= 1
        if wanneer == VOOR and nog[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        uitkomst = gewoon(*args, **kwargs)
        if wanneer == NA and nog[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return uitkomst

    setattr(eigenaar, naam, dodelijk)


if __name__ == "__main__":
    database, var, backoffice, punt, keer = sys.argv[1:]
    main(database, var, backoffice, punt, int(keer))
