"""Trying it out on one machine: everything started together, and a few examples."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from portal.aanmelding.aanvraag import Aanvraag, Helper
from portal.aanmelding.aanvullen import meld_haast, vul_aan
from portal.aanmelding.models import Aanmelding
from portal.aanmelding.service import meld_aan
from portal.backoffice.service import maak_token, vind_token
from portal.db.databank import ALLE
from portal.inwoners.bereikbaar import Telefoon
from portal.inwoners.service import Bereikbaarheid
from portal.omgeving import Omgeving

_VOORBEELDEN: Final = (
    Aanvraag(
        Bereikbaarheid(telefoon=Telefoon("+31612345678", onzeker=False)),
        kanaal="zelf",
        taal="nl",
        eigen_woorden="Er ligt een brief over ontruiming. Ik durf hem niet te lezen.",
    ),
    Aanvraag(
        Bereikbaarheid(email="voorbeeld@example.org", langskomen=True),
        kanaal="zelf",
        taal="ar",
        eigen_woorden="أحتاج إلى مساعدة. لا أفهم الرسائل.",
        veilig="alleen_neutraal",
    ),
    Aanvraag(
        Bereikbaarheid(adres="Voorbeeldstraat 1, 1234 AB Voorbeeldstad"),
        kanaal="samen",
        taal="nl",
        helper=Helper(naam=None, telefoon="+31201234567", relatie="buurvrouw", mag_gebeld=True),
    ),
)


def maak_voorbeelden(omgeving: Omgeving) -> int:
    """Sign up three examples in a database that is still empty; returns how many."""
    gemeente = next(iter(omgeving.gemeenten))
    with omgeving.databank.schrijven(gemeente.slug) as sessie:
        if sessie.scalars(select(Aanmelding.id).limit(1)).first() is not None:
            return 0
        for nummer, voorbeeld in enumerate(_VOORBEELDEN):
            now = omgeving.klok.nu() - timedelta(minutes=3 - nummer)
            uitkomst = meld_aan(sessie, gemeente, omgeving.kalender, voorbeeld, bron="voorbeeld", now=now)
            aanmelding = sessie.get_one(Aanmelding, uitkomst.aanmelding_id)
            if nummer == 0:
                meld_haast(sessie, aanmelding, ("woning",), None, omgeving.kalender, now=now)
            else:
                vul_aan(sessie, aanmelding, "bellen_wanneer", "ochtend", now=now)
    return len(_VOORBEELDEN)


def zorg_voor_token(omgeving: Omgeving) -> str:
    """The werkbak's own API token on this machine: made once, kept beside the keys."""
    bestand = omgeving.instellingen.var_dir / "werkbak_token"
    gemeente = next(iter(omgeving.gemeenten)).slug
    if bestand.exists():
        gegeven = bestand.read_text().strip()
        with omgeving.databank.lezen(ALLE) as sessie:
            if vind_token(sessie, gegeven) is not None:
                return gegeven
    with omgeving.databank.schrijven(gemeente) as sessie:
        token, _ = maak_token(sessie, gemeente=gemeente, naam="werkbak", alleen_lezen=False, now=omgeving.klok.nu())
    bestand.touch(mode=0o600)
    bestand.write_text(token)
    return token


def start_alles(omgeving: Mapping[str, str], opdrachten: Sequence[Sequence[str]]) -> int:
    """Run these `portal` commands side by side until one ends or Ctrl-C; returns an exit code.

    When one ends by itself the others are stopped too, so that nothing half runs on.
    """
    processen = [
        subprocess.Popen([sys.executable, "-m", "portal", *opdracht], env=dict(omgeving))  # noqa: S603 our own commands
        for opdracht in opdrachten
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    code = 0
    try:
        while all(proces.poll() is None for proces in processen):
            time.sleep(0.2)
        code = next(abs(p.returncode) for p in processen if p.returncode is not None)
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        for proces in processen:
            if proces.poll() is None:
                proces.send_signal(signal.SIGTERM)
        for proces in processen:
            try:
                proces.wait(timeout=15)
            except subprocess.TimeoutExpired:
                proces.kill()
    return code


def proefomgeving(gewoon: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment of portal, worker and werkbak together: who talks to whom, unless said otherwise."""
    omgeving = dict(gewoon)
    werkbak = f"http://127.0.0.1:{omgeving.get('PORTAL_WERKBAK_PORT') or '8010'}"
    omgeving.setdefault("PORTAL_BACKOFFICE_URL", f"{werkbak}/gebeurtenissen")
    omgeving.setdefault("PORTAL_WERKBAK_URL", werkbak)
    return omgeving
