"""DigiD through a broker: a real OpenID provider beside us, and answers that somebody tampered with."""

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from joserfc import jwt
from joserfc.jwk import RSAKey
from oidc_provider_mock import run_server_in_thread

from portal.app import create_app
from portal.clock import Systeemklok
from portal.config import OnjuisteInstelling
from portal.gemeente import Gemeenten
from portal.omgeving import Omgeving
from portal.toegang.oidc import Broker, Geweigerd, OidcClient
from tests.browser_na import StrengeClient
from tests.conftest import VasteKlok
from tests.toegang.mens import Bekende, iemand, koek, niveau_nu, sessie_van, stuur

BLAD = "/nl/mijn/sessies"


@pytest.fixture(scope="module")
def makelaar() -> Iterator[str]:
    """The provider, on a port of its own."""
    with run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


def _met_digid(omgeving: Omgeving, issuer: str, **meer: str) -> Omgeving:
    instellingen = {
        "PORTAL_OIDC_ISSUER": issuer,
        "PORTAL_OIDC_CLIENT_ID": "rustpunt",
        "PORTAL_OIDC_CLIENT_SECRET": "geheim",
        **meer,
    }
    return replace(omgeving, instellingen=replace(omgeving.instellingen, per_gemeente=instellingen))


@pytest.fixture
def app(omgeving: Omgeving, makelaar: str) -> Flask:
    app = create_app(_met_digid(omgeving, makelaar))
    app.test_client_class = StrengeClient
    return app


@pytest.fixture
def wie(omgeving: Omgeving) -> Bekende:
    return iemand(omgeving)


def _heen(client: StrengeClient, blad: str = BLAD) -> str:
    """Choose DigiD; returns the link to the broker."""
    antwoord = client.get(blad)
    pagina = stuur(client, client.get(antwoord.headers["Location"]), kanaal="digid")
    assert pagina.status_code == 200, pagina.text
    return _link(pagina.text)


def _link(tekst: str) -> str:
    (link,) = re.findall(r'href="(http://localhost[^"]+authorize[^"]+)"', tekst)
    return str(link).replace("&amp;", "&")


def _bij_de_broker(link: str, sub: str) -> str:
    """Log in there; returns the path and query that the browser is sent back to."""
    antwoord = requests.post(link, data={"sub": sub}, allow_redirects=False, timeout=5)
    assert antwoord.status_code == 302, antwoord.text
    delen = urlsplit(antwoord.headers["Location"])
    assert delen.path == "/verder/digid/terug"
    return f"{delen.path}?{delen.query}"


def _terug(client: StrengeClient, pad: str) -> tuple[int, str]:
    eerst = client.get(pad)
    assert eerst.status_code == 302
    pagina = client.get(eerst.headers["Location"])
    if "<form" not in pagina.text.split("<main", 1)[1].split("</main", 1)[0]:
        return pagina.status_code, ""
    antwoord = stuur(client, pagina)
    return antwoord.status_code, antwoord.headers.get("Location", "")


def _net_aangemeld(client: StrengeClient, wie: Bekende) -> None:
    """This is the browser that just signed up."""
    client.set_cookie("sessie", wie.sessienummer)


