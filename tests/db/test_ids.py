"""Ids: random enough, of their own moment, and in the order in which they were made."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import RFC_4122

from portal.db.ids import nieuw_id

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def test_een_id_is_een_uuid_van_versie_7_met_zijn_moment() -> None:
    for _ in range(1000):
        gemaakt = nieuw_id(NU)
        assert (gemaakt.version, gemaakt.variant) == (7, RFC_4122)
        assert gemaakt.int >> 80 == int(NU.timestamp() * 1000)


def test_ids_van_hetzelfde_moment_staan_in_de_volgorde_waarin_ze_gemaakt_zijn() -> None:
    ids = [nieuw_id(NU) for _ in range(5000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert nieuw_id(NU + timedelta(milliseconds=1)) > ids[-1]


def test_het_volgende_id_is_niet_te_raden() -> None:
    stappen = [b.int - a.int for a, b in pairwise(nieuw_id(NU) for _ in range(200))]
    assert len(set(stappen)) == len(stappen)
    assert max(stappen) > 1 << 36
