"""The webhook against real servers: what each answer means, and answers that are out of the ordinary."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.utils import format_datetime
from functools import partial

import pytest

from portal.outbox.bestemmingen.bestemming import (
    Berichtfout,
    Configuratiefout,
    Geleverd,
    Later,
    Uitkomst,
)
from portal.outbox.bestemmingen.verbinding import Antwoord as GekregenAntwoord
from portal.outbox.bestemmingen.webhook import oordeel
from tests.outbox.bouwers import BERICHT
from tests.outbox.conftest import MaakWebhook
from tests.outbox.ontvanger import Antwoord, Levering, Ontvanger, altijd

NU = BERICHT.created_at


@pytest.mark.parametrize(
    ("status", "soort"),
    [
        (200, Geleverd),
        (201, Geleverd),
        (202, Geleverd),
        (204, Geleverd),
        (299, Geleverd),
        (409, Geleverd),
        (408, Later),
        (425, Later),
        (429, Later),
        (500, Later),
        (502, Later),
        (503, Later),
        (504, Later),
        (599, Later),
        (301, Configuratiefout),
        (302, Configuratiefout),
        (304, Configuratiefout),
        (307, Configuratiefout),
        (308, Configuratiefout),
        (401, Configuratiefout),
        (403, Configuratiefout),
        (404, Configuratiefout),
        (410, Configuratiefout),
        (400, Berichtfout),
        (405, Berichtfout),
        (413, Berichtfout),
        (415, Berichtfout),
        (418, Berichtfout),
        (422, Berichtfout),
    ],
)
def test_elk_antwoord_betekent_wat_het_contract_zegt(
    status: int, soort: type[Uitkomst], bak: Ontvanger, maak_webhook: MaakWebhook
) -> None:
    bak.regel = altijd(status, Location="/elders")
    uitkomst = maak_webhook(bak.url).bezorg(BERICHT)
    assert isinstance(uitkomst, soort)
    if not isinstance(uitkomst, Geleverd):
        assert uitkomst.reden == f"answered {status}"
    assert len(bak.pogingen) == 1  # a redirect was not followed


def test_wat_aankomt_is_precies_wat_is_ondertekend(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    maak_webhook(f"{bak.url}/pad/naar?sleutel=a%20b&c=é").bezorg(BERICHT)
    [levering] = bak.pogingen
    assert levering.klopt()
    assert levering.lichaam.decode() == BERICHT.payload
    assert levering.pad == "/pad/naar?sleutel=a%20b&c=%C3%A9"
    assert levering.koppen["content-type"] == "application/cloudevents+json; charset=utf-8"
    assert levering.koppen["webhook-id"] == str(BERICHT.id)
    assert levering.koppen["host"] == bak.url.removeprefix("http://")
    assert abs(int(levering.koppen["webhook-timestamp"]) - time.time()) < 60


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("kop", "na"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        (" 5 ", timedelta(seconds=5)),
        (format_datetime(NU + timedelta(hours=1), usegmt=True), timedelta(hours=1)),
        ("Thu, 24 Dec 2026 17:00:00 -0000", timedelta(minutes=30)),
        (format_datetime(NU - timedelta(hours=1), usegmt=True), -timedelta(hours=1)),
        ("99999999999999999999", timedelta(seconds=10**9)),
        ("binnenkort", None),
        ("-5", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_wordt_gelezen_als_seconden_of_als_moment(
    status: int, kop: str | None, na: timedelta | None
) -> None:
    assert oordeel(GekregenAntwoord(status, kop), NU) == Later(na, f"answered {status}")


def test_retry_after_telt_alleen_bij_429_en_503() -> None:
    assert oordeel(GekregenAntwoord(500, "120"), NU) == Later(None, "answered 500")
    assert oordeel(GekregenAntwoord(404, "120"), NU) == Configuratiefout("answered 404")


def test_verbindingen_worden_hergebruikt(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    webhook = maak_webhook(bak.url)
    for status in (200, 204, 500, 404, 422):
        antwoord = Antwoord(status, lichaam=b"" if status == 204 else b"x" * 2000)
        bak.regel = partial(_altijd, antwoord)
        webhook.bezorg(BERICHT)
    assert bak.verbindingen == 1


def test_een_verbinding_die_in_rust_werd_verbroken_kost_geen_poging(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    webhook = maak_webhook(bak.url)
    assert webhook.bezorg(BERICHT) == Geleverd()
    eerste = len(bak.pogingen)
    bak.regel = lambda levering: Antwoord(verbreek=len(bak.pogingen) == eerste + 1)
    assert webhook.bezorg(BERICHT) == Geleverd()
    assert bak.verbindingen == 2


def test_een_verbroken_verbinding_is_een_latere_poging(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    bak.regel = lambda _: Antwoord(verbreek=True)
    assert maak_webhook(bak.url).bezorg(BERICHT) == Later(None, "connection broken off")


def test_een_dichte_deur_is_een_latere_poging(maak_webhook: MaakWebhook) -> None:
    with socket.create_server(("127.0.0.1", 0)) as dicht:
        poort = dicht.getsockname()[1]
    assert maak_webhook(f"http://127.0.0.1:{poort}").bezorg(BERICHT) == Later(None, "connection refused")


def test_wie_te_lang_zwijgt_krijgt_een_latere_poging(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    bak.regel = lambda _: Antwoord(wacht=3)
    assert maak_webhook(bak.url, seconden=0.3).bezorg(BERICHT) == Later(None, "no answer within 0 seconds")


def test_een_antwoord_dat_druppelt_houdt_ons_niet_vast(maak_webhook: MaakWebhook) -> None:
    """One byte of the head at a time: the deadline is for all of it, not for each byte."""
    with _ruwe_server(b"HTTP/1.1 200 OK\r\n" + b"X-Lang: " + b"a" * 1000, per_byte=0.05) as url:
        begin = time.monotonic()
        uitkomst = maak_webhook(url, seconden=0.6).bezorg(BERICHT)
        duur = time.monotonic() - begin
    assert uitkomst == Later(None, "no answer within 1 seconds")
    assert duur < 10  # the whole head would have taken fifty seconds


def test_een_lichaam_dat_druppelt_verandert_het_antwoord_niet(bak: Ontvanger, maak_webhook: MaakWebhook) -> None:
    bak.regel = lambda _: Antwoord(200, lichaam=b"x" * 100, druppel=0.1)
    assert maak_webhook(bak.url, seconden=0.5).bezorg(BERICHT) == Geleverd()


@pytest.mark.parametrize(
    "antwoord",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 200_000,
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nzonder lengte",
        b"HTTP/1.0 200 OK\r\n\r\n",
        b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nkort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nte lang",
        b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n",
    ],
)
def test_een_eigenaardig_antwoord_telt_en_bederft_het_volgende_niet(antwoord: bytes, maak_webhook: MaakWebhook) -> None:
    with _ruwe_server(antwoord) as url:
        webhook = maak_webhook(url)
        assert [webhook.bezorg(BERICHT) for _ in range(3)] == [Geleverd()] * 3


@pytest.mark.parametrize(
    "antwoord", [b"SSH-2.0-OpenSSH_9.6\r\n\r\n", b"HTTP/2 200\r\n\r\n", b"\r\n\r\n", b"x" * 200_000]
)
def test_wat_geen_http_is_is_een_latere_poging(antwoord: bytes, maak_webhook: MaakWebhook) -> None:
    with _ruwe_server(antwoord) as url:
        uitkomst = maak_webhook(url).bezorg(BERICHT)
    assert isinstance(uitkomst, Later)
    assert "answer" in uitkomst.reden


def _altijd(antwoord: Antwoord, _levering: Levering) -> Antwoord:
    return antwoord


@contextmanager
def _ruwe_server(antwoord: bytes, *, per_byte: float = 0.0) -> Iterator[str]:
    """Answer every request with just these bytes, and hang up."""
    stop = threading.Event()

    def bedien(server: socket.socket) -> None:
        while not stop.is_set():
            try:
                deze, _ = server.accept()
            except OSError:
                return
            with deze:
                deze.settimeout(5)
                gelezen = b""
                while b"Content-Length" not in gelezen or not gelezen.endswith(b"}"):
                    gelezen += deze.recv(65536)
                try:
                    for begin in range(0, len(antwoord), 1 if per_byte else len(antwoord)):
                        deze.sendall(antwoord[begin : begin + 1] if per_byte else antwoord)
                        if stop.wait(per_byte):
                            break
                except OSError:
                    pass  # they had enough

    with socket.create_server(("127.0.0.1", 0)) as server:
        draad = threading.Thread(target=bedien, args=(server,), daemon=True)
        draad.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        stop.set()
        server.shutdown(socket.SHUT_RDWR)
    draad.join()
