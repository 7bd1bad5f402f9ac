"""Loading all text: one bad file is named and never takes the rest down."""

from datetime import date
from pathlib import Path

import pytest

from portal.gemeente import laad_gemeenten
from portal.informatie.bron import Status, vingerafdruk
from portal.informatie.inhoud import PAGINAS, Inhoud, PaginaOntbreekt, laad_inhoud
from portal.informatie.invulling import invulling_van
from tests.informatie.bouwers import INVULLING, WOORDEN_NL, hash_van, maak_inhoud, schrijf, schrijf_woorden

CONTENT = Path(__file__).parents[2] / "content"
WOORDEN_EN = """
status = "machine"
bron_hash = "oud"

[[woord]]
code = "beschikking"
op_scherm = "decision"
uitleg = "A letter about your help."
"""


def fouten_over(inhoud: Inhoud, bestand: str) -> list[str]:
    return [fout.wat for fout in inhoud.fouten if fout.bestand == bestand]


def test_de_nederlandse_bladzijde_is_de_bron(tmp_path: Path) -> None:
    pagina = maak_inhoud(tmp_path).pagina("nl", "contact")
    assert (pagina.titel, pagina.taal, pagina.soort) == ("Een titel", "nl", "uitleg")
    assert (pagina.status, pagina.nagekeken) == (Status.BRON, date(2026, 11, 20))
    assert not pagina.status.is_voorlopig


def test_een_vertaling_door_een_computer_is_voorlopig(tmp_path: Path) -> None:
    schrijf(tmp_path, "en", "contact", "Hello.", bron_hash=hash_van("Dag."))
    pagina = maak_inhoud(tmp_path).pagina("en", "contact")
    assert (pagina.html.strip(), pagina.taal, pagina.status) == ("<p>Hello.</p>", "en", Status.MACHINE)
    assert pagina.status.is_voorlopig
    assert pagina.nagekeken is None


def test_een_nagekeken_vertaling_is_niet_voorlopig(tmp_path: Path) -> None:
    kop = {"status": "nagekeken", "nagekeken": "2026-11-21", "bron_hash": hash_van("Dag.")}
    schrijf(tmp_path, "en", "contact", "Hello.", **kop)
    pagina = maak_inhoud(tmp_path).pagina("en", "contact")
    assert (pagina.status, pagina.nagekeken) == (Status.NAGEKEKEN, date(2026, 11, 21))
    assert not pagina.status.is_voorlopig


@pytest.mark.parametrize("wat", [{"tekst": "Goedendag."}, {"titel": "Een andere titel"}])
def test_verandert_het_nederlands_dan_is_de_vertaling_verouderd(tmp_path: Path, wat: dict[str, str]) -> None:
    schrijf(
        tmp_path, "en", "contact", "Hello.", status="goedgekeurd", nagekeken="2026-11-21", bron_hash=hash_van("Dag.")
    )
    maak_inhoud(tmp_path)
    nieuw = {"tekst": "Dag.", "titel": "Een titel"} | wat
    schrijf(tmp_path, "nl", "contact", **nieuw)
    pagina = laad_inhoud(tmp_path, INVULLING).pagina("en", "contact")
    assert pagina.status is Status.VEROUDERD
    assert pagina.status.is_voorlopig


def test_opnieuw_nakijken_of_een_spatie_maakt_geen_vertaling_verouderd(tmp_path: Path) -> None:
    schrijf(tmp_path, "en", "contact", "Hello.", bron_hash=hash_van("Dag."))
    maak_inhoud(tmp_path)
    schrijf(tmp_path, "nl", "contact", "Dag.  \n\n", nagekeken="2027-01-01")
    assert laad_inhoud(tmp_path, INVULLING).pagina("en", "contact").status is Status.MACHINE


def test_zonder_vertaling_is_de_bladzijde_nederlands_met_links_in_de_taal_van_de_lezer(tmp_path: Path) -> None:
    schrijf_woorden(tmp_path, "en", WOORDEN_EN)
    pagina = maak_inhoud(tmp_path, "[Lees](/privacy) [[beschikking]]").pagina("en", "contact")
    assert pagina.taal == "nl"
    assert 'href="/en/privacy"' in pagina.html
    assert '<a href="/en/woorden#beschikking">besluit</a>' in pagina.html


