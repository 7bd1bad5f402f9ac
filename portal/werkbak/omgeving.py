"""What every route of the werkbak works with, put together once in `app.py`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from flask import current_app

from portal.clock import Klok, dag_van
from portal.werkbak.instellingen import WerkbakInstellingen
from portal.werkbak.ophalen import Ophaler
from portal.werkbak.opslag import Opslag
from portal.werkbak.portaal import Portaal
from portal.werkbak.toegang import Toegang
from portal.werkbak.wijzigen import Wijziger

EXTENSIE = "werkbak"


@dataclass(frozen=True)
class Omgeving:
    """The wiring of one werkbak."""

    instellingen: WerkbakInstellingen
    klok: Klok
    ware_tijd: Klok
    """The clock that signatures are held against."""
    opslag: Opslag
    portaal: Portaal
    ophaler: Ophaler
    wijziger: Wijziger
    toegang: Toegang
    sleutels: tuple[bytes, ...]
    """Keys that a delivery may be signed with."""

    def nu(self) -> datetime:
        return self.klok.nu()

    def vandaag(self) -> date:
        return dag_van(self.klok.nu())


def omgeving() -> Omgeving:
    """Give the wiring of the application that handles this request."""
    return cast(Omgeving, current_app.extensions[EXTENSIE])
