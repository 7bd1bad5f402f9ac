"""Noise: whatever a program sends, there is no fault of ours, and every page is whole."""

from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule

from portal.omgeving import Omgeving
from portal.toegang.koek import csrf_van
from tests.browser_na import StrengeClient
from tests.toegang.mens import iemand, sessie_van
from tests.veiligheid.vijandig import ALLES

pytestmark = pytest.mark.parametrize("databank", ["sqlite"], indirect=True)

LOS = st.binary(max_size=40).map(lambda rauw: rauw.decode("latin-1"))
TEKST = st.one_of(st.text(max_size=60), st.sampled_from(ALLES), LOS)
NAMEN = [
    "telefoon",
    "email",
    "adres",
    "langskomen",
    "naam",
    "eigen_woorden",
    "meelezen",
    "groep",
    "helper_telefoon",
    "helper_gebeld",
    "vakje",
    "duur",
    "haast",
    "datum",
    "eigen_telefoon",
    "antwoord",
    "tekst",
    "code",
    "naar",
    "bewaard.tekst",
    "taal_wissel",
    "pad",
    "kleur",
    "kanaal",
    "eenmalige_code",
    "csrf_token",
]
VELDNAMEN = st.one_of(st.sampled_from(NAMEN), st.text(max_size=10))
KOPNAMEN = [
    "Accept-Language",
    "Accept-Encoding",
    "Cookie",
    "Origin",
    "Referer",
    "Sec-Fetch-Site",
    "HX-Request",
    "HX-Target",
    "HX-Current-URL",
    "If-None-Match",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-CSRF-Token",
    "User-Agent",
    "Content-Type",
    "Authorization",
    "Range",
    "Host",
]
KOPPEN = st.dictionaries(
    st.sampled_from(KOPNAMEN), LOS.map(lambda w: w.replace("\r", "").replace("\n", "")), max_size=4
)
GENOEG = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _paden(app: Flask) -> list[Rule]:
    return [regel for regel in app.url_map.iter_rules() if not regel.rule.startswith(("/api/", "/notifynl"))]


@GENOEG
@given(data=st.data())
def test_geen_verzoek_is_een_fout_van_ons(
    app: Flask, omgeving: Omgeving, client: StrengeClient, data: st.DataObject
) -> None:
    niveau = data.draw(st.sampled_from([0, 1, 3]))
    token = csrf_van(sessie_van(omgeving, client, iemand(omgeving).inwoner_id, niveau)) if niveau else ""
    regel = data.draw(st.sampled_from(_paden(app)))
    pad = regel.rule.replace("<taal:taal>", data.draw(st.sampled_from(["nl", "en", "ar"])))
    for naam in regel.arguments - {"taal"}:
        deel = next(d for d in pad.split("/") if d.endswith(f"{naam}>"))
        pad = pad.replace(deel, quote_from_bytes(data.draw(TEKST).encode("utf-8", "replace"), safe="") or "x")
    methode = data.draw(st.sampled_from(["GET", "POST", "HEAD", "PUT", "OPTIONS"]))
    velden = [("csrf_token", token), *data.draw(st.lists(st.tuples(VELDNAMEN, TEKST), max_size=6))]
    vraag = data.draw(st.dictionaries(VELDNAMEN, TEKST, max_size=2))
    antwoord = client.open(
        pad,
        method=methode,
        query_string={naam: waarde.encode("utf-8", "replace") for naam, waarde in vraag.items()},
        headers=data.draw(KOPPEN),
        data=_formulier(velden) if methode in ("POST", "PUT") else None,
        content_type="application/x-www-form-urlencoded" if methode in ("POST", "PUT") else None,
    )
    assert antwoord.status_code < 500, (methode, pad)


def _formulier(velden: list[tuple[str, str]]) -> bytes:
    delen = [
        quote_from_bytes(naam.encode("utf-8", "replace")) + "=" + quote_from_bytes(waarde.encode("utf-8", "replace"))
        for naam, waarde in velden
    ]
    return "&".join(delen).encode()


@GENOEG
@given(pad=st.binary(min_size=1, max_size=60), koppen=KOPPEN)
def test_geen_pad_is_een_fout_van_ons(app: Flask, client: StrengeClient, pad: bytes, koppen: dict[str, str]) -> None:
    rauw = "/" + pad.decode("latin-1")
    antwoord = client.get("/", headers=koppen, environ_overrides={"PATH_INFO": rauw})
    assert antwoord.status_code < 500, rauw
