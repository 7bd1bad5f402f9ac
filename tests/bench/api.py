"""The API: changes of somebody's road a second, beside the bare rate of transactions of the same database."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from portal.backoffice.service import maak_token
from portal.clock import Systeemklok
from portal.db.databank import ALLE, Databank
from portal.gemeente import laad_gemeenten
from portal.inwoners.models import Inwoner
from tests.bench.bezoeker import Bezoeker
from tests.bench.lader import HIER
from tests.bench.server import Server, alleen_op, kaal, kernen, omgeving_van, portaal
from tests.bench.tabel import Regel
from tests.bench.wedloop import Loper, om_de_beurt
from tests.conftest import CONTENT
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

DEEL: Final = "PUT of a traject a second, beside a bare Flask page that commits one row"
DEEL_VAN_KAAL: Final = 0.4


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """By the clock, waiting for the disk included, on both databases."""
    rondes, seconden = (3, 0.5) if kort else (7, 1.0)
    server, vrager = kernen()
    regels = []
    for soort in SOORTEN:
        url, ander = nieuwe_url(soort, var_dir), nieuwe_url(soort, var_dir)
        if soort == "sqlite":
            ander = f"sqlite:///{var_dir / 'kaal-api.db'}"
        bare = omgeving_van(var_dir, ander, KAAL_TABELLEN="1")
        with (
            portaal(omgeving_van(var_dir, url), server) as onze,
            kaal("tests.bench.kaal:maak_aanmelding", bare, server) as zonder,
            alleen_op(vrager),
        ):
            token, wie = _toegang(onze, url)
            uitslagen = om_de_beurt(
                {
                    "onze": Loper(onze, lambda n, t=token, w=wie: _zet(n, t, w)),  # type: ignore[misc]
                    "kaal": Loper(zonder, _bare, 303),
                },
                rondes=rondes,
                seconden=seconden,
            )
        gooi_weg(url)
        gooi_weg(ander)
        verhouding = uitslagen["onze"].tegen_klok(uitslagen["kaal"])
        doel = f">= {DEEL_VAN_KAAL} x"
        woorden = uitslagen["onze"].in_woorden, uitslagen["kaal"].in_woorden
        regels.append(Regel(DEEL, soort, *woorden, verhouding, doel, verhouding >= DEEL_VAN_KAAL))
    return regels


def _toegang(server: Server, url: str) -> tuple[str, str]:
    with Bezoeker(server.poort) as bezoeker:
        bezoeker.zend("/nl/aanmelden", {"telefoon": "06 12345678"})
    gemeente = next(iter(laad_gemeenten(CONTENT)))
    databank = Databank(url)
    with databank.schrijven(ALLE) as sessie:
        token, _ = maak_token(sessie, gemeente=gemeente.slug, naam="Meting", alleen_lezen=False, now=Systeemklok().nu())
        (wie,) = sessie.query(Inwoner.id).one()
    databank.sluit()
    return token, str(wie)


def _zet(nummer: int, token: str, wie: str) -> bytes:
    """Every next one is newer, so that each really writes."""
    op = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=nummer)).isoformat()
    stappen = [{"code": "kennismaking", "status": "klaar"}, {"code": "eerste_gesprek", "status": "nu"}]
    lichaam = json.dumps({"gewijzigdOp": op, "fase": "in_gesprek", "stappen": stappen}).encode()
    regels = [
        f"PUT /api/v1/inwoners/{wie}/traject HTTP/1.1",
        f"Host: {HIER}",
        f"Authorization: Bearer {token}",
        "Content-Type: application/json",
        f"Content-Length: {len(lichaam)}",
    ]
    return ("\r\n".join(regels) + "\r\n\r\n").encode() + lichaam


def _bare(nummer: int) -> bytes:
    velden = f"telefoon=06{nummer:08d}".encode()
    regels = [
        "POST / HTTP/1.1",
        f"Host: {HIER}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(velden)}",
    ]
    return ("\r\n".join(regels) + "\r\n\r\n").encode() + velden
