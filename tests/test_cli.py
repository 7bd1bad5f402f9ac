"""The commands as processes: what is wrong is one line and exit code 2, and nothing starts half."""

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import CONTENT
from tests.databanken import gooi_weg, lege_postgres_url
from tests.foute_instellingen import FOUT, GEHEIM
from tests.voorloper import Afloop, Voorloper, voorloper

OPDRACHTEN = ("migrate", "serve", "worker")


@pytest.fixture(scope="module")
def loper() -> Iterator[Voorloper]:
    with voorloper() as deze:
        yield deze


@pytest.fixture(scope="module")
def klaar(loper: Voorloper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var folder in which everything is made."""
    var = tmp_path_factory.mktemp("klaar")
    assert loper.portal("migrate", omgeving={"PORTAL_VAR_DIR": str(var)}).code == 0
    return var


@pytest.fixture
def eigen(klaar: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to break."""
    return shutil.copytree(klaar, tmp_path / "var")


def _een_regel(afloop: Afloop) -> str:
    assert afloop.code == 2, afloop
    (regel,) = afloop.fout.splitlines()
    assert regel.startswith("portal: "), regel
    assert afloop.uit == ""
    return regel


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
def test_een_instelling_die_niet_kan_is_een_regel_en_niets_begint(loper: Voorloper, klaar: Path, opdracht: str) -> None:
    for naam, fout in FOUT:
        omgeving = {"PORTAL_VAR_DIR": str(klaar)} | {k: v.format(var=klaar) for k, v in fout.items()}
        assert naam in _een_regel(loper.portal(opdracht, omgeving=omgeving)), fout


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize(
    ("sleutels", "woorden"),
    [
        ("", "is not JSON"),
        ("[]", "does not hold our keys"),
        ('{"encryption": []}', "does not hold our keys"),
        ('{"encryption": {"k1": 1}, "secret": {}}', "does not hold our keys"),
        ('{"encryption": {}, "secret": {}}', "There is no secret key"),
        ('{"encryption": {"k1": "kort"}, "secret": {"k1": "kort"}}', "is not base64 of 16 bytes"),
    ],
    ids=["leeg", "lijst", "zonder", "getal", "geen", "kort"],
)
def test_een_sleutelbestand_dat_niet_klopt(
    loper: Voorloper, eigen: Path, opdracht: str, sleutels: str, woorden: str
) -> None:
    (eigen / "sleutels.json").write_text(sleutels)
    assert woorden in _een_regel(loper.portal(opdracht, omgeving={"PORTAL_VAR_DIR": str(eigen)}))


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
def test_zonder_de_sleutels_van_een_databank_in_gebruik_komen_er_geen_nieuwe(
    loper: Voorloper, eigen: Path, opdracht: str
) -> None:
    (eigen / "sleutels.json").unlink()
    regel = _een_regel(loper.portal(opdracht, omgeving={"PORTAL_VAR_DIR": str(eigen)}))
    assert "keys" in regel
    assert not (eigen / "sleutels.json").exists()


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize("soort", ["verkeerd", "geen"])
def test_sleutels_uit_de_omgeving_die_niet_kunnen(loper: Voorloper, klaar: Path, opdracht: str, soort: str) -> None:
    for naam in ("PORTAL_SECRET_KEYS", "PORTAL_ENCRYPTION_KEYS"):
        waarde = {"verkeerd": "k1:bm9nIHRlIGtvcnQ=", "geen": "zomaar"}[soort]
        omgeving = {"PORTAL_VAR_DIR": str(klaar), naam: waarde}
        assert "key" in _een_regel(loper.portal(opdracht, omgeving=omgeving))


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize(
    "url", ["sqlite:////nergens/te/vinden/portal.db", "postgresql://127.0.0.1:1/x"], ids=["sqlite", "postgresql"]
)
def test_een_databank_die_er_niet_is(loper: Voorloper, klaar: Path, opdracht: str, url: str) -> None:
    omgeving = {"PORTAL_VAR_DIR": str(klaar), "PORTAL_DATABASE_URL": url}
    assert "the database cannot be used" in _een_regel(loper.portal(opdracht, omgeving=omgeving))


@pytest.mark.parametrize("opdracht", ["serve", "worker"])
def test_voor_de_eerste_migratie_begint_er_niets(loper: Voorloper, klaar: Path, tmp_path: Path, opdracht: str) -> None:
    leeg = {"PORTAL_VAR_DIR": str(tmp_path)}
    assert "run `portal migrate`" in _een_regel(loper.portal(opdracht, omgeving=leeg))
    shutil.copy(klaar / "sleutels.json", tmp_path)
    assert "run `portal migrate`" in _een_regel(loper.portal(opdracht, omgeving=leeg))


@pytest.mark.parametrize("opdracht", OPDRACHTEN)
@pytest.mark.parametrize("weg", ["gemeenten/voorbeeldstad.toml", "feestdagen.toml"])
def test_een_inhoudsmap_waar_iets_aan_ontbreekt(
    loper: Voorloper, klaar: Path, tmp_path: Path, opdracht: str, weg: str
) -> None:
    map = shutil.copytree(CONTENT, tmp_path / "content")
    (map / weg).unlink()
    omgeving = {"PORTAL_VAR_DIR": str(klaar), "PORTAL_CONTENT_DIR": str(map)}
    assert weg.split("/")[0].removesuffix(".toml") in _een_regel(loper.portal(opdracht, omgeving=omgeving))


def test_een_poort_die_een_ander_heeft(loper: Voorloper, klaar: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ander:
        poort = str(ander.getsockname()[1])
        regel = _een_regel(loper.portal("serve", omgeving={"PORTAL_VAR_DIR": str(klaar), "PORTAL_PORT": poort}))
    assert f"127.0.0.1:{poort}" in regel


def test_een_backoffice_zonder_geheim_houdt_de_worker_tegen(loper: Voorloper, klaar: Path) -> None:
    omgeving = {
        "PORTAL_VAR_DIR": str(klaar),
        "PORTAL_BASE_URL": "https://hulp.voorbeeldstad.example",
        "PORTAL_BACKOFFICE_URL": "https://bak.voorbeeldstad.example/",
    }
    assert "PORTAL_BACKOFFICE_SECRET" in _een_regel(loper.portal("worker", omgeving=omgeving))
    assert GEHEIM not in _een_regel(loper.portal("worker", omgeving=omgeving | {"PORTAL_PORT": "x"}))


def test_migreren_mag_zo_vaak_als_men_wil(loper: Voorloper, eigen: Path) -> None:
    sleutels = (eigen / "sleutels.json").read_text()
    for _ in range(2):
        assert loper.portal("migrate", omgeving={"PORTAL_VAR_DIR": str(eigen)}).code == 0
    assert (eigen / "sleutels.json").read_text() == sleutels
    assert set(json.loads(sleutels)) == {"encryption", "secret"}
    assert (eigen / "sleutels.json").stat().st_mode & 0o777 == 0o600
    assert (eigen / "portal.db").stat().st_mode & 0o777 == 0o600


def test_migreren_met_sleutels_uit_de_omgeving_schrijft_er_geen_op(
    loper: Voorloper, klaar: Path, tmp_path: Path
) -> None:
    gelezen = json.loads((klaar / "sleutels.json").read_text())
    omgeving = {
        "PORTAL_VAR_DIR": str(tmp_path / "var"),
        "PORTAL_SECRET_KEYS": "k1:" + gelezen["secret"]["k1"],
        "PORTAL_ENCRYPTION_KEYS": "k1:" + gelezen["encryption"]["k1"],
    }
    assert loper.portal("migrate", omgeving=omgeving).code == 0
    assert not (tmp_path / "var" / "sleutels.json").exists()


@pytest.mark.parametrize("soort", ["sqlite", "postgresql"])
def test_vier_keer_migreren_op_hetzelfde_moment_geeft_een_stel_sleutels_en_een_schema(
    loper: Voorloper, tmp_path: Path, soort: str
) -> None:
    omgeving = {"PORTAL_VAR_DIR": str(tmp_path)}
    url = lege_postgres_url() if soort == "postgresql" else None
    if url:
        omgeving["PORTAL_DATABASE_URL"] = url
    afloop = loper.tegelijk(4, "migrate", omgeving=omgeving, seconden=60)
    assert [a.code for a in afloop] == [0, 0, 0, 0], [a.fout[-500:] for a in afloop]
    sleutels = {sleutel for ring in json.loads((tmp_path / "sleutels.json").read_text()).values() for sleutel in ring}
    assert sleutels == {"k1"}
    assert "at the newest version" in loper.portal("doctor", omgeving=omgeving).uit
    if url:
        gooi_weg(url)


def test_een_onbekende_opdracht_en_hulp_hebben_niets_nodig(loper: Voorloper) -> None:
    nergens = {"PORTAL_VAR_DIR": "/nergens/te/vinden", "PORTAL_PORT": "x"}
    hulp = loper.portal("--help", omgeving=nergens)
    assert hulp.code == 0
    for opdracht in OPDRACHTEN:
        assert opdracht in hulp.uit
        assert loper.portal(opdracht, "--help", omgeving=nergens).code == 0
    assert loper.portal("zomaar", omgeving=nergens).code == 2
