"""The two doors for the portal's worker: what comes in, what is refused, and what a repeat does."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.werkbak.bouwers import (
    BEGIN,
    Handklok,
    Json,
    aanmelding,
    gebeurtenis,
    koppen,
    lever,
    lever_melding,
    melding,
    mens,
)
from tests.werkbak.conftest import MaakWerkbak
from tests.werkbak.paginas import open_pagina

ANDER_GEHEIM = "whsec_" + "QUJD" * 8
SOORTEN = {"/gebeurtenissen": "application/cloudevents+json", "/meldingen": "application/json"}


@pytest.fixture
def bestand(tmp_path: Path, werkbak: FlaskClient) -> Iterator[sqlite3.Connection]:
    """The werkbak's file, looked into by another process."""
    db = sqlite3.connect(tmp_path / "werkbak.sqlite3")
    yield db
    db.close()


def aantal(bestand: sqlite3.Connection, tabel: str) -> int:
    return int(bestand.execute(f"SELECT count(*) FROM {tabel}").fetchone()[0])


def test_na_200_staat_de_gebeurtenis_op_schijf(werkbak: FlaskClient, bestand: sqlite3.Connection) -> None:
    event = gebeurtenis(subject=mens(), data=aanmelding())
    antwoord = lever(werkbak, event)
    assert (antwoord.status_code, antwoord.json) == (200, {"id": event["id"], "nieuw": True})
    (envelop,) = bestand.execute("SELECT envelop FROM gebeurtenis").fetchone()
    assert json.loads(envelop) == event


def test_een_tweede_keer_telt_niet_en_krijgt_toch_200(werkbak: FlaskClient, bestand: sqlite3.Connection) -> None:
    event = gebeurtenis(subject=mens(), data=aanmelding())
    lever(werkbak, event)
    antwoord = lever(werkbak, event)
    assert (antwoord.status_code, antwoord.json) == (200, {"id": event["id"], "nieuw": False})
    assert aantal(bestand, "gebeurtenis") == 1


def test_ook_na_een_herstart_telt_een_herhaling_niet(
    maak: MaakWerkbak, bestand: sqlite3.Connection, werkbak: FlaskClient
) -> None:
    event = gebeurtenis(subject=mens(), data=aanmelding())
    lever(werkbak, event)
    assert lever(maak().test_client(), event).json == {"id": event["id"], "nieuw": False}
    assert aantal(bestand, "gebeurtenis") == 1


def test_tegelijk_geleverd_gaat_er_niets_verloren(maak: MaakWerkbak, bestand: sqlite3.Connection) -> None:
    app = maak()
    events = [gebeurtenis(subject=mens(), data=aanmelding()) for _ in range(40)]
    with ThreadPoolExecutor(8) as draden:
        statussen = list(draden.map(lambda event: lever(app.test_client(), event).status_code, events * 2))
    assert set(statussen) == {200}
    assert aantal(bestand, "gebeurtenis") == aantal(bestand, "mens") == 40


def test_een_melding_komt_een_keer_binnen(werkbak: FlaskClient, bestand: sqlite3.Connection) -> None:
    bericht = melding()
    assert lever_melding(werkbak, bericht).json == {"id": bericht["id"], "nieuw": True}
    assert lever_melding(werkbak, bericht).json == {"id": bericht["id"], "nieuw": False}
    assert aantal(bestand, "bericht") == 1


@pytest.mark.parametrize("pad", SOORTEN)
def test_zonder_goede_handtekening_komt_niets_binnen(
    werkbak: FlaskClient, bestand: sqlite3.Connection, pad: str
) -> None:
    inhoud = json.dumps(gebeurtenis(subject=mens(), data=aanmelding(), id="e1") | melding(id="e1")).encode()
    for kop in ({}, koppen(inhoud, "e1", geheim=ANDER_GEHEIM), koppen(inhoud + b" ", "e1")):
        antwoord = werkbak.post(pad, data=inhoud, headers=kop, content_type=SOORTEN[pad])
        assert antwoord.status_code == 401
        assert antwoord.mimetype == "application/problem+json"
    assert aantal(bestand, "gebeurtenis") == aantal(bestand, "bericht") == 0


def test_een_oude_levering_wordt_geweigerd(werkbak: FlaskClient, klok: Handklok) -> None:
    klok.verder(minutes=6)
    assert lever(werkbak, gebeurtenis(subject=mens(), data=aanmelding()), op=BEGIN).status_code == 401


def test_het_kenmerk_van_de_levering_is_dat_van_de_gebeurtenis(werkbak: FlaskClient) -> None:
    inhoud = json.dumps(gebeurtenis(subject=mens(), data=aanmelding())).encode()
    antwoord = werkbak.post(
        "/gebeurtenissen", data=inhoud, headers=koppen(inhoud, "ander"), content_type=SOORTEN["/gebeurtenissen"]
    )
    assert antwoord.status_code == 400


@pytest.mark.parametrize("pad", SOORTEN)
@pytest.mark.parametrize("soort", ["text/plain", "", "application/x-www-form-urlencoded", "{}; charset=latin-1"])
def test_een_ander_mediatype_is_415(werkbak: FlaskClient, pad: str, soort: str) -> None:
    antwoord = werkbak.post(pad, data=b"{}", content_type=soort.format(SOORTEN[pad]))
    assert (antwoord.status_code, antwoord.mimetype) == (415, "application/problem+json")


