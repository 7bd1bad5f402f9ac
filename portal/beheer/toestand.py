"""What is well and what is not, in words; the overview shows it, and the daily mail tells what is not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.accounts.post import ACCOUNTMAIL
from portal.beheer import woorden
from portal.clock import AMSTERDAM, dag_van
from portal.gemeente import Gemeente
from portal.meldingen.models import MISLUKT, ONZEKER, Melding
from portal.meldingen.zending import EMAIL
from portal.outbox.beheren import laatste_hartslag, standen
from portal.outbox.models import OutboxBestemming, OutboxEvent
from portal.outbox.service import BACKOFFICE
from portal.outbox.waarschuwen import NA_DRINGEND, NA_NIET_OPHALEN, NA_STORING, NA_WACHTEN
from portal.termijnen import Kalender

WORKER_STIL: Final = timedelta(minutes=2)
OPROEP_STIL: Final = timedelta(days=1, hours=1)
"""A day without a call; when a token was used is kept within the hour."""
VEEL: Final = 5
"""Messages that did not arrive in a day: one wrong address is ordinary, these are not."""


@dataclass(frozen=True, slots=True)
class Bevinding:
    """One thing that was looked at. `soort` is what is told at most once a day; `dringend`: at once.

    `tekst` is Dutch and holds nothing of a person.
    """

    soort: str
    goed: bool
    kop: str
    tekst: str
    dringend: bool = False


@dataclass(frozen=True, slots=True)
class Omstandigheden:
    """What the database does not know: how this gemeente is set up, and when its backoffice called last.

    `kanalen` says for each way of sending whether something is set that sends. `laatste_oproep` is None
    when no living token was ever used, `tokens` how many there are.
    """

    gemeente: Gemeente
    kalender: Kalender
    haalt_op: bool
    kanalen: Mapping[str, bool]
    tokens: int
    laatste_oproep: datetime | None

    @property
    def kan_mailen(self) -> bool:
        """Whether e-mail to a beheerder can go: by the same way as to an inwoner."""
        return self.kanalen.get(EMAIL, False)


def bekijk(sessie: Session, om: Omstandigheden, now: datetime) -> list[Bevinding]:
    """Look at everything of one gemeente: what is not well first, in the order of what it can hurt."""
    gevonden = [
        _worker(sessie, now),
        *_dringende_gebeurtenissen(sessie, om, now),
        *_bestemmingen(sessie, om, now),
        *_kanalen(om),
        _berichten(sessie, now),
        *_oproepen(om, now),
    ]
    return sorted(gevonden, key=lambda bevinding: (bevinding.goed, not bevinding.dringend))


def _worker(sessie: Session, now: datetime) -> Bevinding:
    gezien = laatste_hartslag(sessie)
    kop = "De worker"
    if gezien is None:
        tekst = "Er draaide nog nooit een worker. Er gaat niets de deur uit: start portal worker."
    elif now - gezien > WORKER_STIL:
        tekst = (
            f"De worker is al {woorden.duur(now - gezien)} stil. Er gaat niets de deur uit: start portal worker. "
            "Aanmelden kan gewoon, en er gaat niets verloren."
        )
    else:
        return Bevinding("worker", True, kop, "De worker draait.")
    return Bevinding("worker", False, kop, tekst, dringend=True)


def _dringende_gebeurtenissen(sessie: Session, om: Omstandigheden, now: datetime) -> Iterator[Bevinding]:
    hoeveel, eerste = sessie.execute(
        select(func.count(), func.min(OutboxEvent.created_at)).where(
            OutboxEvent.bestemming == BACKOFFICE,
            text("dringend"),  # as the partial index has it, on both databases
            OutboxEvent.delivered_at.is_(None),
            OutboxEvent.created_at <= now - NA_DRINGEND,
        )
    ).one()
    if hoeveel:
        yield Bevinding(
            "dringend",
            False,
            "Iets met haast is nog niet opgehaald",
            f"Al {woorden.duur(now - eerste)} nam het systeem van de hulpverlener een gebeurtenis met haast niet aan. "
            "Bel het team, zodat zij het weten.",
            dringend=om.gemeente.open_op(now, om.kalender),
        )


def _bestemmingen(sessie: Session, om: Omstandigheden, now: datetime) -> Iterator[Bevinding]:
    bekend = {rij.bestemming: rij for rij in sessie.scalars(select(OutboxBestemming))}
    for stand in standen(sessie, now):
        naam, kop = stand.bestemming, woorden.bestemming(stand.bestemming)
        if stand.geparkeerd:
            staat = "staat één rij" if stand.geparkeerd == 1 else f"staan {stand.geparkeerd} rijen"
            yield Bevinding(
                f"geparkeerd.{naam}",
                False,
                kop,
                f"Er {staat} stil, omdat een gebeurtenis steeds wordt geweigerd. Kijk bij Outbox wat je ermee doet.",
                dringend=True,
            )
        oudste = stand.oudste if stand.wachtend > stand.geparkeerd else None
        bevinding = _bestemming(bekend.get(naam), kop, oudste, om, now, naam)
        ingesteld = om.kan_mailen if naam == ACCOUNTMAIL else om.kanalen.get(naam, True)
        if not bevinding.goed or ingesteld:  # what is not set up does not go well
            yield bevinding


def _bestemming(
    rij: OutboxBestemming | None, kop: str, oudste: datetime | None, om: Omstandigheden, now: datetime, naam: str
) -> Bevinding:
    if rij is not None and rij.paused_at is not None:
        tekst = (
            f"Staat stil sinds {woorden.moment(rij.paused_at)}: {woorden.reden(rij.last_error)}. "
            "Er gaat niets verloren. Elke minuut kijkt de worker of het weer kan."
        )
        return Bevinding(f"stil.{naam}", False, kop, tekst, dringend=True)
    if rij is not None and rij.failing_since is not None and now - rij.failing_since >= NA_STORING:
        tekst = (
            f"Lukt niet sinds {woorden.moment(rij.failing_since)}: {woorden.reden(rij.last_error)}. "
            "Er gaat niets verloren. De worker blijft het proberen."
        )
        return Bevinding(f"storing.{naam}", False, kop, tekst, dringend=True)
    ophalen = naam == BACKOFFICE and om.haalt_op
    if oudste is not None and now - oudste > (NA_NIET_OPHALEN if ophalen else NA_WACHTEN):
        doet = "De oudste gebeurtenis is nog niet opgehaald" if ophalen else "De oudste gebeurtenis wacht"
        return Bevinding(f"wacht.{naam}", False, kop, f"{doet}, al {woorden.duur(now - oudste)}.")
    if ophalen:
        return Bevinding(f"goed.{naam}", True, kop, "Haalt zelf op, en is bij.")
    if rij is None or rij.last_success_at is None:
        return Bevinding(f"goed.{naam}", True, kop, "Er is nog niets bezorgd, en er wacht niets te lang.")
    return Bevinding(
        f"goed.{naam}",
        True,
        kop,
        f"Gaat goed. De laatste bezorging was {woorden.duur(now - rij.last_success_at)} geleden.",
    )


def _kanalen(om: Omstandigheden) -> Iterator[Bevinding]:
    niets = "Er is niets ingesteld dat verstuurt, of het klopt niet: portal doctor zegt wat."
    for kanaal, kan in om.kanalen.items():
        if not kan:
            tekst = f"{niets} Elk bericht wordt nu een telefoontje voor de hulpverlener."
            yield Bevinding(f"kanaal.{kanaal}", False, woorden.bestemming(kanaal), tekst)
    if not om.kan_mailen:
        tekst = f"{niets} Kijk daarom zelf elke dag op deze bladzij."
        yield Bevinding(f"kanaal.{ACCOUNTMAIL}", False, woorden.bestemming(ACCOUNTMAIL), tekst)


def _berichten(sessie: Session, now: datetime) -> Bevinding:
    hoeveel = (
        sessie.scalar(
            select(func.count())
            .select_from(Melding)
            .where(Melding.status.in_((MISLUKT, ONZEKER)), Melding.gemaakt_op > now - timedelta(days=1))
        )
        or 0
    )
    kop = "Berichten aan inwoners"
    if not hoeveel:
        return Bevinding("berichten", True, kop, "De afgelopen dag kwamen er geen berichten terug.")
    tekst = (
        f"Niet aangekomen in de afgelopen dag: {woorden.aantal(hoeveel)}. "
        "De hulpverlener kreeg daar bericht van, en belt."
    )
    return Bevinding("berichten", hoeveel < VEEL, kop, tekst)


def _oproepen(om: Omstandigheden, now: datetime) -> Iterator[Bevinding]:
    """A backoffice that fetches calls all the time; one that is sent to, calls when people are at work."""
    kop = "Oproepen van het systeem van de hulpverlener"
    if not om.tokens:
        if om.haalt_op:
            tekst = "Dit systeem moet zelf ophalen, en heeft nog geen token. Maak er een bij Tokens."
            yield Bevinding("oproep", False, kop, tekst)
        return
    vroegst = now - OPROEP_STIL
    if not om.haalt_op:
        vroegst = min(vroegst, _begin_vorige_werkdag(om.kalender, now))
    if om.laatste_oproep is None:
        yield Bevinding("oproep", not om.haalt_op, kop, "Er is een token, maar het is nog nooit gebruikt.")
    elif om.laatste_oproep < vroegst:
        tekst = f"Al {woorden.duur(now - om.laatste_oproep)} stil. Vraag de leverancier of de koppeling nog loopt."
        yield Bevinding("oproep", False, kop, tekst)
    else:
        yield Bevinding("oproep", True, kop, "Het systeem van de hulpverlener meldt zich.")


def _begin_vorige_werkdag(kalender: Kalender, now: datetime) -> datetime:
    dag = dag_van(now) - timedelta(days=1)
    while not kalender.is_werkdag(dag):
        dag -= timedelta(days=1)
    return datetime.combine(dag, time(), AMSTERDAM)