def test_met_alleen_een_gevonden_code_koppelt_niemand_de_eigen_digid(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    client.post("/nl/verder", data={"code": wie.code})
    assert _terug(client, _bij_de_broker(_heen(client), "vreemde")) == (422, "")
    assert niveau_nu(omgeving, client) == 1


def test_de_eerste_keer_na_het_aanmelden_daarna_met_digid_alleen(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    _net_aangemeld(client, wie)
    link = _heen(client)
    vraag = parse_qs(urlsplit(link).query)
    assert vraag["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(vraag)
    assert str(wie.inwoner_id) not in link
    voor = koek(client)
    assert _terug(client, _bij_de_broker(link, "pseudoniem-1")) == (303, BLAD)
    assert koek(client) != voor
    assert niveau_nu(omgeving, client) == 3

    ander = client.application.test_client()
    assert isinstance(ander, StrengeClient)
    link = _link(stuur(ander, ander.get("/nl/verder?naar=/nl/mijn/sessies"), kanaal="digid", code="").text)
    assert _terug(ander, _bij_de_broker(link, "pseudoniem-1")) == (303, BLAD)
    assert ander.get(BLAD).status_code == 200


def test_een_onbekende_digid_opent_niets(client: StrengeClient, wie: Bekende) -> None:
    link = _link(client.post("/nl/verder", data={"kanaal": "digid"}).text)
    assert _terug(client, _bij_de_broker(link, "niemand")) == (422, "")
    assert client.get_cookie("sessie") is None


def test_een_tweede_digid_kan_er_niet_bij(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    _net_aangemeld(client, wie)
    _terug(client, _bij_de_broker(_heen(client), "pseudoniem-2"))
    dief = client.application.test_client()
    assert isinstance(dief, StrengeClient)
    dief.post("/nl/verder", data={"code": wie.code})
    assert _terug(dief, _bij_de_broker(_heen(dief), "een ander")) == (422, "")
    assert niveau_nu(omgeving, dief) == 1


def test_kijken_naar_het_adres_verandert_niets_en_terugkomen_kan_een_keer(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende
) -> None:
    _net_aangemeld(client, wie)
    pad = "/nl" + _bij_de_broker(_heen(client), "pseudoniem-3")
    for _ in range(3):
        assert client.get(pad).status_code == 200
    assert client.head(pad).status_code == 200
    assert niveau_nu(omgeving, client) == 1
    pagina = client.get(pad)
    assert stuur(client, pagina).status_code == 303
    assert stuur(client, pagina).status_code == 422


@pytest.mark.parametrize("wat", ["state", "antwoord"])
def test_een_veranderd_antwoord_wordt_geweigerd(
    omgeving: Omgeving, client: StrengeClient, wie: Bekende, wat: str
) -> None:
    client.post("/nl/verder", data={"code": wie.code})
    pagina = client.get("/nl" + _bij_de_broker(_heen(client), "pseudoniem-4"))
    assert stuur(client, pagina, **{wat: "verzonnen"}).status_code == 422
    assert niveau_nu(omgeving, client) == 1


def test_het_antwoord_werkt_in_geen_andere_browser(omgeving: Omgeving, client: StrengeClient, wie: Bekende) -> None:
    client.post("/nl/verder", data={"code": wie.code})
    pad = "/nl" + _bij_de_broker(_heen(client), "pseudoniem-5")
    slachtoffer = client.application.test_client()
    assert isinstance(slachtoffer, StrengeClient)
    sessie_van(omgeving, slachtoffer, wie.inwoner_id, 1)
    assert stuur(slachtoffer, slachtoffer.get(pad)).status_code == 422


def test_na_een_kwartier_begint_men_opnieuw(client: StrengeClient, wie: Bekende, klok: VasteKlok) -> None:
    client.post("/nl/verder", data={"code": wie.code})
    pagina = client.get("/nl" + _bij_de_broker(_heen(client), "pseudoniem-6"))
    klok.verzet(minutes=15)
    assert stuur(client, pagina).status_code == 422


def test_wie_bij_digid_nee_zegt_kan_verder(client: StrengeClient) -> None:
    antwoord = client.get("/nl/verder/digid/terug?error=access_denied&state=x")
    assert antwoord.status_code == 200
    assert "Dat geeft niet" in antwoord.text


def _mag_niet(broker: Broker, code: str, nonce: str, verifier: str) -> None:
    with pytest.raises(Geweigerd):
        OidcClient(broker).rond_af(code=code, nonce=nonce, verifier=verifier)


@pytest.mark.parametrize("wat", ["nonce", "client", "acr", "goed"])
def test_een_antwoord_dat_niet_bij_de_vraag_past(makelaar: str, wat: str) -> None:
    broker = Broker(makelaar, "rustpunt", "geheim", "http://127.0.0.1:8000/verder/digid/terug")
    heenweg = OidcClient(broker).begin()
    antwoord = requests.post(heenweg.url, data={"sub": "iemand"}, allow_redirects=False, timeout=5)
    code = parse_qs(urlsplit(antwoord.headers["Location"]).query)["code"][0]
    if wat == "goed":
        kwam = OidcClient(broker).rond_af(code=code, nonce=heenweg.nonce, verifier=heenweg.verifier)
        assert kwam == "iemand"
        som = urlsafe_b64encode(sha256(heenweg.verifier.encode()).digest()).rstrip(b"=").decode()
        assert parse_qs(urlsplit(heenweg.url).query)["code_challenge"] == [som]
    elif wat == "nonce":
        _mag_niet(broker, code, "een andere", heenweg.verifier)
    elif wat == "client":
        _mag_niet(replace(broker, client_id="iemand anders"), code, heenweg.nonce, heenweg.verifier)
    else:
        _mag_niet(replace(broker, acr="hoog"), code, heenweg.nonce, heenweg.verifier)


_GOED: dict[str, object] = {"iss": "https://broker.example", "aud": "rustpunt", "sub": "iemand", "nonce": "n"}
_SLEUTEL = RSAKey.generate_key(2048, parameters={"kid": "een"})
_VREEMD = RSAKey.generate_key(2048, parameters={"kid": "een"})


def _token(claims: dict[str, object], sleutel: RSAKey = _SLEUTEL, alg: str = "RS256") -> str:
    nu = int(Systeemklok().nu().timestamp())
    inhoud = {"iat": nu, "exp": nu + 300, **claims}
    return jwt.encode({"alg": alg, "kid": "een"}, {k: v for k, v in inhoud.items() if v is not None}, sleutel)


def _lees(token: object) -> str:
    broker = Broker("https://broker.example", "rustpunt", "geheim", "https://portaal.example/verder/digid/terug")
    sleutels = {"keys": [_SLEUTEL.as_dict(private=False)]}
    return OidcClient(broker)._lees({"id_token": token}, "n", sleutels)


def test_een_token_dat_klopt() -> None:
    assert _lees(_token(_GOED)) == "iemand"


@pytest.mark.parametrize(
    "anders",
    [
        {"iss": "https://kwaad.example"},
        {"iss": None},
        {"aud": "iemand anders"},
        {"aud": None},
        {"aud": ["rustpunt", "iemand anders"]},
        {"nonce": "een andere"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 9_999_999_999},
        {"sub": None},
        {"sub": 7},
        {"sub": ""},
        {"azp": "iemand anders"},
    ],
)
def test_een_token_met_een_ander_woord_erin(anders: dict[str, object]) -> None:
    with pytest.raises(Geweigerd):
        _lees(_token({**_GOED, **anders}))


def test_een_token_met_een_andere_handtekening() -> None:
    goed = _token(_GOED)
    kop, inhoud, hand = goed.split(".")
    zonder = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    met_onze_sleutel = urlsafe_b64encode(b'{"alg":"HS256","kid":"een"}').rstrip(b"=").decode()
    for token in (
        _token(_GOED, _VREEMD),
        f"{kop}.{inhoud}.",
        f"{kop}.{inhoud[:-4]}AAAA.{hand}",
        f"{zonder}.{inhoud}.",
        f"{met_onze_sleutel}.{inhoud}.{hand}",
        "",
        "a.b.c",
        None,
        7,
    ):
        with pytest.raises(Geweigerd):
            _lees(token)


def test_een_broker_die_weg_is_houdt_niemand_buiten(omgeving: Omgeving, wie: Bekende) -> None:
    app = create_app(_met_digid(omgeving, "http://127.0.0.1:9"))
    app.test_client_class = StrengeClient
    client = app.test_client()
    antwoord = client.post("/nl/verder", data={"kanaal": "digid"})
    assert antwoord.status_code == 503
    assert client.post("/nl/verder", data={"code": wie.code}).status_code == 303


def test_zonder_broker_is_er_geen_digid(omgeving: Omgeving) -> None:
    app = create_app(omgeving)
    app.test_client_class = StrengeClient
    client = app.test_client()
    assert "DigiD" not in client.get("/nl/verder").text
    assert client.post("/nl/verder", data={"kanaal": "digid"}).status_code == 404


@pytest.mark.parametrize("onderdeel", ["sessies", "bestaat-niet"])
def test_een_gemeente_mag_om_digid_vragen_waar_dat_kan(omgeving: Omgeving, makelaar: str, onderdeel: str) -> None:
    gemeente = next(iter(omgeving.gemeenten))
    streng = replace(gemeente, toegang=replace(gemeente.toegang, digid_voor=(onderdeel,)))
    omgeving = replace(omgeving, gemeenten=Gemeenten([streng]))
    with pytest.raises(OnjuisteInstelling, match="digid_voor"):
        create_app(omgeving)
    if onderdeel != "sessies":
        with pytest.raises(OnjuisteInstelling, match="bestaat-niet"):
            create_app(_met_digid(omgeving, makelaar))
        return
    app = create_app(_met_digid(omgeving, makelaar))
    app.test_client_class = StrengeClient
    client = app.test_client()
    assert isinstance(client, StrengeClient)
    wie = iemand(omgeving)
    sessie_van(omgeving, client, wie.inwoner_id, 3)
    pagina = client.get(client.get(BLAD).headers["Location"])
    assert re.findall(r'name="kanaal" value="(\w+)"', pagina.text) == ["digid"]
    assert client.get("/nl/mijn/andere-code").status_code == 200
    assert _terug(client, _bij_de_broker(_heen(client), "pseudoniem-7")) == (303, BLAD)
    assert client.get(BLAD).status_code == 200


@pytest.mark.parametrize(
    "weg",
    [{"PORTAL_OIDC_ISSUER": ""}, {"PORTAL_OIDC_CLIENT_SECRET": ""}, {"PORTAL_OIDC_ISSUER": "http://elders.example"}],
)
def test_een_halve_instelling_start_niet(omgeving: Omgeving, weg: dict[str, str]) -> None:
    with pytest.raises(OnjuisteInstelling, match="PORTAL_OIDC"):
        create_app(_met_digid(omgeving, "http://localhost:1", **weg))
