"""Every page through the Nu HTML checker, where Java and npm are there; said aloud where they are not."""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flask.testing import FlaskClient

from portal.app import create_app
from portal.config import lees_instellingen
from portal.db import sleutels
from portal.informatie.inhoud import PAGINAS
from portal.omgeving import maak_omgeving
from portal.web.talen import TALEN
from tests.browser_na import formulier
from tests.databanken import nieuwe_url

OPENBAAR = (
    "",
    "aanmelden",
    "aanmelden/samen",
    "aanmelden/samen/ja",
    "aanmelden/samen/nee",
    "verder",
    "taal",
    "woorden",
)
EIGEN = ("aanmelden/klaar", "aanmelden/vertellen", "aanmelden/vertellen/zorg", "aanmelden/vertellen/groep", "mijn")

HTMX = ".*Attribute .hx-.*"
"""htmx's own attributes are the one thing we use that HTML does not know."""


def bladzijden(client: FlaskClient) -> Iterator[tuple[str, str]]:
    """Name and HTML of every page: public, with something still needed, and of somebody who signed up."""
    for taal in TALEN:
        for pad in (*OPENBAAR, *PAGINAS, "bestaat-niet"):
            yield f"{taal}-{pad or 'start'}", client.get(f"/{taal}/{pad}").text
        yield f"{taal}-nog-een-ding", client.post(f"/{taal}/aanmelden", data={}).text
        client.post(f"/{taal}/aanmelden", data={"telefoon": f"06 1234567{len(taal)}"})
        for pad in EIGEN:
            yield f"{taal}-{pad}", client.get(f"/{taal}/{pad}").text
        velden = formulier(client.get(f"/{taal}/aanmelden/klaar").text, "/klaar")
        client.post(f"/{taal}/aanmelden/klaar", data={**velden, "haast": "woning"})
        yield f"{taal}-haast", client.get(f"/{taal}/aanmelden/klaar").text


def main() -> int:
    """0 when there is nothing to mend, or when the checker cannot run here; 1 otherwise."""
    if not (shutil.which("java") and shutil.which("npm")):
        print("HTML checker: NOT RUN, it needs Java and npm.")
        return 0
    with tempfile.TemporaryDirectory() as tijdelijk:
        plek = Path(tijdelijk)
        gehaald = subprocess.run(["npm", "pack", "vnu-jar"], cwd=plek, capture_output=True, text=True, check=False)
        if gehaald.returncode:
            print("HTML checker: NOT RUN, the npm package vnu-jar cannot be fetched.")
            return 0
        with tarfile.open(next(plek.glob("vnu-jar-*.tgz"))) as pak:
            pak.extractall(plek, filter="data")
        sleutels.maak_sleutels(plek)
        omgeving = maak_omgeving(lees_instellingen({"PORTAL_VAR_DIR": str(plek)}))
        instellingen = replace(omgeving.instellingen, database_url=nieuwe_url("sqlite", plek))
        omgeving.databank.sluit()
        omgeving = maak_omgeving(instellingen)
        bestanden = []
        for naam, html in bladzijden(create_app(omgeving).test_client()):
            bestand = plek / f"{naam.replace('/', '-')}.html"
            bestand.write_text(html, encoding="utf-8")
            bestanden.append(bestand)
        jar = next((plek / "package").rglob("vnu.jar"))
        uitkomst = subprocess.run(
            ["java", "-jar", str(jar), "--errors-only", "--filterpattern", HTMX, *map(str, bestanden)],
            capture_output=True,
            text=True,
            check=False,
        )
        print(uitkomst.stderr.strip() or f"HTML checker: {len(bestanden)} pages, nothing to mend.")
        return 1 if uitkomst.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
