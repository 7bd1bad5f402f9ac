"""Everything this package holds about one inwoner, for the person to read and take along."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.clock import moment
from portal.toegang import sessies
from portal.toegang.models import Activatiecode, DigidKoppeling, Passkey, PersoonlijkeCode


def gegevens_van(sessie: Session, inwoner_id: UUID, now: datetime) -> dict[str, Any]:
    """How somebody comes in. Codes and keys themselves are not in it: nobody can read them back."""
    codes = sessie.scalars(
        select(PersoonlijkeCode)
        .where(PersoonlijkeCode.inwoner_id == inwoner_id)
        .order_by(PersoonlijkeCode.gemaakt_op, PersoonlijkeCode.id)
    )
    activatiecodes = sessie.scalars(
        select(Activatiecode).where(Activatiecode.inwoner_id == inwoner_id).order_by(Activatiecode.verloopt_op)
    )
    passkeys = sessie.scalars(
        select(Passkey).where(Passkey.inwoner_id == inwoner_id).order_by(Passkey.gemaakt_op, Passkey.id)
    )
    digid = sessie.get(DigidKoppeling, inwoner_id)
    return {
        "persoonlijkeCodes": [
            {
                "gemaaktOp": moment(code.gemaakt_op),
                "ingetrokkenOp": moment(code.ingetrokken_op) if code.ingetrokken_op else None,
            }
            for code in codes
        ],
        "activatiecodes": [
            {
                "verlooptOp": moment(code.verloopt_op),
                "gebruiktOp": moment(code.gebruikt_op) if code.gebruikt_op else None,
            }
            for code in activatiecodes
        ],
        "passkeys": [
            {
                "gemaaktOp": moment(sleutel.gemaakt_op),
                "gebruiktOp": moment(sleutel.gebruikt_op) if sleutel.gebruikt_op else None,
            }
            for sleutel in passkeys
        ],
        "digidGekoppeldOp": moment(digid.gekoppeld_op) if digid else None,
        "ingelogd": [
            {"begonnenOp": moment(rij.begonnen_op), "gezienOp": moment(rij.gezien_op)}
            for rij in sessies.van_inwoner(sessie, inwoner_id, now)
        ],
    }
