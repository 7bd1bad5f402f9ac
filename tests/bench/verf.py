"""First paint on a slow telephone, beside one answer of fourteen kilobytes over the same line."""

import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.bench.lader import HIER
from tests.bench.lijn import TRAAG, lijn
from tests.bench.server import kaal, omgeving_van, vrije_poort
from tests.bench.tabel import Regel
from tests.databanken import nieuwe_url
from tests.gereedschap import chromium

DEEL: Final = "First contentful paint: 400 kbit/s, 400 ms, slow start, TLS, processor ÷ 4 (own line in front, Chromium)"
KEER: Final = 1.1
VEERTIEN_KB: Final = 14 * 1024
_TRAGER: Final = 4
_ELK_CERTIFICAAT: Final = "--ignore-certificate-errors"  # later would cost a second connection
_EERSTE_VERF: Final = "performance.getEntriesByName('first-contentful-paint').map(verf => verf.startTime)"


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """Every page in turn, round after round, each time as somebody who was never here."""
    rondes = 2 if kort else 5
    paden = ("/nl/", "/nl/aanmelden") if kort else ("/nl/", "/ar/", "/nl/aanmelden", "/nl/woorden")
    certificaat = _certificaat(var_dir)
    omgeving = omgeving_van(var_dir, nieuwe_url("sqlite", var_dir), PORTAL_BASE_URL=f"https://{HIER}:{vrije_poort()}")
    with ExitStack() as stapel:
        onze = stapel.enter_context(kaal("portal.wsgi:maak_app", omgeving, certificaat=certificaat))
        een = stapel.enter_context(kaal("tests.bench.verf:maak_veertien", omgeving, certificaat=certificaat))
        onze_lijn = stapel.enter_context(lijn(TRAAG, onze.poort))
        een_lijn = stapel.enter_context(lijn(TRAAG, een.poort))
        browser = stapel.enter_context(_browser())
        adressen = {"14 KB": f"https://{HIER}:{een_lijn}/"} | {p: f"https://{HIER}:{onze_lijn}{p}" for p in paden}
        tijden: dict[str, list[float]] = {naam: [] for naam in adressen}
        for _ in range(rondes):
            for naam, adres in adressen.items():
                tijden[naam].append(_eerste_verf(browser, adres))
    naast = tijden.pop("14 KB")
    return [_regel(naam, gemeten, naast) for naam, gemeten in tijden.items()]


def _regel(pad: str, gemeten: list[float], naast: list[float]) -> Regel:
    verhouding = statistics.median(gemeten) / statistics.median(naast)
    onze, ander = (f"{statistics.median(t) / 1000:.2f} s" for t in (gemeten, naast))
    return Regel(DEEL, pad, onze, f"one answer of 14 KB: {ander}", verhouding, f"<= {KEER} x", verhouding <= KEER)


def maak_veertien() -> Flask:
    """One answer of fourteen kilobytes, and nothing to fetch after it."""
    app = Flask(__name__)
    begin = '<!doctype html><html lang="nl"><title>14</title><link rel="icon" href="data:,"><p>'
    pagina = begin + "Er is iemand voor je. "[: VEERTIEN_KB - len(begin)] * (VEERTIEN_KB // 22)
    app.add_url_rule("/", "pagina", lambda: pagina[:VEERTIEN_KB].ljust(VEERTIEN_KB, "."))
    app.add_url_rule("/livez", "livez", lambda: "ok")
    return app


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        vlaggen = [*chromium.vlaggen(), _ELK_CERTIFICAAT]
        browser = playwright.chromium.launch(executable_path=chromium.pad(), args=vlaggen)
        try:
            yield browser
        finally:
            browser.close()


def _eerste_verf(browser: Browser, adres: str) -> float:
    """Milliseconds from asking for a page until something of it can be read."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True)
    try:
        pagina = context.new_page()
        context.new_cdp_session(pagina).send("Emulation.setCPUThrottlingRate", {"rate": _TRAGER})
        pagina.goto(adres, wait_until="commit")
        while not (gezien := pagina.evaluate(_EERSTE_VERF)):
            pagina.wait_for_timeout(100)
        return float(gezien[0])
    finally:
        context.close()


def _certificaat(map: Path) -> tuple[Path, Path]:
    """A certificate that nobody vouches for, of the kind and length that is usual (P-256)."""
    sleutel = ec.generate_private_key(ec.SECP256R1())
    naam = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HIER)])
    nu = datetime.now(UTC)
    certificaat = (
        x509.CertificateBuilder()
        .subject_name(naam)
        .issuer_name(naam)
        .public_key(sleutel.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(nu - timedelta(days=1))
        .not_valid_after(nu + timedelta(days=1))
        .sign(sleutel, hashes.SHA256())
    )
    paden = map / "certificaat.pem", map / "sleutel.pem"
    paden[0].write_bytes(certificaat.public_bytes(serialization.Encoding.PEM))
    paden[1].write_bytes(
        sleutel.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return paden
