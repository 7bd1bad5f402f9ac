"""Counts per day, without persons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.aanmelding.models import Aanmelding
from portal.beheer import woorden
from portal.clock import AMSTERDAM, dag_van
from portal.meldingen.models import Melding
from portal.outbox.models import BEZORGD, OutboxEvent

DAGEN: Final = 7
_MEESTE: Final = 60


@dataclass(frozen=True, slots=True)
class Dagtelling:
    """One day: what was counted, by kind, in words and with small numbers hidden. Empty when there was nothing."""

    dag: date
    regels: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Tellingen:
    """The last days, the newest first."""

    aanmeldingen: Sequence[Dagtelling]
    berichten: Sequence[Dagtelling]
    bezorgd: Sequence[Dagtelling]


def tel(sessie: Session, now: datetime) -> Tellingen:
    """Count the last seven days of Amsterdam, today among them; three questions to the database.

    What is recorded carries the moment in its id (UUIDv7), and on that there is an index everywhere.
    Deliveries stand on the day that the event was recorded.
    """
    dagen = [dag_van(now) - timedelta(days=terug) for terug in range(DAGEN)]
    begin = _vanaf(dagen[-1])
    return Tellingen(
        aanmeldingen=_per_dag(
            sessie, dagen, _dag(Aanmelding.id, dagen), Aanmelding.kanaal, Aanmelding.id >= begin, woorden.KANALEN
        ),
        berichten=_per_dag(
            sessie, dagen, _dag(Melding.id, dagen), Melding.status, Melding.id >= begin, woorden.UITKOMSTEN
        ),
        bezorgd=_per_dag(
            sessie,
            dagen,
            _dag(OutboxEvent.id, dagen),
            OutboxEvent.bestemming,
            (OutboxEvent.id >= begin) & (OutboxEvent.uitkomst == BEZORGD),
            woorden.BESTEMMINGEN,
        ),
    )


def _per_dag(
    sessie: Session,
    dagen: Sequence[date],
    dag: ColumnElement[int],
    soort: InstrumentedAttribute[str],
    waar: ColumnElement[bool],
    namen: dict[str, str],
) -> list[Dagtelling]:
    vraag = select(dag, soort, func.count()).where(waar).group_by(dag, soort)
    geteld: dict[date, list[tuple[str, int]]] = {d: [] for d in dagen}
    for nummer, naam, hoeveel in sessie.execute(vraag):
        geteld[dagen[nummer]].append((naam, hoeveel))
    return [Dagtelling(d, list(_in_woorden(geteld[d], namen))) for d in dagen]


def _in_woorden(geteld: Iterable[tuple[str, int]], namen: dict[str, str]) -> Iterable[tuple[str, str]]:
    volgorde = {naam: plek for plek, naam in enumerate(namen)}
    for naam, hoeveel in sorted(geteld, key=lambda paar: (volgorde.get(paar[0], _MEESTE), paar[0])):
        yield namen.get(naam, naam), woorden.aantal(hoeveel)


def _dag(kolom: InstrumentedAttribute[UUID], dagen: Sequence[date]) -> ColumnElement[int]:
    """Which of these days an id was made on, as its place in the list."""
    return case(*((kolom >= _vanaf(d), plek) for plek, d in enumerate(dagen)), else_=len(dagen) - 1)


def _vanaf(dag: date) -> UUID:
    """The smallest id that can have been made on this day or later."""
    begin = datetime.combine(dag, time(), AMSTERDAM)
    return UUID(int=int(begin.timestamp() * 1000) << 80)