def test_een_kapotte_vertaling_valt_terug_op_het_nederlands_en_heet_bij_naam(tmp_path: Path) -> None:
    schrijf(tmp_path, "en", "contact", "Call {phone}.")
    inhoud = maak_inhoud(tmp_path)
    assert inhoud.pagina("en", "contact").taal == "nl"
    assert len(fouten_over(inhoud, "en/contact.md")) == 1


@pytest.mark.parametrize(
    ("kop", "genoemd"),
    [
        ({"titel": ""}, "'titel'"),
        ({"soort": "verhaal"}, "'soort' is 'verhaal'"),
        ({"nagekeken": "20-11-2026"}, "'nagekeken' is '20-11-2026'"),
        ({"status": "machine"}, "'status'"),
        ({"auteur": "niemand"}, "'auteur'"),
    ],
)
def test_een_kapotte_nederlandse_bladzijde_laat_de_rest_staan(
    tmp_path: Path, kop: dict[str, str], genoemd: str
) -> None:
    maak_inhoud(tmp_path)
    schrijf(tmp_path, "nl", "veilig", "Dag.", **kop)
    inhoud = laad_inhoud(tmp_path, INVULLING)
    (fout,) = fouten_over(inhoud, "nl/veilig.md")
    assert genoemd in fout
    assert inhoud.slugs() == ("contact",)
    with pytest.raises(PaginaOntbreekt):
        inhoud.pagina("nl", "veilig")


@pytest.mark.parametrize(
    ("kop", "genoemd"),
    [
        ({"status": "bron"}, "'status' is 'bron'"),
        ({"status": ""}, "'status' is None"),
        ({"bron_hash": ""}, "no 'bron_hash'"),
        ({"nagekeken": "2026-11-20"}, "translated by machine"),
        ({"status": "nagekeken"}, "'nagekeken' is None"),
    ],
)
def test_een_vertaling_zegt_eerlijk_hoe_ver_zij_is(tmp_path: Path, kop: dict[str, str], genoemd: str) -> None:
    schrijf(tmp_path, "en", "contact", "Hello.", **kop)
    (fout,) = fouten_over(maak_inhoud(tmp_path), "en/contact.md")
    assert genoemd in fout


@pytest.mark.parametrize(
    "bytes_", [b"", b"Dag.", b"---\ntitel: Dag", b"---\ntitel\n---\nDag.", b"\xff\xfe", b"---\n---\n"]
)
def test_geen_bestand_hoe_kapot_ook_houdt_het_laden_tegen(tmp_path: Path, bytes_: bytes) -> None:
    maak_inhoud(tmp_path)
    (tmp_path / "nl" / "veilig.md").write_bytes(bytes_)
    inhoud = laad_inhoud(tmp_path, INVULLING)
    assert len(fouten_over(inhoud, "nl/veilig.md")) == 1
    assert inhoud.pagina("nl", "contact").html


def test_een_bladzijde_waar_de_site_naar_verwijst_moet_er_zijn(tmp_path: Path) -> None:
    inhoud = maak_inhoud(tmp_path)
    assert [slug for slug in PAGINAS if fouten_over(inhoud, f"nl/{slug}.md") == ["is missing"]] == [
        slug for slug in PAGINAS if slug != "contact"
    ]


def test_alleen_mappen_met_een_taalcode_zijn_talen(tmp_path: Path) -> None:
    (tmp_path / "gemeenten").mkdir()
    schrijf(tmp_path, "pap", "contact", "Bon dia.")
    assert maak_inhoud(tmp_path).talen == ("nl", "pap")


def test_een_onbekende_taal_leest_nederlands(tmp_path: Path) -> None:
    inhoud = maak_inhoud(tmp_path)
    assert inhoud.pagina("xx", "contact").taal == "nl"
    assert inhoud.woorden("xx") == inhoud.woorden("nl")


def test_bladzijden_mogen_in_een_map_staan(tmp_path: Path) -> None:
    maak_inhoud(tmp_path)
    schrijf(tmp_path, "nl", "hulp/jong", "Dag.")
    assert laad_inhoud(tmp_path, INVULLING).pagina("nl", "hulp/jong").titel == "Een titel"


def test_woorden_komen_in_de_volgorde_van_het_nederlands_en_met_het_nederlandse_wettelijke_woord(
    tmp_path: Path,
) -> None:
    schrijf_woorden(tmp_path, "en", WOORDEN_EN)
    inhoud = maak_inhoud(tmp_path)
    assert [(w.code, w.op_scherm, w.officieel, w.taal) for w in inhoud.woorden("en")] == [
        ("beschikking", "decision", "beschikking", "en"),
        ("deurwaarder", "deurwaarder", "deurwaarder", "nl"),
    ]
    assert inhoud.woord("en", "beschikking").op_scherm == "decision"
    with pytest.raises(KeyError):
        inhoud.woord("en", "onzin")


