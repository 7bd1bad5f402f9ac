"""Where a person stands now: what follows from all their events and from what counsellors noted.

Pure: the same events in the same order always give the same answer, so it can be worked out anew at any time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portal.clock import dag_van
from portal.werkbak.gebeurtenissen import Gebeurtenis, ontbrekende
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import Handeling, Soort

VEILIG = ("onbekend", "ja", "alleen_neutraal", "nee")

# Events that ask for a call, with the field that holds the latest date (None: the contract promises no date).
VRAAGT_CONTACT = {
    "terugval.gemeld": "contactUiterlijk",
    "contact.nodig": "uiterlijk",
    "melding.mislukt": None,
    "maatje.zorg_gemeld": None,
    "vroegsignaal.belverzoek": None,
}


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


@dataclass
class Bereikbaarheid:
    """The ways a person gave to be reached."""

    telefoon: str | None = None
    telefoon_onzeker: bool = False
    email: str | None = None
    adres: str | None = None
    langskomen: bool = False


@dataclass
class Stand:
    """The newest state of one person."""

    subject: str
    bereikbaarheid: Bereikbaarheid = field(default_factory=Bereikbaarheid)
    naam: str | None = None
    taal: str | None = None
    kanaal: str | None = None
    eigen_woorden: str | None = None
    helper: Gegevens = field(default_factory=Gegevens)
    antwoorden: dict[str, Gegevens] = field(default_factory=dict)
    """The newest answer per `onderwerp`, as the data of its event."""
    veilig: str = "onbekend"
    verdacht: bool = False
    ingekort: bool = False
    crisis: bool = False
    ingetrokken: bool = False
    startdatum: date | None = None
    """The day that counts for the terms; without an aanmelding the day of the first event."""
    bellen_uiterlijk: date | None = None
    gesprek_uiterlijk: date | None = None
    taken: list[Taak] = field(default_factory=list)
    """What is open, the earliest first."""
    gaten: list[range] = field(default_factory=list)
    wacht: int = 0
    """How many events came without their data and were not fetched yet."""
    laatste: Gebeurtenis | None = None

    @property
    def dringend(self) -> bool:
        return any(taak.dringend for taak in self.taken)

    @property
    def volgende(self) -> Taak | None:
        """The task with the earliest promised date; without any such date the oldest one."""
        return next((taak for taak in self.taken if taak.uiterlijk), self.taken[0] if self.taken else None)


def stand_van(subject: str, gebeurtenissen: Iterable[Gebeurtenis], handelingen: Iterable[Handeling]) -> Stand:
    """Work out where a person stands from their events (in the order of their numbers) and the local notes."""
    stand = Stand(subject)
    lijn = list(gebeurtenissen)
    for gebeurtenis in lijn:
        _neem_over(stand, gebeurtenis)
    geldig = [h for h in handelingen if h.geldt]
    contact_tot = max((h.gezien_tot for h in geldig if h.soort is not Soort.NOTITIE), default=0)
    gesprek_tot = max((h.gezien_tot for h in geldig if h.soort is Soort.GESPREK), default=0)
    stand.taken = _eerste_per_soort(
        taak
        for gebeurtenis in _na_intrekken(lijn)
        for taak in _taken_uit(stand, gebeurtenis)
        if taak.aankomst > (gesprek_tot if taak.wat == "gesprek" else contact_tot)
    )
    stand.gaten = ontbrekende(lijn)
    stand.wacht = sum(g.event.wacht for g in lijn)
    return stand


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


def _neem_over(stand: Stand, gebeurtenis: Gebeurtenis) -> None:
    event, data = gebeurtenis.event, gebeurtenis.event.data
    stand.laatste = gebeurtenis
    stand.startdatum = stand.startdatum or dag_van(event.tijd)
    if (veilig := data.tekst("veiligBereikbaar")) in VEILIG:
        stand.veilig = veilig
    termijnen = data.deel("termijnen")
    stand.bellen_uiterlijk = termijnen.datum("belbelofteUiterlijk") or stand.bellen_uiterlijk
    stand.gesprek_uiterlijk = termijnen.datum("eersteGesprekUiterlijk") or stand.gesprek_uiterlijk
    _neem_bereikbaarheid_over(stand.bereikbaarheid, data.deel("bereikbaarheid"))
    match event.soort:
        case "aanmelding.ontvangen":
            stand.startdatum = data.datum("startdatum") or dag_van(event.tijd)
            stand.kanaal = data.tekst("kanaal")
            stand.naam = data.tekst("naam") or stand.naam
            stand.taal = data.tekst("taal") or stand.taal
            stand.eigen_woorden = data.tekst("eigenWoorden")
            stand.helper = data.deel("helper")
            stand.verdacht = data.waar("verdacht")
            stand.ingekort = data.waar("ingekort")
            stand.crisis = data.waar("crisisinterventie") or event.dringend
        case "aanmelding.aangevuld":
            if "crisisinterventie" in data or event.wacht:
                stand.crisis = data.waar("crisisinterventie") or event.dringend
            _neem_antwoord_over(stand, data)
        case "aanmelding.ingetrokken":
            stand.ingetrokken = True
        case "aanmelding.hersteld":
            stand.ingetrokken = False
        case "contactgegevens.gewijzigd":
            _neem_bereikbaarheid_over(stand.bereikbaarheid, data)
        case "voorkeuren.gewijzigd":
            stand.taal = data.tekst("taal") or stand.taal


def _neem_antwoord_over(stand: Stand, data: Gegevens) -> None:
    onderwerp = data.tekst("onderwerp")
    if onderwerp is None:
        return
    stand.antwoorden.pop(onderwerp, None)
    stand.antwoorden[onderwerp] = data
    antwoord = data.tekst("antwoord")
    if onderwerp == "naam":
        stand.naam = antwoord or stand.naam
    elif onderwerp == "bereikbaarheid":
        _neem_bereikbaarheid_over(stand.bereikbaarheid, data.deel("antwoord"))
    elif onderwerp == "taal":
        stand.taal = antwoord or stand.taal
    elif onderwerp == "veilig" and antwoord in VEILIG:
        stand.veilig = antwoord


def _neem_bereikbaarheid_over(bereikbaarheid: Bereikbaarheid, deel: Gegevens) -> None:
    if "telefoon" in deel:
        bereikbaarheid.telefoon = deel.tekst("telefoon")
        bereikbaarheid.telefoon_onzeker = deel.waar("telefoonOnzeker")
    if "email" in deel:
        bereikbaarheid.email = deel.tekst("email")
    if "adres" in deel:
        regels = [deel.deel("adres").tekst(naam) for naam in deel.deel("adres").ruw]
        bereikbaarheid.adres = deel.tekst("adres") or ", ".join(regel for regel in regels if regel) or None
    if "langskomen" in deel:
        bereikbaarheid.langskomen = deel.waar("langskomen")


def _taken_uit(stand: Stand, gebeurtenis: Gebeurtenis) -> Iterable[Taak]:
    event, data = gebeurtenis.event, gebeurtenis.event.data
    sinds = dag_van(event.tijd)

    def taak(wat: str, uiterlijk: date | None, *, dringend: bool) -> Taak:
        return Taak(wat, uiterlijk, sinds, dringend, gebeurtenis.aankomst)

    if event.soort == "aanmelding.ontvangen":
        yield taak("bellen", stand.bellen_uiterlijk, dringend=stand.crisis)
        yield taak("gesprek", stand.gesprek_uiterlijk, dringend=stand.crisis)
    elif event.soort == "aanmelding.aangevuld":
        # Urgency that becomes known later asks for a conversation, also when one was held before.
        if stand.crisis and (data.tekst("onderwerp") == "haast" or (event.wacht and event.dringend)):
            yield taak("gesprek", stand.gesprek_uiterlijk, dringend=True)
    elif event.soort in VRAAGT_CONTACT:
        veld = VRAAGT_CONTACT[event.soort]
        yield taak(event.soort, data.datum(veld) if veld else None, dringend=event.dringend)
    elif event.soort == "checkin.beantwoord" and data.waar("bellen"):
        yield taak(event.soort, None, dringend=event.dringend)
    elif event.dringend and not event.soort.startswith("aanmelding."):
        yield taak("dringend", None, dringend=True)
