"""What an author writes, and what the reader's browser gets."""

from pathlib import Path

import pytest

from portal.informatie.inhoud import PaginaOntbreekt
from portal.informatie.invulling import Invulling
from tests.informatie.bouwers import INVULLING, html_van, maak_inhoud


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("Bel {telefoon}.", '<p>Bel <a href="tel:+31701234567"><bdi dir="ltr">070 123 45 67</bdi></a>.</p>'),
        ("{email}", '<p><a href="mailto:hulp@stad.example"><bdi dir="ltr">hulp@stad.example</bdi></a></p>'),
        ("{gemeente}", '<p><bdi lang="nl">Stad &amp; Land</bdi></p>'),
        ("{nl: Veilig Thuis}", '<p><span lang="nl" dir="ltr">Veilig Thuis</span></p>'),
        ("[Lees](/privacy)", '<p><a href="/nl/privacy">Lees</a></p>'),
        ("[AP](https://voorbeeld.example/)", '<p><a href="https://voorbeeld.example/">AP</a></p>'),
        (
            "[{nl: Nationale ombudsman}](https://voorbeeld.example/)",
            '<p><a href="https://voorbeeld.example/"><span lang="nl" dir="ltr">Nationale ombudsman</span></a></p>',
        ),
        ("[112](tel:112)", '<p><a href="tel:112">112</a></p>'),
    ],
)
def test_opmaak_wordt_html(tmp_path: Path, tekst: str, verwacht: str) -> None:
    assert html_van(tmp_path, tekst) == verwacht


def test_een_wettelijk_woord_krijgt_het_woord_op_het_scherm_en_een_uitleg(tmp_path: Path) -> None:
    assert html_van(tmp_path, "Een [[beschikking]].") == (
        '<p>Een <a href="/nl/woorden#beschikking">besluit</a> <span lang="nl">(beschikking)</span>.</p>'
    )


def test_een_wettelijk_woord_staat_maar_een_keer_tussen_haakjes(tmp_path: Path) -> None:
    html = html_van(tmp_path, "Een [[beschikking]].\n\nTwee [[beschikking|besluiten]].")
    assert html.count("(beschikking)") == 1
    assert '<a href="/nl/woorden#beschikking">besluiten</a>.' in html


def test_een_woord_dat_al_gewoon_is_krijgt_geen_haakjes(tmp_path: Path) -> None:
    assert html_van(tmp_path, "Een [[deurwaarder]].") == '<p>Een <a href="/nl/woorden#deurwaarder">deurwaarder</a>.</p>'


def test_html_in_de_tekst_wordt_getoond_en_niet_gehoorzaamd(tmp_path: Path) -> None:
    html = html_van(tmp_path, "<script>alert(1)</script> <img src=x onerror=alert(1)>")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_een_waarde_van_de_gemeente_kan_geen_html_worden(tmp_path: Path) -> None:
    kwaad = Invulling({"gemeente": '<b onclick="x">', "email": '"><script>', "telefoon": "1"})
    html = html_van(tmp_path, "{gemeente} {email}", kwaad)
    assert "<b" not in html.replace("<bdi", "")
    assert "<script" not in html


def test_de_tekst_van_een_term_kan_geen_html_worden(tmp_path: Path) -> None:
    assert "<b>" not in html_van(tmp_path, "[[beschikking|<b>]] {nl: <b>} [[onbekend|<b>]]")


def test_een_regel_met_een_voorwaarde_staat_er_alleen_als_de_gemeente_het_biedt(tmp_path: Path) -> None:
    tekst = "Altijd.\n{als tolk} Met tolk.\n{als niet tolk} Zonder tolk.\n{als tolk} {als maatjes} Met allebei."
    assert html_van(tmp_path, tekst) == "<p>Altijd.\nMet tolk.</p>"
    assert html_van(tmp_path, tekst, Invulling({})) == "<p>Altijd.\nZonder tolk.</p>"
    allebei = Invulling({}, frozenset({"tolk", "maatjes"}))
    assert html_van(tmp_path, tekst, allebei) == "<p>Altijd.\nMet tolk.\nMet allebei.</p>"


def test_een_regel_over_een_waarde_staat_er_alleen_als_die_waarde_er_is(tmp_path: Path) -> None:
    tekst = "Dag.\n{als privacy_email} Mail {privacy_email}."
    assert html_van(tmp_path, tekst) == "<p>Dag.</p>"


@pytest.mark.parametrize(
    ("tekst", "genoemd"),
    [
        ("Bel {telfoon}.", "{telfoon} is not a value"),
        ("{als talk} Met tolk.", "{als talk} names nothing"),
        ("Bel {Telefoon}.", "brace that names nothing"),
        ("Een { los teken.", "brace that names nothing"),
        ("{bezoekadres}", "{bezoekadres} has no value for this gemeente"),
        ("# Nog een titel", "heading of level 1"),
        ("[Lees](http://voorbeeld.example)", "links to 'http://voorbeeld.example'"),
        ("[Lees](//voorbeeld.example)", "links to '//voorbeeld.example'"),
        ("[Lees](privacy)", "links to 'privacy'"),
    ],
)
def test_wat_niet_klopt_heet_bij_bestand_en_naam(tmp_path: Path, tekst: str, genoemd: str) -> None:
    inhoud = maak_inhoud(tmp_path, tekst)
    (fout,) = [fout for fout in inhoud.fouten if fout.bestand == "nl/contact.md"]
    assert genoemd in fout.wat
    assert str(fout).startswith("nl/contact.md: ")
    with pytest.raises(PaginaOntbreekt):
        inhoud.pagina("nl", "contact")


def test_een_onbekend_wettelijk_woord_wordt_gewone_tekst_en_heet_bij_naam(tmp_path: Path) -> None:
    inhoud = maak_inhoud(tmp_path, "Een [[plan-van-aanpak]] en [[onzin|een woord]].")
    assert "<p>Een plan van aanpak en een woord.</p>" in inhoud.pagina("nl", "contact").html
    assert {fout.wat for fout in inhoud.fouten if fout.bestand == "nl/contact.md"} == {
        "[[plan-van-aanpak]] is not in woorden.toml",
        "[[onzin]] is not in woorden.toml",
    }


def test_een_link_met_script_wordt_geen_link(tmp_path: Path) -> None:
    assert "href" not in html_van(tmp_path, "[Lees](javascript:alert)", INVULLING)
