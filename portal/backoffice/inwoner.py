"""One inwoner as the contract writes it: `GET /inwoners/{id}`."""

from typing import Any

from sqlalchemy.orm import Session

from portal.aanmelding.aanvullen import gegeven_antwoord
from portal.aanmelding.events import termijnen_data
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.queries import aanmelding_van
from portal.clock import AMSTERDAM
from portal.inwoners.bereikbaar import Telefoon
from portal.inwoners.models import Inwoner
from portal.inwoners.service import Bereikbaarheid
from portal.traject.models import Traject
from portal.traject.service import traject_van


def inwoner_data(sessie: Session, inwoner: Inwoner) -> dict[str, Any]:
    """All of it; what was not given is left out."""
    telefoon = Telefoon(inwoner.telefoon, inwoner.telefoon_onzeker) if inwoner.telefoon else None
    data: dict[str, Any] = {
        "id": str(inwoner.id),
        "taal": inwoner.taal,
        "bereikbaarheid": Bereikbaarheid(telefoon, inwoner.email, inwoner.adres, inwoner.langskomen).als_data(),
        "veiligBereikbaar": inwoner.veilig_bereikbaar,
    }
    if inwoner.naam:
        data["naam"] = inwoner.naam
    aanmelding = aanmelding_van(sessie, inwoner.id)
    if aanmelding is not None:
        data["aanmelding"] = _aanmelding(aanmelding)
        data |= _tolk(sessie, aanmelding)
    traject = traject_van(sessie, inwoner.id)
    return data | ({"traject": als_gegeven(traject)} if traject else {})


def als_gegeven(traject: Traject) -> dict[str, Any]:
    """The road as it was written, with the moment in our own time zone."""
    return {"gewijzigdOp": traject.gewijzigd_op.astimezone(AMSTERDAM).isoformat(), **traject.inhoud}


def _aanmelding(aanmelding: Aanmelding) -> dict[str, Any]:
    data: dict[str, Any] = {
        "aanmeldingId": str(aanmelding.id),
        "status": "ingetrokken" if aanmelding.ingetrokken_op else "ontvangen",
        "kanaal": aanmelding.kanaal,
        "startdatum": aanmelding.startdatum.isoformat(),
        "ontvangenOp": aanmelding.ontvangen_op.astimezone(AMSTERDAM).isoformat(timespec="seconds"),
        "crisisinterventie": aanmelding.crisisinterventie,
        "termijnen": termijnen_data(aanmelding.termijnen),
    }
    if aanmelding.ingetrokken_op:
        data["ingetrokkenOp"] = aanmelding.ingetrokken_op.astimezone(AMSTERDAM).isoformat(timespec="seconds")
    return data


def _tolk(sessie: Session, aanmelding: Aanmelding) -> dict[str, Any]:
    wens = gegeven_antwoord(sessie, aanmelding, "tolk")
    if wens not in ("ja", "nee"):
        return {}
    taal = gegeven_antwoord(sessie, aanmelding, "taal")
    return {"tolk": {"nodig": wens == "ja"} | ({"taal": taal} if isinstance(taal, str) and taal else {})}
