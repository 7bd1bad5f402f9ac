"""Writing down how deliveries went: many streams in one transaction, each only while it is ours."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from portal.outbox.bestemmingen.bestemming import Berichtfout, Configuratiefout, Later
from portal.outbox.claimen import Claim, een_van, laat_los, van_ons
from portal.outbox.herhalen import AFWIJZINGEN, PROEFTIJD, gevraagde_wachttijd, wachttijd
from portal.outbox.models import BEZORGD, OutboxBestemming, OutboxEvent, OutboxStroom

Einde = Later | Configuratiefout | Berichtfout | None
"""Why a stream stopped; None when nothing went wrong, it was only enough for this turn."""


@dataclass(slots=True, eq=False)
class Uitslag:
    """What happened to one claimed stream: which events are settled, how, and why it stopped."""

    claim: Claim
    afgehandeld: list[tuple[UUID, str]] = field(default_factory=list)
    """The id of each event that is settled, in order from the first that waited, and its `uitkomst`."""
    einde: Einde = None

    @property
    def is_geprobeerd(self) -> bool:
        """Whether its turn really came; otherwise the stream goes back as it was."""
        return bool(self.afgehandeld) or self.einde is not None

    @property
    def afwijzingen(self) -> int:
        """How often the event that is next in line was refused, this turn included."""
        eerder = 0 if self.afgehandeld else self.claim.rejections
        return eerder + isinstance(self.einde, Berichtfout)

    @property
    def is_geparkeerd(self) -> bool:
        """Whether this was one refusal too many."""
        return isinstance(self.einde, Berichtfout) and self.afwijzingen >= AFWIJZINGEN

    @property
    def bezorgd(self) -> int:
        """How many events were handed over."""
        return sum(uitkomst == BEZORGD for _, uitkomst in self.afgehandeld)

    @property
    def delivered_seq(self) -> int:
        """How far the stream has come."""
        return self.claim.delivered_seq + len(self.afgehandeld)


@dataclass(frozen=True, slots=True)
class Afronding:
    """What came of a batch: settled, not ours any more, and to be tried again in a moment."""

    klaar: list[Uitslag]
    kwijt: list[Uitslag]
    bezet: list[Uitslag]


def rond_af(sessie: Session, uitslagen: Sequence[Uitslag], now: datetime, toeval: Callable[[], float]) -> Afronding:
    """Mark what was delivered, and give every stream back with the moment of its next turn.

    Never waits for somebody who records in one of these streams at this moment: they may
    be about to record in another one that we hold. Those come back as `bezet`.
    """
    snel = _schuif_op(sessie, [u for u in uitslagen if u.afgehandeld and u.einde is None], now)
    afronding = _verdeel(sessie, [u for u in uitslagen if u.claim.stroom_id not in snel])
    laat_los(sessie, [u.claim for u in afronding.klaar if not u.is_geprobeerd], now)
    _laat_wachten(sessie, [_stroomwaarden(u, now, toeval()) for u in afronding.klaar if u.is_geprobeerd])
    afronding.klaar.extend(u for u in uitslagen if u.claim.stroom_id in snel)
    _streep_af(sessie, afronding.klaar, now)
    return afronding


def _schuif_op(sessie: Session, uitslagen: Sequence[Uitslag], now: datetime) -> set[UUID]:
    """Where nothing went wrong, one statement serves all streams that came equally far; gives which were ours."""
    even_ver: dict[tuple[UUID, int], list[UUID]] = defaultdict(list)
    for uitslag in uitslagen:
        even_ver[uitslag.claim.token, len(uitslag.afgehandeld)].append(uitslag.claim.stroom_id)
    opgeschoven: set[UUID] = set()
    for (token, stuks), stromen in even_ver.items():
        onze = van_ons(sessie, token, stromen).cte("onze")
        opgeschoven.update(
            sessie.scalars(
                update(OutboxStroom)
                .where(OutboxStroom.id.in_(select(onze.c.id)))
                .values(
                    delivered_seq=OutboxStroom.delivered_seq + stuks,
                    due_at=now,
                    attempts=0,
                    rejections=0,
                    tried_at=now,
                    last_error=None,
                    token=None,
                    lease_until=None,
                )
                .returning(OutboxStroom.id)
                .execution_options(synchronize_session=False)
            )
        )
    return opgeschoven


def _laat_wachten(sessie: Session, rijen: list[dict[str, Any]]) -> None:
    """Anything else is written row by row."""
    if not rijen:
        return
    tabel = OutboxStroom.__table__
    sessie.connection().execute(
        update(OutboxStroom)
        .where(tabel.c.id == bindparam("stroom"), tabel.c.token == bindparam("onze"))
        .values(
            delivered_seq=bindparam("bezorgd_tot"),
            due_at=bindparam("beurt"),
            attempts=bindparam("pogingen"),
            rejections=bindparam("afwijzingen"),
            tried_at=bindparam("geprobeerd"),
            parked_at=bindparam("geparkeerd"),
            last_error=bindparam("laatste_fout"),
            token=None,
            lease_until=None,
        ),
        rijen,
    )


def _streep_af(sessie: Session, uitslagen: Iterable[Uitslag], now: datetime) -> None:
    per_uitkomst: dict[str, list[UUID]] = defaultdict(list)
    for uitslag in uitslagen:
        for event_id, uitkomst in uitslag.afgehandeld:
            per_uitkomst[uitkomst].append(event_id)
    for uitkomst, event_ids in per_uitkomst.items():
        sessie.execute(
            update(OutboxEvent)
            .where(een_van(sessie, OutboxEvent.id, event_ids))
            .values(delivered_at=now, uitkomst=uitkomst)
            .execution_options(synchronize_session=False)
        )


def _verdeel(sessie: Session, uitslagen: Sequence[Uitslag]) -> Afronding:
    afronding = Afronding([], [], [])
    if not uitslagen:
        return afronding
    rijen = sessie.execute(
        select(OutboxStroom.id, OutboxStroom.token)
        .where(een_van(sessie, OutboxStroom.id, [u.claim.stroom_id for u in uitslagen]))
        .with_for_update(skip_locked=True)
    )
    van_wie: dict[UUID, UUID | None] = {rij.id: rij.token for rij in rijen}
    gemist = {u.claim.stroom_id for u in uitslagen} - van_wie.keys()
    # A line that is not there at all any more, after an older backup was put back, is not busy: it is lost.
    bezet = (
        set(sessie.scalars(select(OutboxStroom.id).where(een_van(sessie, OutboxStroom.id, gemist)))) if gemist else ()
    )
    for uitslag in uitslagen:
        claim = uitslag.claim
        if claim.stroom_id in bezet:
            afronding.bezet.append(uitslag)
        elif van_wie.get(claim.stroom_id) == claim.token:
            afronding.klaar.append(uitslag)
        else:
            afronding.kwijt.append(uitslag)
    return afronding


def _stroomwaarden(uitslag: Uitslag, now: datetime, toeval: float) -> dict[str, Any]:
    """The row of one stream after this turn."""
    claim, einde = uitslag.claim, uitslag.einde
    verder = bool(uitslag.afgehandeld)  # the next event starts with a clean slate
    pogingen = 0 if verder else claim.attempts
    beurt = now
    match einde:
        case Later(na=None):
            pogingen += 1
            beurt = now + wachttijd(pogingen, toeval)
        case Later(na=timedelta() as na):
            pogingen = 0
            beurt = now + gevraagde_wachttijd(na)
        case Berichtfout():
            beurt = now + wachttijd(uitslag.afwijzingen, toeval)
    return {
        "stroom": claim.stroom_id,
        "onze": claim.token,
        "bezorgd_tot": uitslag.delivered_seq,
        "beurt": beurt,
        "pogingen": pogingen,
        "afwijzingen": uitslag.afwijzingen,
        "geprobeerd": claim.genomen_op,
        "geparkeerd": now if uitslag.is_geparkeerd else None,
        "laatste_fout": einde.reden[:300] if einde else None,
    }


def werk_bestemmingen_bij(sessie: Session, uitslagen: Iterable[Uitslag], now: datetime) -> list[OutboxBestemming]:
    """Let each destination know what was heard of it, the last word counting most.

    Gives those that got paused by a fault in the configuration just now.
    """
    gehoord: dict[tuple[str, str], list[Uitslag]] = defaultdict(list)
    for uitslag in uitslagen:
        if uitslag.is_geprobeerd:
            gehoord[uitslag.claim.gemeente, uitslag.claim.bestemming].append(uitslag)
    gepauzeerd = []
    for sleutel in sorted(gehoord):  # everybody in the same order, so nobody waits in a circle
        if _is_oud_nieuws(sessie.get_one(OutboxBestemming, sleutel), gehoord[sleutel], now):
            continue
        bestemming = sessie.get_one(OutboxBestemming, sleutel, with_for_update=True, populate_existing=True)
        stil = bestemming.paused_at is None
        for uitslag in gehoord[sleutel]:
            _verwerk(bestemming, uitslag, now)
        if stil and isinstance(gehoord[sleutel][-1].einde, Configuratiefout):
            gepauzeerd.append(bestemming)
    return gepauzeerd


_VERS = timedelta(seconds=5)
"""The time of the last success is written no more often than this."""


def _is_oud_nieuws(bestemming: OutboxBestemming, uitslagen: Iterable[Uitslag], now: datetime) -> bool:
    """Whether it is known already that all is well here."""
    return (
        bestemming.is_gezond
        and bestemming.last_success_at is not None
        and now - bestemming.last_success_at < _VERS
        and all(uitslag.einde is None for uitslag in uitslagen)
    )


def _verwerk(bestemming: OutboxBestemming, uitslag: Uitslag, now: datetime) -> None:
    if uitslag.bezorgd:
        bestemming.gelukt(now)
    elif uitslag.einde is None:
        bestemming.zweeg(now)
    match uitslag.einde:
        case Later(na=None, reden=reden):
            bestemming.mislukt(now, reden, pauze=None)
        case Later(na=timedelta() as na, reden=reden):
            pauze = min(gevraagde_wachttijd(na), PROEFTIJD)
            bestemming.mislukt(now, reden, pauze=pauze)
        case Configuratiefout(reden=reden):
            bestemming.mislukt(now, reden, pauze=PROEFTIJD)
        case Berichtfout():
            bestemming.antwoordt()
