"""E-mail into a real mail server: TLS, login, one recipient, and what its answers mean."""

import socket
import ssl
import threading
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from portal.meldingen.kanalen.smtp import Server, Smtp
from portal.meldingen.zending import Geweigerd, Verstuurd, Verzending, Zending
from portal.outbox.bestemmingen.bestemming import Bericht, Configuratiefout, Later
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import ADRES
from tests.meldingen.post import GEBRUIKER, WACHTWOORD, Postbus, certificaat, postbus

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
AFZENDER = "rustpunt@voorbeeldstad.example"


def zending(naar: str = ADRES, *, onderwerp: str = "Je code", tekst: str = "Je code is 123456.") -> Zending:
    bericht = Bericht(
        id=uuid4(),
        gemeente="voorbeeldstad",
        onderwerp_id=uuid4(),
        volgnummer=1,
        type="melding.eenmalige_code",
        dringend=True,
        created_at=NU,
        payload=None,
    )
    return Zending(id=uuid4(), kanaal="email", naar=naar, onderwerp=onderwerp, tekst=tekst, taal="nl", bericht=bericht)


def stuur(
    bus: Postbus | int,
    wat: Zending | None = None,
    *,
    host: str = "127.0.0.1",
    begin: bool = False,
    plat_mag: bool = True,
    gebruiker: str | None = None,
    wachtwoord: str | None = None,
    tls: ssl.SSLContext | None = None,
    seconden: float = 20.0,
) -> Verzending:
    server = Server(host, bus if isinstance(bus, int) else bus.port, begin, plat_mag, gebruiker, wachtwoord)
    return Smtp(server, "Voorbeeldstad", AFZENDER, VasteKlok(), tls, seconden).stuur(wat or zending())


def test_een_mail_komt_aan_zoals_bedoeld() -> None:
    tekst = "رمزكم هو 123456.\n.\nEen punt op een regel, en é.\n"
    brief_id = zending(tekst=tekst, onderwerp="رمزكم")
    with postbus() as bus:
        assert stuur(bus, brief_id) == Verstuurd()
    [gekregen] = bus.gekregen
    assert (gekregen.van, gekregen.naar) == (AFZENDER, [ADRES])
    brief = gekregen.brief
    assert brief["From"] == f"Voorbeeldstad <{AFZENDER}>"
    assert brief["To"] == ADRES
    assert brief["Subject"] == "رمزكم"
    assert brief["Message-ID"] == f"<{brief_id.id}@voorbeeldstad.example>"
    assert brief["Auto-Submitted"] == "auto-generated"
    assert brief["Content-Language"] == "nl"
    assert brief["Date"].datetime == NU
    assert brief.get_content_type() == "text/plain"
    assert brief.get_content_charset() == "utf-8"
    assert brief.get_content().replace("\r\n", "\n").strip() == tekst.strip()
    assert "Cc" not in brief
    assert "Bcc" not in brief


def test_met_starttls_en_aanmelden(tmp_path: Path) -> None:
    server, klant = certificaat(tmp_path, "127.0.0.1")
    with postbus(starttls=server, aanmelden=True) as bus:
        uitkomst = stuur(bus, plat_mag=False, tls=klant, gebruiker=GEBRUIKER, wachtwoord=WACHTWOORD)
    assert uitkomst == Verstuurd()
    assert [(g.met_tls, g.aangemeld) for g in bus.gekregen] == [(True, True)]


def test_met_tls_vanaf_het_begin(tmp_path: Path) -> None:
    server, klant = certificaat(tmp_path, "127.0.0.1")
    with postbus(tls=server) as bus:
        assert stuur(bus, begin=True, plat_mag=False, tls=klant) == Verstuurd()
    assert len(bus.gekregen) == 1


def test_op_deze_machine_hoeft_een_certificaat_niet_te_kloppen(tmp_path: Path) -> None:
    server, _ = certificaat(tmp_path, "mail.example")
    with postbus(starttls=server) as bus:
        assert stuur(bus) == Verstuurd()
    assert bus.gekregen[0].met_tls


@pytest.mark.parametrize("begin", [True, False])
def test_een_certificaat_op_een_andere_naam_krijgt_niets(tmp_path: Path, begin: bool) -> None:
    server, klant = certificaat(tmp_path, "mail.example")
    with postbus(tls=server) if begin else postbus(starttls=server) as bus:
        uitkomst = stuur(bus, begin=begin, plat_mag=False, tls=klant)
    assert isinstance(uitkomst, Configuratiefout)
    assert "certificate" in uitkomst.reden
    assert bus.gekregen == []


def test_zonder_starttls_gaat_er_buiten_deze_machine_niets() -> None:
    with postbus() as bus:
        assert stuur(bus, plat_mag=False) == Configuratiefout("the mail server does not offer STARTTLS")
    assert bus.pogingen == 0


def test_een_onjuist_wachtwoord_is_een_instelling(tmp_path: Path) -> None:
    server, klant = certificaat(tmp_path, "127.0.0.1")
    with postbus(starttls=server, aanmelden=True) as bus:
        uitkomst = stuur(bus, plat_mag=False, tls=klant, gebruiker=GEBRUIKER, wachtwoord="ander")
    assert uitkomst == Configuratiefout("the mail server answered 535 to the login")


