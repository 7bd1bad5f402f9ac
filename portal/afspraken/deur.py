"""Where somebody came in, to one appointment: as themselves, or with the link of a message."""

from dataclasses import dataclass
from typing import Any

from flask import abort, url_for

from portal.afspraken.models import Afspraak
from portal.afspraken.queries import afspraak_van
from portal.afspraken.zicht import NIVEAU_1, NIVEAU_2, Zicht
from portal.inwoners.models import Inwoner
from portal.inwoners.service import vind_inwoner
from portal.toegang.beleid import toegang
from portal.web.applicatie import db


@dataclass(frozen=True, slots=True)
class Deur:
    """One appointment, whose it is, what may be seen of it, and the pages that are reached this way.

    `eigen`: there is a personal space behind it, with more than this appointment.
    """

    afspraak: Afspraak
    inwoner: Inwoner
    zicht: Zicht
    blauwdruk: str
    sleutel: tuple[str, Any]
    eigen: bool

    def naar(self, pagina: str) -> str:
        """The address of a page of this appointment, the same way in."""
        naam, waarde = self.sleutel
        return url_for(f"{self.blauwdruk}.{pagina}", **{naam: waarde})


def eigen_deur(afspraak_id: Any, *, om_te_veranderen: bool = False) -> Deur:
    """The appointment of the person of this session; 404 when it is not theirs."""
    wie = toegang()
    inwoner = vind_inwoner(db(), wie.inwoner_id)
    afspraak = afspraak_van(db(), wie.inwoner_id, afspraak_id, om_te_veranderen=om_te_veranderen)
    if inwoner is None or afspraak is None:
        abort(404)
    zicht = NIVEAU_2 if wie.niveau >= 2 else NIVEAU_1
    return Deur(afspraak, inwoner, zicht, "afspraak", ("afspraak_id", afspraak.id), eigen=True)
