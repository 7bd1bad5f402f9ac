"""`portal start`, as `make run` does it: everything together, and a counsellor can begin at once."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
import urllib3

from portal.gemeente import Gemeenten
from portal.opdrachten.start import voor_het_kaartje
from tests.conftest import PROJECT

GEDULD = 60.0
"""Seconds that starting may take on a busy machine; it goes on as soon as it can."""


def vrije_poort() -> int:
    with socket.socket() as proef:
        proef.bind(("127.0.0.1", 0))
        poort: int = proef.getsockname()[1]
        return poort


def vraag(
    url: str, methode: str = "GET", koek: str = "", velden: dict[str, str] | None = None
) -> urllib3.BaseHTTPResponse:
    koppen = {"Cookie": koek} if koek else {}
    return urllib3.request(methode, url, headers=koppen, fields=velden, redirect=False, timeout=10, retries=False)


@pytest.fixture
def werkbak_url(tmp_path: Path) -> Iterator[str]:
    portaal, werkbak = vrije_poort(), vrije_poort()
    eigen = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("PORTAL_")}
    omgeving = eigen | {
        "PORTAL_VAR_DIR": str(tmp_path),
        "PORTAL_PORT": str(portaal),
        "PORTAL_BASE_URL": f"http://127.0.0.1:{portaal}",
        "PORTAL_WERKBAK_PORT": str(werkbak),
    }
    subprocess.run([sys.executable, "-m", "portal", "migrate"], env=omgeving, cwd=PROJECT, check=True, timeout=120)
    proces = subprocess.Popen(
        [sys.executable, "-m", "portal", "start"], env=omgeving, cwd=PROJECT, start_new_session=True
    )
    try:
        for url in (f"http://127.0.0.1:{werkbak}/livez", f"http://127.0.0.1:{portaal}/readyz"):
            wacht_op(url, proces)
        yield f"http://127.0.0.1:{werkbak}"
    finally:
        proces.send_signal(signal.SIGTERM)
        proces.wait(timeout=60)


def wacht_op(url: str, proces: "subprocess.Popen[bytes]") -> None:
    einde = time.monotonic() + GEDULD
    while time.monotonic() < einde:
        assert proces.poll() is None
        try:
            if vraag(url).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"{url} never answered")


def test_na_make_run_kan_een_hulpverlener_iemand_aanmelden(werkbak_url: str) -> None:
    formulier = vraag(f"{werkbak_url}/aanmelden")
    koek = formulier.headers["Set-Cookie"].split(";")[0]
    velden = dict(re.findall(r'name="(formuliertoken|eenmalig)" value="([^"]+)"', formulier.data.decode()))
    gemaakt = vraag(f"{werkbak_url}/aanmelden", "POST", koek, velden | {"kanaal": "telefoon"})
    pagina = unescape(gemaakt.data.decode())
    assert gemaakt.status == 200, pagina
    assert re.search(r'<p class="code"><span>[0-9]{4}</span>', pagina)
    assert "Maandag tot en met vrijdag 09:00 tot 17:00" in pagina
    subject = re.search(r'href="/mensen/([0-9a-f-]{36})"', pagina)
    assert subject is not None
    einde = time.monotonic() + GEDULD
    while "Aanmelding ontvangen" not in (mens := vraag(f"{werkbak_url}/mensen/{subject[1]}").data.decode()):
        assert time.monotonic() < einde, mens
        time.sleep(0.2)


def test_voor_het_kaartje_zijn_de_openingstijden_een_zin(gemeenten: Gemeenten) -> None:
    assert voor_het_kaartje(next(iter(gemeenten))) == {
        "PORTAL_WERKBAK_TELEFOON": "0800 0000 000",
        "PORTAL_WERKBAK_OPENINGSTIJDEN": "Maandag tot en met vrijdag 09:00 tot 17:00",
    }
