"""Erased is erased: of somebody who asks for it not even the ciphertext is left, and the backoffice hears it once."""

import io
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select

from portal.backoffice.service import maak_token
from portal.db.basis import Basis
from portal.db.databank import ALLE, Databank
from portal.inwoners.models import Inwoner
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxEvent, OutboxStroom
from portal.taken import taken_van
from tests.browser_na import StrengeClient, formulier
from tests.conftest import VasteKlok
from tests.toegang.mens import sessie_van
from tests.veiligheid.test_kanaries import GEPLANT, _is_schoon, _opgeslagen, databank, regels

NIET_VAN_IEMAND = ("toegang_teller", "aanmelding_vinger", "api_", "account")
"""Counters and fingerprints of sources that live for minutes, and what is of staff."""

__all__ = ["databank", "regels"]


def _geheimen(databank: Databank) -> dict[str, bytes]:
    """Every ciphertext and keyed hash of people that is stored, by where it stands."""
    gevonden: dict[str, bytes] = {}
    with databank.lezen(ALLE) as sessie:
        for tabel in Basis.metadata.sorted_tables:
            for kolom in tabel.columns:
                if isinstance(kolom.type, LargeBinary) and not tabel.name.startswith(
                    ("toegang_teller", "aanmelding_vinger", "api_", "account")
                ):
                    for nummer, (waarde,) in enumerate(sessie.execute(select(kolom).where(kolom.is_not(None)))):
                        gevonden[f"{tabel.name}.{kolom.name} {nummer}"] = waarde
    return gevonden


def _bezorg_alles(databank: Databank, klok: VasteKlok) -> None:
    with databank.schrijven(ALLE) as sessie:
        for event in sessie.scalars(select(OutboxEvent).where(OutboxEvent.delivered_at.is_(None))):
            event.delivered_at, event.uitkomst = klok.nu(), "bezorgd"
        for stroom in sessie.scalars(select(OutboxStroom)):
            stroom.delivered_seq = stroom.last_seq


def test_wie_zich_laat_wissen_is_ook_versleuteld_nergens_meer(
    app: Flask, omgeving: Omgeving, databank: Databank, klok: VasteKlok, regels: io.StringIO, client: StrengeClient
) -> None:
    client.post("/nl/aanmelden/samen/ja", data=GEPLANT)
    zorg = "/nl/aanmelden/vertellen/zorg"
    client.post(zorg, data={**formulier(client.get(zorg).text, zorg), "tekst": "Een pimpelmeeszorg"})
    with databank.lezen(ALLE) as sessie:
        wie = sessie.scalars(select(Inwoner.id)).one()
    sessie_van(omgeving, client, wie, 3)
    _wijzig_alles(client)
    eerder = _geheimen(databank)
    assert len(eerder) > 15
    opgeslagen = _opgeslagen(databank)
    assert all(waarde.decode("latin-1") in opgeslagen for waarde in eerder.values()), "the search finds what is there"
    pad = "/nl/mijn/gegevens/wissen"
    assert client.post(pad, data={**formulier(client.get(pad).text, pad), "hulp": "ja"}).status_code == 303
    _bezorg_alles(databank, klok)
    for taak in taken_van(omgeving):
        taak.doe(klok.nu())
    databank.engine.dispose()
    databank.wis_sporen()
    opgeslagen = _opgeslagen(databank)
    assert [waar for waar, waarde in eerder.items() if waarde.decode("latin-1") in opgeslagen] == []
    _is_schoon("the log", regels.getvalue(), "0" * 16)
    with databank.schrijven(ALLE) as sessie:
        gemeente = next(iter(omgeving.gemeenten)).slug
        token, _ = maak_token(sessie, gemeente=gemeente, naam="Proef", alleen_lezen=False, now=klok.nu())
    kop = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get(f"/api/v1/inwoners/{wie}", headers=kop).status_code == 404
    traject = {"gewijzigdOp": "2026-11-20T10:00:00+01:00", "fase": "in_gesprek"}
    antwoord = app.test_client().put(f"/api/v1/inwoners/{wie}/traject", json=traject, headers=kop)
    assert antwoord.status_code == 404


def _wijzig_alles(client: StrengeClient) -> None:
    for pad, velden in (
        ("/nl/mijn/gegevens/contact", {"telefoon": "06 98765431", "meelezen": "nee"}),
        ("/nl/mijn/voorkeuren/taal_praten", {"tekst": "Pimpelmees"}),
        ("/nl/mijn/gegevens/klopt-niet", {"tekst": "De pimpelmees klopt niet"}),
    ):
        assert client.post(pad, data={**formulier(client.get(pad).text, pad), **velden}).status_code in (200, 303)


@pytest.mark.parametrize("hulp", ["ja", "nee"])
def test_een_tweede_tik_op_wissen_is_geen_fout(
    app: Flask, omgeving: Omgeving, databank: Databank, tmp_path: Path, hulp: str, client: StrengeClient
) -> None:
    client.post("/nl/aanmelden", data=GEPLANT)
    with databank.lezen(ALLE) as sessie:
        wie = sessie.scalars(select(Inwoner.id)).one()
    sessie_van(omgeving, client, wie, 3)
    pad = "/nl/mijn/gegevens/wissen"
    velden = {**formulier(client.get(pad).text, pad), "hulp": hulp}
    assert client.post(pad, data=velden).status_code == 303
    assert client.post(pad, data=velden).status_code == 403  # nobody is signed in any more
    with databank.lezen(ALLE) as sessie:
        typen = list(sessie.scalars(select(OutboxEvent.type)))
    assert typen.count("verwijdering.gevraagd") == 1
