"""What Vandaag tells of appointments: the one that is next, and which others there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.afspraken.models import Afspraak
from portal.afspraken.queries import aan_de_orde
from portal.afspraken.stand import stand_van
from portal.afspraken.zicht import NIVEAU_1, NIVEAU_2, Beeld, beeld_van
from portal.clock import dag_van


@dataclass(frozen=True, slots=True)
class Aanstaande:
    """One appointment, how it stands, and what may be seen; `te_laat`: the day we promised to call on has passed."""

    afspraak: Afspraak
    beeld: Beeld
    stand: str
    te_laat: bool


def aanstaande(sessie: Session, inwoner_id: UUID, niveau: int, now: datetime) -> list[Aanstaande]:
    """The next one first; empty when there is nothing to say."""
    zicht = NIVEAU_2 if niveau >= 2 else NIVEAU_1
    return [
        Aanstaande(
            afspraak,
            beeld_van(afspraak, zicht),
            stand_van(afspraak, now),
            afspraak.contact_uiterlijk is not None and afspraak.contact_uiterlijk < dag_van(now),
        )
        for afspraak in aan_de_orde(sessie, inwoner_id, now)
    ]
