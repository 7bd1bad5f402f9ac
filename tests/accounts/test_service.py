"""Inviting, a new start, keeping out; and the log that nobody changes."""

import threading
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from portal.accounts import handelingen, inrichten, service, sessies
from portal.accounts.models import BEHEERDER, Aanloop, Account, Accountsessie, Uitnodiging
from portal.accounts.opruimen import ruim_op
from portal.accounts.service import BestaatAl, EigenAccount, OnbekendAccount, OnjuistAdres, OnjuisteNaam
from portal.db.databank import ALLE
from portal.db.ids import nieuw_id
from portal.omgeving import Omgeving
from tests.beheer.mens import WACHTWOORD, gedaan, maak, uitnodiging


def _slug(omgeving: Omgeving) -> str:
    return next(iter(omgeving.gemeenten)).slug


def _begin(omgeving: Omgeving, getypt: str) -> str:
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        return inrichten.begin(sessie, gemeente=_slug(omgeving), getypt=getypt, now=omgeving.klok.nu())


def test_een_code_is_te_lezen_hoe_je_hem_ook_typt(omgeving: Omgeving) -> None:
    code = uitnodiging(omgeving)
    assert [len(groep) for groep in code.split("-")] == [4] * 6
    for getypt in (code, code.lower(), code.replace("-", " "), f"  {code}\t", code.replace("-", "")):
        assert _begin(omgeving, getypt)
    verward = code.replace("O", "0").replace("I", "1").replace("B", "8")
    assert _begin(omgeving, verward)


