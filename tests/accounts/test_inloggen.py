"""Coming in with address, password and code: all three, and nobody learns which one was wrong."""

import threading
from datetime import timedelta

import pytest

from portal.accounts import inloggen, pogingen, service, sessies
from portal.accounts.inloggen import KloptNiet, TeVaak
from portal.accounts.models import BEHEERDER
from portal.db.databank import ALLE
from portal.omgeving import Omgeving
from tests.beheer.mens import WACHTWOORD, Beheerder, maak

BRON = "192.0.2.7"


def _slug(omgeving: Omgeving) -> str:
    return next(iter(omgeving.gemeenten)).slug


def _probeer(omgeving: Omgeving, wie: Beheerder, *, bron: str = BRON, **anders: str) -> str:
    now = omgeving.klok.nu()
    velden = {"email": wie.email, "wachtwoord": WACHTWOORD, "code": wie.code(now)} | anders
    return inloggen.met_wachtwoord(
        omgeving.databank, gemeente=_slug(omgeving), rol=BEHEERDER, bron=bron, now=now, **velden
    )


def test_met_alle_drie_kom_je_binnen(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    nummer = _probeer(omgeving, wie, email=f" {wie.email.upper()} ")
    with omgeving.databank.lezen(ALLE) as sessie:
        gevonden = sessies.vind(sessie, nummer, BEHEERDER, omgeving.klok.nu())
        assert gevonden is not None
        assert gevonden[1].id == wie.id


@pytest.mark.parametrize(
    "anders",
    [
        {"email": "onbekend@gemeente.example"},
        {"email": ""},
        {"email": "' OR 1=1 --"},
        {"wachtwoord": "een ander wachtwoord"},
        {"wachtwoord": ""},
        {"wachtwoord": WACHTWOORD + " " * 500},
        {"code": "000000"},
        {"code": ""},
        {"code": "geen code"},
    ],
)
def test_met_een_ervan_verkeerd_is_het_antwoord_altijd_hetzelfde(omgeving: Omgeving, anders: dict[str, str]) -> None:
    wie = maak(omgeving)
    with pytest.raises(KloptNiet) as fout:
        _probeer(omgeving, wie, **anders)
    assert fout.value.args == ()
    assert _probeer(omgeving, wie)


def test_een_code_uit_de_app_werkt_een_keer_ook_als_er_twee_tegelijk_komen(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    uitslagen: list[object] = []

    def probeer(bron: str) -> None:
        try:
            uitslagen.append(_probeer(omgeving, wie, bron=bron))
        except KloptNiet:
            uitslagen.append(None)

    draden = [threading.Thread(target=probeer, args=(f"192.0.2.{nummer}",)) for nummer in range(3)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sum(uitslag is not None for uitslag in uitslagen) == 1
    omgeving.klok.verzet(seconds=30)  # type: ignore[attr-defined]
    assert _probeer(omgeving, wie)


def test_wie_geblokkeerd_is_of_nog_niets_instelde_komt_er_niet_in(omgeving: Omgeving) -> None:
    wie, ander = maak(omgeving), maak(omgeving, email="ander@gemeente.example")
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        service.blokkeer(sessie, wie.id, door=None, now=omgeving.klok.nu())
        service.herstel(sessie, ander.id, door=None, now=omgeving.klok.nu())
    for deze in (wie, ander):
        with pytest.raises(KloptNiet):
            _probeer(omgeving, deze)


def test_na_twintig_keer_mis_wacht_die_plek_tot_morgen_en_een_andere_niet(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        for _ in range(pogingen.PER_BRON - 1):
            pogingen.mis(sessie, _slug(omgeving), BRON, omgeving.klok.nu())
    with pytest.raises(KloptNiet):
        _probeer(omgeving, wie, wachtwoord="nog een keer mis")
    with pytest.raises(TeVaak):
        _probeer(omgeving, wie)
    assert _probeer(omgeving, wie, bron="198.51.100.1")
    omgeving.klok.verzet(days=1)  # type: ignore[attr-defined]
    assert _probeer(omgeving, wie)


def test_een_vreemde_die_alles_opmaakt_sluit_niemand_buiten(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    with omgeving.databank.schrijven(_slug(omgeving)) as sessie:
        for nummer in range(pogingen.PER_DAG):
            pogingen.mis(sessie, _slug(omgeving), f"10.0.{nummer // 19}.1", omgeving.klok.nu())
        assert not pogingen.mag(sessie, "10.0.0.1", omgeving.klok.nu())
    assert _probeer(omgeving, wie)


def test_codes_van_de_app_zijn_niet_te_raden_ook_niet_met_het_wachtwoord(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    goed = {wie.code(omgeving.klok.nu() + timedelta(seconds=s)) for s in (-30, 0, 30)}
    fout = next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in goed)
    for nummer in range(pogingen.TOTP_PER_DAG):
        with pytest.raises(KloptNiet):
            _probeer(omgeving, wie, bron=f"192.0.2.{nummer}", code=fout)
    with pytest.raises(KloptNiet):
        _probeer(omgeving, wie, bron="198.51.100.1")
    assert pogingen.TOTP_PER_DAG * 3 / 10**6 < 1e-4, "the chance of hitting one on a day, with the password"
    omgeving.klok.verzet(days=1)  # type: ignore[attr-defined]
    assert _probeer(omgeving, wie)


def test_zonder_het_wachtwoord_maakt_niemand_iemands_codes_op(omgeving: Omgeving) -> None:
    wie = maak(omgeving)
    for nummer in range(5):
        with pytest.raises(KloptNiet):
            _probeer(omgeving, wie, bron=f"192.0.2.{nummer}", wachtwoord="geraden wachtwoord", code="000000")
    with omgeving.databank.lezen(_slug(omgeving)) as sessie:
        assert pogingen._stand(sessie, f"totp|{wie.id}", omgeving.klok.nu()) == 0
