"""The same call twice is one call: `Idempotency-Key` (IETF draft httpapi-idempotency-key-header)."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.backoffice.models import Herhaling
from portal.db.ids import nieuw_id
from portal.db.sleutels import sleutels
from portal.db.zoekmerk import geldend_merk

GELDIG: Final = timedelta(hours=24)


class AndereInhoud(Exception):
    """The key was used before, with something else."""


def neem_sleutel(
    sessie: Session, gemeente: str, sleutel: str, lichaam: Mapping[str, Any], now: datetime
) -> tuple[Herhaling, bool]:
    """Take a key for this body; gives its row, and whether it is new. Of two at once the second waits.

    Raises `AndereInhoud`.
    """
    geheimen = sleutels().geheimen
    merk = geldend_merk(sessie, Herhaling.merk, geheimen.merken("herhaling", sleutel))
    lichaam_merken = geheimen.merken("inhoud van herhaling", json.dumps(lichaam, sort_keys=True))
    poging = nieuw_id(now)
    verbinding = sessie.connection()
    opdracht = (postgresql if verbinding.dialect.name == "postgresql" else sqlite).insert(Herhaling.__table__)
    kolom, nieuw = Herhaling.__table__.c, opdracht.excluded
    over = kolom.tot <= now
    waarden = {
        "gemeente": gemeente,
        "merk": merk,
        "poging": poging,
        "lichaam_merk": lichaam_merken[0],
        "inwoner_id": None,
        "tot": now + GELDIG,
    }
    verbinding.execute(
        opdracht.values(waarden).on_conflict_do_update(
            index_elements=["gemeente", "merk"],
            set_={
                naam: case((over, nieuw[naam]), else_=kolom[naam])
                for naam in ("poging", "lichaam_merk", "inwoner_id", "tot")
            },
        )
    )
    rij = sessie.get_one(Herhaling, (gemeente, merk), populate_existing=True)
    if rij.lichaam_merk not in lichaam_merken:
        raise AndereInhoud
    return rij, rij.poging == poging


def ruim_op(sessie: Session, now: datetime) -> int:
    """Delete keys that are over; returns how many."""
    return len(sessie.execute(delete(Herhaling).where(Herhaling.tot <= now).returning(Herhaling.merk)).all())