def test_een_server_zonder_bekende_manier_van_aanmelden_is_een_instelling() -> None:
    with postbus(zonder=("PLAIN", "LOGIN")) as bus:
        uitkomst = stuur(bus, gebruiker=GEBRUIKER, wachtwoord=WACHTWOORD)
    assert uitkomst == Configuratiefout("the mail server offers neither AUTH PLAIN nor LOGIN")


def test_een_server_die_alleen_login_kent(tmp_path: Path) -> None:
    server, klant = certificaat(tmp_path, "127.0.0.1")
    with postbus(starttls=server, aanmelden=True, zonder=("PLAIN",)) as bus:
        uitkomst = stuur(bus, plat_mag=False, tls=klant, gebruiker=GEBRUIKER, wachtwoord=WACHTWOORD)
    assert uitkomst == Verstuurd()


def test_een_ontbrekend_wachtwoord_is_een_instelling(tmp_path: Path) -> None:
    server, _ = certificaat(tmp_path, "127.0.0.1")
    with postbus(starttls=server, aanmelden=True) as bus:
        assert stuur(bus) == Configuratiefout("the mail server answered 530 to MAIL FROM")


@pytest.mark.parametrize(
    ("waarbij", "antwoord", "uitkomst"),
    [
        ("RCPT", "550 5.1.1 no such user", Geweigerd("adres", "the mail server answered 550 to RCPT TO")),
        ("RCPT", "553 5.1.3 bad address", Geweigerd("adres", "the mail server answered 553 to RCPT TO")),
        ("RCPT", "452 4.2.2 mailbox full", Later(None, "the mail server answered 452 to RCPT TO")),
        ("RCPT", "451 4.7.1 greylisted", Later(None, "the mail server answered 451 to RCPT TO")),
        ("RCPT", "530 5.7.0 authenticate first", Configuratiefout("the mail server answered 530 to RCPT TO")),
        ("DATA", "554 5.7.1 refused", Geweigerd("technisch", "the mail server answered 554 to DATA")),
        ("DATA", "452 4.3.1 disk full", Later(None, "the mail server answered 452 to DATA")),
        ("MAIL", "550 5.7.1 not from you", Configuratiefout("the mail server answered 550 to MAIL FROM")),
        ("MAIL", "452 4.3.1 disk full", Later(None, "the mail server answered 452 to MAIL FROM")),
    ],
)
def test_wat_een_antwoord_betekent(waarbij: str, antwoord: str, uitkomst: Verzending) -> None:
    with postbus() as bus:
        bus.antwoorden[waarbij] = antwoord
        assert stuur(bus) == uitkomst
    assert bus.gekregen == []


@pytest.mark.parametrize("waarbij", ["MAIL", "RCPT", "DATA"])
def test_een_verbroken_verbinding_is_later(waarbij: str) -> None:
    with postbus() as bus:
        bus.verbreek = waarbij
        uitkomst = stuur(bus)
    assert isinstance(uitkomst, Later)


def test_een_trage_server_is_later() -> None:
    with postbus() as bus:
        bus.traag = 0.6
        uitkomst = stuur(bus, seconden=0.3)
    assert isinstance(uitkomst, Later)


def test_wie_er_niet_is_of_geen_mailserver_is(lege_poort: int) -> None:
    assert isinstance(stuur(lege_poort), Later)
    assert stuur(lege_poort, host="bestaat-niet.invalid") == Configuratiefout(
        "the host name of the mail server cannot be found (DNS)"
    )
    with socket.create_server(("127.0.0.1", 0)) as luister:
        draad = threading.Thread(target=_zeg, args=(luister, b"HTTP/1.1 400 Bad Request\r\n\r\n"))
        draad.start()
        uitkomst = stuur(luister.getsockname()[1])
        draad.join()
    assert isinstance(uitkomst, Later)


def _zeg(luister: socket.socket, woorden: bytes) -> None:
    verbinding, _ = luister.accept()
    with verbinding:
        verbinding.sendall(woorden)


@pytest.mark.parametrize(
    "adres",
    [
        "een@mail.example, twee@mail.example",
        "een,twee@mail.example",
        "een@mail.example\r\nBcc: twee@mail.example",
        "Iemand <een@mail.example>",
        "<een@mail.example>",
        "een@mail.example>",
        "ee n@mail.example",
        "een@",
        "@mail.example",
        "één@mail.example",
        "een@mail..example",
        "een@[127.0.0.1]",
        "",
    ],
)
def test_wat_niet_precies_een_adres_is_krijgt_niets(adres: str) -> None:
    with postbus() as bus:
        assert isinstance(stuur(bus, zending(adres)), Geweigerd)
    assert bus.pogingen == 0


@pytest.mark.parametrize(
    "adres", ["iemand@münchen.example", "iemand@naam.test", "a+b.c@mail.example", "O'Neil@x.example"]
)
def test_wat_wel_een_adres_is(adres: str) -> None:
    with postbus() as bus:
        assert stuur(bus, zending(adres)) == Verstuurd()
    assert len(bus.gekregen[0].naar) == 1


def test_het_kenmerk_van_een_mail_is_dat_van_het_bericht() -> None:
    wat = zending()
    with postbus() as bus:
        stuur(bus, wat)
        stuur(bus, wat)
    kenmerken = {gekregen.brief["Message-ID"].partition("@")[0].lstrip("<") for gekregen in bus.gekregen}
    assert {UUID(kenmerk) for kenmerk in kenmerken} == {wat.id}
