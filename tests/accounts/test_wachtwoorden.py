"""Which passwords may be chosen, and how they are kept."""

import pytest

from portal.accounts.veelgebruikt import VEELGEBRUIKT
from portal.accounts.wachtwoorden import KORTST, LANGST, TeKort, TeLang, TeMakkelijk, beoordeel, klopt, maak_hash

VAN_WIE = ("Fatima el Bakkali", "f.elbakkali@voorbeeldstad.example", "voorbeeldstad")


@pytest.mark.parametrize(
    "goed",
    [
        "kastanje fiets lantaarn",
        "Xk9!vm2#Qd7z",
        "ik eet graag peren",
        "пароль на завтра!",
        "密码密碼パスワード一二三",
        "fatima fietst naar zee",
    ],
)
def test_een_lang_wachtwoord_mag_alles_zijn(goed: str) -> None:
    beoordeel(goed, VAN_WIE)


@pytest.mark.parametrize("kort", ["", "geheim", "elf tekens!", " " * 11])
def test_korter_dan_twaalf_tekens_is_te_kort(kort: str) -> None:
    assert len(kort) < KORTST
    with pytest.raises(TeKort):
        beoordeel(kort, VAN_WIE)


def test_langer_dan_tweehonderd_tekens_is_te_lang() -> None:
    beoordeel("kastanje fiets " * 13, VAN_WIE)
    with pytest.raises(TeLang):
        beoordeel("kastanje fiets " * 14, VAN_WIE)
    assert 13 * 15 <= LANGST < 14 * 15


@pytest.mark.parametrize(
    "makkelijk",
    [
        "wachtwoord123",
        "Wacht-Woord 2026",
        "Welkom-gemeente1",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaa",
        "abababababab",
        "Voorbeeldstad2026!",
        "fatima el bakkali",
        "f.elbakkali@voorbeeldstad",
        "ＷＡＣＨＴＷＯＯＲＤ１２３",
        "abcdefghijklmnop",
        "9876543210987",
    ],
)
def test_wat_iedereen_raadt_mag_niet(makkelijk: str) -> None:
    with pytest.raises(TeMakkelijk):
        beoordeel(makkelijk, VAN_WIE)


def test_elk_veelgebruikt_wachtwoord_staat_er_zoals_het_wordt_vergeleken() -> None:
    assert len(VEELGEBRUIKT) > 100
    assert [w for w in VEELGEBRUIKT if w != w.casefold() or not w.isalnum()] == []


def test_het_wachtwoord_staat_nergens_en_klopt_toch() -> None:
    bewaard = maak_hash("kastanje fiets lantaarn")
    assert bewaard.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert "kastanje" not in bewaard
    assert bewaard != maak_hash("kastanje fiets lantaarn")
    assert klopt(bewaard, "kastanje fiets lantaarn")
    assert not klopt(bewaard, "kastanje fiets lantaarn ")
    assert not klopt(bewaard, "")


def test_hetzelfde_wachtwoord_op_een_ander_toetsenbord_is_hetzelfde() -> None:
    assert klopt(maak_hash("caf\u00e9 aan de haven"), "cafe\u0301 aan de haven")


def test_zonder_wachtwoord_of_met_iets_kapots_klopt_er_niets() -> None:
    assert not klopt(None, "niemand heeft dit wachtwoord")
    assert not klopt("geen hash", "kastanje fiets lantaarn")
