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
from portal.werkbak.taken import Taak, open_taken

VEILIG = ("onbekend", "ja", "alleen_neutraal", "nee")


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
    status: str = "actief"
    """What the werkbak last told the portal: actief, gepauzeerd, afgerond, overleden or verhuisd."""
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
    veilig_van: int = 0
    """The event (its `aankomst`) that `veilig` is from; `taal_van` likewise."""
    taal_van: int = 0

    def hoort_veilig(self, waarde: str | None, aankomst: int) -> None:
        """Take over whether reaching this person is safe, when it is one of the contract's words."""
        if waarde in VEILIG:
            self.veilig, self.veilig_van = waarde, aankomst

    def hoort_taal(self, waarde: str | None, aankomst: int) -> None:
        """Take over the language, when there is one."""
        if waarde:
            self.taal, self.taal_van = waarde, aankomst

    @property
    def dringend(self) -> bool:
        return any(taak.dringend for taak in self.taken)

    @property
    def volgende(self) -> Taak | None:
        """The task with the earliest promised date; without any such date the oldest one."""
        return next((taak for taak in self.taken if taak.uiterlijk), self.taken[0] if self.taken else None)


def stand_van(
    subject: str, gebeurtenissen: Iterable[Gebeurtenis], handelingen: Iterable[Handeling], gewist_tot: int = 0
) -> Stand:
    """Work out where a person stands from their events (in the order of their numbers) and the local notes.

    Numbers up to `gewist_tot` were wiped here.
    """
    stand = Stand(subject)
    lijn = list(gebeurtenissen)
    for gebeurtenis in lijn:
        _neem_over(stand, gebeurtenis)
    geldig = [h for h in handelingen if h.geldt]
    for handeling in geldig:
        _neem_handeling_over(stand, handeling)
    if stand.status != "overleden":
        stand.taken = open_taken(
            lijn, geldig, bellen=stand.bellen_uiterlijk, gesprek=stand.gesprek_uiterlijk, crisis=stand.crisis
        )
    stand.gaten = ontbrekende(lijn, gewist_tot)
    stand.wacht = sum(g.event.wacht for g in lijn)
    return stand


def _neem_over(stand: Stand, gebeurtenis: Gebeurtenis) -> None:
    event, data = gebeurtenis.event, gebeurtenis.event.data
    stand.laatste = gebeurtenis
    stand.startdatum = stand.startdatum or dag_van(event.tijd)
    stand.hoort_veilig(data.tekst("veiligBereikbaar"), gebeurtenis.aankomst)
    termijnen = data.deel("termijnen")
    stand.bellen_uiterlijk = termijnen.datum("belbelofteUiterlijk") or stand.bellen_uiterlijk
    stand.gesprek_uiterlijk = termijnen.datum("eersteGesprekUiterlijk") or stand.gesprek_uiterlijk
    lees_bereikbaarheid(stand.bereikbaarheid, data.deel("bereikbaarheid"))
    match event.soort:
        case "aanmelding.ontvangen":
            stand.startdatum = data.datum("startdatum") or dag_van(event.tijd)
            stand.kanaal = data.tekst("kanaal")
            stand.naam = data.tekst("naam") or stand.naam
            stand.hoort_taal(data.tekst("taal"), gebeurtenis.aankomst)
            stand.eigen_woorden = data.tekst("eigenWoorden")
            stand.helper = data.deel("helper")
            stand.verdacht = data.waar("verdacht")
            stand.ingekort = data.waar("ingekort")
            stand.crisis = data.waar("crisisinterventie") or event.dringend
        case "aanmelding.aangevuld":
            if "crisisinterventie" in data or event.wacht:
                stand.crisis = data.waar("crisisinterventie") or event.dringend
            _neem_antwoord_over(stand, data, gebeurtenis.aankomst)
        case "aanmelding.ingetrokken":
            stand.ingetrokken = True
        case "aanmelding.hersteld":
            stand.ingetrokken = False
        case "contactgegevens.gewijzigd":
            if "bereikbaarheid" in data:
                # The whole of it as it is now: a way that is not named is gone.
                stand.bereikbaarheid = Bereikbaarheid()
            lees_bereikbaarheid(stand.bereikbaarheid, data.deel("bereikbaarheid") if "bereikbaarheid" in data else data)
            stand.naam = data.tekst("naam") or stand.naam
        case "voorkeuren.gewijzigd":
            stand.hoort_taal(data.tekst("taal"), gebeurtenis.aankomst)


def _neem_handeling_over(stand: Stand, handeling: Handeling) -> None:
    # What a counsellor told the portal holds until an event that came in later says otherwise.
    gegevens = handeling.gegevens
    if handeling.soort is Soort.STATUS:
        stand.status = gegevens.tekst("status") or stand.status
    elif handeling.soort is Soort.VOORKEUREN:
        if handeling.gezien_tot >= stand.veilig_van:
            stand.hoort_veilig(gegevens.tekst("veiligBereikbaar"), stand.veilig_van)
        if handeling.gezien_tot >= stand.taal_van:
            stand.hoort_taal(gegevens.tekst("taal"), stand.taal_van)


def _neem_antwoord_over(stand: Stand, data: Gegevens, aankomst: int) -> None:
    onderwerp = data.tekst("onderwerp")
    if onderwerp is None:
        return
    stand.antwoorden.pop(onderwerp, None)
    stand.antwoorden[onderwerp] = data
    antwoord = data.tekst("antwoord")
    if onderwerp == "naam":
        stand.naam = antwoord or stand.naam
    elif onderwerp == "bereikbaarheid":
        lees_bereikbaarheid(stand.bereikbaarheid, data.deel("antwoord"))
    elif onderwerp == "taal":
        stand.hoort_taal(antwoord, aankomst)
    elif onderwerp == "veilig":
        stand.hoort_veilig(antwoord, aankomst)


def lees_bereikbaarheid(bereikbaarheid: Bereikbaarheid, deel: Gegevens) -> None:
    """Take over every way that is named here; a way that is not named stays as it was."""
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
