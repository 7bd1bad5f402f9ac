"""Everything this package holds about one inwoner, for the person to read and take along (AVG art. 15 and 20)."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.afspraken.queries import afspraken_van
from portal.clock import moment


def gegevens_van(sessie: Session, inwoner_id: UUID) -> list[dict[str, Any]]:
    """Every appointment as it was given, with what the person said about it."""
    return [
        {
            "afspraakId": afspraak.kenmerk,
            **afspraak.inhoud,
            "reactie": {"soort": afspraak.reactie, "op": moment(afspraak.reactie_op), **afspraak.details}
            if afspraak.reactie and afspraak.reactie_op
            else None,
            "begeleiderMee": afspraak.begeleider_mee,
        }
        for afspraak in afspraken_van(sessie, inwoner_id)
    ]
