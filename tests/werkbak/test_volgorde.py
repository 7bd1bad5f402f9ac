"""The order of one person's line: by number, whatever the order of arrival, and honest about what is missing."""

from datetime import timedelta
from itertools import permutations

import pytest
from flask.testing import FlaskClient

from tests.werkbak.bouwers import BEGIN, Json, aanmelding, gebeurtenis, lever, lever_melding, melding, mens
from tests.werkbak.paginas import Pagina, noteer, open_pagina, tekst_van


def titels(pagina: Pagina) -> list[str]:
    return [tekst_van(h3) for h3 in pagina.alle("h3")]


def lijn_van(subject: str) -> list[Json]:
    """Three events whose times run against their numbers, as clocks of two servers may."""
    return [
        gebeurtenis(subject=subject, volgnummer=1, tijd=BEGIN, data=aanmelding()),
        gebeurtenis("aanmelding.ingetrokken", subject=subject, volgnummer=2, tijd=BEGIN - timedelta(hours=1), data={}),
        gebeurtenis("aanmelding.hersteld", subject=subject, volgnummer=3, tijd=BEGIN - timedelta(hours=2), data={}),
    ]


@pytest.mark.parametrize("volgorde", list(permutations(range(3))))
def test_het_verhaal_staat_op_volgnummer_hoe_het_ook_binnenkwam(werkbak: FlaskClient, volgorde: tuple[int]) -> None:
    subject = mens()
    events = lijn_van(subject)
    for plek in volgorde:
        lever(werkbak, events[plek])
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert titels(pagina) == ["Aanmelding ontvangen", "Aanmelding ingetrokken", "Wil toch weer hulp"]
    assert "nog niet binnen" not in pagina.tekst
    assert "Eerste contact uiterlijk di 24 nov" in pagina.tekst


def test_een_gat_staat_in_woorden_op_zijn_plek(werkbak: FlaskClient) -> None:
    subject = mens()
    events = lijn_van(subject)
    lever(werkbak, events[2])
    lever(werkbak, events[0])
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert titels(pagina) == ["Aanmelding ontvangen", "Nummer 2 is nog niet binnen", "Wil toch weer hulp"]
    assert "Er ontbreekt een gebeurtenis" in open_pagina(werkbak, "/").tekst
    lever(werkbak, events[1])
    assert "nog niet binnen" not in open_pagina(werkbak, f"/mensen/{subject}").tekst
    assert "Er ontbreekt een gebeurtenis" not in open_pagina(werkbak, "/").tekst


def test_een_gat_aan_het_begin_wordt_ook_gezien(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=4))
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert "Nummers 1 tot en met 3 zijn nog niet binnen" in titels(pagina)


def test_een_zelfde_nummer_twee_keer_wordt_twee_keer_getoond(werkbak: FlaskClient) -> None:
    subject = mens()
    for _ in range(2):
        lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=1))
    assert len(titels(open_pagina(werkbak, f"/mensen/{subject}"))) == 2


def test_zonder_volgnummer_staat_een_gebeurtenis_achteraan(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=None))
    lever(werkbak, gebeurtenis(subject=subject, volgnummer=1, data=aanmelding()))
    eerste, laatste = titels(open_pagina(werkbak, f"/mensen/{subject}"))
    assert eerste == "Aanmelding ontvangen"
    assert "iets.nieuws" in laatste


def test_een_volgnummer_als_tekst_telt_ook(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, data=aanmelding()) | {"volgnummer": "1"})
    assert "nummer 1" in open_pagina(werkbak, f"/mensen/{subject}").tekst


def test_berichten_en_notities_staan_op_hun_tijd_in_het_verhaal(werkbak: FlaskClient) -> None:
    subject = mens()
    lever(werkbak, gebeurtenis(subject=subject, tijd=BEGIN - timedelta(hours=3), data=aanmelding()))
    lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=2, tijd=BEGIN - timedelta(hours=1)))
    bericht = melding(inwonerId=subject, tekst="Tot dan", gemaaktOp=(BEGIN - timedelta(hours=2)).isoformat())
    lever_melding(werkbak, bericht)
    noteer(werkbak, subject, "notitie", "Belt liever terug")
    pagina = open_pagina(werkbak, f"/mensen/{subject}")
    assert [titel.split(":")[0] for titel in titels(pagina)] == [
        "Aanmelding ontvangen",
        "Sms klaargezet",
        "Gebeurtenis die de werkbak niet kent",
        "Notitie",
    ]


def test_een_heel_lang_verhaal_begint_bij_het_laatste(werkbak: FlaskClient) -> None:
    subject = mens()
    for nummer in range(1, 206):
        lever(werkbak, gebeurtenis("iets.nieuws", subject=subject, volgnummer=nummer))
    kort = open_pagina(werkbak, f"/mensen/{subject}")
    assert len(titels(kort)) == 200
    assert "De oudste 5 staan er niet bij" in kort.tekst
    assert len(titels(open_pagina(werkbak, f"/mensen/{subject}?alles=ja"))) == 205
