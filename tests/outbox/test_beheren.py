"""The operator's hands: seeing what stands still without seeing anybody's story, and helping it on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result

from portal.db.databank import ALLE, Databank
from portal.gemeente import Gemeenten
from portal.outbox.beheren import NietAanDeBeurt, OnbekendEvent, duur, sla_over, stilstanden, stuur_opnieuw, toon
from portal.outbox.claimen import claim
from portal.outbox.cli import outbox
from portal.outbox.service import BACKOFFICE
from portal.outbox.worker import Worker
from tests.conftest import VasteKlok
from tests.outbox.bouwers import STAD, events, neem_op, stroom
from tests.outbox.ontvanger import Antwoord, Ontvanger, altijd

WIE = UUID("019a9c00-0000-7000-8000-00000000000a")
ANDER = UUID("019a9c00-0000-7000-8000-00000000000b")

Opdracht = Callable[..., Result]


@dataclass(frozen=True)
class Bediening:
    databank: Databank
    gemeenten: Gemeenten
    klok: VasteKlok


@pytest.fixture
def portal(databank: Databank, gemeenten: Gemeenten, klok: VasteKlok) -> Opdracht:
    """Run `portal outbox …`; gives what it printed and its exit code."""

    def opdracht(*woorden: object) -> Result:
        return CliRunner().invoke(outbox, [str(woord) for woord in woorden], obj=Bediening(databank, gemeenten, klok))

    return opdracht


@pytest.fixture
def geparkeerd(databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger) -> list[UUID]:
    """Somebody's line of three, parked at the first: the receiver refuses it."""
    bak.regel = lambda levering: Antwoord(422 if levering.event["subject"] == str(WIE) else 204)
    ids = [neem_op(databank, klok.nu(), WIE, data={"naam": "Kanarie"}) for _ in range(3)]
    for _ in range(3):
        worker.een_ronde(klok.nu())
        klok.verzet(minutes=1)
    assert stroom(databank, WIE).parked_at is not None
    return ids


