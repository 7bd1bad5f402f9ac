"""The sentences of the code and their translations: complete, up to date, and with the same parts."""

from collections import Counter

import pytest
from babel.messages.catalog import Message

from tests.huisregels.catalogus import (
    PORTAL,
    VAKPAKKETTEN,
    VERTAALD,
    bestanden,
    boodschappen,
    haal_op,
    lees_po,
    lees_pot,
    meervouden,
    sleutel,
    vormen,
)
from tests.huisregels.gewone_taal.controle import Ernst
from tests.huisregels.gewone_taal.lijsten import namen
from tests.huisregels.gewone_taal.vertaling import vergelijk
from tests.huisregels.gewone_taal.zinnen import invulplekken, woorden
from tests.huisregels.sjablonen import losse_tekst, openbare_sjablonen

HERSTEL = "run `python -m tests.huisregels.catalogus`, and translate what is empty then"


def _op_sleutel(catalogus_boodschappen: list[Message]) -> dict[tuple[str | None, str], Message]:
    return {sleutel(boodschap): boodschap for boodschap in catalogus_boodschappen}


@pytest.fixture(scope="module")
def bron() -> list[Message]:
    return list(boodschappen(haal_op()))


def test_het_sjabloon_van_de_catalogus_is_bij(bron: list[Message]) -> None:
    in_code, opgeslagen = set(_op_sleutel(bron)), set(_op_sleutel(list(boodschappen(lees_pot()))))
    nieuw, oud = in_code - opgeslagen, opgeslagen - in_code
    assert not nieuw | oud, f"not in messages.pot: {nieuw}; out of use: {oud}; {HERSTEL}"


def test_zinnen_komen_alleen_uit_het_openbare_deel(bron: list[Message]) -> None:
    gebruikt = Counter(bestand.split("/")[1] for boodschap in bron for bestand, _ in boodschap.locations)
    assert not set(gebruikt) & set(VAKPAKKETTEN)
    assert all((PORTAL / pakket).exists() for pakket in gebruikt)


@pytest.mark.parametrize("taal", VERTAALD)
def test_elke_vertaling_is_heel(taal: str, bron: list[Message]) -> None:
    vertaald = _op_sleutel(list(boodschappen(lees_po(taal))))
    leeg = [msgid for (_, msgid), b in vertaald.items() if not all(vormen(b.string))]
    missend = [msgid for context, msgid in _op_sleutel(bron) if (context, msgid) not in vertaald]
    assert not leeg + missend, f"{taal}: not translated: {leeg + missend}; {HERSTEL}"


@pytest.mark.parametrize("taal", VERTAALD)
def test_elke_vertaling_is_zeker_en_in_gebruik(taal: str, bron: list[Message]) -> None:
    catalogus = lees_po(taal)
    twijfel = [boodschap.id for boodschap in boodschappen(catalogus) if boodschap.fuzzy]
    oud = set(_op_sleutel(list(boodschappen(catalogus)))) - set(_op_sleutel(bron))
    assert not twijfel, f"{taal}: marked fuzzy: {twijfel}"
    assert not oud, f"{taal}: out of use: {oud}; {HERSTEL}"
    assert not catalogus.obsolete, f"{taal}: kept though out of use: {list(catalogus.obsolete)}; {HERSTEL}"


@pytest.mark.parametrize("taal", VERTAALD)
def test_elke_vertaling_heeft_alle_meervouden_van_haar_taal(taal: str) -> None:
    catalogus = lees_po(taal)
    assert catalogus.num_plurals == meervouden(taal)
    for boodschap in boodschappen(catalogus):
        if boodschap.pluralizable:
            assert len(vormen(boodschap.string)) == meervouden(taal), boodschap.id


@pytest.mark.parametrize("taal", VERTAALD)
def test_elke_vertaling_zegt_hetzelfde_met_dezelfde_invulplekken(taal: str) -> None:
    bevindingen = [
        bevinding
        for boodschap in boodschappen(lees_po(taal))
        for vorm in vormen(boodschap.string)
        for bevinding in vergelijk(f"{taal} ({bestanden(boodschap)})", vormen(boodschap.id)[-1], vorm)
        if vorm and bevinding.ernst is Ernst.FOUT
    ]
    assert not bevindingen, "\n".join(map(str, bevindingen))


def test_alle_vormen_van_een_nederlandse_zin_hebben_dezelfde_invulplekken(bron: list[Message]) -> None:
    for boodschap in bron:
        assert len({tuple(invulplekken(vorm)) for vorm in vormen(boodschap.id)}) == 1, boodschap.id


def test_arabisch_is_nergens_nederlands() -> None:
    gelijk = [
        boodschap.id
        for boodschap in boodschappen(lees_po("ar"))
        if set(vormen(boodschap.id)) & set(vormen(boodschap.string))
        and any(woord not in namen() for woord in woorden(vormen(boodschap.id)[0]))
    ]
    assert not gelijk, f"the Arabic is the Dutch: {gelijk}"


def test_sjablonen_bevatten_geen_tekst_die_niemand_kan_vertalen() -> None:
    los = {str(pad.relative_to(PORTAL)): losse_tekst(pad.read_text(encoding="utf-8")) for pad in openbare_sjablonen()}
    te_vertalen = {pad: [t for t in teksten if set(woorden(t)) - namen()] for pad, teksten in los.items()}
    gevonden = [f"{pad}: {', '.join(teksten)}" for pad, teksten in te_vertalen.items() if teksten]
    assert not gevonden, "put these between _():\n" + "\n".join(gevonden)


@pytest.mark.parametrize(
    ("sjabloon", "gevonden"),
    [
        ("<p>{{ _('Dag') }}</p>", []),
        ("<p>Dag {{ naam }}</p>", ["Dag …"]),
        ("{% trans %}Dag{% endtrans %}<b>nu</b>", ["nu"]),
        ('<a aria-label="Terug">{{ pijl }}</a>', ["Terug"]),
        ('<span lang="en">Language</span>', []),
        ("<script>const dag = 1</script>", []),
        ("{# Dag #}", []),
        ('{% set kenmerken %}aria-invalid="true"{% endset %}', []),
        ('<input type="submit" value="Verstuur">', ["Verstuur"]),
    ],
)
def test_losse_tekst_valt_op(sjabloon: str, gevonden: list[str]) -> None:
    assert losse_tekst(sjabloon) == gevonden
