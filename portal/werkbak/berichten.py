"""Messages that would have gone out, had a gateway for sms, e-mail or letters been set."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.werkbak.bladeren import Bladzijde, bestaand
from portal.werkbak.gegevens import GeenJson, Gegevens, lees_object, schrijf

PER_BLADZIJDE = 30


class GeenBericht(ValueError):
    """The body is not a message as the portal hands it over; the message says what is missing."""


@dataclass(frozen=True)
class Bericht:
    """One message to one recipient."""

    id: str
    kanaal: str
    naar: str
    onderwerp: str | None
    tekst: str
    soort: str | None
    taal: str | None
    """A language tag for the `lang` attribute; None when what was given is not one."""
    subject: str | None
    gemaakt_op: datetime
    inhoud: str
    """The whole message as JSON."""


def lees_bericht(inhoud: bytes, now: datetime) -> Bericht:
    """Read a message; raise GeenBericht when it has no id, channel, recipient or text."""
    try:
        velden = Gegevens(lees_object(inhoud))
    except GeenJson as fout:
        raise GeenBericht(str(fout)) from fout
    return _uit(velden, now)


def bewaar(db: sqlite3.Connection, bericht: Bericht, now: datetime) -> bool:
    """Keep a message; False when its id was here already."""
    gedaan = db.execute(
        "INSERT INTO bericht (id, kanaal, subject, inhoud, gemaakt_op, ontvangen_op) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO NOTHING",
        (bericht.id, bericht.kanaal, bericht.subject, bericht.inhoud, bericht.gemaakt_op.isoformat(), now.isoformat()),
    )
    return gedaan.rowcount == 1


def bladzijde(db: sqlite3.Connection, kanaal: str | None, gevraagd: str) -> Bladzijde[Bericht]:
    """Give one page of messages, newest first; of one channel when asked."""
    waar = "WHERE kanaal = :kanaal" if kanaal else ""
    gegeven: dict[str, object] = {"kanaal": kanaal}
    aantal: int = db.execute(f"SELECT count(*) FROM bericht {waar}", gegeven).fetchone()[0]
    nummer, laatste = bestaand(gevraagd, aantal, PER_BLADZIJDE)
    rijen = db.execute(
        f"SELECT inhoud, gemaakt_op FROM bericht {waar} ORDER BY nummer DESC LIMIT :per OFFSET :over",
        gegeven | {"per": PER_BLADZIJDE, "over": (nummer - 1) * PER_BLADZIJDE},
    )
    return Bladzijde([_uit_rij(rij) for rij in rijen], aantal, nummer, laatste)


def kanalen(db: sqlite3.Connection) -> list[tuple[str, int]]:
    """Give the channels that were used and how many messages went by each."""
    return [tuple(rij) for rij in db.execute("SELECT kanaal, count(*) FROM bericht GROUP BY kanaal ORDER BY kanaal")]


def van(db: sqlite3.Connection, subject: str) -> list[Bericht]:
    """Give the messages to one person, oldest first."""
    rijen = db.execute("SELECT inhoud, gemaakt_op FROM bericht WHERE subject = ? ORDER BY nummer", (subject,))
    return [_uit_rij(rij) for rij in rijen]


def _uit_rij(rij: sqlite3.Row) -> Bericht:
    return _uit(Gegevens(lees_object(rij["inhoud"].encode())), datetime.fromisoformat(rij["gemaakt_op"]))


def _uit(velden: Gegevens, anders_gemaakt_op: datetime) -> Bericht:
    taal = velden.tekst("taal") or ""
    kenmerk = _verplicht(velden, "id")
    if len(kenmerk) > 100:
        raise GeenBericht("id is longer than 100 characters")
    return Bericht(
        id=kenmerk,
        kanaal=_verplicht(velden, "kanaal")[:40],
        naar=_verplicht(velden, "naar"),
        onderwerp=velden.tekst("onderwerp"),
        tekst=_verplicht(velden, "tekst"),
        soort=velden.tekst("soort"),
        taal=taal if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", taal) else None,
        subject=velden.tekst("inwonerId"),
        gemaakt_op=_moment(velden.tekst("gemaaktOp")) or anders_gemaakt_op,
        inhoud=schrijf(velden.ruw),
    )


def _verplicht(velden: Gegevens, naam: str) -> str:
    tekst = velden.tekst(naam)
    if tekst is None:
        raise GeenBericht(f"{naam} is missing")
    return tekst


def _moment(tekst: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(tekst or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
