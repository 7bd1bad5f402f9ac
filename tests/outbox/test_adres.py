"""Where the webhook may go: certificates, names, and addresses inside our own network."""

import socket
import threading
from pathlib import Path

import pytest

from portal.outbox.bestemmingen.adres import is_openbaar
from portal.outbox.bestemmingen.bestemming import (
    Configuratiefout,
    Geleverd,
)
from tests.outbox.bouwers import BERICHT
from tests.outbox.certificaat import maak_certificaat
from tests.outbox.conftest import MaakWebhook
from tests.outbox.ontvanger import Ontvanger, ontvanger


def test_een_vertrouwd_certificaat_op_de_juiste_naam_is_goed(tmp_path: Path, maak_webhook: MaakWebhook) -> None:
    cert = maak_certificaat(tmp_path, "127.0.0.1")
    with ontvanger(cert.server) as bak:
        webhook = maak_webhook(bak.url, tls=cert.vertrouwd)
        assert webhook.bezorg(BERICHT) == Geleverd()
        assert webhook.bezorg(BERICHT) == Geleverd()
        assert bak.verbindingen == 1


def test_een_zelfgemaakt_certificaat_wordt_geweigerd(tmp_path: Path, maak_webhook: MaakWebhook) -> None:
    with ontvanger(maak_certificaat(tmp_path, "127.0.0.1").server) as bak:
        uitkomst = maak_webhook(bak.url).bezorg(BERICHT)
    assert isinstance(uitkomst, Configuratiefout)
    assert "certificate is not trusted" in uitkomst.reden
    assert bak.pogingen == []


def test_een_certificaat_op_een_andere_naam_wordt_geweigerd(tmp_path: Path, maak_webhook: MaakWebhook) -> None:
    cert = maak_certificaat(tmp_path, "backoffice.example")
    with ontvanger(cert.server) as bak:
        uitkomst = maak_webhook(bak.url, tls=cert.vertrouwd).bezorg(BERICHT)
    assert isinstance(uitkomst, Configuratiefout)
    assert bak.pogingen == []


def test_een_verlopen_certificaat_wordt_geweigerd(tmp_path: Path, maak_webhook: MaakWebhook) -> None:
    cert = maak_certificaat(tmp_path, "127.0.0.1", verlopen=True)
    with ontvanger(cert.server) as bak:
        uitkomst = maak_webhook(bak.url, tls=cert.vertrouwd).bezorg(BERICHT)
    assert isinstance(uitkomst, Configuratiefout)
    assert "expired" in uitkomst.reden


def test_een_deur_zonder_tls_is_een_verkeerde_instelling(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    uitkomst = maak_webhook(bak.url.replace("http:", "https:")).bezorg(BERICHT)
    assert isinstance(uitkomst, Configuratiefout)
    assert "TLS" in uitkomst.reden


def test_een_onbekende_naam_is_een_verkeerde_instelling(
    monkeypatch: pytest.MonkeyPatch, maak_webhook: MaakWebhook
) -> None:
    def onbekend(*args: object, **kwargs: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", onbekend)
    uitkomst = maak_webhook("https://bestaat-niet.example").bezorg(BERICHT)
    assert uitkomst == Configuratiefout("the host name cannot be found (DNS)")


def test_een_naamserver_die_zwijgt_houdt_ons_niet_vast(
    monkeypatch: pytest.MonkeyPatch, maak_webhook: MaakWebhook
) -> None:
    klaar = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: klaar.wait(30) and [])
    uitkomst = maak_webhook("https://traag.example", seconden=0.2).bezorg(BERICHT)
    klaar.set()
    assert uitkomst == Configuratiefout("the host name cannot be found (DNS)")


@pytest.mark.parametrize(
    "adres", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "::1", "fe80::1%lo", "0.0.0.0"]
)
def test_een_naam_die_naar_binnen_wijst_komt_nergens(
    adres: str, monkeypatch: pytest.MonkeyPatch, bak: Ontvanger, maak_webhook: MaakWebhook
) -> None:
    """The name was public when the setting was made; now it leads into our own network."""
    poort = int(bak.url.rpartition(":")[2])
    familie = socket.AF_INET6 if ":" in adres else socket.AF_INET
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: [(familie, 1, 6, "", (adres, poort))])
    uitkomst = maak_webhook("http://backoffice.example", mag_prive=False).bezorg(BERICHT)
    assert isinstance(uitkomst, Configuratiefout)
    assert "private address" in uitkomst.reden
    assert bak.verbindingen == 0


def test_verbonden_wordt_met_het_adres_dat_beoordeeld_is(
    monkeypatch: pytest.MonkeyPatch, bak: Ontvanger, maak_webhook: MaakWebhook
) -> None:
    """Looked up once: a second answer, to somewhere else, is never asked for."""
    poort = int(bak.url.rpartition(":")[2])
    antwoorden = [[(socket.AF_INET, 1, 6, "", ("127.0.0.1", poort))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: antwoorden.pop())
    assert maak_webhook("http://backoffice.example").bezorg(BERICHT) == Geleverd()
    assert bak.pogingen[0].koppen["host"] == "backoffice.example"


def test_een_dood_adres_laat_het_volgende_voorgaan(
    monkeypatch: pytest.MonkeyPatch, bak: Ontvanger, maak_webhook: MaakWebhook
) -> None:
    poort = int(bak.url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as dicht:
        dode_poort = dicht.getsockname()[1]
    adressen = [(socket.AF_INET, 1, 6, "", ("127.0.0.1", p)) for p in (dode_poort, poort)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: adressen)
    assert maak_webhook("http://backoffice.example").bezorg(BERICHT) == Geleverd()


@pytest.mark.parametrize(
    ("adres", "openbaar"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("100.64.0.1", False),
        ("224.0.0.251", False),
        ("ff02::1", False),
        ("fd00::1", False),
    ],
)
def test_openbaar_is_alleen_wat_op_het_internet_staat(adres: str, openbaar: bool) -> None:
    assert is_openbaar(adres) is openbaar
