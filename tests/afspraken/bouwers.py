"""Appointments, planned as the backoffice does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.afspraken.models import Afspraak
from portal.afspraken.service import zet_afspraak

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""A Friday, ten in the morning in Amsterdam."""

INHOUD: dict[str, Any] = {
    "begin": "2026-12-01T10:00:00+01:00",
    "einde": "2026-12-01T11:00:00+01:00",
    "soort": "kantoor",
    "plaats": "Plein 1, Voorbeeldstad",
    "met": "Noor",
    "meenemen": ["De brief van de huurbaas"],
    "tolk": "Tigrinya",
    "status": "gepland",
    "alternatieven": [
        {"id": "oud", "begin": "2026-11-19T10:00:00+01:00", "einde": "2026-11-19T11:00:00+01:00"},
        {"id": "tweede", "begin": "2026-12-03T14:00:00+01:00", "einde": "2026-12-03T15:00:00+01:00"},
        {"id": "eerste", "begin": "2026-12-02T09:30:00+01:00", "einde": "2026-12-02T10:30:00+01:00"},
    ],
}


def plan(
    sessie: Session, inwoner_id: UUID, *, kenmerk: str = "afspraak-1", later: float = 0, **anders: Any
) -> Afspraak:
    """One appointment; `later` seconds after the first word about it, `anders` what is different."""
    inhoud = {naam: waarde for naam, waarde in (INHOUD | anders).items() if waarde is not None}
    return zet_afspraak(
        sessie,
        inwoner_id=inwoner_id,
        kenmerk=kenmerk,
        inhoud=inhoud,
        gewijzigd_op=NU + timedelta(seconds=later),
        contact_uiterlijk=date(2026, 11, 24),
        now=NU,
    )
