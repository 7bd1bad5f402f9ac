"""A CloudEvent as the portal delivers it: structured JSON, CloudEvents 1.0 with the contract's extensions."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from portal.werkbak.gegevens import GeenJson, Gegevens, lees_object, schrijf

VOORVOEGSEL = "nl.schuldhulpverlening."
MAX_VOLGNUMMER = 2**53
_KENMERK = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,99}")


class GeenCloudEvent(ValueError):
    """The body is not a CloudEvent 1.0 of the contract; the message says what is missing."""


@dataclass(frozen=True)
class CloudEvent:
    """One event: what happened, about whom, and where it stands in that person's line."""

    id: str
    type: str
    subject: str
    """The inwoner's id, a pseudonym; where there is no inwoner the id of a letter code or registration."""
    tijd: datetime
    volgnummer: int | None
    """1, 2, 3 … per subject without gaps; None when the sender gave none."""
    dringend: bool
    data: Gegevens
    wacht: bool
    """True when the data was kept back (`informatiearm`) and still has to be fetched."""
    envelop: str
    """The whole event as JSON."""

    @property
    def soort(self) -> str:
        """The type without the contract's prefix, such as `aanmelding.ontvangen`."""
        return self.type.removeprefix(VOORVOEGSEL)


def lees_cloudevent(inhoud: bytes) -> CloudEvent:
    """Read a structured CloudEvent; raise GeenCloudEvent when it is not one.

    Unknown types, unknown attributes and any kind of data are kept: the sender may be newer than we are.
    """
    try:
        velden = Gegevens(lees_object(inhoud))
    except GeenJson as fout:
        raise GeenCloudEvent(str(fout)) from fout
    if velden.ruw.get("specversion") != "1.0":
        raise GeenCloudEvent("specversion is not 1.0")
    if not _tekst(velden, "source"):
        raise GeenCloudEvent("source is missing")
    return CloudEvent(
        id=_kenmerk(velden, "id"),
        type=_tekst(velden, "type") or _ontbreekt("type"),
        subject=_kenmerk(velden, "subject"),
        tijd=_tijd(velden),
        volgnummer=_volgnummer(velden.ruw.get("volgnummer")),
        dringend=velden.waar("dringend"),
        data=velden.deel("data"),
        wacht="data" not in velden and "dataref" in velden,
        envelop=schrijf(velden.ruw),
    )


def _ontbreekt(naam: str) -> str:
    raise GeenCloudEvent(f"{naam} is missing or malformed")


def _tekst(velden: Gegevens, naam: str) -> str | None:
    waarde = velden.ruw.get(naam)
    return velden.tekst(naam) if isinstance(waarde, str) and len(waarde) <= 1024 else None


def _kenmerk(velden: Gegevens, naam: str) -> str:
    waarde = velden.ruw.get(naam)
    return waarde if isinstance(waarde, str) and _KENMERK.fullmatch(waarde) else _ontbreekt(naam)


def _tijd(velden: Gegevens) -> datetime:
    try:
        tijd = datetime.fromisoformat(_tekst(velden, "time") or "")
        if tijd.tzinfo is not None:
            return tijd.astimezone(UTC)
    except (ValueError, OverflowError) as fout:
        raise GeenCloudEvent("time is not an RFC 3339 moment") from fout
    raise GeenCloudEvent("time has no zone")


def _volgnummer(waarde: object) -> int | None:
    if waarde is None:
        return None
    if isinstance(waarde, str) and re.fullmatch(r"[0-9]{1,16}", waarde):
        waarde = int(waarde)
    if isinstance(waarde, bool) or not isinstance(waarde, int) or not 1 <= waarde <= MAX_VOLGNUMMER:
        raise GeenCloudEvent("volgnummer is not a whole number from 1")
    return waarde
