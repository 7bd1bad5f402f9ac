"""Everything this package holds about one inwoner, for the person to read and take along."""

from typing import Any

from sqlalchemy.orm import Session

from portal.berichten.service import berichten_van
from portal.clock import moment
from portal.inwoners.models import Inwoner


def gegevens_van(sessie: Session, inwoner: Inwoner) -> list[dict[str, Any]]:
    """Every message this person sent, the oldest first."""
    return [
        {
            "soort": bericht.soort,
            "wat": bericht.wat,
            "tekst": bericht.tekst,
            "gestuurdOp": moment(bericht.gestuurd_op),
            "antwoordUiterlijk": bericht.uiterlijk.isoformat(),
        }
        for bericht in berichten_van(sessie, inwoner)
    ]
