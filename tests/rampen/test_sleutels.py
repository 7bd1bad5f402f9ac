"""The keys change while people sign up and the worker delivers: nobody notices, and nothing needs the old key."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.db import sleutels
from portal.db.databank import ALLE
from portal.db.sleutels import BESTAND, Geheimring, Sleutelring, _ring
from portal.db.sleutelwissel import tabellen, versleuteld_met
from portal.inwoners.models import Inwoner
from portal.opdrachten.keys import ZOEKMERKEN
from portal.toegang.models import PersoonlijkeCode
from tests.rampen.grootboek import Grootboek, Menigte, Mens, controleer
from tests.rampen.opstelling import Opstelling, wacht_tot
from tests.rampen.proces import WISSEL


@pytest.fixture
def gevolgd(systeem: Opstelling, sleutelring: Path) -> Iterator[None]:
    """This test reads what the running system stores, whatever its keys become."""
    sleutels.volg(systeem.var, None, None)
    yield
    sleutels.gebruik(sleutels.laad_sleutels(sleutelring, None, None))


def _ring_van(var: Path, naam: str) -> tuple[Sleutelring, Geheimring]:
    gelezen = json.loads((var / BESTAND).read_text())
    ringen = [_ring(soort, f"{naam}:{gelezen[soort][naam]}", {}, minstens=16)[0] for soort in ("encryption", "secret")]
    return Sleutelring(ringen[0]), Geheimring(ringen[1])


def _alles_is_van(systeem: Opstelling, nieuw: str) -> bool:
    return {naam for naam, aantal in versleuteld_met(systeem.databank).items() if aantal} == {nieuw}


@pytest.mark.usefixtures("gevolgd")
def test_sleutels_wisselen_terwijl_iedereen_doorgaat(systeem: Opstelling, boek: Grootboek) -> None:
    systeem.zorg_dat_alles_loopt()
    eerder = Mens(systeem, boek)
    eerder.meld_aan()
    code = eerder.code()
    wacht_tot(lambda: _is_gehasht(systeem), "the worker does not hash the code")
    webprocessen, worker = systeem.webprocessen, systeem.worker
    bekend = sleutels.sleutels().versleuteling.namen
    menigte = Menigte(systeem, boek)
    menigte.begin()
    try:
        menigte.laat_er_door(8)
        uit = systeem.portal("keys", "rotate")
        oud, nieuw = max(bekend), sleutels.sleutels().versleuteling.actief
        assert f"{nieuw} is in use" in uit
        menigte.laat_er_door(8)
    finally:
        menigte.stop()
    assert menigte.fouten == []
    assert menigte.herhaald == 0, "somebody had to send again"
    assert (systeem.webprocessen, systeem.worker) == (webprocessen, worker), "nobody had to start again"
    controleer(systeem, boek)
    assert eerder.vraag("GET", "/nl/aanmelden/klaar")[0] == 200, "the session of before"
    eerder.zeg_haast()
    assert Mens(systeem, boek).kom_terug(code) == 303, "the code of before"
    assert nieuw not in bekend
    assert _alles_is_van(systeem, nieuw)
    ring, geheimen = _ring_van(systeem.var, nieuw)
    with systeem.databank.lezen(ALLE) as sessie:
        for tabel in tabellen(ZOEKMERKEN):
            for rij in sessie.execute(select(tabel.tabel)).mappings():
                for veld in tabel.geheimen:
                    if rij[veld.kolom] is not None:
                        ring.ontsleutel(rij[veld.kolom], f"{tabel.tabel.name}|{veld.kolom}|{rij['gemeente']}".encode())
        for telefoon in boek.aangemeld:
            gevonden = sessie.scalars(
                select(Inwoner).where(Inwoner.telefoon_index == geheimen.merk("telefoon", telefoon))
            ).all()
            assert [inwoner.telefoon for inwoner in gevonden] == [telefoon]
    uitgezet = systeem.portal("keys", "retire").partition(".")[0]
    assert oud in uitgezet
    assert nieuw not in uitgezet
    systeem.herstart()
    Mens(systeem, boek).meld_aan()
    assert Mens(systeem, boek).kom_terug(code) == 303
    controleer(systeem, boek)


@pytest.mark.usefixtures("gevolgd")
@pytest.mark.parametrize("punt", WISSEL)
def test_een_wissel_die_hier_sterft_wordt_nog_eens_gevraagd_en_komt_af(
    systeem: Opstelling, boek: Grootboek, punt: str
) -> None:
    systeem.zorg_dat_alles_loopt()
    mens = Mens(systeem, boek)
    mens.meld_aan()
    systeem.wapen(punt)
    systeem.portal("keys", "rotate", code=-signal.SIGKILL)
    assert not systeem.is_gewapend(punt)
    mens.zeg_haast()  # nobody notices
    Mens(systeem, boek).meld_aan()
    nieuwste = max(versleuteld_met(systeem.databank))
    uit = systeem.portal("keys", "rotate")
    assert f"made anew with key {nieuwste}" in uit, "it went on with the same key"
    assert _alles_is_van(systeem, nieuwste)
    controleer(systeem, boek)


def _is_gehasht(systeem: Opstelling) -> bool:
    with systeem.databank.lezen(ALLE) as sessie:
        return all(rij.code_hash for rij in sessie.scalars(select(PersoonlijkeCode)))
