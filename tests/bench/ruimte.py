"""The personal space: how long Vandaag takes at level 2, with a thousand inwoners and with a million."""

import time
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine, text

from portal.db.basis import Basis
from portal.db.databank import Databank
from portal.gemeente import laad_gemeenten
from portal.inwoners.models import Inwoner
from portal.toegang.models import Sessie
from portal.traject.service import zet_traject
from tests.bench.bezoeker import Bezoeker
from tests.bench.lader import Meting, jaag, vraag
from tests.bench.server import Server, alleen_op, kernen, omgeving_van, portaal
from tests.bench.tabel import Regel
from tests.conftest import CONTENT
from tests.databanken import SOORTEN, gooi_weg, nieuwe_url

DEEL: Final = "Vandaag at level 2, one core, one request at a time"
WEINIG, VEEL = 1_000, 1_000_000
P95_MS, GROEI = 60.0, 1.2
_TRAJECT: Final = {
    "fase": "in_gesprek",
    "stappen": [{"code": "kennismaking", "status": "klaar"}, {"code": "eerste_gesprek", "status": "nu"}],
    "hulpverlener": {"voornaam": "Voornaam", "werkdagen": ["ma", "do"]},
}
_GETALLEN: Final = {
    "sqlite": "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < :hoeveel) SELECT n FROM t",
    "postgresql": "SELECT n FROM generate_series(1, :hoeveel) AS t(n)",
}
_ID: Final = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
_BYTES: Final = {"sqlite": "randomblob(35)", "postgresql": "sha256(gen_random_uuid()::text::bytea)"}


def meet(var_dir: Path, *, kort: bool) -> list[Regel]:
    """Both sizes, asked in turn; a short look makes do with a tenth of the people."""
    veel, rondes, seconden = (VEEL // 10, 3, 0.7) if kort else (VEEL, 7, 1.5)
    regels = []
    server, vrager = kernen()
    for soort in SOORTEN:
        klein, groot = nieuwe_url(soort, var_dir), nieuwe_url(soort, var_dir)
        with (
            portaal(omgeving_van(var_dir, klein), server) as een,
            portaal(omgeving_van(var_dir, groot), server) as ander,
        ):
            koeken = [_iemand(een, klein, WEINIG), _iemand(ander, groot, veel)]
            with alleen_op(vrager):
                metingen = _om_de_beurt([een, ander], koeken, rondes, seconden)
        for url in (klein, groot):
            gooi_weg(url)
        weinig, veel_meting = (meting.deel(0.95) for meting in metingen)
        groei = veel_meting / weinig
        wat = f"{soort}: p95 with {WEINIG:,} and with {veel:,} inwoners"
        doel = f"< {P95_MS:.0f} ms, <= {GROEI} x"
        goed = weinig < P95_MS and groei <= GROEI
        regels.append(Regel(DEEL, wat, f"{veel_meting:.1f} ms", f"{weinig:.1f} ms", groei, doel, goed))
    return regels


def _om_de_beurt(servers: list[Server], koeken: list[str], rondes: int, seconden: float) -> list[Meting]:
    metingen = [Meting() for _ in servers]
    for ronde in range(rondes + 1):
        for server, koek, geheel in zip(servers, koeken, metingen, strict=True):
            verzoek = vraag("/nl/mijn", {"Cookie": koek})
            deel = jaag(server.poort, lambda _, verzoek=verzoek: verzoek, verbindingen=1, seconden=seconden)  # type: ignore[misc]
            if set(deel.statussen) != {200}:
                raise AssertionError(f"/nl/mijn: {dict(deel.statussen)}")
            if ronde:  # the first is to warm up
                geheel.tijden += deel.tijden
    return metingen


def _iemand(server: Server, url: str, hoeveel: int) -> str:
    """Somebody at level 2 with a road of their own, among so many others; gives the cookie."""
    with Bezoeker(server.poort) as bezoeker:
        bezoeker.zend("/nl/aanmelden", {"telefoon": "06 12345678"})
        koek = bezoeker.koek
    databank = Databank(url)
    with databank.schrijven(next(iter(laad_gemeenten(CONTENT))).slug) as sessie:
        (rij,) = sessie.query(Sessie).all()
        rij.niveau, rij.factoren = 2, "code eenmalig"
        inwoner = sessie.get_one(Inwoner, rij.inwoner_id)
        zet_traject(sessie, inwoner_id=inwoner.id, inhoud=_TRAJECT, gewijzigd_op=inwoner.gemaakt_op)
    databank.sluit()
    _vul(url, hoeveel)
    time.sleep(0.5)
    return koek


def _vul(url: str, hoeveel: int) -> None:
    """Copies of the one person under other ids, made inside the database: as many rows, and as large."""
    engine = create_engine(url)
    soort = engine.dialect.name
    with engine.begin() as verbinding:
        kolommen = _kolommen("inwoner", ("id", "telefoon_index", "email_index"))
        verbinding.execute(
            text(
                f"INSERT INTO inwoner (id, telefoon_index, {kolommen}) "
                f"SELECT {_ID[soort]}, {_BYTES[soort]}, {kolommen} FROM inwoner CROSS JOIN ({_GETALLEN[soort]}) AS g"
            ),
            {"hoeveel": hoeveel - 1},
        )
        for tabel, sleutel in (("aanmelding", "id"), ("traject", None), ("toegang_code", "id")):
            uniek = tuple(naam for naam in (sleutel, "inwoner_id", "code_hash") if naam)
            kolommen = _kolommen(tabel, uniek)
            eigen = ", i.id" if sleutel else ""
            namen = ", ".join([*([sleutel] if sleutel else []), "inwoner_id"])
            verbinding.execute(
                text(
                    f"INSERT INTO {tabel} ({namen}, {kolommen}) SELECT i.id{eigen}, "
                    f"{', '.join(f't.{k.strip()}' for k in kolommen.split(','))} "
                    f"FROM inwoner AS i CROSS JOIN {tabel} AS t WHERE i.id <> t.inwoner_id"
                )
            )
        verbinding.execute(text("ANALYZE"))
    engine.dispose()


def _kolommen(tabel: str, zonder: tuple[str, ...]) -> str:
    return ", ".join(k.name for k in Basis.metadata.tables[tabel].columns if k.name not in zonder)
