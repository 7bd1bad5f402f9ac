"""Two gemeenten in one installation: a whole journey on each, and nothing of the one is ever seen at the other."""

import itertools

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal.db.basis import Basis, VanGemeente
from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten, laad_gemeenten
from portal.omgeving import Omgeving
from portal.taken import taken_van
from portal.toegang.beleid import beleid_van
from portal.toegang.sessies import merk_van
from tests.browser_na import StrengeClient, formulier
from tests.conftest import CONTENT, VasteKlok
from tests.veiligheid.stand import aanmeldingen, code_van_de_laatste

STAD, DORP = "voorbeeldstad", "ander-dorp"
HOST = {slug: f"{slug}.example" for slug in (STAD, DORP)}
NUMMER = {STAD: "0800 0000 000", DORP: "0800 1111 222"}
METHODEN = ("GET", "POST", "PUT", "DELETE")


@pytest.fixture(scope="module")
def gemeenten(tmp_path_factory: pytest.TempPathFactory) -> Gemeenten:
    """The example, and a neighbour with another name, telephone and host."""
    map = tmp_path_factory.mktemp("content") / "gemeenten"
    map.mkdir()
    tekst = (CONTENT / "gemeenten" / f"{STAD}.toml").read_text("utf-8")
    for slug in (STAD, DORP):
        eigen = tekst.replace('hosts = ["127.0.0.1", "localhost", "::1"]', f'hosts = ["{HOST[slug]}"]')
        eigen = eigen.replace("[contact]\n", f'base_url = "https://{HOST[slug]}"\n\n[contact]\n', 1)
        eigen = eigen.replace(NUMMER[STAD], NUMMER[slug])
        if slug == DORP:
            eigen = eigen.replace('portaalnaam = "Rustpunt"', 'portaalnaam = "Dorpshuis"')
        (map / f"{slug}.toml").write_text(_base_url_vooraan(eigen), "utf-8")
    return laad_gemeenten(map.parent)


def _base_url_vooraan(tekst: str) -> str:
    """A key of the file itself stands before its first table."""
    (regel,) = (regel for regel in tekst.splitlines() if regel.startswith("base_url"))
    return f"{regel}\n" + tekst.replace(f"{regel}\n", "")


class Bezoeker:
    """A browser at the site of one gemeente."""

    def __init__(self, app: Flask, slug: str) -> None:
        self.slug = slug
        self.client: FlaskClient = app.test_client()

    def open(self, pad: str, methode: str = "GET", **data: object) -> TestResponse:
        return self.client.open(pad, method=methode, base_url=f"http://{HOST[self.slug]}", data=data)

    def stuur(self, bladzij: str, actie: str, **velden: str) -> TestResponse:
        leeg = formulier(self.open(bladzij).text, actie)
        return self.client.post(actie, base_url=f"http://{HOST[self.slug]}", data=leeg | velden)

    @property
    def koek(self) -> str:
        gevonden = self.client.get_cookie("sessie", domain=HOST[self.slug])
        assert gevonden is not None
        return str(gevonden.value)


@pytest.fixture
def reizigers(app: Flask, omgeving: Omgeving, databank: Databank, klok: VasteKlok) -> dict[str, Bezoeker]:
    """Somebody at each of them, who went the whole way; with the same number, from the same place."""
    allemaal = {}
    for slug in (STAD, DORP):
        klok.verzet(seconds=1)
        wie = allemaal[slug] = Bezoeker(app, slug)
        assert wie.open("/nl/aanmelden", "POST", telefoon="0612345678", eigen_woorden=slug).status_code == 303
        wie.stuur("/nl/aanmelden/klaar", "/nl/aanmelden/klaar", haast="woning")
        wie.stuur("/nl/aanmelden/klaar", "/nl/aanmelden/klaar", meelezen="nee")
        wie.stuur("/nl/aanmelden/vertellen/zorg", "/nl/aanmelden/vertellen/zorg", tekst=f"zorg van {slug}")
        zorg = formulier(wie.open("/nl/aanmelden/vertellen/wens").text, "/wens")
        wie.open("/nl/aanmelden/vertellen/wens/concept", "POST", **zorg | {"tekst": f"concept van {slug}"})
        wie.open("/nl/verder", "POST", code="1111 1111 1111 1111")
    for taak in taken_van(omgeving):
        taak.doe(klok.nu())
    return allemaal


