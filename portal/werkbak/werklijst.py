"""The worklist: one row per person, kept beside the events so that ten thousand people still list at once."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from portal.werkbak import gebeurtenissen, handelingen
from portal.werkbak.bladeren import Bladzijde, bestaand
from portal.werkbak.gebeurtenissen import Gebeurtenis
from portal.werkbak.stand import Stand, stand_van
from portal.werkbak.tekst import zoekcijfers, zoekvorm

PER_BLADZIJDE = 50

# A person with nothing open sorts after everybody who still waits for something.
NIETS_OPEN = date.max.isoformat()


class Filter(StrEnum):
    """Which people are listed."""

    OPEN = "open"
    DRINGEND = "dringend"
    TE_LAAT = "te-laat"
    VANDAAG = "vandaag"
    NIEUW = "nieuw"
    INGETROKKEN = "ingetrokken"


_VOORWAARDE = {
    Filter.OPEN: "ingetrokken = 0",
    Filter.DRINGEND: "ingetrokken = 0 AND dringend = 1",
    Filter.TE_LAAT: "ingetrokken = 0 AND uiterlijk < :vandaag",
    Filter.VANDAAG: "ingetrokken = 0 AND uiterlijk = :vandaag",
    Filter.NIEUW: "ingetrokken = 0 AND nieuw_op = :vandaag",
    Filter.INGETROKKEN: "ingetrokken = 1",
}


@dataclass(frozen=True)
class Rij:
    """What the list shows of one person."""

    subject: str
    naam: str | None
    telefoon: str | None
    telefoon_onzeker: bool
    email: str | None
    adres: str | None
    langskomen: bool
    veilig: str
    taal: str | None
    dringend: bool
    verdacht: bool
    ingetrokken: bool
    status: str
    gat: bool
    wacht: bool
    wat: str | None
    uiterlijk: date | None
    ook: Sequence[str]
    """Other open tasks that no date was promised for, and duties: those would else be out of sight."""
    laatste_soort: str
    laatste_tijd: datetime


def werk_bij(db: sqlite3.Connection, subject: str) -> None:
    """Bring a person's row up to date, in the transaction that stored the event or the note."""
    lijn, gedaan = gebeurtenissen.van(db, subject), handelingen.van(db, subject)
    stand = stand_van(subject, lijn, gedaan, gebeurtenissen.gewist_tot(db, subject))
    if stand.laatste is None or stand.startdatum is None:
        return
    volgende = stand.volgende
    db.execute(
        "INSERT INTO mens (subject, ingetrokken, dringend, sorteer_op, uiterlijk, nieuw_op, zoek, rij) "
        "VALUES (:subject, :ingetrokken, :dringend, :sorteer_op, :uiterlijk, :nieuw_op, :zoek, :rij) "
        "ON CONFLICT (subject) DO UPDATE SET ingetrokken = :ingetrokken, dringend = :dringend, "
        "sorteer_op = :sorteer_op, uiterlijk = :uiterlijk, nieuw_op = :nieuw_op, zoek = :zoek, rij = :rij",
        {
            "subject": subject,
            # Somebody who withdrew and is urgent again later belongs with those who wait, not apart.
            "ingetrokken": (stand.ingetrokken or stand.status == "overleden") and not stand.taken,
            "dringend": stand.dringend,
            "sorteer_op": stand.taken[0].sorteer_op.isoformat() if stand.taken else NIETS_OPEN,
            "uiterlijk": volgende.uiterlijk.isoformat() if volgende and volgende.uiterlijk else None,
            "nieuw_op": stand.startdatum.isoformat(),
            "zoek": _zoek(stand),
            "rij": json.dumps(_rij(stand, stand.laatste), ensure_ascii=False),
        },
    )


def bouw_opnieuw(db: sqlite3.Connection) -> None:
    """Make every row anew from the events, after the way it is worked out has changed."""
    for (subject,) in db.execute("SELECT DISTINCT subject FROM gebeurtenis").fetchall():
        werk_bij(db, subject)


def bladzijde(db: sqlite3.Connection, keuze: Filter, zoek: str, gevraagd: str, vandaag: date) -> Bladzijde[Rij]:
    """Give one page: urgent people first, then by the latest date that comes next.

    Searching (by name, e-mail or number, however it is written) looks through everybody, also who withdrew.
    """
    gegeven = {"vandaag": vandaag.isoformat(), "tekst": zoekvorm(zoek), "cijfers": zoekcijfers(zoek)}
    if zoek.strip():
        waar = "instr(zoek, :tekst) > 0"
        if len(gegeven["cijfers"]) >= 3 and not any(teken.isalpha() for teken in zoek):
            waar += " OR instr(zoek, :cijfers) > 0"
    else:
        waar = _VOORWAARDE[keuze]
    aantal: int = db.execute(f"SELECT count(*) FROM mens WHERE {waar}", gegeven).fetchone()[0]
    nummer, laatste = bestaand(gevraagd, aantal, PER_BLADZIJDE)
    rijen = db.execute(
        f"SELECT rij FROM mens WHERE {waar} ORDER BY ingetrokken, dringend DESC, sorteer_op, nieuw_op, subject "
        "LIMIT :per OFFSET :over",
        gegeven | {"per": PER_BLADZIJDE, "over": (nummer - 1) * PER_BLADZIJDE},
    )
    return Bladzijde([_lees_rij(rij["rij"]) for rij in rijen], aantal, nummer, laatste)


def tellingen(db: sqlite3.Connection, vandaag: date) -> dict[Filter, int]:
    """Count the people behind each filter."""
    kolommen = ", ".join(f"coalesce(sum({voorwaarde}), 0)" for voorwaarde in _VOORWAARDE.values())
    getallen = db.execute(f"SELECT {kolommen} FROM mens", {"vandaag": vandaag.isoformat()}).fetchone()
    return dict(zip(_VOORWAARDE, getallen, strict=True))


def _zoek(stand: Stand) -> str:
    bereikbaar = stand.bereikbaarheid
    delen = [zoekvorm(stand.naam or ""), zoekvorm(bereikbaar.email or ""), zoekcijfers(bereikbaar.telefoon or "")]
    return " | ".join(deel for deel in delen if deel)


def _rij(stand: Stand, laatste: Gebeurtenis) -> dict[str, object]:
    volgende = stand.volgende
    return asdict(stand.bereikbaarheid) | {
        "subject": stand.subject,
        "naam": stand.naam,
        "veilig": stand.veilig,
        "taal": stand.taal,
        "dringend": stand.dringend,
        "verdacht": stand.verdacht,
        "ingetrokken": stand.ingetrokken,
        "status": stand.status,
        "gat": bool(stand.gaten),
        "wacht": stand.wacht > 0,
        "wat": volgende.wat if volgende else None,
        "uiterlijk": volgende.uiterlijk.isoformat() if volgende and volgende.uiterlijk else None,
        "ook": [t.wat for t in stand.taken if t is not volgende and (t.uiterlijk is None or t.is_plicht)],
        "laatste_soort": laatste.event.soort,
        "laatste_tijd": laatste.event.tijd.isoformat(),
    }


def _lees_rij(tekst: str) -> Rij:
    velden = json.loads(tekst)
    uiterlijk = velden.pop("uiterlijk")
    return Rij(
        uiterlijk=date.fromisoformat(uiterlijk) if uiterlijk else None,
        laatste_tijd=datetime.fromisoformat(velden.pop("laatste_tijd")),
        **velden,
    )