def test_de_woordenlijst_weet_of_zij_verouderd_is(tmp_path: Path) -> None:
    schrijf_woorden(tmp_path, "en", WOORDEN_EN)
    inhoud = maak_inhoud(tmp_path)
    assert (inhoud.status_woorden("nl"), inhoud.status_woorden("en")) == (Status.BRON, Status.VEROUDERD)
    stukken = [stuk for w in inhoud.woorden("nl") for stuk in (w.code, w.officieel, w.op_scherm, w.uitleg)]
    schrijf_woorden(tmp_path, "en", WOORDEN_EN.replace("oud", vingerafdruk(*stukken)))
    assert laad_inhoud(tmp_path, INVULLING).status_woorden("en") is Status.MACHINE


@pytest.mark.parametrize(
    ("kapot", "genoemd"),
    [
        ("[[woord", "TOML"),
        ('status = "machine"\nbron_hash = "x"\n', "no [[woord]]"),
        (WOORDEN_EN.replace("beschikking", "onzin"), "'onzin' is not in the Dutch list"),
        (WOORDEN_EN.replace("uitleg", "betekenis"), "unknown keys"),
        (WOORDEN_EN + WOORDEN_EN[WOORDEN_EN.index("[[") :], "twice"),
        (WOORDEN_EN.replace('"beschikking"', '"Be schikking"'), "'code' is 'Be schikking'"),
        (WOORDEN_EN.replace('"decision"', '""'), "lacks 'op_scherm'"),
    ],
)
def test_een_kapotte_woordenlijst_valt_terug_op_het_nederlands(tmp_path: Path, kapot: str, genoemd: str) -> None:
    schrijf_woorden(tmp_path, "en", kapot)
    inhoud = maak_inhoud(tmp_path)
    (fout,) = fouten_over(inhoud, "en/woorden.toml")
    assert genoemd in fout
    assert [w.taal for w in inhoud.woorden("en")] == ["nl", "nl"]


def test_zonder_woordenlijst_blijven_de_bladzijden_leesbaar(tmp_path: Path) -> None:
    schrijf_woorden(tmp_path, "nl", WOORDEN_NL.replace("officieel", "wettelijk"))
    schrijf(tmp_path, "nl", "contact", "Een [[beschikking|besluit]].")
    inhoud = laad_inhoud(tmp_path, INVULLING)
    assert inhoud.pagina("nl", "contact").html.strip() == "<p>Een besluit.</p>"
    assert fouten_over(inhoud, "nl/woorden.toml")
    assert fouten_over(inhoud, "nl/contact.md") == ["[[beschikking]] is not in woorden.toml"]


def test_de_echte_inhoud_is_heel_voor_elke_gemeente() -> None:
    for gemeente in laad_gemeenten(CONTENT):
        inhoud = laad_inhoud(CONTENT, invulling_van(gemeente))
        assert inhoud.fouten == ()
        assert set(PAGINAS) <= set(inhoud.slugs())
        for taal in gemeente.talen:
            for slug in inhoud.slugs():
                assert inhoud.pagina(taal, slug).taal == taal
        assert f"tel:{gemeente.veilig.veilig_thuis.replace(' ', '')}" in inhoud.pagina("ar", "veilig").html


def test_de_woordenlijst_heeft_elk_woord_van_het_proces() -> None:
    (gemeente, *_) = laad_gemeenten(CONTENT)
    inhoud = laad_inhoud(CONTENT, invulling_van(gemeente))
    assert len(inhoud.woorden("nl")) == 49
    assert len({w.op_scherm for w in inhoud.woorden("nl")}) == 49


def test_links_gaan_naar_bladzijden_die_er_zijn() -> None:
    (gemeente, *_) = laad_gemeenten(CONTENT)
    inhoud = laad_inhoud(CONTENT, invulling_van(gemeente))
    bekend = {*inhoud.slugs(), *(f"woorden#{w.code}" for w in inhoud.woorden("nl")), "mijn/gegevens"}
    for taal in inhoud.talen:
        for slug in inhoud.slugs():
            doelen = [stuk.partition('"')[0] for stuk in inhoud.pagina(taal, slug).html.split(f'href="/{taal}/')[1:]]
            assert set(doelen) <= bekend, f"{taal}/{slug}"
