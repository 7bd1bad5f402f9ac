"""The parts one process is made of, opened once; web, worker and the operator's commands share this."""

from dataclasses import dataclass

from portal.clock import Klok, maak_klok
from portal.config import Instellingen
from portal.db import sleutels
from portal.db.databank import Databank
from portal.gemeente import Gemeenten, laad_gemeenten, lees_kalender
from portal.termijnen import Kalender


@dataclass(frozen=True, slots=True)
class Omgeving:
    """The parts one process is made of."""

    instellingen: Instellingen
    databank: Databank
    gemeenten: Gemeenten
    kalender: Kalender
    klok: Klok


def maak_omgeving(instellingen: Instellingen, klok: Klok | None = None) -> Omgeving:
    """Open what web, worker and operator share. Raises one clear line when something is wrong."""
    sleutels.volg(instellingen.var_dir, instellingen.encryption_keys, instellingen.secret_keys)
    return Omgeving(
        instellingen=instellingen,
        databank=Databank(instellingen.database_url),
        gemeenten=laad_gemeenten(instellingen.content_dir),
        kalender=lees_kalender(instellingen.content_dir),
        klok=klok or maak_klok(instellingen.now),
    )
