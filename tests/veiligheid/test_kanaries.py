"""Planted names, numbers, words and codes, sought everywhere they may not be after a journey full of trouble."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from portal.db.databank import ALLE, Databank, Werkeenheid
from portal.logboek import JsonRegel
from portal.omgeving import Omgeving
from portal.taken import taken_van
from portal.toegang import sessies
from portal.toegang.beleid import OPENBAAR
from portal.toegang.models import PersoonlijkeCode
from tests.browser_na import formulier
from tests.conftest import PROJECT, VasteKlok
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url
from tests.outbox.ontvanger import Antwoord, altijd, ontvanger
from tests.rampen.grootboek import Grootboek, Mens
from tests.rampen.opstelling import Opstelling, opstelling, wacht_tot
from tests.veiligheid.stand import code_van_de_laatste
from tests.web.storingen import op_slot, vol, weg

GEPLANT = {
    "telefoon": "06 98765432",
    "email": "pimpelmees@vogelhuis.example",
    "adres": "Pimpelmeesstraat 88, 9999 ZZ Vogelwijk",
    "naam": "Pimpelmees van der Vogel",
    "eigen_woorden": "De pimpelmeestekst over de ontruiming.",
    "helper_naam": "Pimpelmeeshelper",
    "helper_telefoon": "06 98765433",
    "helper_relatie": "pimpelmeesbuur",
    "helper_gebeld": "ja",
}
NAALDEN = ("pimpelmees", "vogelhuis", "vogelwijk", "9876543", "98 76 54")


class Reis:
    """A browser that remembers every cookie and every place it was sent to."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.gezegd: list[str] = []

    def _onthoud(self, antwoord: TestResponse) -> TestResponse:
        self.gezegd += antwoord.headers.getlist("Set-Cookie")
        self.gezegd += antwoord.headers.getlist("Location")
        return antwoord

    def get(self, pad: str) -> TestResponse:
        return self._onthoud(self.client.get(pad))

    def stuur(
        self, pad: str, velden: dict[str, str], bladzij: str | None = None, actie: str | None = None
    ) -> TestResponse:
        """Fill in a form (of `bladzij`, when it has hidden fields) and send it."""
        leeg = formulier(self.get(bladzij).text, actie) if bladzij else {}
        return self._onthoud(self.client.post(pad, data=leeg | velden))


@pytest.fixture(params=SOORTEN)
def databank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databank]:
    """As always, but with little patience, and alone in its folder."""
    (tmp_path / "db").mkdir()
    url = nieuwe_url(request.param, tmp_path / "db")
    eigen = Databank(url, wachttijd=0.3)
    yield eigen
    eigen.sluit()
    gooi_weg(url)


@pytest.fixture
def regels() -> Iterator[io.StringIO]:
    """The log as a process of ours writes it."""
    uit = io.StringIO()
    schrijver = logging.StreamHandler(uit)
    schrijver.setFormatter(JsonRegel())
    wortel = logging.getLogger()
    eerder = wortel.level
    wortel.addHandler(schrijver)
    wortel.setLevel(logging.INFO)
    yield uit
    wortel.removeHandler(schrijver)
    wortel.setLevel(eerder)


def _is_schoon(waar: str, wat: str, code: str) -> None:
    klein = wat.lower()
    groepen = re.compile(r"[ \-]?".join(code[i : i + 4] for i in range(0, 16, 4)))
    for naald in NAALDEN:
        assert naald not in klein, f"{naald!r} is in {waar}: …{wat[max(0, klein.find(naald) - 200) :][:400]}…"
    assert not groepen.search(wat), f"the code is in {waar}"


def _opgeslagen(databank: Databank) -> str:
    """Everything that is on the disk of the database, as text: the files of SQLite, the rows of PostgreSQL."""
    if databank.is_sqlite:
        bestand = Path(databank.engine.url.database or "")
        return "".join(pad.read_bytes().decode("latin-1") for pad in sorted(bestand.parent.glob(f"{bestand.name}*")))
    delen = []
    with databank.lezen(ALLE) as sessie:
        for (tabel,) in sessie.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all():
            for (rij,) in sessie.execute(text(f'SELECT t::text FROM "{tabel}" t')):
                # What is binary stands there in hexadecimal.
                delen.append(rij)
                delen += [bytes.fromhex(stuk).decode("latin-1") for stuk in re.findall(r"\\x((?:[0-9a-f]{2})+)", rij)]
    return "\n".join(delen)


