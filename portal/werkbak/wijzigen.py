"""Telling the portal what changed: with the moment of saving, and not over what somebody else changed meanwhile."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from portal.clock import AMSTERDAM
from portal.werkbak import handelingen, werklijst
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import Soort
from portal.werkbak.opslag import Opslag
from portal.werkbak.portaal import Portaal

EVEN = timedelta(microseconds=1)


class IntussenVeranderd(Exception):
    """Somebody else changed this after the form was opened; `nu` is what stands there now."""

    def __init__(self, nu: Gegevens) -> None:
        super().__init__("changed meanwhile")
        self.nu = nu


class Wijziger:
    """Saves in the portal, and keeps here that it was done. Every method raises `PortaalNiet` too."""

    def __init__(self, portaal: Portaal, opslag: Opslag) -> None:
        self._portaal = portaal
        self._opslag = opslag

    def zet_weg(
        self,
        subject: str,
        maak: Callable[[Gegevens], Mapping[str, object]],
        tekst: str,
        now: datetime,
        gezien: str | None = None,
        eenmalig: str | None = None,
    ) -> bool:
        """Save a person's road: `maak` gives the new one from the one that is stored now.

        `gezien` is the `gewijzigdOp` of the road the form started from ("" when there was none); when another is stored
        by now, this raises `IntussenVeranderd`. Without it the newest is taken. The same `eenmalig` is a double tap,
        and saved once. False when `maak` changed nothing.
        """
        if eenmalig is not None and self._is_gedaan(subject, eenmalig):
            return True
        bewaard = self._portaal.inwoner(subject).deel("traject")
        if gezien is not None and gezien != (bewaard.tekst("gewijzigdOp") or ""):
            raise IntussenVeranderd(bewaard)
        inhoud = maak(bewaard)
        if {**inhoud, "gewijzigdOp": None} == {**bewaard.ruw, "gewijzigdOp": None}:
            return False
        moment = self._moment(subject, "traject", now, bewaard)
        nu = self._portaal.zet(subject, "traject", {**inhoud, "gewijzigdOp": moment})
        self._controleer(nu, moment)
        self._noteer(subject, Soort.WEG, tekst, now, {"fase": inhoud.get("fase")})
        if eenmalig is not None:
            with self._opslag.schrijven() as db:
                db.execute(
                    "UPDATE wijziging SET eenmalig = ? WHERE subject = ? AND deel = 'traject'", (eenmalig, subject)
                )
        return True

    def zet(
        self, subject: str, soort: Soort, deel: str, inhoud: Mapping[str, object], tekst: str, now: datetime
    ) -> Gegevens:
        """Save the preferences or the status of a person; gives what is stored now."""
        moment = self._moment(subject, deel, now, Gegevens())
        nu = self._portaal.zet(subject, deel, {**inhoud, "gewijzigdOp": moment})
        self._controleer(nu, moment)
        # What the portal says it holds, not what was asked: the person may have said something newer.
        self._noteer(subject, soort, tekst, now, {naam: nu.ruw.get(naam) for naam in inhoud})
        return nu

    def _is_gedaan(self, subject: str, eenmalig: str) -> bool:
        with self._opslag.lezen() as db:
            gevonden = db.execute("SELECT 1 FROM wijziging WHERE subject = ? AND eenmalig = ?", (subject, eenmalig))
            return gevonden.fetchone() is not None

    def _moment(self, subject: str, deel: str, now: datetime, bewaard: Gegevens) -> str:
        """The moment of this saving: now, but always later than the last one, here and in the portal."""
        vorige = _lees_moment(bewaard.tekst("gewijzigdOp"))
        with self._opslag.schrijven() as db:
            laatste = _lees_moment(_laatste(db, subject, deel))
            moment = max([now, *(eerder + EVEN for eerder in (vorige, laatste) if eerder)])
            db.execute(
                "INSERT INTO wijziging (subject, deel, op) VALUES (?, ?, ?) "
                "ON CONFLICT (subject, deel) DO UPDATE SET op = excluded.op",
                (subject, deel, moment.astimezone(UTC).isoformat()),
            )
        return moment.astimezone(AMSTERDAM).isoformat(timespec="microseconds")

    def _controleer(self, nu: Gegevens, moment: str) -> None:
        opgeslagen = _lees_moment(nu.tekst("gewijzigdOp"))
        if opgeslagen is not None and opgeslagen > datetime.fromisoformat(moment):
            raise IntussenVeranderd(nu)

    def _noteer(
        self, subject: str, soort: Soort, tekst: str, now: datetime, gegevens: Mapping[str, object] | None
    ) -> None:
        with self._opslag.schrijven() as db:
            handelingen.noteer_doorgegeven(db, subject, soort, tekst, now, gegevens)
            werklijst.werk_bij(db, subject)


def _laatste(db: sqlite3.Connection, subject: str, deel: str) -> str | None:
    rij = db.execute("SELECT op FROM wijziging WHERE subject = ? AND deel = ?", (subject, deel)).fetchone()
    return rij["op"] if rij else None


def _lees_moment(tekst: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(tekst or "")
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
