"""The frame of every page, and the pages for when something goes wrong."""

import re
from typing import Any

import pytest
from jinja2 import Environment

from tests.browser_na import controleer
from tests.web.bomen import HOSTIEL, Sjabloon, boom, een, tekst

SOORTEN_FOUT = ("400", "401", "403", "404", "405", "410", "413", "415", "421", "429", "500", "503", "druk", "opslag")


@pytest.mark.parametrize("taal", ["nl", "ar"])
@pytest.mark.parametrize("kleur", ["", "licht", "donker"])
def test_elke_pagina_zegt_haar_taal_richting_en_kleur(pagina: Sjabloon, taal: str, kleur: str) -> None:
    html = pagina(taal=taal, richting={"nl": "ltr", "ar": "rtl"}[taal], kleur=kleur)
    wortel = boom(html)
    assert (wortel.get("lang"), wortel.get("dir")) == (taal, {"nl": "ltr", "ar": "rtl"}[taal])
    assert wortel.get("data-kleur") == (kleur or None)
    gedrukt = [tekst(knop) for knop in wortel.iter("button") if knop.get("aria-pressed") == "true"]
    assert gedrukt == [{"": "Vanzelf", "licht": "Licht", "donker": "Donker"}[kleur]]
    assert len([m for m in wortel.iter("meta") if m.get("name") == "theme-color"]) == (1 if kleur else 2)
    assert ("Een computer heeft deze tekst vertaald" in html) == (taal == "ar")


def test_een_pagina_heeft_niets_wat_de_browser_niet_mag_uitvoeren(pagina: Sjabloon) -> None:
    html = pagina()
    for element in boom(html).iter():
        assert not [naam for naam in element.attrib if naam.startswith("on") or naam == "style"]
        if element.tag == "script":
            assert "defer" in element.attrib
            assert (element.get("src") or "").startswith("/static/")
            assert not element.text
    assert "<style>a>b{c:d}</style>" in html, "the style has to be exactly what its hash was made of"
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", html), "one host, no third party"


def test_elke_pagina_heeft_een_mens_aan_de_telefoon_en_een_uitgang(pagina: Sjabloon) -> None:
    html = pagina()
    telefoon = een(html, ".//footer//a[@class='tel']")
    assert re.fullmatch(r"tel:\+?\d+", telefoon.get("href") or "")
    assert [a for a in boom(html).iter("a") if (a.get("href") or "").startswith("mailto:")]
    weg = een(html, ".//header//a[@data-snel-weg]")
    assert (weg.get("href"), tekst(weg)) == ("/nl/snel-weg", "Snel weg")
    assert een(html, ".//a[@class='skip']").get("href") == "#" + (een(html, ".//main").get("id") or "")
    doelen = {a.get("href") for a in een(html, ".//footer").iter("a")}
    assert {f"/nl/{p}" for p in ("contact", "privacy", "veilig", "woorden", "toegankelijkheid")} <= doelen


def test_een_persoonlijke_pagina_zegt_dat_zij_dat_is(pagina: Sjabloon) -> None:
    assert "data-persoonlijk" not in boom(pagina()).attrib
    html = pagina("{% set persoonlijk = true %}{% set paginasoort = 'overzicht' %}")
    assert "data-persoonlijk" in boom(html).attrib
    assert een(html, ".//main").get("data-soort") == "overzicht"


@pytest.mark.parametrize(("fouten", "titel"), [({}, "Titel – Rustpunt"), ({"a": "b"}, "Let op: Titel – Rustpunt")])
def test_de_titel_zegt_het_als_er_nog_iets_nodig_is(pagina: Sjabloon, fouten: dict[str, str], titel: str) -> None:
    assert tekst(een(pagina(fouten=fouten), ".//title")) == titel


def test_enter_in_een_formulier_verstuurt_het_en_kiest_geen_taal(pagina: Sjabloon) -> None:
    html = pagina(
        "{% set taalformulier = 'f' %}", '<h1>Kop</h1><form id="f"><input name="a"><button>Verder</button></form>'
    )
    eerste, taal = [knop for knop in boom(html).iter("button") if knop.get("form") == "f"]
    assert (eerste.get("formaction"), eerste.get("aria-hidden"), eerste.get("tabindex")) == (None, "true", "-1")
    assert taal.get("formaction") == "/nl/taal"
    assert not een(pagina(), ".//header//nav").findall("button")


@pytest.mark.parametrize("soort", SOORTEN_FOUT)
@pytest.mark.parametrize("opnieuw", [None, {"pad": "/nl/aanmelden", "velden": [("a", HOSTIEL), ("b", "x\ny")]}])
def test_een_pagina_voor_als_het_misgaat_helpt_verder(
    sjablonen: Environment, soort: str, opnieuw: dict[str, Any] | None
) -> None:
    html = sjablonen.get_template("web/fout.html").render(soort=soort, opnieuw=opnieuw)
    controleer(html)
    hoofd = een(html, ".//main")
    assert tekst(een(html, ".//main//h1")) + " – Rustpunt" == tekst(een(html, ".//title"))
    assert "bel ons" in tekst(hoofd)
    assert not re.search(r"ongeldig|verplicht|mislukt|niet toegestaan|!", tekst(hoofd))
    assert een(html, ".//footer//a[@class='tel']") is not None
    knoppen = [k for k in hoofd.iter() if (k.get("class") or "").split()[:1] == ["knop"]]
    assert len(knoppen) == 1
    if opnieuw:
        velden = [(v.get("name"), v.get("value")) for v in een(html, ".//main//form").iter("input")]
        assert velden == opnieuw["velden"]


def test_als_er_bij_ons_iets_misgaat_heeft_niemand_iets_verkeerd_gedaan(sjablonen: Environment) -> None:
    html = sjablonen.get_template("web/fout.html").render(soort="500", opnieuw=None)
    assert "Je hebt niets fout gedaan." in tekst(een(html, ".//main"))
