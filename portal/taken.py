"""What a worker does besides delivering: small errands, each on its own rhythm."""

from datetime import datetime, timedelta

from portal.aanmelding.service import ruim_op as ruim_aanmeldingen_op
from portal.omgeving import Omgeving
from portal.outbox.taken import Taak
from portal.toegang.service import hash_wachtende
from portal.toegang.service import ruim_op as ruim_toegang_op


def taken_van(omgeving: Omgeving) -> list[Taak]:
    """The errands of one worker; any number of workers may do them side by side."""
    databank = omgeving.databank

    def hash_codes(now: datetime) -> int:
        return hash_wachtende(databank, now)

    def ruim_op(now: datetime) -> int:
        weg = 0
        for gemeente in omgeving.gemeenten:
            with databank.schrijven(gemeente.slug) as sessie:
                weg += ruim_toegang_op(sessie, now)
                weg += ruim_aanmeldingen_op(sessie, now - timedelta(days=gemeente.bewaren.onafgemaakt_dagen), now)
        return weg

    return [
        Taak("codes hashen", timedelta(seconds=2), hash_codes),
        Taak("opruimen", timedelta(minutes=5), ruim_op),
    ]
