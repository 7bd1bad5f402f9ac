"""How somebody likes to be reached and spoken to: said by the person, or heard by a counsellor."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.basis import als_json
from portal.inwoners.events import VoorkeurenGewijzigd
from portal.inwoners.models import Inwoner, Voorkeur
from portal.inwoners.service import VEILIG, sluit_inwoner_op
from portal.inwoners.vertellen import vertel

KANALEN: Final = ("sms", "email", "brief", "bellen")
MOMENTEN: Final = ("gepland", "twee_dagen", "dag_zelf")
"""When a reminder goes: once the appointment is there, two days before, on the day itself."""


@dataclass(frozen=True, slots=True)
class Voorkeuren:
    """What is known; None was never said.

    `kanalen` of `KANALEN` and `momenten` of `MOMENTEN`, an empty one is "none"; `neutraal`: no name
    of ours in a message; `anoniem_bellen`: may we call from a number that is not shown; `tolk`: whether there has
    to be an interpreter, `taal_praten`: the language somebody speaks, in their own words.
    """

    veilig: str
    taal: str
    kanalen: tuple[str, ...] | None = None
    momenten: tuple[str, ...] | None = None
    neutraal: bool | None = None
    tolk: bool | None = None
    taal_praten: str | None = None
    anoniem_bellen: bool | None = None

    def als_data(self) -> dict[str, Any]:
        """As the contract writes it; what was never said is left out."""
        tolk = None
        if self.tolk is not None or self.taal_praten:
            tolk = {"nodig": bool(self.tolk)} | ({"taal": self.taal_praten} if self.taal_praten else {})
        alles = {
            "veiligBereikbaar": self.veilig,
            "kanalen": list(self.kanalen) if self.kanalen is not None else None,
            "momenten": list(self.momenten) if self.momenten is not None else None,
            "neutraal": self.neutraal,
            "taal": self.taal,
            "tolk": tolk,
            "anoniemBellen": self.anoniem_bellen,
        }
        return {naam: waarde for naam, waarde in alles.items() if waarde is not None}


_VELDEN: Final = ("veilig", "taal", "kanalen", "momenten", "neutraal", "tolk", "taal_praten", "anoniem_bellen")
_STAP: Final = timedelta(microseconds=1)


def voorkeuren_van(sessie: Session, inwoner: Inwoner) -> Voorkeuren:
    """What is known of the preferences of this inwoner."""
    rijen = sessie.scalars(select(Voorkeur).where(Voorkeur.inwoner_id == inwoner.id))
    gezegd = {rij.onderwerp: json.loads(rij.waarde or "null") for rij in rijen}
    kanalen, momenten = gezegd.get("kanalen"), gezegd.get("momenten")
    return Voorkeuren(
        veilig=inwoner.veilig_bereikbaar,
        taal=inwoner.taal,
        kanalen=tuple(kanalen) if kanalen is not None else None,
        momenten=tuple(momenten) if momenten is not None else None,
        neutraal=gezegd.get("neutraal"),
        tolk=gezegd.get("tolk"),
        taal_praten=gezegd.get("taal_praten"),
        anoniem_bellen=gezegd.get("anoniem_bellen"),
    )


def zet_voorkeuren(sessie: Session, *, inwoner_id: UUID, waarden: Mapping[str, Any], gewijzigd_op: datetime) -> Inwoner:
    """Keep what a counsellor heard; per thing, an older word than the last one changes nothing.

    `waarden` by the names of `Voorkeuren`; what is not in it stays as it was. Of two of the same moment the one
    that stays does not depend on which came first. Gives the inwoner. Raises `OnbekendeInwoner`.
    """
    inwoner = sluit_inwoner_op(sessie, inwoner_id)
    for onderwerp, waarde in waarden.items():
        _zet(sessie, inwoner, onderwerp, waarde, gewijzigd_op)
    return inwoner


def zeg_voorkeuren(sessie: Session, inwoner: Inwoner, waarden: Mapping[str, Any], now: datetime) -> None:
    """The person says it now, so it counts whatever came before; no event of its own."""
    for onderwerp, waarde in waarden.items():
        eerder = sessie.get(Voorkeur, (inwoner.id, onderwerp))
        # A backoffice whose clock is ahead of ours does not have the last word.
        moment = max(now, eerder.gewijzigd_op + _STAP) if eerder is not None else now
        _zet(sessie, inwoner, onderwerp, waarde, moment)


def wijzig_voorkeuren(sessie: Session, inwoner: Inwoner, waarden: Mapping[str, Any], now: datetime) -> None:
    """The person changes preferences; the backoffice hears how they all stand now."""
    zeg_voorkeuren(sessie, inwoner, waarden, now)
    sessie.flush()
    vertel(sessie, inwoner, VoorkeurenGewijzigd(voorkeuren=voorkeuren_van(sessie, inwoner).als_data()), now)


def _zet(sessie: Session, inwoner: Inwoner, onderwerp: str, waarde: Any, gewijzigd_op: datetime) -> None:
    if onderwerp not in _VELDEN or (onderwerp == "veilig" and waarde not in VEILIG):
        raise ValueError(f"not a preference: {onderwerp}")
    tekst = als_json(waarde)
    volgorde = hashlib.sha256(tekst.encode()).digest()
    rij = sessie.get(Voorkeur, (inwoner.id, onderwerp))
    if rij is not None and (rij.gewijzigd_op, rij.volgorde) >= (gewijzigd_op, volgorde):
        return
    if rij is None:
        rij = Voorkeur(gemeente=inwoner.gemeente, inwoner_id=inwoner.id, onderwerp=onderwerp)
        sessie.add(rij)
    rij.waarde = tekst
    rij.gewijzigd_op = gewijzigd_op
    rij.volgorde = volgorde
    if onderwerp == "veilig":
        inwoner.veilig_bereikbaar = waarde
    elif onderwerp == "taal":
        inwoner.taal = waarde