@pytest.mark.parametrize("getypt", ["", "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "ſtraße" * 9, "'; DROP TABLE account; --"])
def test_een_verzonnen_code_opent_niets(omgeving: Omgeving, getypt: str) -> None:
    uitnodiging(omgeving)
    with pytest.raises(inrichten.OnbekendeCode):
        _begin(omgeving, getypt)


def test_na_zeven_dagen_werkt_een_code_niet_meer(omgeving: Omgeving) -> None:
    code = uitnodiging(omgeving)
    omgeving.klok.verzet(days=6, hours=23)  # type: ignore[attr-defined]
    assert _begin(omgeving, code)
    omgeving.klok.verzet(hours=1)  # type: ignore[attr-defined]
    with pytest.raises(inrichten.OnbekendeCode):
        _begin(omgeving, code)


def test_de_databank_kent_code_naam_en_adres_niet(omgeving: Omgeving) -> None:
    code = uitnodiging(omgeving, "geheim@voorbeeld.example", "Geheime Naam")
    with omgeving.databank.engine.connect() as verbinding:
        alles = "".join(
            repr(rij)
            for tabel in ("account", "account_uitnodiging", "account_handeling")
            for rij in verbinding.execute(text(f"SELECT * FROM {tabel}"))
        )
    for woord in ("geheim@voorbeeld", "Geheime Naam", code, code.replace("-", "")):
        assert woord not in alles


@pytest.mark.parametrize("naam", ["", "   ", "x" * 81, "twee\nregels", "tab\there"])
def test_een_naam_is_een_regel(omgeving: Omgeving, naam: str) -> None:
    with pytest.raises(OnjuisteNaam):
        uitnodiging(omgeving, naam=naam)


@pytest.mark.parametrize(
    "email", ["", "geen adres", "a@b, c@d.example", "a@b\nBcc: c@d.example", "x" * 300 + "@voorbeeld.example"]
)
def test_een_adres_is_precies_een_adres(omgeving: Omgeving, email: str) -> None:
    with pytest.raises(OnjuistAdres):
        uitnodiging(omgeving, email=email)


def test_een_adres_heeft_een_account_hoe_je_het_ook_schrijft(omgeving: Omgeving) -> None:
    uitnodiging(omgeving, "Noor@Voorbeeld.example")
    with pytest.raises(BestaatAl):
        uitnodiging(omgeving, "noor@voorbeeld.EXAMPLE ")


def test_een_nieuwe_code_maakt_een_eind_aan_alles_van_daarvoor(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    now = omgeving.klok.nu()
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        nummer = sessies.begin(sessie, sessie.get_one(Account, wie.id), now)
        eerste, _ = service.herstel(sessie, wie.id, door=None, now=now)
        tweede, account = service.herstel(sessie, wie.id, door=None, now=now)
        assert (account.wachtwoord_hash, account.totp, account.ingericht_op) == (None, None, None)
        assert sessies.vind(sessie, nummer, BEHEERDER, now) is None
    with pytest.raises(inrichten.OnbekendeCode):
        _begin(omgeving, eerste)
    assert _begin(omgeving, tweede)


def test_wie_geblokkeerd_is_is_er_meteen_uit_en_de_code_ook(omgeving: Omgeving) -> None:
    code = uitnodiging(omgeving)
    aanloop = _begin(omgeving, code)
    now = omgeving.klok.nu()
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        account = service.vind(sessie, BEHEERDER, "nieuw@gemeente.example")
        assert account is not None
        nummer = sessies.begin(sessie, account, now)
        service.blokkeer(sessie, account.id, door=None, now=now)
        service.blokkeer(sessie, account.id, door=None, now=now)
        assert sessies.vind(sessie, nummer, BEHEERDER, now) is None
        assert inrichten.vind(sessie, aanloop, BEHEERDER, now) is None
    with pytest.raises(inrichten.OnbekendeCode):
        _begin(omgeving, code)
    assert [soort for soort, _ in gedaan(omgeving.databank)].count(handelingen.GEBLOKKEERD) == 1


def test_niemand_blokkeert_of_herstelt_het_eigen_account(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        with pytest.raises(EigenAccount):
            service.blokkeer(sessie, wie.id, door=wie.id, now=omgeving.klok.nu())
        with pytest.raises(EigenAccount):
            service.herstel(sessie, wie.id, door=wie.id, now=omgeving.klok.nu())


def test_een_account_dat_er_niet_is_is_onbekend(omgeving: Omgeving) -> None:
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie, pytest.raises(OnbekendAccount):
        service.blokkeer(sessie, nieuw_id(omgeving.klok.nu()), door=None, now=omgeving.klok.nu())


def test_een_sessie_eindigt_na_een_half_uur_stilte_en_na_acht_uur_altijd(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    begin = omgeving.klok.nu()
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        account = sessie.get_one(Account, wie.id)
        stil, bezig = sessies.begin(sessie, account, begin), sessies.begin(sessie, account, begin)
        half_uur = timedelta(minutes=30)
        assert sessies.vind(sessie, stil, BEHEERDER, begin + half_uur - timedelta(seconds=1))
        assert sessies.vind(sessie, stil, BEHEERDER, begin + half_uur) is None
        for minuten in range(20, 8 * 60, 20):
            sessies.houd_levend(sessie, sessies.merk_van(bezig), begin + timedelta(minutes=minuten))
        assert sessies.vind(sessie, bezig, BEHEERDER, begin + timedelta(hours=8) - timedelta(seconds=1))
        assert sessies.vind(sessie, bezig, BEHEERDER, begin + timedelta(hours=8)) is None
        assert sessies.vind(sessie, bezig, "maatje", begin) is None
        assert sessies.vind(sessie, "", BEHEERDER, begin) is None


def test_wat_voorbij_is_wordt_opgeruimd_en_het_logboek_blijft(omgeving: Omgeving) -> None:
    _begin(omgeving, uitnodiging(omgeving))
    wie = maak(omgeving)
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        sessies.begin(sessie, sessie.get_one(Account, wie.id), omgeving.klok.nu())
    voor = gedaan(omgeving.databank)
    with omgeving.databank.schrijven(ALLE) as sessie:
        assert ruim_op(sessie, omgeving.klok.nu()) == 0
        ruim_op(sessie, omgeving.klok.nu() + timedelta(days=8))
        for tabel in (Aanloop, Uitnodiging, Accountsessie):
            assert sessie.scalars(select(tabel)).all() == []
        assert len(sessie.scalars(select(Account)).all()) == 2
    assert gedaan(omgeving.databank) == voor != []


@pytest.mark.parametrize(
    "opdracht",
    ["UPDATE account_handeling SET soort = 'niets'", "DELETE FROM account_handeling", "TRUNCATE account_handeling"],
)
def test_niemand_verandert_het_logboek_ook_niet_in_de_databank_zelf(omgeving: Omgeving, opdracht: str) -> None:
    maak(omgeving)
    if omgeving.databank.is_sqlite and opdracht.startswith("TRUNCATE"):
        opdracht = "DELETE FROM account_handeling WHERE op < '2100-01-01'"
    voor = gedaan(omgeving.databank)
    with pytest.raises(DatabaseError), omgeving.databank.schrijven(ALLE) as sessie:
        sessie.execute(text(opdracht))
    assert gedaan(omgeving.databank) == voor != []


def test_van_twee_die_tegelijk_dezelfde_code_afmaken_wint_er_een(omgeving: Omgeving) -> None:
    code = uitnodiging(omgeving)
    nummers = [_begin(omgeving, code), _begin(omgeving, code)]
    uitslagen: list[str | None] = []

    def maak_af(nummer: str, bron: str) -> None:
        now = omgeving.klok.nu()
        with omgeving.databank.lezen(_slug(omgeving)) as sessie:
            bezig = inrichten.vind(sessie, nummer, BEHEERDER, now)
        assert bezig is not None
        try:
            uitslagen.append(
                inrichten.met_wachtwoord(
                    omgeving.databank,
                    gemeente=_slug(omgeving),
                    rol=BEHEERDER,
                    nummer=nummer,
                    wachtwoord=WACHTWOORD,
                    code=pyotp.TOTP(bezig.rij.totp or "").at(now),
                    bron=bron,
                    now=now,
                )
            )
        except inrichten.OnbekendeCode:
            uitslagen.append(None)

    draden = [threading.Thread(target=maak_af, args=(nummer, f"192.0.2.{plek}")) for plek, nummer in enumerate(nummers)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sum(uitslag is not None for uitslag in uitslagen) == 1
    assert len(uitslagen) == 2
    with omgeving.databank.lezen(ALLE) as sessie:
        assert len(sessie.scalars(select(Accountsessie)).all()) == 1
