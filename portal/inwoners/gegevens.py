"""Everything this package holds about one inwoner, for the person to read and take along (AVG art. 15 and 20)."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import moment
from portal.inwoners.inzage import wie_keek
from portal.inwoners.models import Inwoner, Toestemming
from portal.inwoners.service import bereikbaarheid_van
from portal.inwoners.voorkeuren import voorkeuren_van


def gegevens_van(sessie: Session, inwoner: Inwoner) -> dict[str, Any]:
    """As JSON, camelCase; what was not given is None."""
    toestemmingen = sessie.scalars(
        select(Toestemming).where(Toestemming.inwoner_id == inwoner.id).order_by(Toestemming.gegeven_op, Toestemming.id)
    )
    return {
        "id": str(inwoner.id),
        "naam": inwoner.naam,
        "bereikbaarheid": bereikbaarheid_van(inwoner).als_data(),
        "status": inwoner.status,
        "statusTot": inwoner.status_tot.isoformat() if inwoner.status_tot else None,
        "gemaaktOp": moment(inwoner.gemaakt_op),
        "voorkeuren": voorkeuren_van(sessie, inwoner).als_data(),
        "toestemmingen": [
            {
                "soort": ja.soort,
                "gegevenOp": moment(ja.gegeven_op),
                "ingetrokkenOp": moment(ja.ingetrokken_op) if ja.ingetrokken_op else None,
            }
            for ja in toestemmingen
        ],
        "wieKeek": [
            {"op": moment(blik.op), "rol": blik.rol, "wie": blik.wie, "wat": blik.wat}
            for blik in wie_keek(sessie, inwoner.id, hoogst=10_000)
        ],
    }
