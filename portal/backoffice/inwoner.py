"""One inwoner as the contract writes it: `GET /inwoners/{id}`."""

from typing import Any

from sqlalchemy.orm import Session

from portal.aanmelding.events import termijnen_data
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.queries import aanmelding_van
from portal.afspraken.models import Afspraak
from portal.afspraken.queries import afspraken_van
from portal.clock import AMSTERDAM, moment
from portal.inwoners.models import Inwoner
from portal.inwoners.service import bereikbaarheid_van
from portal.inwoners.toestemmingen import toestemmingen_van
from portal.inwoners.voorkeuren import voorkeuren_van
from portal.traject.models import Traject
from portal.traject.service import traject_van


def inwoner_data(sessie: Session, inwoner: Inwoner) -> dict[str, Any]:
    """All of it; what was not given is left out."""
    voorkeuren = voorkeuren_van(sessie, inwoner).als_data()
    data: dict[str, Any] = {
        "id": str(inwoner.id),
        "taal": inwoner.taal,
        "bereikbaarheid": bereikbaarheid_van(inwoner).als_data(),
        "veiligBereikbaar": inwoner.veilig_bereikbaar,
        "status": status_data(inwoner),
        "voorkeuren": voorkeuren,
        "toestemmingen": [
            {"soort": ja.soort, "gegevenOp": moment(ja.gegeven_op)} for ja in toestemmingen_van(sessie, inwoner)
        ],
        "afspraken": [afspraak_data(afspraak) for afspraak in afspraken_van(sessie, inwoner.id)],
    }
    if "tolk" in voorkeuren:
        data["tolk"] = voorkeuren["tolk"]
    if inwoner.naam:
        data["naam"] = inwoner.naam
    aanmelding = aanmelding_van(sessie, inwoner.id)
    if aanmelding is not None:
        data["aanmelding"] = _aanmelding(aanmelding)
    traject = traject_van(sessie, inwoner.id)
    return data | ({"traject": als_gegeven(traject)} if traject else {})


def status_data(inwoner: Inwoner) -> dict[str, Any]:
    """How the help stands, as the contract writes it; without `gewijzigdOp` while nobody said so yet."""
    data = {"status": inwoner.status}
    if inwoner.status_gewijzigd_op is not None:
        data["gewijzigdOp"] = inwoner.status_gewijzigd_op.astimezone(AMSTERDAM).isoformat()
    if inwoner.status_tot is not None:
        data["tot"] = inwoner.status_tot.isoformat()
    return data


def als_gegeven(traject: Traject) -> dict[str, Any]:
    """The road as it was written, with the moment in our own time zone."""
    return {"gewijzigdOp": traject.gewijzigd_op.astimezone(AMSTERDAM).isoformat(), **traject.inhoud}


def afspraak_data(afspraak: Afspraak) -> dict[str, Any]:
    """An appointment as it was written, and what the person said about it as it is now."""
    data: dict[str, Any] = {
        "afspraakId": afspraak.kenmerk,
        "gewijzigdOp": afspraak.gewijzigd_op.astimezone(AMSTERDAM).isoformat(),
        **afspraak.inhoud,
    }
    if afspraak.antwoord is not None and afspraak.reactie_op is not None:
        data["reactie"] = {"soort": afspraak.antwoord, "op": moment(afspraak.reactie_op), **afspraak.details}
    return data | ({"begeleiderMee": True} if afspraak.begeleider_mee else {})


def _aanmelding(aanmelding: Aanmelding) -> dict[str, Any]:
    data: dict[str, Any] = {
        "aanmeldingId": str(aanmelding.id),
        "status": "ingetrokken" if aanmelding.ingetrokken_op else "ontvangen",
        "kanaal": aanmelding.kanaal,
        "startdatum": aanmelding.startdatum.isoformat(),
        "ontvangenOp": moment(aanmelding.ontvangen_op),
        "crisisinterventie": aanmelding.crisisinterventie,
        "termijnen": termijnen_data(aanmelding.termijnen),
    }
    if aanmelding.ingetrokken_op:
        data["ingetrokkenOp"] = moment(aanmelding.ingetrokken_op)
    return data
