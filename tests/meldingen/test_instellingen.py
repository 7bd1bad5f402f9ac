"""Which service sends, by the settings; and one clear line when that cannot work."""

from dataclasses import replace
from pathlib import Path

import pytest

from portal.clock import Systeemklok
from portal.config import Instellingen, OnjuisteInstelling, lees_instellingen
from portal.gemeente import Gemeente, Gemeenten
from portal.meldingen.instellingen import afzender_van, callback_token, mailserver_van
from portal.meldingen.kanalen.notifynl import NotifyNL
from portal.meldingen.kanalen.smtp import Server, Smtp
from portal.meldingen.kanalen.werkbak import Werkbak
from portal.meldingen.routering import in_woorden, kanaal_van
from tests.meldingen.notify import SLEUTEL
from tests.outbox.ontvanger import GEHEIM

NOTIFY = {"PORTAL_NOTIFYNL_URL": "https://api.notifynl.example", "PORTAL_NOTIFYNL_KEY": SLEUTEL}
MAIL = {"PORTAL_SMTP_URL": "smtp://mail.example"}
EIGEN = {"PORTAL_VOORBEELDSTAD_NOTIFYNL_URL": "http://localhost:1", "PORTAL_NOTIFYNL_KEY": SLEUTEL}
WERKBAK = {"PORTAL_WERKBAK_URL": "http://127.0.0.1:8010", "PORTAL_BACKOFFICE_SECRET": GEHEIM}


def lees(tmp_path: Path, anders: dict[str, str]) -> Instellingen:
    return lees_instellingen({"PORTAL_VAR_DIR": str(tmp_path), **anders})


@pytest.mark.parametrize(
    ("anders", "sms", "email"),
    [
        ({}, None, None),
        (WERKBAK, Werkbak, Werkbak),
        (WERKBAK | MAIL, Werkbak, Smtp),
        (WERKBAK | MAIL | NOTIFY, NotifyNL, NotifyNL),
        (MAIL, None, Smtp),
        (NOTIFY, NotifyNL, NotifyNL),
        (
            MAIL | {"PORTAL_VOORBEELDSTAD_NOTIFYNL_URL": "http://localhost:1", "PORTAL_NOTIFYNL_KEY": SLEUTEL},
            NotifyNL,
            NotifyNL,
        ),
    ],
)
def test_wie_verstuurt(
    tmp_path: Path, gemeente: Gemeente, anders: dict[str, str], sms: type | None, email: type | None
) -> None:
    for kanaal, soort in (("sms", sms), ("email", email)):
        weg = kanaal_van(gemeente, kanaal, lees(tmp_path, anders), Systeemklok())
        assert (type(weg) if weg else None) is soort
        assert "Voorbeeldstad" in in_woorden(gemeente, kanaal, weg)


def test_zonder_mailsjabloon_gaat_mail_langs_de_mailserver(tmp_path: Path, gemeente: Gemeente) -> None:
    assert gemeente.notifynl is not None
    alleen_sms = replace(gemeente, notifynl=replace(gemeente.notifynl, email=None))
    weg = kanaal_van(alleen_sms, "email", lees(tmp_path, NOTIFY | MAIL), Systeemklok())
    assert isinstance(weg, Smtp)
    with pytest.raises(OnjuisteInstelling, match=r"no template for email"):
        kanaal_van(alleen_sms, "email", lees(tmp_path, NOTIFY), Systeemklok())


@pytest.mark.parametrize(
    "anders",
    [
        {"PORTAL_NOTIFYNL_URL": "https://api.notifynl.example"},
        {"PORTAL_NOTIFYNL_KEY": SLEUTEL},
        NOTIFY | {"PORTAL_NOTIFYNL_URL": "http://api.notifynl.example"},
        NOTIFY | {"PORTAL_NOTIFYNL_URL": "api.notifynl.example"},
        NOTIFY | {"PORTAL_NOTIFYNL_URL": "https://user:pass@api.notifynl.example"},
        NOTIFY | {"PORTAL_NOTIFYNL_KEY": "te-kort-geheim-dat-nergens-mag-staan"},
        NOTIFY | {"PORTAL_NOTIFYNL_CALLBACK_TOKEN": "kort"},
        {"PORTAL_SMTP_URL": "mail.example"},
        {"PORTAL_SMTP_URL": "http://mail.example"},
        {"PORTAL_SMTP_URL": "smtp://mail.example/pad"},
        {"PORTAL_SMTP_URL": "smtp://mail.example:0"},
        {"PORTAL_SMTP_URL": "smtp://mail.example:99999"},
        {"PORTAL_SMTP_URL": "smtp://alleen-geheim@mail.example"},
        {"PORTAL_SMTP_URL": "smtp://gebruiker:geh%C3%A9im@mail.example"},
        MAIL | {"PORTAL_SMTP_FROM": "schulden@voorbeeldstad.example"},
        MAIL | {"PORTAL_SMTP_FROM": "een@x.example, twee@x.example"},
        MAIL | {"PORTAL_SMTP_FROM": "geen adres"},
    ],
)
def test_wat_niet_kan_is_een_regel_zonder_geheim(tmp_path: Path, gemeente: Gemeente, anders: dict[str, str]) -> None:
    with pytest.raises(OnjuisteInstelling) as fout:
        kanaal_van(gemeente, "email", lees(tmp_path, anders), Systeemklok())
    assert "\n" not in str(fout.value)
    assert "geheim" not in str(fout.value).lower()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 25, False, False)),
        ("smtp://u:p%40%2F@mail.example", Server("mail.example", 587, False, False, "u", "p@/")),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, False, True)),
        ("smtp://[::1]:2525", Server("::1", 2525, False, True)),
        ("smtps://u:p@mail.example/", Server("mail.example", 465, True, False, "u", "p")),
    ],
)
def test_het_adres_van_een_mailserver(tmp_path: Path, gemeente: Gemeente, url: str, server: Server) -> None:
    assert mailserver_van(gemeente, lees(tmp_path, {"PORTAL_SMTP_URL": url})) == server


def test_de_afzender_verraadt_niets(tmp_path: Path, gemeente: Gemeente) -> None:
    assert afzender_van(gemeente, lees(tmp_path, {})) == "rustpunt@voorbeeldstad.example"
    opvallend = replace(gemeente, contact=replace(gemeente.contact, email="schuldhulp@voorbeeldstad.example"))
    assert afzender_van(opvallend, lees(tmp_path, {})) == "bericht@voorbeeldstad.example"
    eigen = {"PORTAL_SMTP_FROM": "a@x.example", "PORTAL_VOORBEELDSTAD_SMTP_FROM": "b@x.example"}
    assert afzender_van(gemeente, lees(tmp_path, eigen)) == "b@x.example"


def test_zonder_token_komt_er_geen_ontvangstbericht_binnen(
    tmp_path: Path, gemeente: Gemeente, gemeenten: Gemeenten
) -> None:
    assert callback_token(gemeente, lees(tmp_path, NOTIFY)) is None
