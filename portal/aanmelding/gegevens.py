"""Everything this package holds about one inwoner, for the person to read and take along."""

import json
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.aanmelding.events import termijnen_data
from portal.aanmelding.models import Aanmelding, Antwoord, Concept
from portal.clock import moment


def gegevens_van(sessie: Session, inwoner_id: UUID) -> list[dict[str, Any]]:
    """Every aanmelding with its answers and unfinished texts, the oldest first; None: wiped or not given."""
    aanmeldingen = sessie.scalars(
        select(Aanmelding).where(Aanmelding.inwoner_id == inwoner_id).order_by(Aanmelding.ontvangen_op, Aanmelding.id)
    )
    return [_aanmelding(sessie, aanmelding) for aanmelding in aanmeldingen]


def _aanmelding(sessie: Session, aanmelding: Aanmelding) -> dict[str, Any]:
    antwoorden = sessie.scalars(
        select(Antwoord)
        .where(Antwoord.aanmelding_id == aanmelding.id)
        .order_by(Antwoord.gegeven_op, Antwoord.onderwerp)
    )
    concepten = sessie.scalars(
        select(Concept).where(Concept.aanmelding_id == aanmelding.id).order_by(Concept.onderwerp)
    )
    return {
        "id": str(aanmelding.id),
        "kanaal": aanmelding.kanaal,
        "startdatum": aanmelding.startdatum.isoformat(),
        "ontvangenOp": moment(aanmelding.ontvangen_op),
        "ingetrokkenOp": moment(aanmelding.ingetrokken_op) if aanmelding.ingetrokken_op else None,
        "termijnen": termijnen_data(aanmelding.termijnen),
        "crisisinterventie": aanmelding.crisisinterventie,
        "gemerktAlsVerdacht": aanmelding.verdacht,
        "eigenWoorden": aanmelding.eigen_woorden,
        "helper": json.loads(aanmelding.helper) if aanmelding.helper else None,
        "antwoorden": [
            {
                "onderwerp": antwoord.onderwerp,
                "antwoord": json.loads(antwoord.antwoord) if antwoord.antwoord else None,
                "gegevenOp": moment(antwoord.gegeven_op),
            }
            for antwoord in antwoorden
        ],
        "nietVerstuurd": [
            {"onderwerp": concept.onderwerp, "tekst": concept.tekst, "bewaardOp": moment(concept.bewaard_op)}
            for concept in concepten
        ],
    }
