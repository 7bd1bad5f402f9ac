"""When a gemeente can be called and visited; days and hours are those of Amsterdam."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count, groupby, pairwise

from portal.clock import AMSTERDAM, dag_van, in_amsterdam
from portal.gemeente.waarden import Klacht, Tijdvak, Weekdag
from portal.termijnen import Kalender

_TIJD_OM_TE_KOMEN = timedelta(hours=1)
"""A walk-in hour that ends sooner than this is no use to somebody who still has to travel."""


@dataclass(frozen=True, slots=True)
class Dagengroep:
    """Days in a row with the same hours, to be said in one breath."""

    eerste: Weekdag
    laatste: Weekdag
    tijden: tuple[Tijdvak, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Openingstijden:
    """The hours of each day of the week; closed on holidays unless told otherwise."""

    maandag: tuple[Tijdvak, ...] = ()
    dinsdag: tuple[Tijdvak, ...] = ()
    woensdag: tuple[Tijdvak, ...] = ()
    donderdag: tuple[Tijdvak, ...] = ()
    vrijdag: tuple[Tijdvak, ...] = ()
    zaterdag: tuple[Tijdvak, ...] = ()
    zondag: tuple[Tijdvak, ...] = ()
    dicht_op: tuple[date, ...] = ()
    """Days of one's own on which nobody answers, such as a bridge day."""
    toch_open_op: tuple[date, ...] = ()
    """Holidays on which the gemeente works, such as Goede Vrijdag in many places."""

    def __post_init__(self) -> None:
        for weekdag in Weekdag:
            for eerder, later in pairwise(self.van_weekdag(weekdag)):
                if later.van < eerder.tot:
                    raise Klacht(weekdag.name.lower(), f"{later} must come after {eerder}")
        if not any(self.van_weekdag(weekdag) for weekdag in Weekdag):
            raise Klacht("maandag", "must have hours, on this day or another: somebody has to answer")
        for dag in self.toch_open_op:
            if dag in self.dicht_op:
                raise Klacht("toch_open_op", f"{dag} is in dicht_op as well")

    def van_weekdag(self, weekdag: Weekdag) -> tuple[Tijdvak, ...]:
        """Give the hours of an ordinary week, from early to late."""
        return (
            self.maandag,
            self.dinsdag,
            self.woensdag,
            self.donderdag,
            self.vrijdag,
            self.zaterdag,
            self.zondag,
        )[weekdag]

    def gaat_door(self, dag: date, kalender: Kalender) -> bool:
        """Say whether this day follows the ordinary week: no holiday and no day of its own to be closed."""
        if dag in self.dicht_op:
            return False
        return dag in self.toch_open_op or not kalender.is_feestdag(dag)

    def van_dag(self, dag: date, kalender: Kalender) -> tuple[Tijdvak, ...]:
        """Give the hours of one particular day."""
        return self.van_weekdag(Weekdag(dag.weekday())) if self.gaat_door(dag, kalender) else ()

    def open_op(self, nu: datetime, kalender: Kalender) -> bool:
        """Say whether somebody answers at this moment."""
        hier = in_amsterdam(nu)
        return any(hier.time() in tijdvak for tijdvak in self.van_dag(hier.date(), kalender))

    def volgende(self, nu: datetime, kalender: Kalender) -> datetime:
        """Give the first moment after `nu` at which the hours begin, in the zone of Amsterdam."""
        beginnen = (
            datetime.combine(dag, tijdvak.van, AMSTERDAM)
            for dag in _dagen_vanaf(dag_van(nu))
            for tijdvak in self.van_dag(dag, kalender)
        )
        return next(begin for begin in beginnen if begin > nu)

    def groepen(self) -> tuple[Dagengroep, ...]:
        """Give the open days of an ordinary week, those in a row with the same hours taken together."""
        gelijk = [list(dagen) for _, dagen in groupby(Weekdag, self.van_weekdag)]
        return tuple(
            Dagengroep(dagen[0], dagen[-1], self.van_weekdag(dagen[0]))
            for dagen in gelijk
            if self.van_weekdag(dagen[0])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inloop:
    """A walk-in hour of every week."""

    dag: Weekdag
    tijd: Tijdvak
    plaats: str
    vraag_naar: str
    """Whom to ask for at the desk: a team, not a subject that others in the queue may hear."""


@dataclass(frozen=True, slots=True)
class Inloopmoment:
    """One walk-in hour on one day, so that somebody can be told: come then, and ask for them."""

    dag: date
    van: time
    tot: time
    plaats: str
    vraag_naar: str

    def te_halen(self, nu: datetime) -> bool:
        """Say whether somebody can still come: it is yet to begin, or at least an hour of it is left."""
        begin = datetime.combine(self.dag, self.van, AMSTERDAM)
        einde = datetime.combine(self.dag, self.tot, AMSTERDAM)
        return begin >= nu or einde - nu >= _TIJD_OM_TE_KOMEN


def volgend_inloopmoment(
    inlopen: tuple[Inloop, ...], openingstijden: Openingstijden, nu: datetime, kalender: Kalender
) -> Inloopmoment | None:
    """Give the first walk-in hour that somebody can still make, or None when there are no walk-in hours."""
    if not inlopen:
        return None
    momenten = (
        Inloopmoment(dag, inloop.tijd.van, inloop.tijd.tot, inloop.plaats, inloop.vraag_naar)
        for dag in _dagen_vanaf(dag_van(nu))
        if openingstijden.gaat_door(dag, kalender)
        for inloop in sorted(inlopen, key=lambda inloop: inloop.tijd)
        if inloop.dag == dag.weekday()
    )
    return next(moment for moment in momenten if moment.te_halen(nu))


def _dagen_vanaf(dag: date) -> Iterator[date]:
    """Give the days from this one on. Searching them ends: no weekday is a holiday or closed for ever."""
    return (dag + timedelta(days=verder) for verder in count())
