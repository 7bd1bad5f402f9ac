"""What a counsellor still has to do for one person, as it follows from the events and what was noted.

Pure: the same events in the same order always give the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.clock import dag_van
from portal.werkbak.gebeurtenissen import Gebeurtenis
from portal.werkbak.handelingen import Handeling, Soort

# Events that ask for a call, with the field that holds the latest date (None: the contract promises no date).
VRAAGT_CONTACT = {
    "terugval.gemeld": "contactUiterlijk",
    "contact.nodig": "uiterlijk",
    "afspraak.verzet_gevraagd": "contactUiterlijk",
    "afspraak.afgezegd": "contactUiterlijk",
    "melding.mislukt": None,
    "maatje.zorg_gemeld": None,
    "vroegsignaal.belverzoek": None,
}


# What the law (AVG art. 12 lid 3, 15 to 17) wants done within a month: open until somebody says it is done, whatever
# contact there was, and also after a withdrawal.
PLICHTEN = (
    "bericht.ontvangen",
    "verandering.gemeld",
    "verwijdering.gevraagd",
    "correctie.gevraagd",
    "inzage.gevraagd",
)


@dataclass(frozen=True)
class Taak:
    """Something a counsellor still has to do."""

    wat: str
    """`bellen`, `gesprek`, or the kind of event that asks for contact."""
    uiterlijk: date | None
    sinds: date
    """The day it was asked; where no latest date was promised, the worklist sorts by this day."""
    dringend: bool
    aankomst: int

    @property
    def sorteer_op(self) -> date:
        return self.uiterlijk or self.sinds

    @property
    def is_plicht(self) -> bool:
        """Whether only "gedaan" closes it."""
        return self.wat in PLICHTEN


def open_taken(
    lijn: list[Gebeurtenis],
    handelingen: list[Handeling],
    *,
    bellen: date | None,
    gesprek: date | None,
    crisis: bool,
) -> list[Taak]:
    """Give what is open, the earliest first.

    `bellen` and `gesprek` are the latest dates of first contact and first conversation as they stand now.
    """
    contact_tot = _gezien_tot(h for h in handelingen if h.soort in (Soort.CONTACT, Soort.GESPREK))
    gesprek_tot = _gezien_tot(h for h in handelingen if h.soort is Soort.GESPREK)
    gedaan_tot = {
        wat: _gezien_tot(h for h in handelingen if h.soort is Soort.GEDAAN and h.gegevens.tekst("taak") == wat)
        for wat in PLICHTEN
    }
    komt_toch = _komt_toch(lijn)
    na_intrekken = {g.aankomst for g in _na_intrekken(lijn)}
    return _eerste_per_soort(
        taak
        for gebeurtenis in lijn
        for taak in _taken_uit(gebeurtenis, bellen, gesprek, crisis=crisis)
        if taak.aankomst > gedaan_tot.get(taak.wat, gesprek_tot if taak.wat == "gesprek" else contact_tot)
        and (taak.is_plicht or taak.aankomst in na_intrekken)
        and taak.aankomst > komt_toch.get(gebeurtenis.event.data.tekst("afspraakId") or "", 0)
    )


def _komt_toch(lijn: list[Gebeurtenis]) -> dict[str, int]:
    """Give the last time that somebody said to come, by appointment: what was asked about it before is over."""
    return {
        kenmerk: gebeurtenis.aankomst
        for gebeurtenis in lijn
        if gebeurtenis.event.soort == "afspraak.bevestigd" and (kenmerk := gebeurtenis.event.data.tekst("afspraakId"))
    }


def _gezien_tot(handelingen: Iterable[Handeling]) -> int:
    return max((handeling.gezien_tot for handeling in handelingen), default=0)


def _na_intrekken(lijn: list[Gebeurtenis]) -> list[Gebeurtenis]:
    """Give the events that still ask for something: after a withdrawal only what came later in the line."""
    begin = 0
    for plek, gebeurtenis in enumerate(lijn, start=1):
        if gebeurtenis.event.soort == "aanmelding.ingetrokken":
            begin = plek
        elif gebeurtenis.event.soort == "aanmelding.hersteld":
            begin = 0
    return lijn[begin:]


def _eerste_per_soort(taken: Iterable[Taak]) -> list[Taak]:
    gekozen: dict[str, Taak] = {}
    for taak in sorted(taken, key=lambda taak: (taak.sorteer_op, taak.aankomst)):
        gekozen.setdefault(taak.wat, taak)
    return list(gekozen.values())


def _taken_uit(gebeurtenis: Gebeurtenis, bellen: date | None, gesprek: date | None, *, crisis: bool) -> Iterable[Taak]:
    event, data = gebeurtenis.event, gebeurtenis.event.data
    sinds = dag_van(event.tijd)

    def taak(wat: str, uiterlijk: date | None, *, dringend: bool) -> Taak:
        return Taak(wat, uiterlijk, sinds, dringend, gebeurtenis.aankomst)

    if event.soort == "aanmelding.ontvangen":
        yield taak("bellen", bellen, dringend=crisis)
        yield taak("gesprek", gesprek, dringend=crisis)
    elif event.soort == "aanmelding.aangevuld":
        # Urgency that becomes known later asks for a conversation, also when one was held before.
        if crisis and (data.tekst("onderwerp") == "haast" or (event.wacht and event.dringend)):
            yield taak("gesprek", gesprek, dringend=True)
    elif event.soort in VRAAGT_CONTACT:
        veld = VRAAGT_CONTACT[event.soort]
        yield taak(event.soort, data.datum(veld) if veld else None, dringend=event.dringend)
    elif event.soort == "checkin.beantwoord" and data.waar("bellen"):
        yield taak(event.soort, None, dringend=event.dringend)
    elif event.soort in PLICHTEN:
        yield taak(event.soort, data.datum("uiterlijk") or maand_later(sinds), dringend=event.dringend)
    elif event.dringend and not event.soort.startswith("aanmelding."):
        yield taak("dringend", None, dringend=True)


def maand_later(dag: date) -> date:
    """Give the same day of the next month, or its last day where that month is shorter."""
    eerste = (dag.replace(day=1) + timedelta(days=32)).replace(day=1)
    laatste = (eerste + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return eerste.replace(day=min(dag.day, laatste.day))
