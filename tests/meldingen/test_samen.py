"""As the worker is put together: what a sign-up says now decides whether its message goes."""

from portal.aanmelding.aanvraag import Aanvraag
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.service import meld_aan, trek_in
from portal.db.databank import Databank
from portal.gemeente import Gemeente
from portal.inwoners.bereikbaar import lees_telefoon
from portal.inwoners.service import Bereikbaarheid
from portal.meldingen.models import Melding, SmsTeller
from portal.omgeving import Omgeving
from portal.outbox.worker import Worker
from portal.taken import wegen_van
from tests.conftest import VasteKlok
from tests.meldingen.bouwers import STAD, afloop, bericht
from tests.meldingen.notify import NotifyDienst


def test_wie_de_aanmelding_introk_krijgt_er_geen_bericht_meer_over(
    omgeving: Omgeving, databank: Databank, klok: VasteKlok, gemeente: Gemeente, notify: NotifyDienst
) -> None:
    meldingen = []
    for nummer in ("06 12345678", "06 87654321"):
        wegen = Bereikbaarheid(telefoon=lees_telefoon(nummer))
        aanvraag = Aanvraag(wegen, kanaal="zelf", taal="nl", veilig="ja")
        with databank.schrijven(STAD) as sessie:
            wie = meld_aan(sessie, gemeente, omgeving.kalender, aanvraag, bron=nummer, now=klok.nu())
        meldingen.append(bericht(databank, wie.inwoner_id, klok.nu()))
    with databank.schrijven(STAD) as sessie:
        trek_in(sessie, sessie.get_one(Aanmelding, wie.aanmelding_id), now=klok.nu())
    worker = Worker(databank, omgeving.gemeenten, omgeving.instellingen, klok, wegen=wegen_van(omgeving))
    worker.een_ronde(klok.nu())
    worker.sluit()
    assert afloop(databank, meldingen[0]) == ("verstuurd", None)
    assert afloop(databank, meldingen[1]) == ("vervallen", "geldt_niet_meer")
    assert len(notify.aangenomen) == 1


def test_wat_er_van_een_bericht_bewaard_blijft_zegt_niet_naar_wie_of_wat(
    databank: Databank, klok: VasteKlok, worker: Worker, notify: NotifyDienst, omgeving: Omgeving, gemeente: Gemeente
) -> None:
    aanvraag = Aanvraag(Bereikbaarheid(telefoon=lees_telefoon("06 12345678")), kanaal="zelf", taal="nl", veilig="ja")
    with databank.schrijven(STAD) as sessie:
        wie = meld_aan(sessie, gemeente, omgeving.kalender, aanvraag, bron="192.0.2.77", now=klok.nu())
    bericht(databank, wie.inwoner_id, klok.nu(), bron="192.0.2.77")
    worker.een_ronde(klok.nu())
    with databank.lezen(STAD) as sessie:
        rijen = [*sessie.query(Melding), *sessie.query(SmsTeller)]
        alles = repr([[getattr(rij, kolom.name) for kolom in rij.__table__.columns] for rij in rijen])
    assert len(rijen) == 4
    assert notify.aangenomen[0].naar == "+31612345678"
    for geheim in ("612345678", "192.0.2", "Hallo", "24 november"):
        assert geheim not in alles