def test_een_reis_met_tegenslag_laat_nergens_een_woord_achter(
    app: Flask,
    omgeving: Omgeving,
    databank: Databank,
    klok: VasteKlok,
    regels: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reis = Reis(app.test_client())
    reis.stuur("/nl/aanmelden", {"naam": GEPLANT["naam"]})
    reis.stuur("/nl/aanmelden/samen/ja", GEPLANT)
    code = code_van_de_laatste(databank)
    reis.stuur("/nl/aanmelden/klaar", {"haast": "woning"}, "/nl/aanmelden/klaar")
    reis.stuur("/nl/aanmelden/klaar", {"meelezen": "nee"}, "/nl/aanmelden/klaar")
    zorg = "/nl/aanmelden/vertellen/zorg"
    reis.stuur(f"{zorg}/concept", {"tekst": "Een pimpelmeesconcept"}, zorg)
    reis.stuur(zorg, {"tekst": "Een pimpelmeeszorg"}, zorg)
    for mis in ("1234", code[:-1] + str((int(code[-1]) + 1) % 10), GEPLANT["naam"]):
        reis.stuur("/nl/verder", {"code": mis})
    reis.stuur("/nl/verder", {"code": code, "naar": "/nl/mijn"})
    for storing in (op_slot, vol, weg):
        with storing(databank):
            reis.stuur("/nl/aanmelden", GEPLANT | {"naam": f"Pimpelmees bij {storing.__name__}"})
            verder = reis.stuur("/nl/verder", {"code": code, "bewaard.tekst": "pimpelmeestekst"})
            assert code not in verder.text
    for laat_stuklopen in (_de_bladzij, _het_vastleggen):
        with monkeypatch.context() as tijdelijk:
            laat_stuklopen(app, tijdelijk)
            assert reis.stuur("/nl/aanmelden", GEPLANT).status_code == 500
    reis.stuur("/nl/taal", GEPLANT)
    reis.stuur("/nl/aanmelden", {"eigen_woorden": "pimpelmees" * 300_000})
    klok.verzet(hours=5)
    reis.stuur(zorg, {"tekst": "Een late pimpelmees"})
    for taak in taken_van(omgeving):
        taak.doe(klok.nu())
    reis.get("/nl/snel-weg")
    assert "request failed" in regels.getvalue()
    _is_schoon("the log", regels.getvalue(), code)
    _is_schoon("cookies and addresses", "\n".join(reis.gezegd), code)
    _is_schoon("the database", _opgeslagen(databank), code)


def _stuk(*_: object) -> str:
    raise RuntimeError(" ".join(GEPLANT.values()))


def _de_bladzij(app: Flask, tijdelijk: pytest.MonkeyPatch) -> None:
    tijdelijk.setitem(app.view_functions, "aanmelding.aanmelden_post", OPENBAAR(_stuk))


def _het_vastleggen(_: Flask, tijdelijk: pytest.MonkeyPatch) -> None:
    tijdelijk.setattr(Werkeenheid, "bevestig", _stuk)


def test_van_een_gewiste_code_is_ook_het_versleutelde_weg(
    app: Flask, omgeving: Omgeving, databank: Databank, klok: VasteKlok
) -> None:
    app.test_client().post("/nl/aanmelden", data=GEPLANT)
    with databank.lezen(ALLE) as sessie:
        geheim = sessie.scalars(select(PersoonlijkeCode.code_geheim)).one()
    assert geheim is not None
    versleuteld = geheim.decode("latin-1")
    assert versleuteld in _opgeslagen(databank), "the search finds what is there"
    klok.verzet(seconds=sessies.STIL.total_seconds() + 1)
    taken = {taak.naam: taak for taak in taken_van(omgeving)}
    taken["codes hashen"].doe(klok.nu())
    taken["opruimen"].doe(klok.nu() + timedelta(minutes=5))
    with databank.lezen(ALLE) as sessie:
        assert sessie.scalars(select(PersoonlijkeCode)).one().code_geheim is None
    assert versleuteld not in _opgeslagen(databank)


@pytest.fixture(params=SOORTEN)
def systeem(request: pytest.FixtureRequest, tmp_path: Path, sleutelring: Path) -> Iterator[Opstelling]:
    """Real processes, whose standard error is kept."""
    (tmp_path / "db").mkdir()
    url = nieuwe_url(request.param, tmp_path / "db")
    with ontvanger() as bak, opstelling(tmp_path, sleutelring, url, bak) as deze:
        yield deze
    gooi_weg(url)


def test_ook_echte_processen_schrijven_niets_van_iemand_op(systeem: Opstelling) -> None:
    antwoorden = iter((Antwoord(500, lichaam=b"pimpelmees stuk"), Antwoord(400), Antwoord(verbreek=True)))
    systeem.bak.regel = lambda levering: next(antwoorden, Antwoord(204))
    mens = Mens(systeem, Grootboek())
    mens.stuur("/nl/aanmelden/samen/ja", GEPLANT)
    code = mens.code()
    assert mens.stuur("/nl/aanmelden", {"eigen_woorden": "pimpelmees" * 300_000}) == 413
    assert mens.stuur("/nl/verder", {"code": GEPLANT["naam"]}) == 422
    assert mens.stuur("/nl/aanmelden", {"naam": GEPLANT["naam"]}) == 422
    with weg(systeem.databank):
        assert mens.stuur("/nl/aanmelden", GEPLANT) == 503
        assert mens.stuur("/nl/verder", {"code": code}) == 503
    wacht_tot(lambda: systeem.bak.aangenomen, "nothing is brought")
    systeem.bak.regel = altijd(204)
    assert mens.kom_terug(code) == 303
    systeem.sluit()
    geschreven = systeem.logboek.read_text()
    assert "request failed" in geschreven
    _is_schoon("standard error", geschreven, code)
    assert mens.koek.partition("=")[2] not in geschreven
    _is_schoon("the database", _opgeslagen(systeem.databank), code)


@pytest.mark.parametrize(
    "waar",
    ["raise fout", "threading.Thread(target=gooi).start()", "logging.getLogger('x').exception('mis', exc_info=fout)"],
)
def test_ook_wat_niemand_opving_wordt_zonder_zijn_tekst_gemeld(waar: str) -> None:
    programma = "\n".join(
        (
            "import logging, threading",
            "from portal.logboek import begin_logboek",
            "begin_logboek()",
            "fout = RuntimeError('Pimpelmees belde')",
            "def gooi(): raise fout",
            waar,
        )
    )
    klaar = subprocess.run([sys.executable, "-c", programma], capture_output=True, text=True, cwd=PROJECT)
    (regel,) = klaar.stderr.splitlines()
    assert json.loads(regel)["exception"] == "RuntimeError"
    assert "Pimpelmees" not in klaar.stderr + klaar.stdout
