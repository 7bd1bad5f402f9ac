"""The keys change while people sign up and the worker delivers: nobody notices, and nothing needs the old key."""

import json
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


@pytest.fixture
def gevolgd(systeem: Opstelling, sleutelring: Path) -> Iterator[None]:
    """This test reads what the running system stores, whatever its keys become."""
    sleutels.volg(systeem.var, None, None)
    yield
    sleutels.gebruik(sleutels.laad_sleutels(sleutelring, None, None))


def _nieuwe_ring(var: Path) -> tuple[Sleutelring, Geheimring]:
    gelezen = json.loads((var / BESTAND).read_text())
    ringen = [_ring(soort, f"k2:{gelezen[soort]['k2']}", {}, minstens=16)[0] for soort in ("encryption", "secret")]
    return Sleutelring(ringen[0]), Geheimring(ringen[1])


def _niets_meer_met_k1(systeem: Opstelling) -> bool:
    stand = versleuteld_met(systeem.databank)
    return stand["k1"] == stand[""] == 0 < stand["k2"]


@pytest.mark.usefixtures("gevolgd")
def test_sleutels_wisselen_terwijl_iedereen_doorgaat(systeem: Opstelling, boek: Grootboek) -> None:
    systeem.zorg_dat_alles_loopt()
    eerder = Mens(systeem, boek)
    eerder.meld_aan()
    code = eerder.code()
    wacht_tot(lambda: _is_gehasht(systeem), "the worker does not hash the code")
    webprocessen, worker = systeem.webprocessen, systeem.worker
    menigte = Menigte(systeem, boek)
    menigte.begin()
    try:
        menigte.laat_er_door(8)
        uit = systeem.portal("keys", "rotate")
        assert "k2 is in use" in uit
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
    assert _niets_meer_met_k1(systeem)
    ring, geheimen = _nieuwe_ring(systeem.var)
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
    assert "Retired: k1" in systeem.portal("keys", "retire")
    systeem.herstart()
    Mens(systeem, boek).meld_aan()
    assert Mens(systeem, boek).kom_terug(code) == 303
    controleer(systeem, boek)


def _is_gehasht(systeem: Opstelling) -> bool:
    with systeem.databank.lezen(ALLE) as sessie:
        return all(rij.code_hash for rij in sessie.scalars(select(PersoonlijkeCode)))
