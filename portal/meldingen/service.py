"""The public face: put a message in the outbox, or do not, when that is not safe."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.clock import AMSTERDAM
from portal.db.ids import nieuw_id
from portal.inwoners.models import Inwoner
from portal.meldingen.sjablonen import Sjablonen
from portal.outbox.service import MELDINGEN, record

VEILIG_GENOEG = frozenset({"ja"})


def zet_klaar(
    sessie: Session,
    sjablonen: Sjablonen,
    inwoner: Inwoner,
    *,
    soort: str,
    waarden: dict[str, str],
    now: datetime,
) -> UUID | None:
    """Write one message for this inwoner, by SMS or else e-mail, in their language.

    Nothing is written, and None returned, while it is not known that messages
    are safe ("silent until safe"), or when there is no way to send one.
    """
    if inwoner.veilig_bereikbaar not in VEILIG_GENOEG:
        return None
    if inwoner.telefoon and not inwoner.telefoon_onzeker:
        kanaal, naar = "sms", inwoner.telefoon
    elif inwoner.email:
        kanaal, naar = "email", inwoner.email
    else:
        return None
    taal, sjabloon = sjablonen.vind(inwoner.taal, soort)
    onderwerp, tekst = sjabloon.vul(waarden)
    melding_id = nieuw_id(now)
    record(
        sessie,
        gemeente=inwoner.gemeente,
        bestemming=MELDINGEN,
        onderwerp_id=inwoner.id,
        type=f"melding.{soort}",
        data={
            "id": str(melding_id),
            "kanaal": kanaal,
            "naar": naar,
            "onderwerp": onderwerp if kanaal == "email" else None,
            "tekst": tekst,
            "soort": soort,
            "taal": taal,
            "gemaaktOp": now.astimezone(AMSTERDAM).isoformat(timespec="seconds"),
            "inwonerId": str(inwoner.id),
        },
        now=now,
    )
    return melding_id
