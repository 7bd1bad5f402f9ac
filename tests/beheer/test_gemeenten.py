"""Two gemeenten in one installation: a beheerder of the one never sees, nor touches, anything of the other."""

import itertools
from dataclasses import replace
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts import inloggen
from portal.accounts.inloggen import KloptNiet
from portal.accounts.models import BEHEERDER
from portal.backoffice.service import maak_token
from portal.gemeente import Gemeenten, laad_gemeenten
from portal.omgeving import Omgeving
from portal.outbox.models import OutboxBestemming, OutboxEvent, OutboxStroom
from portal.outbox.service import record
from portal.toegang.beleid import beleid_van
from tests.beheer.mens import WACHTWOORD, Beheerder, log_in, maak
from tests.bouwers import aangemeld
from tests.conftest import CONTENT

STAD, DORP = "stad.example", "dorp.example"


@pytest.fixture(scope="module")
def gemeenten() -> Gemeenten:
    (gemeente,) = laad_gemeenten(CONTENT)
    return Gemeenten(
        [
            replace(gemeente, hosts=(STAD,)),
            replace(gemeente, slug="ander-dorp", naam="Ander Dorp", hosts=(DORP,)),
        ]
    )


@pytest.fixture
def beiden(omgeving: Omgeving) -> dict[str, Beheerder]:
    """A beheerder, a token, a parked line and sign-ups at each of them."""
    gevonden = {}
    for gemeente in omgeving.gemeenten:
        now = omgeving.klok.nu()
        wie = gevonden[gemeente.hosts[0]] = maak(omgeving, f"Beheerder van {gemeente.slug}", gemeente=gemeente)
        with omgeving.databank.schrijven(gemeente.slug) as sessie:
            maak_token(sessie, gemeente=gemeente.slug, naam=f"Token van {gemeente.slug}", alleen_lezen=True, now=now)
            sessie.add(OutboxBestemming(gemeente=gemeente.slug, bestemming=f"naar-{gemeente.slug}"))
            record(
                sessie,
                gemeente=gemeente.slug,
                bestemming=f"naar-{gemeente.slug}",
                onderwerp_id=wie.id,
                type=f"soort.{gemeente.slug}",
                data={},
                now=now,
            )
            stroom = sessie.scalars(select(OutboxStroom).where(OutboxStroom.onderwerp_id == wie.id)).one()
            stroom.parked_at, stroom.last_error = now, "answered 422"
            for nummer in range(6):
                aangemeld(sessie, gemeente, omgeving.kalender, now, bron=f"{gemeente.slug}{nummer}")
    return gevonden


def _browser(app: Flask, omgeving: Omgeving, wie: Beheerder, host: str) -> FlaskClient:
    client = app.test_client()
    log_in(omgeving, client, wie, domein=host)
    return client


def test_elke_bladzijde_toont_alleen_de_eigen_gemeente(
    app: Flask, omgeving: Omgeving, beiden: dict[str, Beheerder]
) -> None:
    for host, eigen, ander in ((STAD, "voorbeeldstad", "ander-dorp"), (DORP, "ander-dorp", "voorbeeldstad")):
        client = _browser(app, omgeving, beiden[host], host)
        alles = ""
        for pad in ("", "/outbox", "/getallen", "/tokens", "/accounts", "/logboek"):
            antwoord = client.get(f"/nl/beheer{pad}", base_url=f"http://{host}")
            assert antwoord.status_code == 200
            alles += antwoord.text
        for wat in ("Beheerder van", "Token van"):
            assert f"{wat} {eigen}" in alles
            assert f"{wat} {ander}" not in alles
        assert f"soort.{eigen}" in alles
        assert f"soort.{ander}" not in alles
        assert f"naar-{ander}" not in alles
        assert "<b>6</b>" in alles, "its own six, and not twelve"


def test_een_sessie_of_wachtwoord_van_de_een_is_bij_de_ander_niets(
    app: Flask, omgeving: Omgeving, beiden: dict[str, Beheerder]
) -> None:
    vreemd = app.test_client()
    log_in(omgeving, vreemd, beiden[STAD], domein=DORP)
    assert vreemd.get("/nl/beheer", base_url=f"http://{DORP}").status_code == 303
    (stad,) = [gemeente for gemeente in omgeving.gemeenten if gemeente.hosts == (STAD,)]
    wie = maak(omgeving, email="alleen-stad@gemeente.example", gemeente=stad)
    now = omgeving.klok.nu()
    with pytest.raises(KloptNiet):
        inloggen.met_wachtwoord(
            omgeving.databank,
            gemeente="ander-dorp",
            rol=BEHEERDER,
            email=wie.email,
            wachtwoord=WACHTWOORD,
            code=wie.code(now),
            bron="192.0.2.1",
            now=now,
        )


def test_met_een_id_van_de_ander_is_niets_te_doen(app: Flask, omgeving: Omgeving, beiden: dict[str, Beheerder]) -> None:
    with omgeving.databank.lezen("ander-dorp") as sessie:
        event = sessie.scalars(select(OutboxEvent).where(OutboxEvent.onderwerp_id == beiden[DORP].id)).one().id
        tokens = sessie.connection().exec_driver_sql("SELECT id FROM api_token WHERE gemeente = 'ander-dorp'")
        token = UUID(str(tokens.scalar_one()))
    vreemd = {"event_id": event, "token_id": token, "account_id": beiden[DORP].id, "bestemming": "naar-ander-dorp"}
    client = _browser(app, omgeving, beiden[STAD], STAD)
    bladzij = client.get("/nl/beheer", base_url=f"http://{STAD}").text
    csrf = bladzij.split('name="csrf_token" value="')[1].split('"')[0]

    def stand() -> list[object]:
        with omgeving.databank.engine.connect() as verbinding:
            return [
                verbinding.exec_driver_sql(f"SELECT * FROM {tabel} WHERE gemeente = 'ander-dorp'").fetchall()
                for tabel in ("account", "account_uitnodiging", "api_token", "outbox_event", "outbox_stroom")
            ]

    voor, gezien = stand(), 0
    for regel, methode in itertools.product(app.url_map.iter_rules(), ("GET", "POST")):
        if beleid_van(app, regel.endpoint).rol is None or methode not in (regel.methods or ()) or not regel.arguments:
            continue
        pad = regel.rule
        for naam, waarde in vreemd.items():
            pad = pad.replace(f"<uuid:{naam}>", str(waarde)).replace(f"<{naam}>", str(waarde))
        antwoord = client.open(pad, method=methode, base_url=f"http://{STAD}", data={"csrf_token": csrf, "reden": "x"})
        assert antwoord.status_code == 404, pad
        gezien += 1
    assert gezien == 7
    assert stand() == voor
