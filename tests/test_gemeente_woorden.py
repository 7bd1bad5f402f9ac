"""Words that point to haast, and telephone numbers that can be tapped."""

from pathlib import Path

import pytest

from portal.gemeente import laad_gemeenten, tel_link

VOORBEELDSTAD = next(iter(laad_gemeenten(Path(__file__).parents[1] / "content")))


@pytest.mark.parametrize(
    "tekst",
    [
        "Morgen is de woningontruiming",
        "de DEURWAARDER komt weer, ik denk morgen",
        "Ik moet mijn huis uit.",
        "ze gaan alles afsluiten",
        "There is an EVICTION notice",
        "سيتم الإخلاء يوم الأحد",
        "سَيَتِمُّ إِخْلَاءُ البيت",  # with vowel signs
        "سيقومون بقطع الكهرباء وقطع الماء",
    ],
)
def test_deze_woorden_kunnen_op_haast_wijzen(tekst: str) -> None:
    assert VOORBEELDSTAD.haast.klinkt_in(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "Ik zit thuis en kom er niet uit",  # "huis" and "uit", but not the word huis
        "De deurwaarder stuurde vorig jaar een brief",
        "أحتاج مساعدة",
    ],
)
def test_deze_woorden_wijzen_niet_op_haast(tekst: str) -> None:
    assert not VOORBEELDSTAD.haast.klinkt_in(tekst)


@pytest.mark.parametrize(
    ("nummer", "link"),
    [
        ("0800 0000 000", "tel:08000000000"),
        ("0800-8115", "tel:08008115"),
        ("112", "tel:112"),
        ("14 020", "tel:14020"),
        ("020 123 45 67", "tel:+31201234567"),
        ("06-12345678", "tel:+31612345678"),
        ("088 1234567", "tel:+31881234567"),
        ("+31 20 123 45 67", "tel:+31201234567"),
        ("0032 2 123 45 67", "tel:+3221234567"),
    ],
)
def test_een_nummer_is_te_bellen_met_een_tik(nummer: str, link: str) -> None:
    assert tel_link(nummer) == link
