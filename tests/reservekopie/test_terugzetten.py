"""`portal restore`: what somebody wants back comes back; what left the house, and what was taken back, stays so."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import delete, func, make_url, select, text, update
from sqlalchemy.orm import Session

from portal.aanmelding.aanvullen import vul_aan
from portal.aanmelding.models import Aanmelding, Antwoord
from portal.db import sleutels
from portal.db.basis import Basis
from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.db.migreren import alembic_config
from portal.db.reservekopie.kopie import KopieFout
from portal.db.reservekopie.maken import maak
from portal.db.reservekopie.samenvoegen import (
    BLIJFT,
    LOGBOEK,
    SPRONG_PER_MENS,
    SPRONG_POSITIES,
    UIT_DE_KOPIE,
    VAN_MENSEN,
    VAN_NU,
    Samengevoegd,
)
from portal.db.reservekopie.terugzetten import keur, stand_van, zet_terug
from portal.db.sleutelwissel import tabellen
from portal.db.versie import is_bij
from portal.gemeente import Gemeente
from portal.inwoners.models import Inwoner, Inzage
from portal.inwoners.wissen import wis
from portal.meldingen.models import Melding
from portal.meldingen.service import zet_code_klaar
from portal.meldingen.sjablonen import Sjablonen
from portal.opdrachten.keys import ZOEKMERKEN
from portal.outbox.models import BEZORGD, OutboxEvent, OutboxPositie, OutboxStroom
from portal.outbox.posities import geef_posities
from portal.outbox.service import BACKOFFICE, record
from portal.toegang.models import PersoonlijkeCode, Sessie
from portal.toegang.service import vernieuw_code
from tests.conftest import CONTENT
from tests.databanken import gooi_weg, lege_postgres_url, nieuwe_url
from tests.reservekopie.conftest import NU, Meld

Terug = Callable[..., Samengevoegd]


@pytest.fixture
def terug(databank: Databank, tmp_path: Path) -> Terug:
    """Put a copy back; what was there before goes to `veilig`."""

    def terug(kopie: Path = tmp_path / "kopie", naar: Databank = databank) -> Samengevoegd:
        gekeurd = keur(naar, kopie, tabellen(ZOEKMERKEN))
        return zet_terug(naar, gekeurd, tmp_path / "veilig", bruikbaar=stand_van(naar))

    return terug


@pytest.fixture
def leeg(databank: Databank, tmp_path: Path) -> Iterator[Databank]:
    """Another database of the same kind, in which nobody signed up."""
    (tmp_path / "elders").mkdir()
    url = nieuwe_url("sqlite" if databank.is_sqlite else "postgresql", tmp_path / "elders")
    ander = Databank(url)
    yield ander
    ander.sluit()
    gooi_weg(url)


def _mensen(databank: Databank) -> set[UUID]:
    with databank.lezen(ALLE) as sessie:
        return set(sessie.scalars(select(Inwoner.id)))


def _rijen(databank: Databank, soort: type[Any]) -> list[Any]:
    with databank.lezen(ALLE) as sessie:
        return list(sessie.scalars(select(soort)))


def _bezorg_alles(databank: Databank) -> None:
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(update(OutboxEvent).values(delivered_at=NU, uitkomst=BEZORGD))
        sessie.execute(update(OutboxStroom).values(delivered_seq=OutboxStroom.last_seq))


def test_van_elke_tabel_is_gekozen_wat_er_bij_terugzetten_mee_gebeurt() -> None:
    gekozen = [*BLIJFT, *LOGBOEK, *VAN_MENSEN, *VAN_NU, *UIT_DE_KOPIE]
    assert len(gekozen) == len(set(gekozen))
    assert set(Basis.metadata.tables) == set(gekozen)


def test_wat_in_de_kopie_zit_komt_terug_en_wat_buiten_is_blijft_buiten(
    databank: Databank, meld: Meld, terug: Terug, tmp_path: Path
) -> None:
    eerst = {meld("12345678"), meld("12345679")}
    maak(databank, tmp_path / "kopie")
    _bezorg_alles(databank)
    later = meld("87654321")
    with databank.schrijven(ALLE) as sessie:
        aanmelding = sessie.scalars(select(Aanmelding).where(Aanmelding.inwoner_id == later)).one()
        vul_aan(sessie, aanmelding, "taal", "en", now=NU)
    with databank.schrijven(ALLE) as sessie:
        sessie.scalars(select(Inwoner).where(Inwoner.id.in_(eerst)).limit(1)).one().naam = "Per ongeluk"
    uitkomst = terug()
    assert uitkomst == Samengevoegd(verwant=True, nieuw=1, gewist=0)
    assert _mensen(databank) == {*eerst, later}, "who signed up since is not lost"
    assert [rij.naam for rij in _rijen(databank, Inwoner)] == [None, None, None]
    assert [rij.antwoord for rij in _rijen(databank, Antwoord)] == ['"en"']
    assert {rij.inwoner_id for rij in _rijen(databank, PersoonlijkeCode)} == {*eerst, later}
    events = _rijen(databank, OutboxEvent)
    assert {e.onderwerp_id for e in events} == {*eerst, later}, "what waits for the backoffice is still delivered"
    assert {e.onderwerp_id for e in events if e.uitkomst == BEZORGD} == eerst, "nothing goes twice"
    assert all(event.payload for event in events)
    assert {rij.inwoner_id for rij in _rijen(databank, Sessie)} == {*eerst, later}


def test_wat_er_eerst_was_is_ook_weer_terug_te_zetten(
    databank: Databank, meld: Meld, terug: Terug, tmp_path: Path
) -> None:
    eerst = meld("12345678")
    maak(databank, tmp_path / "kopie")
    with databank.schrijven(ALLE) as sessie:
        sessie.get_one(Inwoner, eerst).naam = "Nieuw"
    assert terug().nieuw == 0
    assert [rij.naam for rij in _rijen(databank, Inwoner)] == [None]
    (tmp_path / "veilig").rename(tmp_path / "terug")
    terug(tmp_path / "terug")
    assert [rij.naam for rij in _rijen(databank, Inwoner)] == ["Nieuw"]


def test_nummers_gaan_door_waar_ze_waren(
    databank: Databank, gemeente: Gemeente, meld: Meld, terug: Terug, tmp_path: Path
) -> None:
    wie = meld("12345678")
    with databank.schrijven(ALLE) as sessie:
        geef_posities(sessie, gemeente.slug)
    maak(databank, tmp_path / "kopie")
    with databank.schrijven(ALLE) as sessie:
        assert _leg_vast(sessie, gemeente, wie)[1] == 2
        geef_posities(sessie, gemeente.slug)
    terug()
    with databank.schrijven(ALLE) as sessie:
        assert _leg_vast(sessie, gemeente, wie)[1] == 3
        geef_posities(sessie, gemeente.slug)
        assert list(sessie.scalars(select(OutboxEvent.positie).order_by(OutboxEvent.seq))) == [1, 2, 3]
        assert sessie.get_one(OutboxPositie, (gemeente.slug, BACKOFFICE)).laatste == 3


def test_wie_gewist_is_komt_niet_terug(databank: Databank, meld: Meld, terug: Terug, tmp_path: Path) -> None:
    blijft, weg = meld("12345678"), meld("12345679")
    maak(databank, tmp_path / "kopie")
    with databank.schrijven(ALLE) as sessie:
        wis(sessie, sessie.get_one(Inwoner, weg), NU)
    assert terug() == Samengevoegd(verwant=True, nieuw=0, gewist=1)
    assert _mensen(databank) == {blijft}
    assert {rij.inwoner_id for rij in _rijen(databank, PersoonlijkeCode)} == {blijft}


def test_wat_beeindigd_is_begint_niet_opnieuw(databank: Databank, meld: Meld, terug: Terug, tmp_path: Path) -> None:
    wie = meld("12345678")
    maak(databank, tmp_path / "kopie")
    with databank.schrijven(ALLE) as sessie:
        vernieuw_code(sessie, sessie.get_one(Inwoner, wie), NU)
    codes = {rij.id: rij.ingetrokken_op for rij in _rijen(databank, PersoonlijkeCode)}
    terug()
    assert {rij.id: rij.ingetrokken_op for rij in _rijen(databank, PersoonlijkeCode)} == codes
    assert sorted(op is None for op in codes.values()) == [False, True]
    assert _rijen(databank, Sessie) == []


def test_het_logboek_van_wie_keek_houdt_alles(databank: Databank, meld: Meld, terug: Terug, tmp_path: Path) -> None:
    wie = meld("12345678")
    gezien = [_kijk(databank, wie)]
    maak(databank, tmp_path / "kopie")
    gezien.append(_kijk(databank, wie))
    terug()
    assert sorted(rij.id for rij in _rijen(databank, Inzage)) == sorted(gezien)
    with pytest.raises(Exception, match="inzage"), databank.schrijven(ALLE) as sessie:
        sessie.execute(delete(Inzage))


def test_een_bericht_gaat_niet_nog_eens(
    databank: Databank, leeg: Databank, meld: Meld, terug: Terug, tmp_path: Path
) -> None:
    wie = meld("12345678")
    with databank.schrijven(ALLE) as sessie:
        zet_code_klaar(sessie, Sjablonen(CONTENT / "meldingen"), sessie.get_one(Inwoner, wie), "sms", "123456", NU)
    maak(databank, tmp_path / "kopie")
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(update(Melding).values(status="verstuurd", verstuurd_op=NU))
    terug()
    assert [rij.status for rij in _rijen(databank, Melding)] == ["verstuurd"]
    (tmp_path / "veilig").unlink()
    terug(naar=leeg)
    (melding,) = _rijen(leeg, Melding)
    assert (melding.status, melding.begonnen_op) == ("klaargezet", melding.gemaakt_op), "as cut off in mid-send"


def test_op_een_lege_databank_springen_de_nummers(
    databank: Databank, leeg: Databank, gemeente: Gemeente, meld: Meld, terug: Terug, tmp_path: Path
) -> None:
    wie = meld("12345678")
    _bezorg_alles(databank)
    with databank.schrijven(ALLE) as sessie:
        wacht = _leg_vast(sessie, gemeente, wie)[0]
    maak(databank, tmp_path / "kopie")
    assert terug(naar=leeg) == Samengevoegd(verwant=False)
    assert _mensen(leeg) == {wie}
    assert _rijen(leeg, Sessie) == []
    with leeg.schrijven(ALLE) as sessie:
        assert _leg_vast(sessie, gemeente, wie)[1] == 3 + SPRONG_PER_MENS
        assert sessie.scalars(select(OutboxEvent.seq).where(OutboxEvent.id == wacht)).one() == 2 + SPRONG_PER_MENS
        stroom = sessie.scalars(select(OutboxStroom)).one()
        assert (stroom.delivered_seq, stroom.last_seq) == (1 + SPRONG_PER_MENS, 3 + SPRONG_PER_MENS)
        geef_posities(sessie, gemeente.slug)
        assert (sessie.scalar(select(func.min(OutboxEvent.positie))) or 0) > SPRONG_POSITIES


def test_andere_sleutels_worden_geweigerd_voor_er_iets_gebeurt(
    databank: Databank, meld: Meld, terug: Terug, tmp_path: Path, sleutelring: Path
) -> None:
    wie = meld("12345678")
    maak(databank, tmp_path / "kopie")
    eigen = sleutels.sleutels()
    ander = {"k1": b"a" * 32}
    try:
        for versleuteling, geheimen, woorden in (
            ({"k1": b"a" * 32}, None, "other keys"),
            ({"k9": b"a" * 32}, None, "encryption k1"),
            (None, ander, "other keys"),
            (None, {"k9": b"a" * 32}, "secret k1"),
        ):
            sleutels.gebruik(
                replace(
                    eigen,
                    versleuteling=sleutels.Sleutelring(versleuteling) if versleuteling else eigen.versleuteling,
                    geheimen=sleutels.Geheimring(geheimen) if geheimen else eigen.geheimen,
                )
            )
            with pytest.raises(KopieFout, match=woorden):
                terug()
    finally:
        sleutels.gebruik(eigen)
    assert _mensen(databank) == {wie}
    assert not (tmp_path / "veilig").exists()


def test_een_kopie_van_een_nieuwere_versie_wordt_geweigerd(databank: Databank, terug: Terug, tmp_path: Path) -> None:
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    maak(databank, tmp_path / "kopie")
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(KopieFout, match="newer version"):
        terug()


@pytest.mark.parametrize("soort", ["sqlite", "postgresql"])
def test_een_kopie_van_een_oudere_versie_wordt_bijgewerkt(soort: str, tmp_path: Path) -> None:
    oud_url = f"sqlite:///{tmp_path / 'oud.db'}" if soort == "sqlite" else lege_postgres_url()
    nieuw_url = nieuwe_url(soort, tmp_path)
    oud, nieuw = Databank(oud_url), Databank(nieuw_url)
    command.upgrade(alembic_config(oud), "0003")
    with oud.schrijven(ALLE) as sessie:
        sessie.execute(
            text("INSERT INTO outbox_positie (gemeente, bestemming, laatste, bevestigd) VALUES ('g', 'b', 7, 7)")
        )
    maak(oud, tmp_path / "kopie")
    gekeurd = keur(nieuw, tmp_path / "kopie", tabellen(ZOEKMERKEN))
    assert gekeurd.versie == "0003"
    zet_terug(nieuw, gekeurd, tmp_path / "veilig", bruikbaar=stand_van(nieuw))
    assert is_bij(nieuw)
    assert [rij.gemeente for rij in _rijen(nieuw, OutboxPositie)] == ["g"]
    for databank, url in ((oud, oud_url), (nieuw, nieuw_url)):
        databank.sluit()
        gooi_weg(url)


@pytest.mark.parametrize("databank", ["sqlite"], indirect=True)
@pytest.mark.parametrize("vanaf", [0, 4096 * 6], ids=["helemaal", "verderop"])
def test_een_databank_die_stuk_is_gaat_opzij(
    databank: Databank, meld: Meld, terug: Terug, tmp_path: Path, vanaf: int
) -> None:
    wie = meld("12345678")
    maak(databank, tmp_path / "kopie")
    databank.wis_sporen()
    pad = Path(make_url(databank.engine.url).database or "")
    heel = pad.read_bytes()
    pad.write_bytes(heel[:vanaf] + b"kapot" * 4000 + heel[vanaf + 20_000 :])
    assert terug() == Samengevoegd(verwant=False)
    assert _mensen(databank) == {wie}, "who had it open finds the new one"
    assert b"kapot" in (tmp_path / "veilig").read_bytes()


def _leg_vast(sessie: Session, gemeente: Gemeente, wie: UUID) -> tuple[UUID, int]:
    return record(
        sessie,
        gemeente=gemeente.slug,
        bestemming=BACKOFFICE,
        onderwerp_id=wie,
        type="aanmelding.aangevuld",
        data={},
        now=NU + timedelta(minutes=1),
    )


def _kijk(databank: Databank, wie: UUID) -> UUID:
    with databank.schrijven(ALLE) as sessie:
        rij = Inzage(gemeente="voorbeeldstad", id=nieuw_id(NU), inwoner_id=wie, op=NU, rol="backoffice", wat="inwoner")
        sessie.add(rij)
        return rij.id
