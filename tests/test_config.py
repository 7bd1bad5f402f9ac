"""Settings: what works, what does not, and that what does not is said in one line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.config import OnjuisteInstelling, lees_instellingen
from tests.foute_instellingen import FOUT, GEHEIM


def test_zonder_instellingen_werkt_het_op_een_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    gelezen = lees_instellingen({})
    assert gelezen.var_dir == tmp_path / "var"
    assert gelezen.database_url == f"sqlite:///{tmp_path / 'var' / 'portal.db'}"
    assert (gelezen.host, gelezen.port, gelezen.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert gelezen.ontwikkeling
    assert gelezen.is_sqlite
    assert gelezen.now is None
    assert (gelezen.content_dir / "gemeenten").is_dir()


@pytest.mark.parametrize(("naam", "omgeving"), FOUT, ids=lambda w: w if isinstance(w, str) else None)
def test_wat_niet_kan_is_een_duidelijke_regel_met_de_naam(naam: str, omgeving: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sleutels.json").write_text("{}")
    ingevuld = {k: v.format(var=tmp_path) for k, v in omgeving.items()}
    with pytest.raises(OnjuisteInstelling) as geweigerd:
        lees_instellingen({"PORTAL_VAR_DIR": str(tmp_path)} | ingevuld)
    regel = str(geweigerd.value)
    assert naam in regel
    assert len(regel.splitlines()) == 1
    assert len(regel) < 400 or len(ingevuld.get(naam, "")) > 400


def test_een_geheim_of_wachtwoord_staat_nooit_in_de_melding(tmp_path: Path) -> None:
    for omgeving in (
        {"PORTAL_BACKOFFICE_SECRET": "whsec_kanariegeheim!"},
        {"PORTAL_DATABASE_URL": "postgresql://portaal:kanariegeheim@127.0.0.1:poort/x"},
        {"PORTAL_DATABASE_URL": "mysql://portaal:kanariegeheim@127.0.0.1/x"},
    ):
        with pytest.raises(OnjuisteInstelling) as geweigerd:
            lees_instellingen({"PORTAL_VAR_DIR": str(tmp_path)} | omgeving)
        assert "kanariegeheim" not in str(geweigerd.value)


def test_een_lege_instelling_is_geen_instelling(tmp_path: Path) -> None:
    leeg = {naam: "" for fout in FOUT for naam in fout[1] if naam != "PORTAL_VAR_DIR"}
    var = {"PORTAL_VAR_DIR": str(tmp_path)}
    assert lees_instellingen(var | leeg) == lees_instellingen(var)


@pytest.mark.parametrize(
    ("url", "gelezen"),
    [
        ("postgres://iemand@databank:5432/x", "postgresql+psycopg://iemand@databank:5432/x"),
        (
            "postgresql://iemand:p%40s@databank/x?sslmode=require",
            "postgresql+psycopg://iemand:p%40s@databank/x?sslmode=require",
        ),
        ("postgresql:///x?host=/run/postgresql", "postgresql+psycopg:///x?host=/run/postgresql"),
        ("sqlite:////ergens/portal.db", "sqlite:////ergens/portal.db"),
        ("sqlite:///naast.db", "sqlite:///naast.db"),
    ],
)
def test_adressen_van_databanken(url: str, gelezen: str, tmp_path: Path) -> None:
    omgeving = {"PORTAL_VAR_DIR": str(tmp_path), "PORTAL_DATABASE_URL": url}
    assert lees_instellingen(omgeving).database_url == gelezen


@pytest.mark.parametrize(
    ("host", "base_url"),
    [("127.0.0.1", "http://127.0.0.1:8000"), ("localhost", "http://localhost:8000"), ("::1", "http://[::1]:8000")],
)
def test_op_de_eigen_machine_volgt_het_adres_uit_host_en_poort(host: str, base_url: str, tmp_path: Path) -> None:
    gelezen = lees_instellingen({"PORTAL_VAR_DIR": str(tmp_path), "PORTAL_HOST": host})
    assert gelezen.base_url == base_url
    assert gelezen.ontwikkeling


@pytest.mark.parametrize(
    ("tekst", "moment"),
    [
        ("2026-12-24T10:00", datetime(2026, 12, 24, 9, tzinfo=UTC)),
        ("2026-07-01T10:00", datetime(2026, 7, 1, 8, tzinfo=UTC)),
        ("2026-12-24T10:00Z", datetime(2026, 12, 24, 10, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 23, 23, tzinfo=UTC)),
    ],
)
def test_een_proefmoment_zonder_zone_is_in_amsterdam(tekst: str, moment: datetime, tmp_path: Path) -> None:
    assert lees_instellingen({"PORTAL_VAR_DIR": str(tmp_path), "PORTAL_NOW": tekst}).now == moment


def test_meer_geheimen_tijdens_het_wisselen_en_per_gemeente(tmp_path: Path) -> None:
    gelezen = lees_instellingen(
        {
            "PORTAL_VAR_DIR": str(tmp_path),
            "PORTAL_BACKOFFICE_SECRET": f" {GEHEIM}\n{GEHEIM} ",
            "PORTAL_EEN_STAD_BACKOFFICE_SECRET": GEHEIM,
            "PORTAL_EEN_STAD_BACKOFFICE_URL": "file:/srv/bak",
        }
    )
    assert gelezen.backoffice_secrets == (GEHEIM, GEHEIM)
    assert gelezen.van_gemeente("een-stad", "BACKOFFICE_SECRET") == GEHEIM
    assert gelezen.van_gemeente("een-stad", "BACKOFFICE_URL") == "file:/srv/bak"
    assert gelezen.van_gemeente("andere-stad", "BACKOFFICE_URL") is None


def test_op_een_andere_machine_mag_https_wel(tmp_path: Path) -> None:
    gelezen = lees_instellingen(
        {
            "PORTAL_VAR_DIR": str(tmp_path),
            "PORTAL_HOST": "0.0.0.0",
            "PORTAL_BASE_URL": "https://hulp.voorbeeldstad.example/",
            "PORTAL_BACKOFFICE_URL": "https://bak.voorbeeldstad.example/in",
            "PORTAL_TRUSTED_PROXIES": "10.0.0.1 2001:db8::/32",
        }
    )
    assert not gelezen.ontwikkeling
    assert gelezen.base_url == "https://hulp.voorbeeldstad.example"
    assert gelezen.trusted_proxies == ("10.0.0.1", "2001:db8::/32")
