"""Everything the gate looks at, in one list of findings."""

import re
from itertools import chain

from portal.informatie.bron import BRONTAAL, Status
from portal.informatie.inhoud import Inhoud
from tests.huisregels.catalogus import VERTAALD
from tests.huisregels.gewone_taal.bronnen import (
    ALLES,
    NIETS,
    inhoud,
    kale_bron,
    meldingen,
    zinnen_uit_code,
)
from tests.huisregels.gewone_taal.controle import (
    ZONDER_WOORDBUDGET,
    Bevinding,
    Ernst,
    controleer_html,
    controleer_neutraal,
    controleer_tekst,
)
from tests.huisregels.gewone_taal.vertaling import controleer_zinnen, vergelijk, vergelijk_bron
from tests.huisregels.gewone_taal.zinnen import blokken, invulplekken

SMS = 160
"""Characters of GSM-7 in one text message; any other character makes it 70, and two of them 134."""

SMS_ANDER_SCHRIFT = 134
_GSM7 = re.compile(r"[@£$¥èéùìòÇ\nØøÅåÄÖÑÜ§¿äöñüàÆæßÉΔΦΓΛΩΠΨΣΘΞ !\"#¤%&'()*+,\-./0-9:;<=>?¡A-Za-z]*")
_LANGSTE = {"{datum}": "donderdag 24 september", "{telefoon}": "088 123 45 67"}
"""Values as long as they get, for a message of which the length counts."""


def keur() -> list[Bevinding]:
    """Check all public words of the project; each finding once."""
    alles = chain(
        keur_paginas(inhoud(ALLES)),
        keur_paginas(inhoud(NIETS)),
        keur_woorden(inhoud()),
        keur_code(),
        *(keur_meldingen(taal) for taal in (BRONTAAL, *VERTAALD)),
        *(keur_vertaling(taal) for taal in VERTAALD),
    )
    return list(dict.fromkeys(alles))


def keur_paginas(geladen: Inhoud) -> list[Bevinding]:
    """Check the Dutch pages as they are read, and that every file of every language could be used."""
    bevindingen = [Bevinding(f"content/{fout.bestand}", "cannot be used", fout.wat) for fout in geladen.fouten]
    for slug in geladen.slugs():
        pagina = geladen.pagina(BRONTAAL, slug)
        bestand = f"content/{BRONTAAL}/{slug}.md"
        budget = slug not in ZONDER_WOORDBUDGET
        bevindingen += controleer_html(bestand, pagina.html, pagina.soort, titel=pagina.titel, budget=budget)
        bevindingen += controleer_neutraal(bestand, pagina.titel, BRONTAAL)
    return bevindingen


def keur_woorden(geladen: Inhoud) -> list[Bevinding]:
    """Check the screen words and the explanations of the list of words."""
    bestand = f"content/{BRONTAAL}/woorden.toml"
    return [b for w in geladen.woorden(BRONTAAL) for t in (w.op_scherm, w.uitleg) for b in controleer_tekst(bestand, t)]


def keur_code() -> list[Bevinding]:
    """Check every Dutch sentence that the public part of the code can say."""
    return [b for bestand, zin in zinnen_uit_code() for b in controleer_tekst(bestand, zin)]


def keur_meldingen(taal: str) -> list[Bevinding]:
    """Check the messages of one language: plain (in Dutch), neutral, and short enough for a phone."""
    bevindingen = []
    for melding in meldingen(taal).values():
        delen = (melding.onderwerp, melding.tekst)
        for tekst in delen:
            bevindingen += controleer_neutraal(melding.bestand, tekst, taal)
            is_nederlands = taal == BRONTAAL
            bevindingen += (controleer_tekst if is_nederlands else controleer_zinnen)(melding.bestand, tekst)
        bevindingen += _keur_lengte(melding.bestand, melding.tekst)
    return bevindingen


def keur_vertaling(taal: str) -> list[Bevinding]:
    """Check one other language against the Dutch; what no native reader has seen yet is named, and stops nothing."""
    geladen = inhoud(ALLES)
    bevindingen = []
    for slug in geladen.slugs():
        pagina = geladen.pagina(taal, slug)
        bestand = f"content/{taal}/{slug}.md"
        if pagina.taal != taal:
            bevindingen.append(Bevinding(bestand, "missing, or cannot be used", f"content/{BRONTAAL}/{slug}.md"))
            continue
        bevindingen += _keur_status(bestand, pagina.status)
        bevindingen += vergelijk_bron(bestand, kale_bron(BRONTAAL, slug), kale_bron(taal, slug))
        bevindingen += [b for blok in blokken(pagina.html) for b in controleer_zinnen(bestand, blok.tekst)]
        bevindingen += controleer_neutraal(bestand, pagina.titel, taal)
    return bevindingen + _keur_vertaalde_woorden(geladen, taal) + _keur_vertaalde_meldingen(taal)


def _keur_vertaalde_woorden(geladen: Inhoud, taal: str) -> list[Bevinding]:
    bestand = f"content/{taal}/woorden.toml"
    bevindingen = _keur_status(bestand, geladen.status_woorden(taal))
    for nederlands, woord in zip(geladen.woorden(BRONTAAL), geladen.woorden(taal), strict=True):
        if woord.taal != taal:
            bevindingen.append(Bevinding(bestand, "missing", woord.code))
            continue
        bevindingen += vergelijk(bestand, nederlands.op_scherm, woord.op_scherm)
        bevindingen += vergelijk(bestand, nederlands.uitleg, woord.uitleg)
    return bevindingen


def _keur_vertaalde_meldingen(taal: str) -> list[Bevinding]:
    bevindingen = []
    eigen = meldingen(taal)
    for naam, nederlands in meldingen(BRONTAAL).items():
        if naam not in eigen:
            bevindingen.append(Bevinding(f"content/meldingen/{taal}/{naam}.txt", "missing", nederlands.tekst))
            continue
        bevindingen += vergelijk(eigen[naam].bestand, nederlands.tekst, eigen[naam].tekst)
        bevindingen += vergelijk(eigen[naam].bestand, nederlands.onderwerp, eigen[naam].onderwerp)
        if bool(nederlands.onderwerp) != bool(eigen[naam].onderwerp):
            bevindingen.append(Bevinding(eigen[naam].bestand, "one has a subject and the other has not", naam))
    return bevindingen


def _keur_status(bestand: str, status: Status) -> list[Bevinding]:
    if status is Status.VEROUDERD:
        return [Bevinding(bestand, "out of date: the Dutch has changed since; translate again, set bron_hash", "page")]
    if status is Status.MACHINE:
        return [Bevinding(bestand, "translated by machine, read by nobody yet", "page", Ernst.LET_OP)]
    return []


def _keur_lengte(bestand: str, tekst: str) -> list[Bevinding]:
    for plek in invulplekken(tekst):
        tekst = tekst.replace(plek, _LANGSTE.get(plek, plek))
    grens = SMS if _GSM7.fullmatch(tekst) else SMS_ANDER_SCHRIFT
    if len(tekst) > grens:
        return [Bevinding(bestand, f"{len(tekst)} characters when filled in, at most {grens} in a text message", tekst)]
    return []
