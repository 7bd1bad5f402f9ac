"""People who sign up and do not let go, and the ledger of what was acknowledged to them."""

import http.client
import itertools
import json
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import select

from portal.db.databank import ALLE
from portal.outbox.models import OutboxEvent
from tests.browser_na import formulier
from tests.rampen.opstelling import GEDULD, Opstelling, wacht_tot

_nummers = itertools.count(10_000_000)


@dataclass
class Grootboek:
    """What somebody saw a confirmation of, by telephone number."""

    aangemeld: set[str] = field(default_factory=set)
    haast: set[str] = field(default_factory=set)


class Mens:
    """Somebody with a telephone, who sends again until it worked."""

    def __init__(self, opstelling: Opstelling, boek: Grootboek) -> None:
        self._opstelling = opstelling
        self._boek = boek
        self.telefoon = f"+316{next(_nummers)}"
        self.koek = ""
        self.pogingen = 0

    def meld_aan(self, seconden: float = GEDULD) -> None:
        """Sign up; returns when the confirmation was seen."""
        einde = time.monotonic() + seconden
        while self.stuur("/nl/aanmelden", {"telefoon": self.telefoon, "eigen_woorden": "De huur."}) != 303:
            assert time.monotonic() < einde, "no confirmation"
            time.sleep(0.02)
        self._boek.aangemeld.add(self.telefoon)

    def meld_aan_terwijl_het_web_sterft(self, opstelling: Opstelling) -> None:
        """The same, with an operator who starts the web server again when it gives up altogether."""
        einde = time.monotonic() + GEDULD
        while self.stuur("/nl/aanmelden", {"telefoon": self.telefoon, "eigen_woorden": "De huur."}) != 303:
            assert time.monotonic() < einde, "no confirmation"
            opstelling.zorg_dat_alles_loopt()
            time.sleep(0.02)
        self._boek.aangemeld.add(self.telefoon)

    def code(self) -> str:
        """The personal code, as it stands on the confirmation."""
        status, bladzij = self.vraag("GET", "/nl/aanmelden/klaar")
        assert status == 200
        gevonden = re.search(r'<p class="code"[^>]*>(.*?)</p>', bladzij)
        assert gevonden is not None
        return re.sub(r"\D", "", re.sub(r"<[^>]*>", "", gevonden[1]))

    def kom_terug(self, code: str) -> int:
        """Come back with a code, on another telephone; gives the status."""
        return self.stuur("/nl/verder", {"code": code})

    def zeg_haast(self, seconden: float = GEDULD) -> None:
        """Say that it is urgent, on the confirmation page."""
        einde = time.monotonic() + seconden
        while True:
            status, bladzij = self.vraag("GET", "/nl/aanmelden/klaar")
            if status == 200:
                velden = {naam: waarden[-1] for naam, waarden in formulier(bladzij, "/klaar").items()}
                if self.stuur("/nl/aanmelden/klaar", velden | {"haast": "woning"}) == 303:
                    break
            assert time.monotonic() < einde, "no confirmation"
            time.sleep(0.02)
        self._boek.haast.add(self.telefoon)

    def stuur(self, pad: str, velden: dict[str, str]) -> int:
        """Send a form once; 0 when no answer came."""
        self.pogingen += 1
        return self.vraag("POST", pad, urlencode(velden))[0]

    def vraag(self, methode: str, pad: str, inhoud: str | None = None) -> tuple[int, str]:
        """One request, on a connection of its own; a session that comes is kept."""
        verbinding = http.client.HTTPConnection("127.0.0.1", self._opstelling.poort, timeout=30)
        koppen = {"Cookie": self.koek} if self.koek else {}
        if inhoud is not None:
            koppen["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            verbinding.request(methode, pad, inhoud, koppen)
            antwoord = verbinding.getresponse()
            gezet = antwoord.getheader("Set-Cookie") or ""
            if gezet.startswith("sessie="):
                self.koek = gezet.partition(";")[0]
            return antwoord.status, antwoord.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            verbinding.close()


class Menigte:
    """Several people at a time, one after the other, until `stop`."""

    def __init__(self, opstelling: Opstelling, boek: Grootboek, tegelijk: int = 4) -> None:
        self._opstelling = opstelling
        self._boek = boek
        self._stop = threading.Event()
        self.fouten: list[BaseException] = []
        self.herhaald = 0
        """How often somebody had to send a form again."""
        self._draden = [threading.Thread(target=self._loop) for _ in range(tegelijk)]

    def begin(self) -> None:
        for draad in self._draden:
            draad.start()

    def laat_er_door(self, hoeveel: int) -> None:
        """Wait until so many more people have seen everything confirmed."""
        tot = len(self._boek.haast) + hoeveel
        wacht_tot(lambda: self._er_door(tot), "nobody gets through")

    def stop(self) -> None:
        """Whoever is busy is let to finish."""
        self._stop.set()
        for draad in self._draden:
            while draad.is_alive():
                self._opstelling.zorg_dat_alles_loopt()
                draad.join(timeout=0.1)

    def _er_door(self, tot: int) -> bool:
        # As under systemd or compose: what gives up after dying twice in a row is started again.
        self._opstelling.zorg_dat_alles_loopt()
        return len(self._boek.haast) >= tot or bool(self.fouten)

    def _loop(self) -> None:
        try:
            while not self._stop.is_set():
                mens = Mens(self._opstelling, self._boek)
                mens.meld_aan()
                mens.zeg_haast()
                self.herhaald += mens.pogingen - 2
        except BaseException as fout:
            self.fouten.append(fout)


def _in_database(opstelling: Opstelling) -> list[OutboxEvent]:
    with opstelling.databank.lezen(ALLE) as sessie:
        return list(
            sessie.scalars(
                select(OutboxEvent)
                .where(OutboxEvent.bestemming == "backoffice")
                .order_by(OutboxEvent.onderwerp_id, OutboxEvent.seq)
            )
        )


def controleer(opstelling: Opstelling, boek: Grootboek) -> None:
    """Ledger, database and receiver agree, and everybody's line is in order."""
    wacht_tot(lambda: all(e.uitkomst for e in _in_database(opstelling)), "not everything is delivered")
    events = _in_database(opstelling)
    telefoons: dict[UUID, str] = {}
    aangemeld: Counter[str] = Counter()
    haast: set[str] = set()
    lijn: dict[str, list[int]] = defaultdict(list)
    for event in events:
        inhoud: dict[str, Any] = json.loads(event.payload or "null")
        lijn[str(event.onderwerp_id)].append(event.seq)
        if event.type == "aanmelding.ontvangen":
            telefoons[event.onderwerp_id] = inhoud["bereikbaarheid"]["telefoon"]
            aangemeld[telefoons[event.onderwerp_id]] += 1
        elif inhoud.get("gronden"):
            haast.add(telefoons[event.onderwerp_id])
    assert boek.aangemeld <= set(aangemeld), "somebody who saw the confirmation is lost"
    assert set(aangemeld.values()) == {1}, "somebody stands in it twice"
    assert boek.haast <= haast, "an answer that was confirmed is lost"
    bezorgd = {e["id"]: (e["subject"], e["volgnummer"]) for e in opstelling.bak.events}
    assert bezorgd == {str(e.id): (str(e.onderwerp_id), e.seq) for e in events}
    for wie, nummers in lijn.items():
        assert nummers == list(range(1, len(nummers) + 1))
        assert opstelling.bak.nummers(wie) == nummers, "out of order"
