"""The macros: tidy HTML, and nothing that was typed ever becomes markup."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest
from jinja2 import UndefinedError

from tests.web.bomen import HOSTIEL, MACROS, Sjabloon, boom, een, tekst

SVG = "{http://www.w3.org/2000/svg}svg"

AANROEPEN: Mapping[str, str] = MappingProxyType(
    {
        "knop": 'knop(h, "twee", h, h, "vink")',
        "knoplink": 'knoplink(h, h, "twee", "print")',
        "antwoordknoppen": "antwoordknoppen(h, h, [(h, h), ('nee', h)], h, h)",
        "printknop": "printknop(h)",
        "verborgen": "verborgen(h, h)",
        "honingpot": "honingpot(h)",
        "tekstveld": 'tekstveld(h, h, h, h, h, autocomplete=h, inputmode=h, dir="ltr", lengte=9)',
        "telefoonveld": "telefoonveld(h, h, h, h, h)",
        "mailveld": "mailveld(h, h, h, h, h, kop=1)",
        "codeveld": "codeveld(h, h, h, h, h, kop=2)",
        "tekstvak": "tekstvak(h, h, h, h, h, autocomplete=h)",
        "keuzes": 'keuzes(h, h, [(h, h, h), ("b", h)], h, "checkbox", h, h, kop=1)',
        "keuzes naast": 'keuzes(h, h, [("a", h), ("b", h)], ["b"], naast=true, kop=2)',
        "foutenlijst": "foutenlijst({h: h})",
        "gerust": "gerust([h, h])",
        "rijen": 'rijen([(h, h, "slot"), (h, h)])',
        "stappen": (
            'stappen([{"titel": h, "staat": "klaar", "wanneer": h, "regels": [h, h]}, {"titel": h, "staat": "laat",'
            ' "laat": h}, {"titel": h, "staat": "straks"}])'
        ),
        "lijst": "lijst([(h, h), (h, h)])",
        "status": 'status(h, "ok")',
        "code": "code(h)",
        "balk": 'balk(h, [(h, h, "huis", true), (h, h, "plan", false)])',
        "bel": "bel(h, h)",
        "voortgang": "voortgang(h, h)",
        "talenlijst": "talenlijst(talen, 'nl', h)",
        "talenknoppen": "talenknoppen(talen, 'nl', h)",
        "vertaalmelding": "vertaalmelding('ar', h)",
    }
)
OMHULSELS: Mapping[str, str] = MappingProxyType(
    {
        "formulier": "formulier(h, h)",
        "knoppen": "knoppen()",
        "melding": 'melding("let", h, rol="status")',
        "gelukt": "gelukt(h)",
        "kaart": "kaart(h, 3)",
        "nu_kaart": "nu_kaart(h)",
        "uitklap": "uitklap(h, true)",
        "contactkaart": "contactkaart(h, h)",
        "codekaart": "codekaart(h, '1234567890123456', h, h)",
    }
)


def _zonder_gevaar(html: str) -> None:
    for element in boom(html).iter():
        assert element.tag != "script", html
        assert not [naam for naam in element.attrib if naam.startswith("on") or naam == "style"], html
    assert "<script" not in html
    assert "49" not in html, "a template inside a value was carried out"


@pytest.mark.parametrize("aanroep", AANROEPEN.values(), ids=AANROEPEN)
def test_wat_iemand_typt_blijft_tekst(maak: Sjabloon, aanroep: str) -> None:
    html = maak(f"{{% set h = HOSTIEL %}}{{{{ {aanroep} }}}}")
    assert html
    _zonder_gevaar(html)


@pytest.mark.parametrize("aanroep", OMHULSELS.values(), ids=OMHULSELS)
def test_wat_iemand_typt_blijft_tekst_ook_in_een_omhulsel(maak: Sjabloon, aanroep: str) -> None:
    html = maak(f"{{% set h = HOSTIEL %}}{{% call {aanroep} %}}<p>{{{{ h }}}}</p>{{% endcall %}}")
    _zonder_gevaar(html)
    assert HOSTIEL in tekst(boom(html))


def test_van_elke_macro_is_gekeken_of_hij_alles_tekst_laat() -> None:
    namen = {
        macro
        for pad in MACROS.glob("*.html")
        for macro in re.findall(r"macro ([a-z]\w*)\(", pad.read_text(encoding="utf-8"))
    }
    zonder_vrije_tekst = {"icoon", "dag", "term"}
    assert namen == {naam.split()[0] for naam in AANROEPEN} | set(OMHULSELS) | zonder_vrije_tekst


def test_een_knop_kan_altijd(maak: Sjabloon) -> None:
    html = maak('{{ knop("Verder") }}{{ knop("Sla over", "twee", "over", "1") }}')
    verder, over = boom(html).iter("button")
    assert (verder.get("class"), over.get("class"), over.get("value")) == ("knop", "knop twee", "1")
    assert "disabled" not in html


def test_het_gegeven_antwoord_is_te_zien_en_te_horen(maak: Sjabloon) -> None:
    html = maak('{{ antwoordknoppen("k", "Is dit zo?", [("ja", "Ja"), ("nee", "Nee")], "nee") }}')
    assert [knop.get("aria-pressed") for knop in boom(html).iter("button")] == ["false", "true"]
    assert len(list(boom(html).iter(SVG))) == 1
    assert tekst(een(html, ".//fieldset/legend")) == "Is dit zo?"


def test_hoogstens_veertien_tekeningen_en_geen_daarvan_wordt_voorgelezen(maak: Sjabloon) -> None:
    namen = re.findall(r'^  "(\w+)":', (MACROS / "icoon.html").read_text(encoding="utf-8"), re.MULTILINE)
    assert 0 < len(namen) <= 14
    for naam in (*namen, "verder"):
        svg = een(maak(f'{{{{ icoon("{naam}") }}}}'), f".//{SVG}")
        assert svg.get("aria-hidden") == "true"
        assert (svg[0].get("d") or "").startswith("M")
    with pytest.raises(UndefinedError):
        maak('{{ icoon("wolk") }}')


def test_de_weg_loopt_van_klaar_naar_straks(maak: Sjabloon) -> None:
    html = maak(
        "{{ stappen(s) }}",
        s=[
            {"titel": "Gebeld", "staat": "klaar"},
            {"titel": "Gesprek", "staat": "nu", "wanneer": "Uiterlijk vrijdag", "regels": ["Eén.", "Twee."]},
            {"titel": "Besluit", "staat": "straks"},
        ],
    )
    stappen = list(boom(html).iter("li"))
    assert [stap.get("aria-current") for stap in stappen] == [None, "step", None]
    assert [tekst(kop) for kop in boom(html).iter("h3")] == ["Gebeld (klaar)", "Gesprek Nu", "Besluit"]


def test_te_laat_zijn_wij_en_dat_is_niet_rood(maak: Sjabloon) -> None:
    html = maak("{{ stappen(s) }}", s=[{"titel": "Bellen", "staat": "laat", "laat": "Dat ligt aan ons."}])
    melding = een(html, ".//li[@aria-current='step']/div")
    assert (melding.get("class"), tekst(melding)) == ("mel let", "Dat ligt aan ons.")


def test_de_code_staat_in_vier_groepen_van_links_naar_rechts(maak: Sjabloon) -> None:
    code = een(maak('{{ code("1234567890123456") }}'), ".//p")
    assert (code.get("dir"), code.get("translate")) == ("ltr", "no")
    assert tekst(code) == "1234 5678 9012 3456"


def test_het_kaartje_voor_in_de_tas_zegt_niets_over_geld(maak: Sjabloon) -> None:
    html = maak("{% call codekaart('Je code', '1234567890123456', '0800 0000', 'Rustpunt') %}{% endcall %}")
    delen = [tekst(deel) for deel in een(html, ".//section")]
    assert delen == ["Rustpunt", "Je code", "1234 5678 9012 3456", "Vragen? Bel ons. 0800 0000"]


def test_een_dag_kan_een_machine_ook_lezen(maak: Sjabloon) -> None:
    tijd = een(maak("{{ dag(d) }}", d=date(2026, 12, 18)), ".//time")
    assert (tijd.get("datetime"), tekst(tijd)) == ("2026-12-18", "vrijdag 18 december")


def test_een_woord_van_de_wet_staat_achter_het_gewone_woord(maak: Sjabloon) -> None:
    html = maak('{{ term("beschikking") }}')
    assert tekst(boom(html)) == "besluit (beschikking)"
    assert een(html, ".//a").get("href") == "/nl/woorden#beschikking"
    assert een(html, ".//span[@lang='nl']").get("dir") == "ltr"


def test_elke_taal_staat_er_in_haar_eigen_naam_en_richting(maak: Sjabloon) -> None:
    html = maak("{{ talenlijst(talen, 'ar', '/aanmelden?x=1') }}")
    nl, ar = boom(html).iter("a")
    assert (nl.get("lang"), nl.get("hreflang"), nl.get("dir"), nl.get("aria-current")) == ("nl", "nl", "ltr", None)
    assert (ar.get("lang"), ar.get("hreflang"), ar.get("dir"), ar.get("aria-current")) == ("ar", "ar", "rtl", "true")
    assert ar.get("href") == "/ar/taal/kies?naar=/aanmelden%3Fx%3D1"