@pytest.mark.parametrize("pad", SOORTEN)
def test_meer_dan_64_kb_is_413(werkbak: FlaskClient, pad: str) -> None:
    antwoord = werkbak.post(pad, data=b" " * (64 * 1024 + 1), content_type=SOORTEN[pad])
    assert (antwoord.status_code, antwoord.mimetype) == (413, "application/problem+json")


def test_precies_64_kb_mag(werkbak: FlaskClient) -> None:
    event = gebeurtenis(subject=mens(), data=aanmelding(eigenWoorden=""))
    ruimte = 64 * 1024 - len(json.dumps(event).encode())
    event["data"] = aanmelding(aanmeldingId=event_data(event)["aanmeldingId"], eigenWoorden="a" * ruimte)
    assert len(json.dumps(event).encode()) == 64 * 1024
    assert lever(werkbak, event).status_code == 200


def event_data(event: Json) -> Json:
    data = event["data"]
    assert isinstance(data, dict)
    return data


@pytest.mark.parametrize(
    "anders",
    [
        {"specversion": "0.3"},
        {"specversion": None},
        {"source": None},
        {"type": None},
        {"type": 7},
        {"subject": None},
        {"subject": "../mensen"},
        {"subject": ""},
        {"time": None},
        {"time": "gisteren"},
        {"time": "2026-11-20T14:03:00"},
        {"volgnummer": 0},
        {"volgnummer": -1},
        {"volgnummer": True},
        {"volgnummer": 1.5},
        {"volgnummer": "een"},
        {"volgnummer": 10**30},
    ],
)
def test_wat_geen_cloudevent_is_krijgt_400(werkbak: FlaskClient, anders: Json) -> None:
    antwoord = lever(werkbak, gebeurtenis(subject=mens(), data=aanmelding()) | anders)
    assert (antwoord.status_code, antwoord.mimetype) == (400, "application/problem+json")
    assert antwoord.get_json(force=True)["detail"]


@pytest.mark.parametrize(
    "inhoud",
    [b"", b"niets", b"[]", b"null", b"\xff\xfe", b'{"a": NaN}', b"[" * 60_000, b'{"a":' * 9_000 + b"1" + b"}" * 9_000],
)
@pytest.mark.parametrize("pad", SOORTEN)
def test_wat_geen_json_object_is_krijgt_400(werkbak: FlaskClient, inhoud: bytes, pad: str) -> None:
    antwoord = werkbak.post(pad, data=inhoud, headers=koppen(inhoud, "e1"), content_type=SOORTEN[pad])
    assert antwoord.status_code == 400


@pytest.mark.parametrize("veld", ["id", "kanaal", "naar", "tekst"])
def test_een_melding_heeft_kenmerk_kanaal_adres_en_tekst(werkbak: FlaskClient, veld: str) -> None:
    inhoud = json.dumps(melding(**{veld: None})).encode()
    antwoord = werkbak.post("/meldingen", data=inhoud, headers=koppen(inhoud, "e1"), content_type="application/json")
    assert antwoord.status_code == 400


@pytest.mark.parametrize(
    "data", [None, "tekst", 7, [1, 2], {"bereikbaarheid": "op straat", "termijnen": 4, "naam": {}}]
)
@pytest.mark.parametrize("soort", ["aanmelding.ontvangen", "aanmelding.aangevuld", "contact.nodig", "iets.nieuws"])
def test_gegevens_van_een_andere_vorm_breken_niets(werkbak: FlaskClient, soort: str, data: object) -> None:
    subject = mens()
    assert lever(werkbak, gebeurtenis(soort, subject=subject) | {"data": data}).status_code == 200
    assert open_pagina(werkbak, "/").status == 200
    assert open_pagina(werkbak, f"/mensen/{subject}").status == 200


def test_een_half_teken_wordt_bewaard_als_vraagteken(werkbak: FlaskClient) -> None:
    subject = mens()
    assert lever(werkbak, gebeurtenis(subject=subject, data=aanmelding(naam="Jan \ud83d"))).status_code == 200
    assert "Jan ?" in open_pagina(werkbak, f"/mensen/{subject}").tekst


def test_als_opslaan_niet_lukt_komt_de_gebeurtenis_later_terug(
    werkbak: FlaskClient, bestand: sqlite3.Connection
) -> None:
    bestand.execute("DROP TABLE gebeurtenis")
    bestand.commit()
    antwoord = lever(werkbak, gebeurtenis(subject=mens(), data=aanmelding()))
    assert antwoord.status_code == 503
    assert int(antwoord.headers["Retry-After"]) > 0


def test_alleen_de_eigenaar_kan_bij_de_bestanden(tmp_path: Path, werkbak: FlaskClient) -> None:
    lever(werkbak, gebeurtenis(subject=mens(), data=aanmelding()))
    rechten = {pad.name: stat.S_IMODE(pad.stat().st_mode) for pad in tmp_path.iterdir()}
    assert {"werkbak.sqlite3", "werkbak.sqlite3-wal", "werkbak_sleutel"} <= set(rechten)
    assert set(rechten.values()) == {0o600}
