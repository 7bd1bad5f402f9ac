"""A `portal` command that kills itself, with SIGKILL, at a named point once that point is armed.

Run by the tests: `python -m tests.rampen.proces serve`. A point is armed by a file of its name in
the folder `RAMP_HAAK`; who comes there takes the file away and dies. Leases and waits are short,
so that a test need not sit them out.
"""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import portal.aanmelding.service
import portal.db.databank
import portal.db.reservekopie.in_postgresql
import portal.db.reservekopie.in_sqlite
import portal.db.sleutelbestand
import portal.db.sleutelwissel
import portal.opdrachten.keys
import portal.outbox.claimen
import portal.outbox.herhalen
import portal.toegang.service
from portal.cli import main
from portal.outbox.bestemmingen.webhook import Webhook

VOOR, NA = "before", "after"

WEB: Final[dict[str, tuple[object, str, str]]] = {
    "midden in de transactie": (portal.aanmelding.service, "geef_code", NA),
    "alles geschreven, niets vastgelegd": (portal.db.databank.Werkeenheid, "bevestig", VOOR),
    "vastgelegd, nog niet beantwoord": (portal.db.databank.Werkeenheid, "bevestig", NA),
}
WORKER: Final[dict[str, tuple[object, str, str]]] = {
    "genomen, nog niet bezorgd": (Webhook, "bezorg", VOOR),
    "bezorgd, nog niet afgevinkt": (Webhook, "bezorg", NA),
    "midden in het hashen van codes": (portal.toegang.service, "hash_code", NA),
}
WISSEL: Final[dict[str, tuple[object, str, str]]] = {
    "sleutel bekend, nog niet in gebruik": (portal.db.sleutelbestand, "voeg_toe", NA),
    "sleutel in gebruik, niets vernieuwd": (portal.db.sleutelbestand, "neem_in_gebruik", NA),
    "midden in het vernieuwen": (portal.db.sleutelwissel, "_vernieuw_rijen", NA),
}
TERUGZETTEN: Final[dict[str, tuple[object, str, str]]] = {
    "alles klaar in sqlite, niets teruggezet": (portal.db.reservekopie.in_sqlite, "voeg_samen", NA),
    "alles klaar in postgresql, niets teruggezet": (portal.db.reservekopie.in_postgresql, "voeg_samen", NA),
}
"""Where: what is called there, and whether before or after it."""


def _sterf_bij(punt: str, eigenaar: object, naam: str, wanneer: str) -> None:
    gewoon: Callable[..., Any] = getattr(eigenaar, naam)
    haak = Path(os.environ["RAMP_HAAK"]) / punt

    def sterf_misschien() -> None:
        try:
            haak.unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)

    def dodelijk(*args: Any, **kwargs: Any) -> Any:
        if wanneer == VOOR:
            sterf_misschien()
        uitkomst = gewoon(*args, **kwargs)
        if wanneer == NA:
            sterf_misschien()
        return uitkomst

    setattr(eigenaar, naam, dodelijk)


def _talm() -> None:
    """A sign-up waits in the middle of its transaction while there is a file "talm"; "hier" says that it does."""
    dienst: Any = portal.aanmelding.service
    gewoon, haak = dienst.geef_code, Path(os.environ["RAMP_HAAK"])

    def talmend(*args: Any, **kwargs: Any) -> Any:
        while (haak / "talm").exists():
            (haak / "hier").touch()
            time.sleep(0.02)
        return gewoon(*args, **kwargs)

    dienst.geef_code = talmend


def _haast() -> None:
    portal.opdrachten.keys.WENNEN = 0.5  # type: ignore[misc]
    portal.outbox.claimen.LEASE = timedelta(seconds=2)  # type: ignore[misc]
    portal.outbox.herhalen.WACHTTIJDEN = (timedelta(seconds=0.3),)  # type: ignore[misc, assignment]


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")  # so that the server's own processes are changed too
    _haast()
    _talm()
    # Each in its own process: the worker commits as well, and would die in the web's place.
    for punt, plek in {"serve": WEB, "worker": WORKER}.get(sys.argv[1], WISSEL | TERUGZETTEN).items():
        _sterf_bij(punt, *plek)
    main()
