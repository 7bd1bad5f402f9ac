"""How a gemeente is set up, as far as it matters for what is well: asked by the overview and by the worker."""

from sqlalchemy.orm import Session

from portal.beheer.toestand import Omstandigheden
from portal.beheer.tokenkast import Tokenkast
from portal.clock import Systeemklok
from portal.config import Instellingen, OnjuisteInstelling
from portal.gemeente import Gemeente
from portal.meldingen.routering import kanaal_van
from portal.meldingen.zending import KANALEN
from portal.omgeving import Omgeving
from portal.outbox.routering import wordt_opgehaald


def omstandigheden(sessie: Session, gemeente: Gemeente, omgeving: Omgeving, kast: Tokenkast) -> Omstandigheden:
    """Those of one gemeente, with a session of it."""
    levend = [token for token in kast.alle_tokens(sessie) if token.ingetrokken_op is None]
    return Omstandigheden(
        gemeente=gemeente,
        kalender=omgeving.kalender,
        haalt_op=wordt_opgehaald(gemeente, omgeving.instellingen),
        kanalen={kanaal: _verstuurt(gemeente, kanaal, omgeving.instellingen) for kanaal in KANALEN},
        tokens=len(levend),
        laatste_oproep=max((t.laatst_gebruikt_op for t in levend if t.laatst_gebruikt_op is not None), default=None),
    )


def _verstuurt(gemeente: Gemeente, kanaal: str, instellingen: Instellingen) -> bool:
    try:
        return kanaal_van(gemeente, kanaal, instellingen, Systeemklok()) is not None
    except OnjuisteInstelling:  # `portal doctor` says what is wrong with it
        return False
