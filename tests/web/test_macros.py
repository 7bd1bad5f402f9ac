"""The macros and the frame: tidy HTML, wired for a screen reader, and nothing that was typed ever becomes markup."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType, SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, UndefinedError
from markupsafe import Markup

from portal.gemeente import Gemeenten
from tests.browser_na import controleer
from tests.conftest import PROJECT

SVG = "{http://www.w3.org/2000/svg}svg"
HOSTIEL = "\"><script>alert(1)</script>'&amp;{{ 7*7 }}<b onmouseover=x>"
MACROS = PROJECT / "portal/web/templates/web/macros"
TALEN = (
    SimpleNamespace(code="nl", eigen_naam="Nederlands", richting="ltr", machinevertaald=False),
    SimpleNamespace(code="ar", eigen_naam="العربية", richting="rtl", machinevertaald=True),
)
SOORTEN_FOUT = ("400", "401", "403", "404", "405", "410", "413", "415", "421", "429", "500", "503", "druk", "opslag")

Sjabloon = Callable[..., str]


@pytest.fixture(params=[False, True], ids=["met wit", "zonder wit"])
def sjablonen(request: pytest.FixtureRequest, gemeenten: Gemeenten) -> Environment:
    """The templates with what every page has, and no forgiving of a name that is not there."""
    env = Environment(
        loader=FileSystemLoader(PROJECT / "portal/web/templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=request.param,
        lstrip_blocks=request.param,
    )
    env.install_gettext_callables(lambda s: s, lambda een, meer, n: een if n == 1 else meer, newstyle=True)  # type: ignore[attr-defined]
    gemeente = gemeenten.van_slug("voorbeeldstad")
    env.globals.update(
        static_url=lambda pad: f"/static/{pad}",
        url_for=lambda naam: {"toegang.snel_weg": "/nl/snel-weg", "informatie.kleur": "/nl/kleur"}[naam],
        csrf_token=lambda: "",
        datum=lambda dag: f"vrijdag {dag.day} december",
        openingstijden=lambda: ["maandag tot en met vrijdag: 09:00–17:00 uur"],
        woord=lambda code: SimpleNamespace(code=code, op_scherm="besluit", officieel="beschikking"),
        gemeente=gemeente,
        taal="nl",
        richting="ltr",
        kleur="",
        stijl=Markup("a>b{c:d}"),
        talen=TALEN,
        nu_pad="/aanmelden",
        HOSTIEL=HOSTIEL,
    )
    return env


@pytest.fixture
def maak(sjablonen: Environment) -> Sjabloon:
    """Render a call of macros, and look at it as strictly as a browser can."""
    namen = {pad.name: re.findall(r"macro (\w+)\(", pad.read_text(encoding="utf-8")) for pad in MACROS.glob("*.html")}
    imports = "".join(
        f'{{% from "web/macros/{naam}" import {macro} with context %}}'
        for naam, macros in namen.items()
        for macro in macros
        if not macro.startswith("_")
    )

    def maak(bron: str, **waarden: Any) -> str:
        html = sjablonen.from_string(imports + bron).render(**waarden)
        controleer(f"<!doctype html><title>t</title><body>{html}")
        return html

    return maak


@pytest.fixture
def pagina(sjablonen: Environment) -> Sjabloon:
    """Render a page in the frame."""

    def pagina(voor: str = "", inhoud: str = "<h1>Kop</h1>", **waarden: Any) -> str:
        kop = '{% extends "web/basis.html" %}{% set titel = "Titel" %}'
        bron = f"{kop}{voor}{{% block inhoud %}}{inhoud}{{% endblock %}}"
        html = sjablonen.from_string(bron).render(**waarden)
        controleer(html)
        return html

    return pagina


def boom(html: str) -> Element:
    """The tree a browser makes of it."""
    gevonden: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return gevonden


def een(html: str, pad: str) -> Element:
    """The one element at this place."""
    gevonden = boom(html).findall(pad)
    assert len(gevonden) == 1, (pad, html)
    return gevonden[0]


def tekst(element: Element) -> str:
    """Its words, with the white space as it shows."""
    return " ".join("".join(element.itertext()).split())


# --- Whatever is typed -----------------------------------------------------------------------------------------------

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


def test_een_waarde_komt_heel_terug_in_het_veld(maak: Sjabloon) -> None:
    html = maak('{{ tekstveld("naam", "Naam", HOSTIEL) }}{{ tekstvak("woorden", "Woorden", "\\n\\n" ~ HOSTIEL) }}')
    assert een(html, ".//input").get("value") == HOSTIEL
    assert een(html, ".//textarea").text == "\n\n" + HOSTIEL


def test_een_leeg_antwoord_is_leeg_en_niet_none(maak: Sjabloon) -> None:
    html = maak('{{ tekstveld("a", "A", none) }}{{ tekstvak("b", "B", none) }}{{ knop("C", naam="c") }}')
    assert "None" not in html


# --- Fields ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("veld", ["tekstveld", "telefoonveld", "mailveld", "codeveld", "tekstvak"])
@pytest.mark.parametrize(("hint", "fout"), [("", ""), ("Hint.", ""), ("", "Nog dit."), ("Hint.", "Nog dit.")])
def test_een_veld_weet_zijn_label_zijn_hint_en_wat_er_nog_nodig_is(
    maak: Sjabloon, veld: str, hint: str, fout: str
) -> None:
    html = maak(f'{{{{ {veld}("telefoon", "Telefoon", hint=hint, fout=fout) }}}}', hint=hint, fout=fout)
    invoer = een(html, ".//*[@name='telefoon']")
    assert tekst(een(html, f".//label[@for='{invoer.get('id')}']")) == "Telefoon"
    beschreven = (invoer.get("aria-describedby") or "").split()
    assert [tekst(een(html, f".//*[@id='{plek}']")) for plek in beschreven] == [deel for deel in (hint, fout) if deel]
    assert invoer.get("aria-invalid") == ("true" if fout else None)
    assert "required" not in invoer.attrib


def test_nummers_en_adressen_lopen_altijd_van_links_naar_rechts(maak: Sjabloon) -> None:
    for veld, autocomplete in (("telefoonveld", "tel"), ("mailveld", "email"), ("codeveld", "off")):
        invoer = een(maak(f'{{{{ {veld}("x", "X") }}}}'), ".//input")
        assert (invoer.get("dir"), invoer.get("autocomplete")) == ("ltr", autocomplete)
    assert een(maak('{{ tekstveld("x", "X") }}'), ".//input").get("dir") is None


def test_een_vraag_als_kop_is_het_label_zelf(maak: Sjabloon) -> None:
    veld = maak('{{ telefoonveld("telefoon", "Wat is je nummer?", kop=1) }}')
    assert tekst(een(veld, ".//*[@data-vraag]/h1/label")) == "Wat is je nummer?"
    keuze = maak('{{ keuzes("haast", "Is er haast?", [("ja", "Ja")], kop=1) }}')
    assert tekst(een(keuze, ".//fieldset[@data-vraag]/legend/h1")) == "Is er haast?"
    ander = maak('{{ keuzes("haast", "Is er haast?", [("ja", "Ja")], kop=2) }}')
    assert "data-vraag" not in een(ander, ".//fieldset").attrib
    assert tekst(een(ander, ".//legend/h2")) == "Is er haast?"


def test_een_keuze_die_lijkt_op_een_andere_is_niet_gekozen(maak: Sjabloon) -> None:
    html = maak('{{ keuzes("k", "K", [("ja", "Ja"), ("jazeker", "Zeker"), ("j", "J")], "jazeker") }}')
    assert [i.get("value") for i in boom(html).iter("input") if "checked" in i.attrib] == ["jazeker"]


@pytest.mark.parametrize("gekozen", [["a", "c"], ("c", "a"), {"a", "c"}, frozenset({"a", "c"})])
def test_meer_keuzes_tegelijk(maak: Sjabloon, gekozen: object) -> None:
    html = maak('{{ keuzes("k", "K", [("a", "A"), ("b", "B"), ("c", "C")], g, "checkbox") }}', g=gekozen)
    assert [i.get("value") for i in boom(html).iter("input") if "checked" in i.attrib] == ["a", "c"]


@pytest.mark.parametrize("gekozen", [None, "", [], ()])
def test_niets_is_vooraf_gekozen(maak: Sjabloon, gekozen: object) -> None:
    html = maak('{{ keuzes("k", "K", [("a", "A"), ("b", "B")], g) }}', g=gekozen)
    assert "checked" not in html
    assert "aria-pressed" not in maak('{{ antwoordknoppen("k", "K", [("a", "A")]) }}')


def test_de_hele_kaart_is_het_label(maak: Sjabloon) -> None:
    html = maak('{{ keuzes("k", "K", [("a", "A"), ("b", "B", "Meer over b")], hint="Kies.", fout="Nog dit.") }}')
    labels = list(boom(html).iter("label"))
    assert [label.get("for") for label in labels] == [label[0].get("id") for label in labels] == ["v-k", "v-k-2"]
    assert een(html, ".//fieldset").get("aria-describedby") == "v-k-hint v-k-fout"


def test_wat_nog_nodig_is_wijst_naar_het_veld(maak: Sjabloon) -> None:
    html = maak(
        '{{ foutenlijst(f) }}{{ telefoonveld("telefoon", "T", fout=f.telefoon) }}'
        '{{ keuzes("k", "K", [("a", "A"), ("b", "B")], fout=f.k) }}',
        f={"telefoon": "Vul een nummer in.", "k": "Kies er een."},
    )
    lijst = een(html, ".//*[@data-foutenlijst]")
    assert (lijst.get("role"), lijst.get("tabindex")) == ("alert", "-1")
    assert "autofocus" in lijst.attrib
    for link in lijst.iter("a"):
        assert een(html, f".//input[@id='{(link.get('href') or '')[1:]}']") is not None
    assert maak("{{ foutenlijst({}) }}").strip() == ""


def test_het_veld_voor_machines_is_er_voor_niemand_anders(maak: Sjabloon) -> None:
    html = maak("{{ honingpot() }}")
    assert een(html, ".//div[@aria-hidden='true']//input").attrib | {"value": ""} == {
        "id": "v-vakje",
        "name": "vakje",
        "tabindex": "-1",
        "autocomplete": "off",
        "value": "",
    }
    assert een(html, ".//input[@type='hidden']").get("name") == "duur"


def test_een_formulier_draagt_het_bewijs_van_wie_binnen_is(sjablonen: Environment, maak: Sjabloon) -> None:
    bron = '{% call formulier("/x", "f") %}<p>y</p>{% endcall %}'
    assert "csrf_token" not in maak(bron)
    sjablonen.globals["csrf_token"] = lambda: "abc"
    html = maak(bron)
    assert een(html, ".//form[@method='post']/input").attrib == {"type": "hidden", "name": "csrf_token", "value": "abc"}
    assert "novalidate" in een(html, ".//form").attrib


# --- Buttons and blocks ----------------------------------------------------------------------------------------------


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


# --- The frame -------------------------------------------------------------------------------------------------------


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
    assert (telefoon.get("href") or "").startswith("tel:")
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
