"""How it stands with an appointment, as the person sees it: one word that a page is chosen by."""

from datetime import datetime
from typing import Final

from portal.afspraken.models import GEPLAND, NIET_VERSCHENEN, VERVALLEN, Afspraak

OPEN: Final = "open"
GEMIST: Final = "gemist"
VOORBIJ: Final = "voorbij"


def stand_van(afspraak: Afspraak, now: datetime) -> str:
    """One of open, bevestigd, verzet_gevraagd, afgezegd, gemist, vervallen and voorbij.

    Who missed it and said since how to go on, sees that.
    """
    if afspraak.status == VERVALLEN:
        return VERVALLEN
    if afspraak.status == NIET_VERSCHENEN:
        return afspraak.antwoord or GEMIST
    if afspraak.status != GEPLAND or afspraak.is_voorbij(now):
        return VOORBIJ
    return afspraak.antwoord or OPEN
