"""Words are kept no longer than needed, and never wiped before they arrived."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from portal.aanmelding.aanvullen import vul_aan
from portal.aanmelding.bewaren import wis_woorden
from portal.aanmelding.models import Aanmelding, Antwoord
from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.outbox.models import BEZORGD, OutboxEvent, OutboxStroom
from portal.termijnen import Kalender
from tests.bouwers import aangemeld, aanvraag

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = NU + timedelta(days=31)


def _bezorg(databank: Databank, gemeente: Gemeente, tot_en_met: int) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        sessie.execute(
            update(OutboxEvent).where(OutboxEvent.seq <= tot_en_met).values(delivered_at=NU, uitkomst=BEZORGD)
        )
        sessie.execute(update(OutboxStroom).values(delivered_seq=tot_en_met))


def _wis(databank: Databank, gemeente: Gemeente, bezorgd_voor: datetime) -> int:
    with databank.schrijven(gemeente.slug) as sessie:
        return wis_woorden(sessie, bezorgd_voor)


def _woorden(databank: Databank, gemeente: Gemeente) -> tuple[str | None, str | None]:
    with databank.lezen(gemeente.slug) as sessie:
        return sessie.scalars(select(Aanmelding)).one().eigen_woorden, sessie.scalars(select(Antwoord)).one().antwoord


def test_woorden_gaan_weg_als_de_backoffice_ze_lang_genoeg_heeft(
    databank: Databank, gemeente: Gemeente, kalender: Kalender
) -> None:
    with databank.schrijven(gemeente.slug) as sessie:
        wie = aangemeld(sessie, gemeente, kalender, NU, wat=aanvraag(eigen_woorden="Mijn woorden"))
        vul_aan(sessie, sessie.get_one(Aanmelding, wie.aanmelding_id), "zorg", "De huur", now=NU)
    assert _wis(databank, gemeente, LATER) == 0, "nothing was delivered yet"
    _bezorg(databank, gemeente, 1)
    assert _wis(databank, gemeente, LATER) == 0, "an answer is still on its way"
    _bezorg(databank, gemeente, 2)
    assert _wis(databank, gemeente, NU) == 0, "it is not that long ago"
    assert _woorden(databank, gemeente) == ("Mijn woorden", '"De huur"')
    assert _wis(databank, gemeente, LATER) == 2
    assert _woorden(databank, gemeente) == (None, None)
    assert _wis(databank, gemeente, LATER) == 0
