"""The calendar file and the calendar that follows: read with a library, neutral, and over when the person says so."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from portal.afspraken import ics
from tests.afspraken.conftest import Iemand
from tests.huisregels.gewone_taal.lijsten import neutraal
from tests.toegang.mens import stuur
from tests.veiligheid.vijandig import ALLES

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _lees(inhoud: bytes) -> tuple[Any, list[Any]]:
    """The calendar and its appointments. Of a property the library says no type but everything it could be."""
    agenda: Any = Calendar.from_ical(inhoud)
    return agenda, list(agenda.events)


def _adres(wie: Iemand) -> str:
    """The address that is shown once, as a path."""
    bladzij = stuur(wie.client, wie.client.get("/nl/mijn/agenda"), "/mijn/agenda")
    return "/nl/agenda/" + bladzij.text.split("/nl/agenda/", 1)[1].split('"', 1)[0]


def test_het_bestand_opent_in_een_agenda(wie: Iemand) -> None:
    pad = wie.gepland()
    wie.niveau(2)
    antwoord = wie.client.get(f"{pad}/afspraak.ics")
    assert antwoord.mimetype == "text/calendar"
    assert antwoord.headers["Content-Disposition"] == 'attachment; filename="afspraak.ics"'
    assert antwoord.headers["Cache-Control"] == "no-store"
    agenda, (afspraak,) = _lees(antwoord.data)
    assert not agenda.errors
    assert not afspraak.errors
    assert str(afspraak["SUMMARY"]) == "Afspraak Noor"
    assert str(afspraak["LOCATION"]) == "Plein 1, Voorbeeldstad"
    assert afspraak.start == datetime(2026, 12, 1, 10, tzinfo=AMSTERDAM)
    assert afspraak.end == datetime(2026, 12, 1, 11, tzinfo=AMSTERDAM)
    assert afspraak["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert sorted(alarm["TRIGGER"].dt for alarm in afspraak.walk("VALARM")) == [
        timedelta(days=-1),
        timedelta(hours=-2),
    ]
    assert str(afspraak["STATUS"]) == "CONFIRMED"
    assert [str(zone["TZID"]) for zone in agenda.timezones] == ["Europe/Amsterdam"]


def test_op_niveau_1_staat_er_geen_naam_in(wie: Iemand) -> None:
    _, (afspraak,) = _lees(wie.client.get(f"{wie.gepland()}/afspraak.ics").data)
    assert str(afspraak["SUMMARY"]) == "Afspraak"


@pytest.mark.parametrize("dag", ["2026-10-24", "2026-10-25", "2026-10-26", "2027-03-27", "2027-03-28", "2027-03-29"])
def test_rond_het_verzetten_van_de_klok_blijft_tien_uur_tien_uur(wie: Iemand, dag: str) -> None:
    lokaal = datetime.fromisoformat(f"{dag}T10:00").replace(tzinfo=AMSTERDAM)
    pad = wie.gepland(begin=lokaal.astimezone(UTC).isoformat(), einde=None)
    agenda, (afspraak,) = _lees(wie.client.get(f"{pad}/afspraak.ics").data)
    # By the rules of the file itself, not by what this machine knows of the zone.
    zone = agenda.timezones[0].to_tz()
    assert afspraak.start.replace(tzinfo=None).replace(tzinfo=zone).astimezone(UTC) == lokaal.astimezone(UTC)
    assert afspraak.start.hour == 10


def test_zelfde_uid_en_een_hoger_nummer_na_verzetten_en_vervallen_zegt_het(wie: Iemand) -> None:
    def lees() -> Any:
        return _lees(wie.client.get(f"{pad}/afspraak.ics").data)[1][0]

    pad = wie.gepland()
    eerst = lees()
    wie.gepland(later=1, begin="2026-12-04T09:00:00+01:00", einde=None)
    dan = lees()
    wie.gepland(later=2, begin="2026-12-04T09:00:00+01:00", einde=None, status="vervallen")
    laatst = lees()
    assert eerst["UID"] == dan["UID"] == laatst["UID"]
    assert eerst["SEQUENCE"] < dan["SEQUENCE"] < laatst["SEQUENCE"]
    assert str(laatst["STATUS"]) == "CANCELLED"


def test_de_agenda_volgt_alle_afspraken_en_wat_vervalt_verdwijnt(wie: Iemand) -> None:
    wie.gepland()
    wie.gepland(kenmerk="twee", begin="2026-12-08T10:00:00+01:00", einde=None)
    wie.niveau(2)
    adres = _adres(wie)
    wie.client.delete_cookie("sessie")
    antwoord = wie.client.get(adres)
    assert (antwoord.mimetype, antwoord.headers["Cache-Control"]) == ("text/calendar", "no-store")
    assert len(_lees(antwoord.data)[1]) == 2
    wie.gepland(later=1, status="vervallen")
    assert [afspraak.start.day for afspraak in _lees(wie.client.get(adres).data)[1]] == [8]


def test_het_adres_staat_er_een_keer_en_stopt_als_je_dat_zegt(wie: Iemand) -> None:
    wie.gepland()
    wie.niveau(2)
    eerste = _adres(wie)
    assert eerste not in wie.client.get("/nl/mijn/agenda").text
    tweede = _adres(wie)
    assert (wie.client.get(eerste).status_code, wie.client.get(tweede).status_code) == (404, 200)
    stuur(wie.client, wie.client.get("/nl/mijn/agenda"), "/stop")
    weg = [wie.client.get(pad) for pad in (eerste, tweede, f"/nl/agenda/{'x' * 32}/afspraken.ics")]
    assert [antwoord.status_code for antwoord in weg] == [404, 404, 404]
    assert "Deze link werkt niet meer. Vraag een nieuwe of bel ons." in weg[0].text


def test_het_adres_is_niet_te_raden_en_niet_bewaard(wie: Iemand) -> None:
    wie.niveau(2)
    adressen = {_adres(wie).split("/")[3] for _ in range(3)}
    assert len(adressen) == 3
    assert all(len(adres) >= 32 for adres in adressen)
    with wie.omgeving.databank.engine.connect() as verbinding:
        rijen = str(verbinding.exec_driver_sql("SELECT * FROM afspraak_agenda").fetchall())
    assert not [adres for adres in adressen if adres in rijen]


def test_met_alleen_de_code_komt_er_geen_adres(wie: Iemand) -> None:
    assert "/verder/stap" in wie.client.get("/nl/mijn/agenda").headers["Location"]


@pytest.mark.parametrize("taal", ["nl", "en", "ar"])
def test_een_agenda_verraadt_niets(wie: Iemand, taal: str) -> None:
    pad = wie.gepland(plaats=None)
    wie.niveau(2)
    tekst = wie.client.get(f"{pad}/afspraak.ics".replace("/nl/", f"/{taal}/")).text.replace("\r\n ", "")
    for woorden in ("nl", taal):
        assert not neutraal()[woorden].search(tekst)
    assert wie.gemeente.contact.telefoon in tekst


@pytest.mark.parametrize("kwaad", [*ALLES, "=1+1", "@SUM(1)", "a\r\nATTACH:http://elders.example\r\nb", "\x0bx\x85"])
def test_vijandige_tekst_blijft_in_haar_regel(kwaad: str) -> None:
    nu = datetime(2026, 12, 1, 9, tzinfo=UTC)
    wat = ics.Gebeurtenis("u@x", 1, nu, nu + timedelta(hours=1), nu, kwaad, kwaad, plaats=kwaad)
    inhoud = ics.agenda(kwaad, [wat])
    regels = inhoud.split(b"\r\n")
    assert all(len(regel) <= 75 for regel in regels)
    assert not [regel for regel in regels if regel.startswith((b"ATTACH", b"Set-Cookie", b"Bcc"))]
    agenda, (afspraak,) = _lees(inhoud)
    assert not agenda.errors + afspraak.errors
    for naam in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        assert not str(afspraak[naam]).startswith(("=", "+", "-", "@"))
        assert not set(str(afspraak[naam])) & set("\x0b\x85\u202e\u2066\r")


def test_wat_gewoon_is_komt_er_precies_zo_uit() -> None:
    nu = datetime(2026, 12, 1, 9, tzinfo=UTC)
    tekst = "Plein 1; kamer 2, étage\\3\nمرحبا " + "lang " * 40 + "eind"
    _, (afspraak,) = _lees(ics.agenda("Afspraken", [ics.Gebeurtenis("u", 1, nu, nu, nu, tekst, tekst, plaats=tekst)]))
    assert {str(afspraak[naam]) for naam in ("SUMMARY", "DESCRIPTION", "LOCATION")} == {tekst}
