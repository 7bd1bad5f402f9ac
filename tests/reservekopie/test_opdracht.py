"""`portal backup` and `portal restore`: what the operator is asked and told."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from portal.cli import portal
from portal.db import sleutelbestand, sleutels
from portal.db.databank import Databank
from tests.reservekopie.conftest import Meld

Vraag = Callable[..., Result]


@pytest.fixture
def vraag(databank: Databank, tmp_path: Path, sleutelring: Path) -> Vraag:
    """Run `portal …` on an installation of its own."""
    var = tmp_path / "var"
    shutil.copytree(sleutelring, var)
    url = databank.engine.url.render_as_string(hide_password=False)

    def vraag(*args: object, invoer: str = "", **omgeving: str) -> Result:
        vast = {"PORTAL_VAR_DIR": str(var), "PORTAL_DATABASE_URL": url}
        try:
            return CliRunner().invoke(portal, [str(arg) for arg in args], env=vast | omgeving, input=invoer)
        finally:
            sleutels.gebruik(sleutels.laad_sleutels(sleutelring, None, None))

    return vraag


def test_een_kopie_en_weer_terug(vraag: Vraag, databank: Databank, meld: Meld, tmp_path: Path) -> None:
    meld("12345678")
    kopie = tmp_path / "kopie"
    gemaakt = vraag("backup", kopie)
    assert gemaakt.output == (
        f"{kopie} holds 1 sign-ups and 1 events that were not delivered yet. It was read back and is whole.\n"
    )
    nog_eens = vraag("backup", kopie)
    assert (nog_eens.exit_code, "is there already" in nog_eens.output) == (2, True)
    meld("87654321")
    naam = Path(make_url(databank.engine.url).database or "").name
    anders = vraag("restore", kopie, invoer="portal\n")
    assert (anders.exit_code, "nothing was changed" in anders.output) == (2, True)
    terug = vraag("restore", kopie, invoer=f"{naam}\n")
    assert terug.exit_code == 0
    assert f"Type {naam} to go on" in terug.output
    assert "1 people signed up since this backup: they were kept" in terug.output
    (veilig,) = (tmp_path / "var").glob("voor-terugzetten-*.kopie")
    assert str(veilig) in terug.output
    assert veilig.stat().st_mode & 0o777 == 0o600


def test_een_kopie_van_voor_een_sleutelwissel_zegt_wat_er_nog_moet(vraag: Vraag, meld: Meld, tmp_path: Path) -> None:
    meld("12345678")
    vraag("backup", tmp_path / "kopie")
    sleutelbestand.voeg_toe(tmp_path / "var")
    sleutelbestand.neem_in_gebruik(tmp_path / "var")
    assert "run `portal keys rotate`" in vraag("restore", "--yes", tmp_path / "kopie").output
    sleutelbestand.zet_uit(tmp_path / "var", ["k1"])
    geweigerd = vraag("restore", "--yes", tmp_path / "kopie")
    assert geweigerd.exit_code == 2
    assert "encryption k1" in geweigerd.output
    assert "sleutels-uit-gebruik.json" in geweigerd.output


def test_een_kopie_van_de_andere_soort(vraag: Vraag, databank: Databank, tmp_path: Path) -> None:
    (tmp_path / "kopie").write_bytes(b"PGDMP" if databank.is_sqlite else b"SQLite format 3\0")
    uitkomst = vraag("restore", "--yes", tmp_path / "kopie")
    assert uitkomst.exit_code == 2
    assert "and the database here is" in uitkomst.output


@pytest.mark.parametrize("databank", ["sqlite"], indirect=True)
def test_zonder_wat_er_was_wordt_gezegd_wat_iemand_moet_doen(vraag: Vraag, meld: Meld, tmp_path: Path) -> None:
    meld("12345678")
    vraag("backup", tmp_path / "kopie")
    nergens = f"sqlite:///{tmp_path / 'nieuw.db'}"
    terug = vraag("restore", "--yes", tmp_path / "kopie", PORTAL_DATABASE_URL=nergens)
    assert terug.exit_code == 0
    for woorden in ("numbers go on", "text messages", "erased since", "register them again", "withdrawn"):
        assert woorden in terug.output
    assert "holds 1 sign-ups" in vraag("backup", tmp_path / "kopie2", PORTAL_DATABASE_URL=nergens).output


def test_een_databank_die_er_niet_is_is_een_regel(vraag: Vraag, meld: Meld, tmp_path: Path) -> None:
    nergens = {"PORTAL_DATABASE_URL": f"sqlite:///{tmp_path / 'niets.db'}"}
    uitkomst = vraag("backup", tmp_path / "kopie", **nergens)
    assert uitkomst.exit_code == 2
    assert "There is no database" in uitkomst.output
    assert not (tmp_path / "niets.db").exists()
