"""Bringing claimed streams to one destination, with several hands and in order per stream.

Nothing here touches the outbox tables: what happened goes back as an `Uitslag`, and no
transaction is open while somebody else is being waited for.
"""

import logging
import threading
from collections.abc import Callable, Mapping
from queue import SimpleQueue
from typing import Final

from sqlalchemy.orm import Session

from portal.db.databank import Databank
from portal.db.sleutels import SleutelFout
from portal.outbox.afronden import Einde, Uitslag
from portal.outbox.bestemmingen.bestemming import (
    Bericht,
    Berichtfout,
    Bestemming,
    Configuratiefout,
    Geleverd,
    Later,
    Vervallen,
)
from portal.outbox.claimen import Claim, Wachtend
from portal.outbox.models import BEZORGD, VERVALLEN, OutboxEvent

Controle = Callable[[Session, OutboxEvent], bool]
"""Asked at the moment of sending whether a message still holds; False makes it `vervallen`."""

HANDEN: Final = 8
"""So many people can be slow at the same time before others notice."""

RUIMTE: Final = 256
"""Streams held at once for one destination that works: enough to make a commit cheap for each."""

_log = logging.getLogger(__name__)


class Bezorger:
    """Brings the streams of one destination. Used by one thread; the hands are its own."""

    def __init__(
        self,
        bestemming: Bestemming,
        databank: Databank,
        controles: Mapping[str, Controle],
        meld: Callable[[Uitslag], None],
    ) -> None:
        """`meld` is called from the hands, once for every stream that was given."""
        self._bestemming = bestemming
        self._databank = databank
        self._controles = controles
        self._meld = meld
        self._te_doen: SimpleQueue[Claim | None] = SimpleQueue()
        self._handen: list[threading.Thread] = []
        self._onderweg: dict[Claim, None] = {}
        self._mislukt_op_rij = 0
        self._dicht = False

    @property
    def onderweg(self) -> list[Claim]:
        """The streams that were given and have not come back."""
        return list(self._onderweg)

    @property
    def ruimte(self) -> int:
        """How many more streams may be given now.

        A destination that keeps failing gets fewer and fewer at a time, in the end one: being
        away for ten days costs it, and us, no storm of tries. One success restores all.
        """
        if self._dicht and self._onderweg:
            return 0
        return max(1, RUIMTE >> self._mislukt_op_rij) - len(self._onderweg)

    def geef(self, claim: Claim) -> None:
        """Bring this stream; how it went is told through `meld`."""
        if not self._onderweg:
            self._dicht = False
        self._onderweg[claim] = None
        self._te_doen.put(claim)
        if len(self._handen) < min(HANDEN, len(self._onderweg)):
            self._handen.append(threading.Thread(target=self._werk, name="bezorger", daemon=True))
            self._handen[-1].start()

    def terug(self, uitslag: Uitslag) -> None:
        """Take note that a stream came back."""
        self._onderweg.pop(uitslag.claim, None)
        if uitslag.bezorgd:
            self._mislukt_op_rij = 0
        elif isinstance(uitslag.einde, Later | Configuratiefout):
            self._mislukt_op_rij = min(self._mislukt_op_rij + 1, RUIMTE.bit_length())

    def stop_zachtjes(self) -> None:
        """Finish what is being sent; the streams whose turn did not come yet return untried."""
        self._dicht = True

    def sluit(self) -> None:
        """Wait for the hands, and give the connections back."""
        self.stop_zachtjes()
        for _ in self._handen:
            self._te_doen.put(None)
        for hand in self._handen:
            hand.join()
        self._handen.clear()
        self._bestemming.sluit()

    def _werk(self) -> None:
        while (claim := self._te_doen.get()) is not None:
            self._bezorg(claim)

    def _bezorg(self, claim: Claim) -> None:
        uitslag = Uitslag(claim)
        try:
            for event in claim.events:
                if self._dicht or not claim.is_vers:
                    break
                uitslag.einde = self._bezorg_een(claim, event, uitslag)
                if uitslag.einde is not None:
                    break
        finally:
            self._meld(uitslag)

    def _bezorg_een(self, claim: Claim, event: Wachtend, uitslag: Uitslag) -> Einde:
        try:
            if not self._geldt_nog(claim, event):
                uitslag.afgehandeld.append((event.id, VERVALLEN))
                return None
            uitkomst = self._bestemming.bezorg(_bericht(claim, event))
        except SleutelFout:
            return Berichtfout("its stored contents cannot be read with the keys of this worker")
        except Exception as fout:
            # A fault of ours, in a check or a destination: this line waits, the relay goes on.
            _log.exception("event not brought", extra={"event": str(event.id)})
            return Later(None, f"a fault of the portal itself ({type(fout).__name__})")
        if isinstance(uitkomst, Geleverd):
            uitslag.afgehandeld.append((event.id, BEZORGD))
            return None
        if isinstance(uitkomst, Vervallen):
            uitslag.afgehandeld.append((event.id, VERVALLEN))
            return None
        if isinstance(uitkomst, Configuratiefout) or (isinstance(uitkomst, Later) and uitkomst.na is not None):
            self._dicht = True  # the others that were given would get the same answer
        return uitkomst

    def _geldt_nog(self, claim: Claim, event: Wachtend) -> bool:
        controle = self._controles.get(event.type)
        if controle is None:
            return True
        with self._databank.lezen(claim.gemeente) as sessie:
            return controle(sessie, sessie.get_one(OutboxEvent, (claim.stroom_id, event.seq)))


def _bericht(claim: Claim, event: Wachtend) -> Bericht:
    """Read the contents at the last moment. Raises `SleutelFout`."""
    return Bericht(
        id=event.id,
        gemeente=claim.gemeente,
        onderwerp_id=claim.onderwerp_id,
        volgnummer=event.seq,
        type=event.type,
        dringend=event.dringend,
        created_at=event.created_at,
        payload=OutboxEvent.payload.lees(OutboxEvent, claim.gemeente, event.payload_geheim),
    )
