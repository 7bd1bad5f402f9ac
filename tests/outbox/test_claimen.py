"""Leases: one worker at a time per stream, nothing written by who lost it, and a claim that never gets slower."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, insert, text
from sqlalchemy.orm import Session

from portal.db.databank import ALLE, Databank
from portal.db.ids import nieuw_id
from portal.outbox.afronden import Uitslag, rond_af
from portal.outbox.bestemmingen.bestemming import Later
from portal.outbox.claimen import (
    EVENTS_PER_KEER,
    EVENTS_PER_STROOM,
    LEASE,
    Claim,
    claim,
    laat_los,
    verleng,
)
from portal.outbox.models import BEZORGD, OutboxStroom
from portal.outbox.service import BACKOFFICE, record
from tests.conftest import VasteKlok
from tests.outbox.bouwers import STAD, events, neem_op, stroom

WIE = UUID("019a9c00-0000-7000-8000-00000000000a")


def _claim(databank: Databank, klok: VasteKlok, hoogstens: int = 50) -> list[Claim]:
    with databank.schrijven(ALLE) as sessie:
        return claim(sessie, STAD, BACKOFFICE, klok.nu(), hoogstens)


def _bezorgd(claim: Claim) -> Uitslag:
    return Uitslag(claim, [(deze.id, BEZORGD) for deze in claim.events])


def _rond_af(databank: Databank, klok: VasteKlok, *uitslagen: Uitslag) -> list[int]:
    """Mark; gives how many were settled, lost and busy."""
    with databank.schrijven(ALLE) as sessie:
        afronding = rond_af(sessie, uitslagen, klok.nu(), lambda: 0.5)
    return [len(afronding.klaar), len(afronding.kwijt), len(afronding.bezet)]


def test_wat_genomen_is_neemt_een_ander_niet(databank: Databank, klok: VasteKlok) -> None:
    for _ in range(3):
        neem_op(databank, klok.nu())
    eerste, tweede, derde = _claim(databank, klok, 2), _claim(databank, klok), _claim(databank, klok)
    assert [len(eerste), len(tweede), len(derde)] == [2, 1, 0]


def test_een_lijn_die_na_het_terugzetten_van_een_kopie_weg_is_houdt_niemand_bezig(
    databank: Databank, klok: VasteKlok
) -> None:
    neem_op(databank, klok.nu())
    (genomen,) = _claim(databank, klok)
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(text("DELETE FROM outbox_event"))
        sessie.execute(text("DELETE FROM outbox_stroom"))
    assert _rond_af(databank, klok, _bezorgd(genomen)) == [0, 1, 0]


def test_een_verlopen_lease_is_weer_voor_iedereen(databank: Databank, klok: VasteKlok) -> None:
    neem_op(databank, klok.nu())
    assert len(_claim(databank, klok)) == 1
    klok.zet(klok.nu() + LEASE - timedelta(seconds=1))
    assert _claim(databank, klok) == []
    klok.verzet(seconds=1)
    assert len(_claim(databank, klok)) == 1


def test_een_verlengde_lease_blijft(databank: Databank, klok: VasteKlok) -> None:
    neem_op(databank, klok.nu())
    [mijn] = _claim(databank, klok)
    klok.verzet(seconds=20)
    with databank.schrijven(ALLE) as sessie:
        verleng(sessie, [mijn], klok.nu())
    klok.verzet(seconds=20)
    assert _claim(databank, klok) == []


def test_wie_de_lease_kwijt_is_verandert_niets_meer(databank: Databank, klok: VasteKlok) -> None:
    neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), WIE)
    [traag] = _claim(databank, klok)
    klok.zet(klok.nu() + LEASE)
    [vlug] = _claim(databank, klok)
    assert vlug.token != traag.token

    assert _rond_af(databank, klok, Uitslag(traag, einde=Later(None, "too late"))) == [0, 1, 0]
    assert _rond_af(databank, klok, _bezorgd(traag)) == [0, 1, 0]
    with databank.schrijven(ALLE) as sessie:
        verleng(sessie, [traag], klok.nu() + LEASE)
        laat_los(sessie, [traag], klok.nu())
    rij = stroom(databank, WIE)
    assert (rij.token, rij.delivered_seq, rij.last_error) == (vlug.token, 0, None)
    assert rij.lease_until == klok.nu() + LEASE
    assert all(deze.delivered_at is None for deze in events(databank, WIE))

    assert _rond_af(databank, klok, _bezorgd(vlug)) == [1, 0, 0]
    assert stroom(databank, WIE).delivered_seq == 2


def test_wat_erbij_komt_terwijl_een_ander_bezorgt_wacht_op_de_volgende_beurt(
    databank: Databank, klok: VasteKlok
) -> None:
    neem_op(databank, klok.nu(), WIE)
    [eerste] = _claim(databank, klok)
    neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), WIE, dringend=True)
    assert _claim(databank, klok) == []
    assert _rond_af(databank, klok, _bezorgd(eerste)) == [1, 0, 0]
    [tweede] = _claim(databank, klok)
    assert [deze.seq for deze in tweede.events] == [2, 3]


def test_een_streep_tussen_goed_en_mis_in_dezelfde_rij(databank: Databank, klok: VasteKlok) -> None:
    for _ in range(3):
        neem_op(databank, klok.nu(), WIE)
    [mijn] = _claim(databank, klok)
    uitslag = Uitslag(mijn, [(mijn.events[0].id, BEZORGD)], Later(None, "answered 500"))
    assert _rond_af(databank, klok, uitslag) == [1, 0, 0]
    rij = stroom(databank, WIE)
    assert (rij.delivered_seq, rij.attempts, rij.last_error) == (1, 1, "answered 500")
    assert rij.due_at == klok.nu() + timedelta(seconds=5)
    assert [deze.delivered_at is not None for deze in events(databank, WIE)] == [True, False, False]


def test_wie_nooit_aan_de_beurt_kwam_gaat_terug_zoals_hij_was(databank: Databank, klok: VasteKlok) -> None:
    neem_op(databank, klok.nu(), WIE)
    [eerste] = _claim(databank, klok)
    _rond_af(databank, klok, Uitslag(eerste, einde=Later(None, "answered 500")))
    klok.verzet(seconds=5)
    [tweede] = _claim(databank, klok)
    assert _rond_af(databank, klok, Uitslag(tweede)) == [1, 0, 0]
    rij = stroom(databank, WIE)
    assert (rij.attempts, rij.last_error, rij.token, rij.due_at) == (1, "answered 500", None, klok.nu())


@pytest.mark.parametrize("databank", ["postgresql"], indirect=True)
def test_de_worker_wacht_nooit_op_iemand_die_opneemt(databank: Databank, klok: VasteKlok) -> None:
    """Waiting could be mutual: whoever records here may be about to record in another row that we hold."""
    ander = uuid4()
    neem_op(databank, klok.nu(), WIE)
    neem_op(databank, klok.nu(), ander)
    uitslagen = [_bezorgd(c) for c in _claim(databank, klok)]
    with databank.schrijven(STAD) as sessie:
        _neem_op_in(sessie, WIE, klok)
        sessie.flush()
        assert _rond_af(databank, klok, *uitslagen) == [1, 0, 1]
        _neem_op_in(sessie, ander, klok)
        with databank.schrijven(ALLE) as worker:
            verleng(worker, [uitslag.claim for uitslag in uitslagen], klok.nu())
            assert claim(worker, STAD, BACKOFFICE, klok.nu(), 50) == []
    [bezet] = [uitslag for uitslag in uitslagen if uitslag.claim.stroom_id == stroom(databank, WIE).id]
    assert _rond_af(databank, klok, bezet) == [1, 0, 0]
    assert [(c.delivered_seq, len(c.events)) for c in _claim(databank, klok)] == [(1, 1), (1, 1)]


def test_er_komt_nooit_meer_in_het_geheugen_dan_de_grens(databank: Databank, klok: VasteKlok) -> None:
    mensen = [uuid4() for _ in range(20)]
    with databank.schrijven(STAD) as sessie:
        for _ in range(EVENTS_PER_STROOM + 5):
            for wie in mensen:
                _neem_op_in(sessie, wie, klok)
    claims = _claim(databank, klok)
    assert sum(len(c.events) for c in claims) == EVENTS_PER_KEER
    assert all(c.events[0].seq == 1 for c in claims)  # everybody's first comes before anybody's last
    for c in claims:
        assert [deze.seq for deze in c.events] == list(range(1, len(c.events) + 1))


def test_claimen_gaat_langs_de_deelindex_hoeveel_rijen_er_ook_zijn(databank: Databank, klok: VasteKlok) -> None:
    _vul(databank, klok, klaar=20_000, wachtend=500)
    plan = _plan_van_claim(databank, klok)
    assert "ix_outbox_stroom_aan_de_beurt" in plan
    assert "SCAN outbox_stroom" not in plan
    assert "Seq Scan on outbox_stroom" not in plan
    assert "B-TREE FOR ORDER BY" not in plan  # they stand in order already
    assert "Sort" not in plan


def _vul(databank: Databank, klok: VasteKlok, *, klaar: int, wachtend: int) -> None:
    now = klok.nu()
    with databank.schrijven(ALLE) as sessie:
        sessie.execute(
            insert(OutboxStroom),
            [
                {
                    "id": nieuw_id(now),
                    "gemeente": STAD,
                    "bestemming": BACKOFFICE,
                    "onderwerp_id": uuid4(),
                    "last_seq": 1,
                    "delivered_seq": int(nummer < klaar),
                    "due_at": now - timedelta(seconds=nummer),
                    "attempts": 0,
                    "rejections": 0,
                }
                for nummer in range(klaar + wachtend)
            ],
        )
    with databank.engine.connect() as verbinding:
        verbinding.execute(text("ANALYZE"))
        verbinding.commit()


def _plan_van_claim(databank: Databank, klok: VasteKlok) -> str:
    """Let the database say how it goes about the very statement that was run, with the same values."""
    gedaan: list[tuple[str, Any]] = []

    def onthoud(_v: object, _c: object, opdracht: str, waarden: Any, *_: object) -> None:
        gedaan.append((opdracht, waarden))

    uitleg = "EXPLAIN QUERY PLAN" if databank.is_sqlite else "EXPLAIN"
    with databank.schrijven(ALLE) as sessie:
        verbinding = sessie.connection()
        event.listen(verbinding, "before_cursor_execute", onthoud)
        claim(sessie, STAD, BACKOFFICE, klok.nu(), 50)
        event.remove(verbinding, "before_cursor_execute", onthoud)
        [(opdracht, waarden)] = [paar for paar in gedaan if "UPDATE outbox_stroom" in paar[0]]
        rijen = verbinding.exec_driver_sql(f"{uitleg} {opdracht}", waarden)
        return "\n".join(str(rij[-1]) for rij in rijen)


def _neem_op_in(sessie: Session, wie: UUID, klok: VasteKlok) -> None:
    record(sessie, gemeente=STAD, bestemming=BACKOFFICE, onderwerp_id=wie, type="t", data={}, now=klok.nu())
