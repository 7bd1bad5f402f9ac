"""Divides the due streams over the destinations, and writes down what comes back.

One thread does this. Every turn is one transaction: mark what came back, then take
what is due; so that at full speed there is one commit for dozens of deliveries.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.db.databank import ALLE, Databank
from portal.outbox.afronden import Uitslag, rond_af, werk_bestemmingen_bij
from portal.outbox.bestemmingen.ophalen import Ophalen
from portal.outbox.bezorgen import Bezorger, Controle
from portal.outbox.claimen import LEASE, Claim, claim, eerste_beurt, maak_opeisbaar, verleng
from portal.outbox.herhalen import PROEFTIJD
from portal.outbox.models import OutboxBestemming
from portal.outbox.routering import Adres, Route
from portal.outbox.service import is_postgresql
from portal.outbox.waarschuwen import Waarschuwer, geparkeerd, gepauzeerd

GEWEKT_PER_KEER: Final = 1000
"""Streams made due in one transaction after an outage: enough to go on with, no long lock."""


@dataclass(frozen=True, slots=True)
class Beurt:
    """What one turn did."""

    bezorgd: int
    genomen: int


class Verdeler:
    """Holds the `Bezorger` of every destination that is pushed to."""

    def __init__(
        self,
        databank: Databank,
        wegen: Mapping[Adres, Route],
        controles: Mapping[str, Controle],
        toeval: Callable[[], float],
        waarschuwer: Waarschuwer,
        bij_uitslag: Callable[[], None],
    ) -> None:
        """`bij_uitslag` is called, from another thread, when something came back."""
        self._databank = databank
        self._adressen = tuple(wegen)
        self._toeval = toeval
        self._waarschuwer = waarschuwer
        self._bij_uitslag = bij_uitslag
        self._uitslagen: deque[Uitslag] = deque()
        self._bezorgers = {
            adres: Bezorger(weg, databank, controles, self._kwam_terug)
            for adres, weg in wegen.items()
            if weg is not None and not isinstance(weg, Ophalen)
        }
        self.aantal_onderweg = 0
        """How many streams are being brought, or came back and were not written down yet."""
        self.volgende: datetime | None = None
        """The first moment at which something becomes due, as of the last turn."""

    @property
    def onderweg(self) -> list[Claim]:
        """The streams that are being brought."""
        return [claim for bezorger in self._bezorgers.values() for claim in bezorger.onderweg]

    @property
    def teruggekomen(self) -> int:
        """How many streams came back and were not written down yet."""
        return len(self._uitslagen)

    @property
    def is_bezig(self) -> bool:
        """Whether something is being brought, or has still to be written down."""
        return self.aantal_onderweg > 0

    def bereid_voor(self) -> None:
        """Give every destination its row."""
        with self._databank.schrijven(ALLE) as sessie:
            invoegen = (postgresql if is_postgresql(sessie) else sqlite).insert(OutboxBestemming)
            for gemeente, bestemming in sorted(self._adressen):
                sessie.execute(invoegen.values(gemeente=gemeente, bestemming=bestemming).on_conflict_do_nothing())

    def beurt(self, now: datetime, *, nemen: bool = True) -> Beurt:
        """Write down what came back and, with `nemen`, take what is due."""
        if not self._uitslagen and not (nemen and self._is_er_werk(now)):
            return Beurt(0, 0)
        uitslagen = [self._uitslagen.popleft() for _ in range(len(self._uitslagen))]
        try:
            with self._databank.schrijven(ALLE) as sessie:
                afronding = rond_af(sessie, uitslagen, now, self._toeval)
                stil = werk_bestemmingen_bij(sessie, afronding.klaar, now)
                waarschuwingen = [gepauzeerd(bestemming, now) for bestemming in stil]
                for uitslag in (*afronding.klaar, *afronding.kwijt):
                    self._van(uitslag.claim).terug(uitslag)
                genomen = self._neem(sessie, now) if nemen else []
        except BaseException:
            self._uitslagen.extendleft(reversed(uitslagen))
            raise
        self._uitslagen.extend(afronding.bezet)
        for deze in genomen:
            self._van(deze).geef(deze)
        self.aantal_onderweg += len(genomen) - len(afronding.klaar) - len(afronding.kwijt)
        waarschuwingen += [geparkeerd(u, now) for u in afronding.klaar if u.is_geparkeerd]
        for waarschuwing in waarschuwingen:
            self._waarschuwer.waarschuw(waarschuwing)
        return Beurt(sum(u.bezorgd for u in afronding.klaar), len(genomen))

    def verleng(self, now: datetime) -> None:
        """Renew the leases of what is being brought."""
        onderweg = self.onderweg
        if onderweg:
            with self._databank.schrijven(ALLE) as sessie:
                verleng(sessie, onderweg, now)

    def stop_zachtjes(self) -> None:
        """Let what is being sent finish, and the rest return untried."""
        for bezorger in self._bezorgers.values():
            bezorger.stop_zachtjes()

    def sluit(self) -> None:
        """Wait for every hand."""
        for bezorger in self._bezorgers.values():
            bezorger.sluit()

    def _kwam_terug(self, uitslag: Uitslag) -> None:
        self._uitslagen.append(uitslag)
        self._bij_uitslag()

    def _van(self, deze: Claim) -> Bezorger:
        return self._bezorgers[deze.gemeente, deze.bestemming]

    def _is_er_werk(self, now: datetime) -> bool:
        with self._databank.lezen(ALLE) as sessie:
            return bool(self._aan_de_beurt(sessie, now))

    def _aan_de_beurt(self, sessie: Session, now: datetime) -> list[OutboxBestemming]:
        """Give the destinations for which something can be done, and note when the next is."""
        self.volgende = None
        gevonden = []
        for bestemming, eerste in sessie.execute(select(OutboxBestemming, eerste_beurt())):
            bezorger = self._bezorgers.get((bestemming.gemeente, bestemming.bestemming))
            if bezorger is None or eerste is None or bezorger.ruimte <= 0:
                continue
            vanaf = max(eerste, bestemming.next_probe_at or eerste)
            if vanaf <= now or bestemming.recovered_at is not None:
                gevonden.append(bestemming)
            elif self.volgende is None or vanaf < self.volgende:
                self.volgende = vanaf
        return gevonden

    def _neem(self, sessie: Session, now: datetime) -> list[Claim]:
        genomen = []
        for bestemming in self._aan_de_beurt(sessie, now):
            if bestemming.recovered_at is not None:
                self._wek(sessie, bestemming, now)
            if bestemming.paused_at is not None:
                genomen += self._neem_proef(sessie, bestemming, now)
            else:
                ruimte = self._bezorgers[bestemming.gemeente, bestemming.bestemming].ruimte
                genomen += claim(sessie, bestemming.gemeente, bestemming.bestemming, now, ruimte)
        return genomen

    def _wek(self, sessie: Session, bestemming: OutboxBestemming, now: datetime) -> None:
        """Make some of those that waited through an outage due."""
        if maak_opeisbaar(sessie, bestemming, now, GEWEKT_PER_KEER):
            return
        rij = _vergrendel(sessie, bestemming)
        # A try that began before the recovery may still come back without success.
        if rij is not None and rij.recovered_at and rij.recovered_at <= now - LEASE:
            rij.recovered_at = None

    def _neem_proef(self, sessie: Session, bestemming: OutboxBestemming, now: datetime) -> list[Claim]:
        """Take one stream to a paused destination; of several workers, one does."""
        rij = _vergrendel(sessie, bestemming)
        if rij is None or rij.next_probe_at is None or rij.next_probe_at > now:
            return []
        proef = claim(sessie, rij.gemeente, rij.bestemming, now, 1)
        if proef:
            rij.next_probe_at = now + PROEFTIJD
        return proef


def _vergrendel(sessie: Session, bestemming: OutboxBestemming) -> OutboxBestemming | None:
    """Read it again and hold it; None when another worker does, since waiting could be mutual."""
    return sessie.get(
        OutboxBestemming,
        (bestemming.gemeente, bestemming.bestemming),
        with_for_update={"skip_locked": True},
        populate_existing=True,
    )
