"""What an inwoner can say about an appointment: I come, another moment, I cannot, somebody comes along.

Nothing is ever asked but how to go on, and everything said can be taken back by saying something else.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.afspraken.events import (
    VERVOLGEN,
    VOORKEUREN,
    AfspraakAfgezegd,
    AfspraakBegeleiderMee,
    AfspraakBevestigd,
    AfspraakVerzetGevraagd,
)
from portal.afspraken.models import AFGEZEGD, BEVESTIGD, NIET_VERSCHENEN, VERZET_GEVRAAGD, Afspraak
from portal.inwoners.models import Inwoner
from portal.inwoners.vertellen import Event, vertel


class NietMeerTeVeranderen(Exception):
    """It is over, or does not go on: there is nothing to say about it any more."""


class Veranderd(Exception):
    """It is another appointment by now than the page showed: it was moved, or its place or status changed."""


class MomentNietMeerVrij(Exception):
    """That moment is not offered (any more)."""


def kan_reageren(afspraak: Afspraak, now: datetime) -> bool:
    """Whether anything can be said: as long as it still comes, and after a missed one about what is next."""
    return afspraak.komt_nog(now) or afspraak.status == NIET_VERSCHENEN


def vrije_momenten(afspraak: Afspraak, now: datetime) -> list[tuple[str, datetime]]:
    """The other moments that are offered and still to come: (id, beginning), the earliest first."""
    momenten = [(str(deel["id"]), datetime.fromisoformat(deel["begin"])) for deel in _alternatieven(afspraak)]
    return sorted(((id, begin) for id, begin in momenten if begin > now), key=lambda moment: (moment[1], moment[0]))


def bevestig(sessie: Session, inwoner: Inwoner, afspraak: Afspraak, *, versie: int, now: datetime) -> None:
    """The person comes. Raises `NietMeerTeVeranderen` and `Veranderd`."""
    _controleer(afspraak, versie, now)
    if not afspraak.komt_nog(now):
        raise NietMeerTeVeranderen
    _zeg(sessie, inwoner, afspraak, BEVESTIGD, {}, None, AfspraakBevestigd(afspraak_id=afspraak.kenmerk), now)


def vraag_ander_moment(
    sessie: Session,
    inwoner: Inwoner,
    afspraak: Afspraak,
    keuze: str,
    *,
    versie: int,
    uiterlijk: date,
    now: datetime,
) -> None:
    """Another moment: the id of one that is offered, or one of `VOORKEUREN`; somebody answers by `uiterlijk`.

    Raises `NietMeerTeVeranderen`, `Veranderd` and `MomentNietMeerVrij`.
    """
    _controleer(afspraak, versie, now)
    soort, _, waarde = keuze.partition(":")
    is_vrij = waarde in (dict(vrije_momenten(afspraak, now)) if soort == "moment" else VOORKEUREN)
    if soort not in ("moment", "liever") or not is_vrij:
        raise MomentNietMeerVrij
    details = {"alternatiefId" if soort == "moment" else "voorkeur": waarde}
    event = AfspraakVerzetGevraagd(
        afspraak_id=afspraak.kenmerk,
        alternatief_id=details.get("alternatiefId"),
        voorkeur=details.get("voorkeur"),
        contact_uiterlijk=uiterlijk,
    )
    _zeg(sessie, inwoner, afspraak, VERZET_GEVRAAGD, details, uiterlijk, event, now)


def zeg_af(
    sessie: Session, inwoner: Inwoner, afspraak: Afspraak, vervolg: str, *, versie: int, uiterlijk: date, now: datetime
) -> None:
    """The person cannot come; `vervolg` is one of `VERVOLGEN`. Raises `NietMeerTeVeranderen` and `Veranderd`."""
    _controleer(afspraak, versie, now)
    if vervolg not in VERVOLGEN:
        raise ValueError(f"not a way on: {vervolg}")
    event = AfspraakAfgezegd(afspraak_id=afspraak.kenmerk, vervolg=vervolg, contact_uiterlijk=uiterlijk)
    _zeg(sessie, inwoner, afspraak, AFGEZEGD, {"vervolg": vervolg}, uiterlijk, event, now)


def neem_iemand_mee(
    sessie: Session, inwoner: Inwoner, afspraak: Afspraak, mee: bool, *, versie: int, now: datetime
) -> None:
    """Somebody comes along, or after all does not. Raises `NietMeerTeVeranderen` and `Veranderd`."""
    _controleer(afspraak, versie, now)
    if not afspraak.komt_nog(now):
        raise NietMeerTeVeranderen
    if afspraak.begeleider_mee is not mee:
        afspraak.begeleider_mee = mee
        vertel(sessie, inwoner, AfspraakBegeleiderMee(afspraak_id=afspraak.kenmerk, mee=mee), now)


def _controleer(afspraak: Afspraak, versie: int, now: datetime) -> None:
    if not kan_reageren(afspraak, now):
        raise NietMeerTeVeranderen
    if versie != afspraak.versie:
        raise Veranderd


def _zeg(
    sessie: Session,
    inwoner: Inwoner,
    afspraak: Afspraak,
    reactie: str,
    details: dict[str, Any],
    uiterlijk: date | None,
    event: Event,
    now: datetime,
) -> None:
    """Keep it and tell it; the same thing said again is one thing."""
    if afspraak.antwoord == reactie and afspraak.details == details:
        return
    afspraak.reactie, afspraak.reactie_versie, afspraak.reactie_op = reactie, afspraak.versie, now
    afspraak.details = details
    afspraak.contact_uiterlijk = uiterlijk
    vertel(sessie, inwoner, event, now)


def _alternatieven(afspraak: Afspraak) -> list[dict[str, Any]]:
    gegeven: list[dict[str, Any]] = afspraak.inhoud.get("alternatieven") or []
    return gegeven
