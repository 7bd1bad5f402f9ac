"""One person's story: events, messages and notes on one line from past to present, in plain Dutch."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge

from portal.werkbak import woorden
from portal.werkbak.berichten import Bericht
from portal.werkbak.gebeurtenissen import Gebeurtenis, ontbrekende
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.handelingen import Handeling, Soort
from portal.werkbak.tekst import leesbaar

HANDELINGEN = {
    Soort.CONTACT: "Contact gehad",
    Soort.GESPREK: "Eerste gesprek geweest",
    Soort.NOTITIE: "Notitie",
    Soort.GEDAAN: "Gedaan",
    Soort.AANGEMELD: "Aangemeld door een hulpverlener",
    Soort.WEG: "De weg veranderd",
    Soort.VOORKEUREN: "Voorkeuren veranderd door een hulpverlener",
    Soort.STATUS: "Status veranderd",
    Soort.CODE: "Nieuwe code gegeven",
    Soort.AFSPRAAK: "Afspraak bewaard",
}

# The page shows the newest state above the line; what a sign-up said about it is not repeated in the line.
_STAAT_ERBOVEN = frozenset({"bereikbaarheid", "helper", "naam", "ontvangenOp", "taal", "veiligBereikbaar"})
_ANTWOORD = frozenset({"onderwerp", "antwoord", "gronden", "datum", "veiligBereikbaar"})


@dataclass(frozen=True)
class Moment:
    """One entry on the line."""

    soort: str
    """`gebeurtenis`, `bericht`, `handeling` or `gat` (numbers that are missing)."""
    titel: str
    tijd: datetime
    feiten: Sequence[tuple[str, str]] = ()
    tekst: str = ""
    dringend: bool = False
    wacht: bool = False
    nummer: int | None = None
    ruw: str = ""
    handeling: Handeling | None = None
    bericht: Bericht | None = None


def verhaal_van(
    gebeurtenissen: Sequence[Gebeurtenis],
    berichten: Iterable[Bericht],
    handelingen: Iterable[Handeling],
    vandaag: date,
    gewist_tot: int = 0,
) -> list[Moment]:
    """Put everything about a person on one line; numbers up to `gewist_tot` were wiped here and are no gap.

    Events keep the order of their numbers, also where their times disagree; messages and notes are placed among
    them by time.
    """
    eigen = [(b.gemaakt_op, _van_bericht(b)) for b in berichten] + [(h.op, _van_handeling(h)) for h in handelingen]
    eigen.sort(key=_tijd)
    return [moment for _, moment in merge(_lijn(gebeurtenissen, vandaag, gewist_tot), eigen, key=_tijd)]


def _tijd(paar: tuple[datetime, Moment]) -> datetime:
    return paar[0]


def gat_in_woorden(gat: range) -> str:
    """Say which numbers are missing."""
    if len(gat) == 1:
        return f"Nummer {gat.start} is nog niet binnen"
    return f"Nummers {gat.start} tot en met {gat.stop - 1} zijn nog niet binnen"


def _lijn(gebeurtenissen: Sequence[Gebeurtenis], vandaag: date, gewist_tot: int) -> Iterator[tuple[datetime, Moment]]:
    gaten = {gat.stop: gat for gat in ontbrekende(gebeurtenissen, gewist_tot)}
    tot: datetime | None = None
    for gebeurtenis in gebeurtenissen:
        event = gebeurtenis.event
        tot = max(tot, event.tijd) if tot else event.tijd
        if gat := gaten.pop(event.volgnummer or 0, None):
            yield tot, Moment("gat", gat_in_woorden(gat), tot)
        yield tot, _van_gebeurtenis(gebeurtenis, vandaag)


def _van_gebeurtenis(gebeurtenis: Gebeurtenis, vandaag: date) -> Moment:
    event = gebeurtenis.event
    return Moment(
        soort="gebeurtenis",
        titel=_titel(event.soort, event.data),
        tijd=event.tijd,
        feiten=_feiten(event.soort, event.data, vandaag),
        dringend=event.dringend,
        wacht=event.wacht,
        nummer=event.volgnummer,
        ruw=json.dumps(json.loads(event.envelop), ensure_ascii=False, indent=2),
    )


def _titel(soort: str, data: Gegevens) -> str:
    onderwerp = data.tekst("onderwerp")
    if soort == "aanmelding.aangevuld" and onderwerp:
        return f"Antwoord: {woorden.ONDERWERPEN.get(onderwerp, woorden.veldnaam(onderwerp))}"
    return woorden.GEBEURTENISSEN.get(soort) or f"Gebeurtenis die de werkbak niet kent: {leesbaar(soort)}"


def _feiten(soort: str, data: Gegevens, vandaag: date) -> list[tuple[str, str]]:
    overslaan = frozenset({"aanmeldingId"})
    feiten = []
    if soort == "aanmelding.ontvangen":
        overslaan |= _STAAT_ERBOVEN
    elif soort == "aanmelding.aangevuld" and "onderwerp" in data:
        overslaan |= _ANTWOORD
        feiten.append(("Antwoord", woorden.antwoord(data, vandaag)))
    feiten += [
        (woorden.veldnaam(naam), woorden.waarde(inhoud, vandaag, naam))
        for naam, inhoud in data.ruw.items()
        # That a sign-up is not urgent, not suspect and not cut short goes without saying.
        if naam not in overslaan and not (inhoud is False and soort.startswith("aanmelding."))
    ]
    return feiten


def _van_bericht(bericht: Bericht) -> Moment:
    kanaal = woorden.KANALEN.get(bericht.kanaal, bericht.kanaal)
    return Moment(
        "bericht", f"{kanaal} klaargezet", bericht.gemaakt_op, tekst=bericht.tekst, ruw=bericht.inhoud, bericht=bericht
    )


def _van_handeling(handeling: Handeling) -> Moment:
    return Moment("handeling", HANDELINGEN[handeling.soort], handeling.op, tekst=handeling.tekst, handeling=handeling)
