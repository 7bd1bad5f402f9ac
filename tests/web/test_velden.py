"""Forms: every field knows its label, its hint and what is still needed, and gives back what was typed."""

import pytest
from jinja2 import Environment

from tests.web.bomen import HOSTIEL, Sjabloon, boom, een, tekst


def test_een_waarde_komt_heel_terug_in_het_veld(maak: Sjabloon) -> None:
    html = maak('{{ tekstveld("naam", "Naam", HOSTIEL) }}{{ tekstvak("woorden", "Woorden", "\\n\\n" ~ HOSTIEL) }}')
    assert een(html, ".//input").get("value") == HOSTIEL
    assert een(html, ".//textarea").text == "\n\n" + HOSTIEL


def test_een_leeg_antwoord_is_leeg_en_niet_none(maak: Sjabloon) -> None:
    html = maak('{{ tekstveld("a", "A", none) }}{{ tekstvak("b", "B", none) }}{{ knop("C", naam="c") }}')
    assert "None" not in html


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
    assert maak("{{ foutenlijst(f) }}", f=[("k", "Kies.")]) == maak("{{ foutenlijst(f) }}", f={"k": "Kies."})
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