def test_elke_rij_is_van_een_gemeente_en_een_sessie_ziet_alleen_de_eigen(
    databank: Databank, reizigers: dict[str, Bezoeker]
) -> None:
    assert aanmeldingen(databank) == 2
    gevuld = 0
    for mapper in Basis.registry.mappers:
        soort = mapper.class_
        if not issubclass(soort, VanGemeente):
            continue
        with databank.lezen(ALLE) as sessie:
            alles = sessie.scalars(select(soort)).all()
        van = {slug: [rij for rij in alles if rij.gemeente == slug] for slug in (STAD, DORP)}
        assert len(van[STAD]) + len(van[DORP]) == len(alles), soort
        gevuld += bool(van[STAD]) and bool(van[DORP])
        for slug, ander in ((STAD, DORP), (DORP, STAD)):
            with databank.lezen(slug) as sessie:
                gezien = sessie.scalars(select(soort)).all()
                assert {rij.gemeente for rij in gezien} <= {slug}, soort
                assert len(gezien) == len(van[slug]), soort
                assert sessie.scalar(select(func.count()).select_from(soort)) == len(van[slug]), soort
                for rij in van[ander]:
                    sleutel = tuple(
                        getattr(rij, mapper.get_property_by_column(kolom).key) for kolom in mapper.primary_key
                    )
                    assert sessie.get(soort, sleutel) is None, soort
    assert gevuld >= 8, "the journeys touch the tables"


def test_de_sessie_van_de_een_opent_bij_de_ander_geen_enkele_route(
    app: Flask, databank: Databank, reizigers: dict[str, Bezoeker]
) -> None:
    gezien = 0
    for regel, methode in itertools.product(list(app.url_map.iter_rules()), METHODEN):
        if methode not in (regel.methods or ()) or not beleid_van(app, regel.endpoint).niveau:
            continue
        pad = regel.rule.replace("<taal:taal>", "nl").replace("<onderwerp>", "zorg")
        pad = pad.replace("<uuid:afspraak_id>", "01a1f82f-1e80-72a3-b814-f9d6ba1b0539")
        vreemd = Bezoeker(app, DORP)
        vreemd.client.set_cookie("sessie", reizigers[STAD].koek, domain=HOST[DORP])
        antwoord = vreemd.open(pad, methode, tekst="x", csrf_token="x")
        assert antwoord.status_code == (303 if methode == "GET" else 403), (methode, pad)
        assert "/verder" in (antwoord.headers.get("Location") or antwoord.text), (methode, pad)
        assert "zorg van" not in antwoord.text
        gezien += 1
    assert gezien > 15


def test_het_formulier_van_de_een_werkt_niet_bij_de_ander(app: Flask, reizigers: dict[str, Bezoeker]) -> None:
    velden = formulier(reizigers[STAD].open("/nl/mijn").text, "/intrekken")
    assert reizigers[DORP].open("/nl/aanmelden/intrekken", "POST", **velden).status_code == 403


def test_de_code_van_de_een_is_bij_de_ander_onbekend(
    app: Flask, databank: Databank, reizigers: dict[str, Bezoeker]
) -> None:
    code = code_van_de_laatste(databank)
    assert Bezoeker(app, DORP).open("/nl/verder", "POST", code=code).status_code == 303
    mis = Bezoeker(app, STAD).open("/nl/verder", "POST", code=code)
    assert mis.status_code == 422
    assert "kennen we niet" in mis.text


def test_snel_weg_bij_de_een_laat_de_ander_met_rust(
    app: Flask, databank: Databank, reizigers: dict[str, Bezoeker]
) -> None:
    vreemd = Bezoeker(app, DORP)
    vreemd.client.set_cookie("sessie", reizigers[STAD].koek, domain=HOST[DORP])
    assert vreemd.open("/nl/snel-weg").status_code == 303
    assert reizigers[STAD].open("/nl/mijn").status_code == 200
    with databank.lezen(DORP) as sessie:
        soort = next(m.class_ for m in Basis.registry.mappers if m.class_.__tablename__ == "toegang_sessie")
        assert sessie.get(soort, merk_van(reizigers[STAD].koek)) is None


def test_elke_bladzij_noemt_alleen_de_eigen_gemeente(app: Flask) -> None:
    for _ in range(2):  # the second time from what was kept
        for slug, ander in ((STAD, DORP), (DORP, STAD)):
            kaal = app.test_client(use_cookies=False)
            for pad in ("/nl/", "/nl/aanmelden", "/nl/contact", "/ar/", "/nl/bestaat-niet"):
                bladzij = kaal.get(pad, base_url=f"http://{HOST[slug]}").text
                assert NUMMER[slug] in bladzij, (slug, pad)
                assert NUMMER[ander] not in bladzij, (slug, pad)


def test_een_adres_van_geen_van_beide_is_van_niemand(client: StrengeClient) -> None:
    for host in ("localhost", "127.0.0.1", "elders.example"):
        assert client.get("/nl/", base_url=f"http://{host}").status_code == 421