def test_opnieuw_sturen_haalt_een_rij_van_de_parkeerplaats(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    bak.regel = altijd(204)
    assert worker.een_ronde(klok.nu()) == 0
    gedaan = portal("resend", geparkeerd[0])
    assert (gedaan.exit_code, gedaan.output) == (0, "It will be tried now.\n")
    assert worker.een_ronde(klok.nu()) == 3
    assert bak.nummers(WIE) == [1, 2, 3]
    weer = portal("resend", geparkeerd[0])
    assert weer.exit_code == 1
    assert "Nothing was changed: it was settled at" in weer.output


def test_na_opnieuw_sturen_zijn_er_weer_drie_kansen(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    portal("resend", geparkeerd[0])
    for verwacht in (None, None, "geparkeerd"):
        worker.een_ronde(klok.nu())
        assert (stroom(databank, WIE).parked_at is not None) == (verwacht is not None)
        klok.verzet(minutes=1)


def test_overslaan_wordt_met_reden_bewaard_en_het_volgende_gaat_door(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    bak.regel = altijd(204)
    gedaan = portal("skip", geparkeerd[0], "--reason", "sent by mail instead")
    assert gedaan.exit_code == 0
    assert worker.een_ronde(klok.nu()) == 2
    assert bak.nummers(WIE) == [2, 3]
    eerste, *rest = events(databank, WIE)
    assert (eerste.uitkomst, eerste.reden) == ("overgeslagen", "sent by mail instead")
    assert [event.uitkomst for event in rest] == ["bezorgd", "bezorgd"]
    assert eerste.delivered_at is not None


def test_alleen_wat_vooraan_staat_kan_worden_overgeslagen(
    databank: Databank, klok: VasteKlok, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    gedaan = portal("skip", geparkeerd[1], "--reason", "x")
    assert gedaan.exit_code == 1
    assert "its line stands still at number 1, this is 2" in gedaan.output
    assert portal("skip", geparkeerd[0], "--reason", " ").exit_code == 2
    assert portal("skip", geparkeerd[0]).exit_code == 2
    assert all(event.delivered_at is None for event in events(databank, WIE))


def test_wat_onderweg_is_kan_niet_worden_overgeslagen(databank: Databank, klok: VasteKlok) -> None:
    event_id = neem_op(databank, klok.nu(), WIE)
    with databank.schrijven(ALLE) as sessie:
        claim(sessie, STAD, BACKOFFICE, klok.nu(), 1)
    with pytest.raises(NietAanDeBeurt, match="being brought"), databank.schrijven(ALLE) as sessie:
        sla_over(sessie, event_id, "x", klok.nu())
    klok.verzet(seconds=30)
    with databank.schrijven(ALLE) as sessie:
        sla_over(sessie, event_id, "x", klok.nu())
    assert stroom(databank, WIE).delivered_seq == 1


def test_opnieuw_sturen_breekt_geen_lease(databank: Databank, klok: VasteKlok) -> None:
    event_id = neem_op(databank, klok.nu(), WIE)
    with databank.schrijven(ALLE) as sessie:
        [mijn] = claim(sessie, STAD, BACKOFFICE, klok.nu(), 1)
    with databank.schrijven(ALLE) as sessie:
        stuur_opnieuw(sessie, event_id, klok.nu())
    rij = stroom(databank, WIE)
    assert (rij.token, rij.due_at) == (mijn.token, klok.nu() + timedelta(seconds=30))


def test_alles_opnieuw_ook_wat_nog_een_uur_zou_wachten(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    bak.regel = altijd(500)
    neem_op(databank, klok.nu(), ANDER)
    worker.een_ronde(klok.nu())
    bak.regel = altijd(204)
    assert portal("resend", "--all", "--gemeente", "anderdorp").output == "0 lines will be tried now.\n"
    assert worker.een_ronde(klok.nu()) == 0
    assert portal("resend", "--all").output == "2 lines will be tried now.\n"
    assert worker.een_ronde(klok.nu()) == 4
    assert portal("resend").exit_code == 2
    assert portal("resend", geparkeerd[0], "--all").exit_code == 2


def test_de_lijst_zegt_waar_iets_stilstaat_en_waarom(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    bak.regel = altijd(500)
    neem_op(databank, klok.nu(), ANDER)
    worker.een_ronde(klok.nu())
    with databank.lezen(ALLE) as sessie:
        eerste, tweede = stilstanden(sessie)
    assert (eerste.event_id, eerste.geparkeerd, eerste.wachtend, eerste.volgende_poging) == (
        geparkeerd[0],
        True,
        3,
        None,
    )
    assert (tweede.onderwerp_id, tweede.geparkeerd, tweede.reden) == (ANDER, False, "answered 500")
    uitvoer = portal("list").output
    assert f"{geparkeerd[0]}  aanmelding.ontvangen  number 1 of {WIE}" in uitvoer
    assert "voorbeeldstad backoffice, parked: answered 422" in uitvoer
    assert "voorbeeldstad backoffice, failing, next try in 5 s: answered 500" in uitvoer
    assert portal("list", "--gemeente", "anderdorp").output == "Nothing stands still.\n"


def test_de_stand_zegt_het_in_woorden(
    databank: Databank, worker: Worker, klok: VasteKlok, bak: Ontvanger, portal: Opdracht
) -> None:
    assert portal("status").output == "No worker was ever seen: start `portal worker`.\n"
    worker.een_ronde(klok.nu())
    assert "voorbeeldstad backoffice: nothing delivered yet" in portal("status").output
    neem_op(databank, klok.nu(), WIE)
    worker.een_ronde(klok.nu())
    klok.verzet(seconds=7)
    assert "A worker was last seen 7 s ago." in portal("status").output
    assert "voorbeeldstad backoffice: well, last delivery 7 s ago" in portal("status").output
    bak.regel = altijd(500)
    neem_op(databank, klok.nu(), WIE)
    worker.een_ronde(klok.nu())
    klok.verzet(minutes=5)
    assert "failing for 5 min, tries go on: answered 500" in portal("status").output
    bak.regel = altijd(404)
    worker.een_ronde(klok.nu())
    klok.verzet(hours=5)
    uitvoer = portal("status").output
    assert "paused for 5 h, one probe a minute: answered 404" in uitvoer
    assert "1 waiting, the oldest for 5 h" in uitvoer


def test_een_gemeente_die_weg_is_valt_op(databank: Databank, klok: VasteKlok, portal: Opdracht) -> None:
    neem_op(databank, klok.nu(), gemeente="opgeheven")
    uitvoer = portal("status").output
    assert "opgeheven backoffice: no worker has looked after it yet" in uitvoer
    assert "not in the configuration any more" in uitvoer


def test_niemands_verhaal_staat_op_het_scherm_tenzij_erom_gevraagd_wordt(
    databank: Databank, geparkeerd: list[UUID], portal: Opdracht
) -> None:
    for woorden in (("status",), ("list",), ("show", geparkeerd[0])):
        uitvoer = portal(*woorden)
        assert uitvoer.exit_code == 0
        assert "Kanarie" not in uitvoer.output
    assert "last fault   answered 422" in portal("show", geparkeerd[0]).output
    assert "Kanarie" in portal("show", geparkeerd[0], "--payload").output


def test_wat_er_niet_is_wordt_gezegd(databank: Databank, klok: VasteKlok, portal: Opdracht) -> None:
    weg = uuid4()
    for woorden in (("show", weg), ("resend", weg), ("skip", weg, "--reason", "x")):
        gedaan = portal(*woorden)
        assert gedaan.exit_code == 1
        assert f"There is no event {weg}." in gedaan.output
    assert portal("show", "geen-nummer").exit_code == 2
    with pytest.raises(OnbekendEvent), databank.lezen(ALLE) as sessie:
        toon(sessie, weg)


@pytest.mark.parametrize(
    ("tijd", "woorden"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=119), "119 s"),
        (timedelta(minutes=2), "2 min"),
        (timedelta(hours=1, minutes=59), "119 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=10), "10 d"),
    ],
)
def test_een_duur_in_woorden(tijd: timedelta, woorden: str) -> None:
    assert duur(tijd) == woorden
