"""Writing a row without a flush: the session and the gemeente filter know it all the same."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from portal.db.databank import AndereGemeente, Databank
from portal.db.ids import nieuw_id
from portal.db.schrijven import voeg_toe
from portal.inwoners.models import Inwoner

NU = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _inwoner(gemeente: str = "voorbeeldstad") -> Inwoner:
    inwoner = Inwoner(
        gemeente=gemeente,
        id=nieuw_id(NU),
        telefoon_onzeker=False,
        langskomen=False,
        taal="nl",
        veilig_bereikbaar="onbekend",
        gemaakt_op=NU,
    )
    inwoner.naam = "Iemand"
    return inwoner


def test_wat_is_toegevoegd_staat_er_na_de_transactie(databank: Databank) -> None:
    inwoner = _inwoner()
    with databank.schrijven("voorbeeldstad") as sessie:
        voeg_toe(sessie, inwoner)
    with databank.lezen("voorbeeldstad") as sessie:
        gelezen = sessie.get_one(Inwoner, inwoner.id)
    assert (gelezen.naam, gelezen.telefoon, gelezen.gemaakt_op) == ("Iemand", None, NU)


def test_de_sessie_kent_de_rij_en_schrijft_hem_niet_nog_eens(databank: Databank) -> None:
    opdrachten: list[str] = []
    event.listen(databank.engine, "before_cursor_execute", lambda _c, _k, opdracht, *_: opdrachten.append(opdracht))
    inwoner = _inwoner()
    with databank.schrijven("voorbeeldstad") as sessie:
        voeg_toe(sessie, inwoner)
        assert sessie.get(Inwoner, inwoner.id) is inwoner
        assert inwoner.naam == "Iemand"
    assert [opdracht.split()[0] for opdracht in opdrachten if not opdracht.startswith("BEGIN")] == ["INSERT"]


def test_een_wijziging_erna_wordt_ook_bewaard(databank: Databank) -> None:
    inwoner = _inwoner()
    with databank.schrijven("voorbeeldstad") as sessie:
        voeg_toe(sessie, inwoner)
        inwoner.veilig_bereikbaar = "ja"
    with databank.lezen("voorbeeldstad") as sessie:
        assert sessie.get_one(Inwoner, inwoner.id).veilig_bereikbaar == "ja"


def test_een_rij_van_een_andere_gemeente_wordt_niet_geschreven(databank: Databank) -> None:
    with pytest.raises(AndereGemeente), databank.schrijven("voorbeeldstad") as sessie:
        voeg_toe(sessie, _inwoner("elders"))
    with databank.lezen("elders") as sessie:
        assert sessie.query(Inwoner).count() == 0
