"""The rules for people under stress, on every page in Dutch as it stands on a telephone."""

import re
from collections.abc import Callable

import pytest

from tests.browser.meten import Meting, keur
from tests.browser.paginas import GELIJK, PAGINAS, PERSOONLIJK
from tests.huisregels.gewone_taal.controle import WOORDBUDGET, ZONDER_WOORDBUDGET
from tests.huisregels.gewone_taal.lijsten import neutraal

Metingen = Callable[..., Meting]
ELKE = pytest.mark.parametrize(
    "naam", [pytest.param(naam, marks=pytest.mark.matrix if naam in GELIJK else ()) for naam in PAGINAS]
)
NIET_ZEGGEN = re.compile(r"\bfout(?! gedaan)|ongeldig|verplicht|mislukt|niet toegestaan|!", re.IGNORECASE)
GEEN_HAAST_MAKEN = re.compile(r"seconden|verloopt|nog \d+ minuten", re.IGNORECASE)
GEKOZEN = {"nog een stap", "voorkeur, taal"}
"""Where a choice stands ready: a way to show who one is, and what the person chose before. Never a consent."""
LAGER = {"Lees wat we met je gegevens doen", "Ga naar jouw gegevens"}
VOET = ["contact", "privacy", "veilig", "woorden", "toegankelijkheid"]


@ELKE
def test_er_staat_niet_te_veel(meting: Metingen, naam: str) -> None:
    """R2: words per kind of page."""
    gezien = meting(naam)
    assert naam in ZONDER_WOORDBUDGET or gezien.woorden <= WOORDBUDGET.get(gezien.soort, 1000)


@ELKE
def test_een_knop_zegt_wat_er_gebeurt_en_doet_het_altijd(meting: Metingen, naam: str) -> None:
    """R4: one primary button, never switched off; a list has rows to tap and may do without."""
    gezien = meting(naam)
    assert gezien.tellingen["hoofdknop"] == 1 or (gezien.soort == "lijst" and gezien.tellingen["hoofdknop"] == 0)
    assert gezien.tellingen["uitgezet"] == 0


@ELKE
def test_niets_moet_en_niets_haast(meting: Metingen, naam: str) -> None:
    """R6, R7, R9, R12, R28, R29: no papers, nothing required, no clock, no password, no amounts, nothing ticked."""
    gezien = meting(naam)
    for wat in ("papieren", "moet", "vernieuwt", "wachtwoord"):
        assert gezien.tellingen[wat] == 0, wat
    assert gezien.tellingen["aangevinkt"] == (naam in GEKOZEN)
    assert not GEEN_HAAST_MAKEN.search(gezien.tekst)
    assert "€" not in gezien.tekst


@ELKE
def test_de_toon_is_vriendelijk_en_van_buiten_neutraal(meting: Metingen, naam: str) -> None:
    """R14, R15 and R18: no scolding and no shouting; title and address tell an onlooker nothing."""
    gezien = meting(naam)
    assert not NIET_ZEGGEN.search(gezien.tekst)
    assert not neutraal()["nl"].search(f"{gezien.titel} {gezien.adres}")
    assert gezien.titel.endswith(" – Rustpunt")
    assert gezien.titel.startswith("Let op: ") is ("nog een ding" in naam)


@ELKE
def test_een_vraag_is_in_een_oogopslag_te_zien(meting: Metingen, naam: str) -> None:
    """R1 and R3: one question, which is the heading, and its button in view; or what is still needed."""
    gezien = meting(naam)
    assert len(gezien.koppen) == 1
    if gezien.soort == "vraag":
        assert gezien.tellingen["vraag"] == gezien.tellingen["vraag met h1"] == 1
        assert gezien.koppen[0].endswith("?")
    if gezien.soort == "vraag" or naam in ("begin", "aanmelden, nog een ding"):
        assert 0 < gezien.onderkant <= 640


@ELKE
def test_hulp_en_snel_weg_staan_op_elke_bladzijde_op_dezelfde_plek(meting: Metingen, naam: str) -> None:
    """R16 and R17: the telephone first in the foot, then another way, then the same five links."""
    gezien = meting(naam)
    assert gezien.voet[0].startswith("tel:")
    assert gezien.voet[1].startswith("mailto:")
    assert [link.rpartition("/")[2] for link in gezien.voet[2:7]] == VOET
    assert gezien.tellingen["snel weg"] == 1


@ELKE
def test_wat_van_iemand_is_wordt_nergens_bewaard(meting: Metingen, naam: str) -> None:
    """R17: no copy in a cache; in the browser at most the path that the script for swapping parts remembers."""
    gezien = meting(naam)
    if naam in PERSOONLIJK:
        assert gezien.bewaren == "no-store"
        assert gezien.persoonlijk
    assert {pad.partition("?")[0] for pad in gezien.opslag} <= {gezien.adres}


@ELKE
def test_elke_bladzijde_is_licht_en_van_een_huis(meting: Metingen, naam: str) -> None:
    """R30: page and style as sent within 14 KB (an answer of 4xx goes out unpacked), nothing from elsewhere."""
    gezien = meting(naam)
    assert gezien.van_elders == []
    assert 4_000 < gezien.gewicht <= (14 if gezien.status == 200 else 20) * 1024


@ELKE
def test_alles_is_groot_genoeg_om_te_tikken(meting: Metingen, naam: str) -> None:
    """24 px is the floor (WCAG 2.5.8); we keep to 44, save for a link that is a paragraph of a page to read."""
    gezien = meting(naam)
    assert len(gezien.doelen) > 8
    assert {wat for wat, maat in gezien.doelen if maat < 44} <= LAGER


@ELKE
def test_iedereen_kan_erbij(meting: Metingen, naam: str) -> None:
    """axe, large letters, a narrow screen, the system's own colours."""
    keur(meting(naam))


def test_elk_adres_heeft_een_eigen_titel(meting: Metingen) -> None:
    adressen: dict[str, str] = {}
    for naam in PAGINAS.keys() - GELIJK:
        gezien = meting(naam)
        titel = gezien.titel.removeprefix("Let op: ")
        # Without a session the confirmation is another page on the same address.
        adres = re.sub(r"/[0-9a-f-]{36}|(?<=/a)/[^/]+", "", gezien.adres)
        assert adressen.setdefault(titel, adres) == adres
    assert len(adressen) > 25


def test_er_is_een_ding_aan_de_beurt(meting: Metingen) -> None:
    """R23."""
    assert [meting(naam).tellingen["nu"] for naam in ("vandaag", "vandaag, ingetrokken")] == [1, 1]
