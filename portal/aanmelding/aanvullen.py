"""What is told after the sign-up: answers, urgency, safety, and texts not sent yet."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.aanmelding import events
from portal.aanmelding.melden import meld
from portal.aanmelding.models import Aanmelding, Antwoord, Concept
from portal.clock import dag_van
from portal.db.basis import als_json
from portal.inwoners.models import Inwoner
from portal.inwoners.service import VEILIG, vind_inwoner
from portal.inwoners.toestemmingen import leg_toestemming_vast
from portal.inwoners.voorkeuren import zeg_voorkeuren
from portal.termijnen import Kalender, met_haast


def vul_aan(sessie: Session, aanmelding: Aanmelding, onderwerp: str, antwoord: Any, *, now: datetime) -> None:
    """Keep one later answer and tell the backoffice: one event per answer."""
    _bewaar_antwoord(sessie, aanmelding, onderwerp, antwoord, now)
    _onthoud_bij_de_mens(sessie, aanmelding, onderwerp, antwoord, now)
    meld(
        sessie,
        aanmelding,
        events.AanmeldingAangevuld(aanmelding_id=aanmelding.id, onderwerp=onderwerp, antwoord=antwoord),
        now,
    )


def zeg_of_het_veilig_is(sessie: Session, aanmelding: Aanmelding, veilig: str, *, now: datetime) -> Inwoner:
    """Keep whether messages are safe; from "ja" on we may send one. `veilig` as in the contract."""
    if veilig not in VEILIG:
        raise ValueError(f"not a value of veiligBereikbaar: {veilig!r}")
    inwoner = vind_inwoner(sessie, aanmelding.inwoner_id)
    if inwoner is None:
        raise LookupError("an aanmelding without inwoner")
    zeg_voorkeuren(sessie, inwoner, {"veilig": veilig}, now)
    vul_aan(sessie, aanmelding, "veilig", veilig, now=now)
    return inwoner


def meld_haast(
    sessie: Session,
    aanmelding: Aanmelding,
    gronden: tuple[str, ...],
    datum: date | None,
    kalender: Kalender,
    *,
    now: datetime,
) -> None:
    """Keep whether it is urgent (art. 4 lid 2 Wgs). On yes the dates become the earlier of what
    stood and the third working day after today; they never become later again.
    """
    if gronden:
        aanmelding.termijnen = met_haast(aanmelding.termijnen, dag_van(now), kalender)
    aanmelding.crisisinterventie = bool(gronden)
    onthoud_haast(sessie, aanmelding, gronden, datum, now=now)
    meld(
        sessie,
        aanmelding,
        events.HaastGemeld(
            aanmelding_id=aanmelding.id,
            gronden=gronden,
            datum=datum,
            crisisinterventie=bool(gronden),
            termijnen=aanmelding.termijnen,
        ),
        now,
    )


def onthoud_haast(
    sessie: Session, aanmelding: Aanmelding, gronden: tuple[str, ...], datum: date | None, *, now: datetime
) -> None:
    """Keep the answer alone, so that it is not asked again; the backoffice knows it already."""
    antwoord = {"gronden": list(gronden), "datum": datum.isoformat() if datum else None}
    _bewaar_antwoord(sessie, aanmelding, "haast", antwoord, now)


def gegeven_antwoord(sessie: Session, aanmelding: Aanmelding, onderwerp: str) -> Any:
    """The answer that was given, or None."""
    rij = sessie.get(Antwoord, (aanmelding.id, onderwerp))
    return json.loads(rij.antwoord) if rij is not None and rij.antwoord else None


def bewaar_concept(
    sessie: Session, aanmelding: Aanmelding, onderwerp: str, tekst: str | None, *, now: datetime
) -> None:
    """Keep what is being typed; nothing typed, nothing kept."""
    if not tekst:
        sessie.execute(delete(Concept).where(Concept.aanmelding_id == aanmelding.id, Concept.onderwerp == onderwerp))
        return
    concept = sessie.get(Concept, (aanmelding.id, onderwerp))
    if concept is None:
        concept = Concept(gemeente=aanmelding.gemeente, aanmelding_id=aanmelding.id, onderwerp=onderwerp)
        sessie.add(concept)
    concept.tekst = tekst
    concept.bewaard_op = now


def _onthoud_bij_de_mens(sessie: Session, aanmelding: Aanmelding, onderwerp: str, antwoord: Any, now: datetime) -> None:
    """What holds for the whole road, and not just for the first call, is kept with the person too."""
    inwoner = vind_inwoner(sessie, aanmelding.inwoner_id)
    if inwoner is None:
        raise LookupError("an aanmelding without inwoner")
    if onderwerp == "tolk":
        zeg_voorkeuren(sessie, inwoner, {"tolk": antwoord == "ja"}, now)
    elif onderwerp == "taal":
        zeg_voorkeuren(sessie, inwoner, {"taal_praten": antwoord}, now)
    elif onderwerp == "naam":
        inwoner.naam = antwoord[:200]
    elif onderwerp == "voicemail":
        leg_toestemming_vast(sessie, inwoner, "inspreken", ja=antwoord != "nee", now=now)


def _bewaar_antwoord(sessie: Session, aanmelding: Aanmelding, onderwerp: str, antwoord: Any, now: datetime) -> None:
    rij = sessie.get(Antwoord, (aanmelding.id, onderwerp))
    if rij is None:
        rij = Antwoord(gemeente=aanmelding.gemeente, aanmelding_id=aanmelding.id, onderwerp=onderwerp)
        sessie.add(rij)
    rij.antwoord = als_json(antwoord)
    rij.gegeven_op = now
    bewaar_concept(sessie, aanmelding, onderwerp, None, now=now)
