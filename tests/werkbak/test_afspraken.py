"""An appointment from the werkbak to the phone and back: planned, moved, cancelled, and what the person says of it."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.werkbak.afspraken import Afspraak, fouten_per_veld, inhoud_uit, velden_van
from portal.werkbak.gegevens import Gegevens
from portal.werkbak.portaal import Fout
from tests.browser_na import formulier
from tests.werkbak.bouwers import Json
from tests.werkbak.keten import Keten
from tests.werkbak.paginas import Pagina, open_pagina, verstuur

VELDEN = {
    "dag": "2026-12-01",
    "van": "10:00",
    "tot": "11:00",
    "soort": "kantoor",
    "plaats": "Plein 1",
    "met": "Noor",
    "tolk": "Tigrinya",
    "meenemen": "Een brief\n\nEen pas\n",
    "moment.0.dag": "2026-12-02",
    "moment.0.van": "09:30",
    "status": "gepland",
}
VOL: Json = {
    "begin": "2026-12-01T10:00:00+01:00",
    "einde": "2026-12-01T11:00:00+01:00",
    "soort": "kantoor",
    "plaats": "Plein 1",
    "met": "Noor",
    "tolk": "Tigrinya",
    "meenemen": ["Een brief", "Een pas"],
    "status": "gepland",
    "alternatieven": [{"id": "moment-1", "begin": "2026-12-02T09:30:00+01:00"}],
}


@pytest.fixture
def sanne(keten: Keten) -> tuple[str, str]:
    """Somebody who signed up at the counter: id and code."""
    return keten.meld_aan(naam="Sanne", telefoon="06 12345678")


def _plan(keten: Keten, subject: str, **anders: str) -> int:
    leeg = open_pagina(keten.werkbak, f"/mensen/{subject}/afspraken/nieuw")
    return verstuur(keten.werkbak, leeg, _actie(leeg), VELDEN | anders).status_code


def _actie(pagina: Pagina, einde: str = "") -> str:
    """Where the form of an appointment goes."""
    acties = [form.get("action") or "" for form in pagina.alle("form")]
    return next(actie for actie in acties if "/afspraken/" in actie and actie.endswith(einde))


def _van(keten: Keten, subject: str) -> Json:
    afspraken = keten.inwoner(subject)["afspraken"]
    assert isinstance(afspraken, list)
    (enige,) = afspraken
    return dict(enige)


def test_een_formulier_is_een_afspraak_en_andersom() -> None:
    assert inhoud_uit(MultiDict(VELDEN), {}) == VOL
    nieuwer = VOL | {"watEenNieuwerPortaalErbijZette": True}
    velden = velden_van(Afspraak(Gegevens({"afspraakId": "a", "gewijzigdOp": "x", "reactie": {}, **nieuwer})))
    assert inhoud_uit(velden, nieuwer) == nieuwer
    assert inhoud_uit(MultiDict({"dag": "2026-12-01", "van": "10:00", "tolk": "Ja"}), {}) == {
        "begin": "2026-12-01T10:00:00+01:00",
        "soort": "kantoor",
        "status": "gepland",
        "tolk": True,
    }


def test_een_reden_van_het_portaal_staat_bij_het_veld() -> None:
    velden: MultiDict[str, str] = MultiDict({"moment.2.dag": "2026-12-01"})
    paden = ("begin", "einde", "alternatieven.0.einde", "plaats", "onbekend")
    gevonden = fouten_per_veld([Fout(pad, "klopt niet") for pad in paden], velden)
    assert set(gevonden) == {"dag", "tot", "moment.2.tot", "plaats", ""}


def test_wat_in_de_werkbak_gepland_is_staat_op_de_telefoon(keten: Keten, sanne: tuple[str, str]) -> None:
    subject, code = sanne
    assert _plan(keten, subject) == 303
    assert {naam: _van(keten, subject)[naam] for naam in VOL} == VOL
    telefoon, tekst = keten.telefoon(code)
    assert "1 december" in telefoon.get("/nl/mijn").text
    assert tekst


def test_verzetten_en_afzeggen_met_een_klik(keten: Keten, sanne: tuple[str, str]) -> None:
    subject, code = sanne
    _plan(keten, subject)
    pad = f"/mensen/{subject}/afspraken/{_van(keten, subject)['afspraakId']}"
    bladzij = open_pagina(keten.werkbak, pad)
    assert verstuur(keten.werkbak, bladzij, pad, {"dag": "2026-12-04"}).status_code == 303
    assert _van(keten, subject)["begin"] == "2026-12-04T10:00:00+01:00"
    antwoord = verstuur(keten.werkbak, bladzij, pad, {"dag": "2026-12-09"})
    assert antwoord.status_code == 409, "the form is of before"
    assert _van(keten, subject)["begin"] == "2026-12-04T10:00:00+01:00"
    mens = open_pagina(keten.werkbak, f"/mensen/{subject}")
    assert verstuur(keten.werkbak, mens, _actie(mens, "/status"), {"status": "vervallen"}).status_code == 303
    assert _van(keten, subject)["status"] == "vervallen"
    telefoon, _ = keten.telefoon(code)
    assert "gaat niet door" in telefoon.get("/nl/mijn").text


def test_ik_kan_niet_staat_in_de_werklijst_en_bij_de_afspraak(keten: Keten, sanne: tuple[str, str]) -> None:
    subject, code = sanne
    _plan(keten, subject)
    keten.breng()
    telefoon, _ = keten.telefoon(code)
    adres = telefoon.get("/nl/mijn").text.split('href="/nl/mijn/afspraak/', 1)[1].split('"', 1)[0]
    pad = f"/nl/mijn/afspraak/{adres}/afzeggen"
    velden = formulier(telefoon.get(pad).text, "/afzeggen")
    assert telefoon.post(pad, data={**velden, "vervolg": "later"}).status_code == 303
    keten.breng()
    tekst = open_pagina(keten.werkbak, f"/mensen/{subject}").tekst
    assert "De inwoner kan niet komen." in tekst
    assert "weet het even niet" in tekst
    assert "Contact: kan niet komen op de afspraak" in tekst


def test_wat_niet_klopt_wordt_gezegd_en_staat_er_nog(keten: Keten, sanne: tuple[str, str]) -> None:
    subject, _ = sanne
    leeg = open_pagina(keten.werkbak, f"/mensen/{subject}/afspraken/nieuw")
    antwoord = verstuur(keten.werkbak, leeg, _actie(leeg), VELDEN | {"tot": "09:00"})
    assert antwoord.status_code == 422
    assert "ligt niet na begin" in Pagina(antwoord).tekst
    assert 'value="Plein 1"' in antwoord.text
    assert keten.inwoner(subject)["afspraken"] == []
