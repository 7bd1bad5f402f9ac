"""What a copy becomes when it is put back: not everything of before may return.

What left the house cannot be called back, what somebody took back stays so, what is of the moment is of
this moment, and whoever signed up since is not lost. So much of what the database had until now is kept;
what goes back is what it says of the people who were in it then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, MetaData, Table, text

BLIJFT: Final = (
    "outbox_stroom",
    "outbox_event",
    "outbox_positie",
    "outbox_bestemming",
    "melding",
    "toegang_code",
    "toegang_activatiecode",
    "toestemming",
    "afspraak",
    "afspraak_link",
    "afspraak_agenda",
    "account",
    "api_token",
    "beheer_verteld",
    "gewist",
)
"""Rows as they are now, and of the copy only those that are not there any more."""

LOGBOEK: Final = ("inzage", "account_handeling")
"""Rows are only ever added: those of now come beside those of the copy."""

VAN_MENSEN: Final = ("toegang_passkey", "toegang_digid", "account_passkey", "account_uitnodiging")
"""Ways to come in, which somebody may have taken away: rows of now only, unless what is now cannot be read."""

VAN_NU: Final = (
    "toegang_sessie",
    "toegang_eenmalig",
    "toegang_digid_aanvraag",
    "toegang_teller",
    "melding_sms_teller",
    "aanmelding_vingerafdruk",
    "api_herhaling",
    "account_sessie",
    "account_aanloop",
    "hartslag",
)
"""Rows of now only: what a copy says of it is over."""

UIT_DE_KOPIE: Final = (
    "inwoner",
    "inwoner_voorkeur",
    "aanmelding",
    "aanmelding_antwoord",
    "aanmelding_concept",
    "traject",
    "eigen_bericht",
)
"""Rows of the copy, of everybody who is in it: this is what somebody wants back. Of others, those of now."""

SPRONG_PER_MENS: Final = 1_000
SPRONG_POSITIES: Final = 1_000_000
"""So much further numbers go on when nobody can tell which were given since the copy."""


@dataclass(frozen=True, slots=True)
class Samengevoegd:
    """What came of it: how many people signed up since the copy and were kept, and how many were erased and stayed so.

    `verwant` is false when what was there before could not be used.
    """

    verwant: bool
    nieuw: int = 0
    gewist: int = 0


def voeg_samen(verbinding: Connection, metadata: MetaData, *, vorige: bool) -> Samengevoegd:
    """Finish what was put back, in the caller's transaction. With `vorige` the rows of now are in tables `oud_…`."""
    tabellen = {tabel.name: tabel for tabel in metadata.sorted_tables}
    if not vorige or not _is_verwant(verbinding):
        _zonder_vorige(verbinding, tabellen)
        return Samengevoegd(verwant=False)
    _maak_plaats(verbinding)
    nieuw = _houd_nieuwe_mensen(verbinding, tabellen)
    # In the order in which one points to another.
    for naam in tabellen:
        if naam in BLIJFT and naam != "gewist":
            _neem_over(verbinding, tabellen[naam])
    gewist = 0
    if "gewist" in tabellen:
        _voeg_toe(verbinding, tabellen["gewist"])
        # Their rows go with them. Those of what is kept were gone already: they are of now.
        gewist = _aantal(verbinding, "DELETE FROM inwoner WHERE id IN (SELECT inwoner_id FROM gewist)")
    for naam in tabellen:
        if naam in VAN_NU or naam in VAN_MENSEN:
            verbinding.execute(text(f'DELETE FROM "{naam}"'))
            _voeg_toe(verbinding, tabellen[naam])
        elif naam in LOGBOEK:
            _voeg_toe(verbinding, tabellen[naam])
    return Samengevoegd(verwant=True, nieuw=nieuw, gewist=gewist)


def _is_verwant(verbinding: Connection) -> bool:
    """Whether what is there now went on from the copy: they have somebody, or a line of events, in common."""
    delen = (
        "SELECT 1 FROM inwoner k JOIN oud_inwoner o ON o.id = k.id",
        "SELECT 1 FROM outbox_stroom k JOIN oud_outbox_stroom o ON o.id = k.id",
    )
    if any(verbinding.execute(text(f"{deel} LIMIT 1")).first() for deel in delen):
        return True
    # A copy from before the first sign-up has nothing to have in common.
    return not verbinding.execute(text("SELECT 1 FROM outbox_stroom LIMIT 1")).first()


def _maak_plaats(verbinding: Connection) -> None:
    """Lines of events are those of now: what the copy has of the same line under another id, or beyond it, goes."""
    dubbel = (
        "SELECT k.id FROM outbox_stroom k JOIN oud_outbox_stroom o ON o.gemeente = k.gemeente "
        "AND o.bestemming = k.bestemming AND o.onderwerp_id = k.onderwerp_id WHERE o.id <> k.id"
    )
    verbinding.execute(text(f"DELETE FROM outbox_event WHERE stroom_id IN ({dubbel})"))
    verbinding.execute(text(f"DELETE FROM outbox_stroom WHERE id IN ({dubbel})"))
    verbinding.execute(
        text(
            "DELETE FROM outbox_event WHERE stroom_id IN (SELECT id FROM oud_outbox_stroom) "
            "AND id NOT IN (SELECT id FROM oud_outbox_event)"
        )
    )


def _houd_nieuwe_mensen(verbinding: Connection, tabellen: Mapping[str, Table]) -> int:
    """Who signed up since the copy stays, with everything they told; gives how many."""
    nieuw = "SELECT n.id FROM oud_inwoner n WHERE n.id NOT IN (SELECT id FROM inwoner)"
    verbinding.execute(text(f"CREATE TEMP TABLE nieuwe_inwoner AS {nieuw}"))
    for naam, tabel in tabellen.items():
        if naam in UIT_DE_KOPIE:
            _voeg_toe(verbinding, tabel, f" AND {_van_nieuwe(tabel)}")
    aantal = int(verbinding.scalar(text("SELECT count(*) FROM nieuwe_inwoner")) or 0)
    verbinding.execute(text("DROP TABLE nieuwe_inwoner"))
    return aantal


def _van_nieuwe(tabel: Table) -> str:
    """The condition that a row `o` is of one of them, however far it is from the person."""
    if tabel.name == "inwoner":
        return "o.id IN (SELECT id FROM nieuwe_inwoner)"
    (sleutel,) = tabel.foreign_keys
    naar = sleutel.column.table
    return (
        f'o."{sleutel.parent.name}" IN '
        f'(SELECT o."{sleutel.column.name}" FROM "oud_{naar.name}" o WHERE {_van_nieuwe(naar)})'
    )


def _neem_over(verbinding: Connection, tabel: Table) -> None:
    sleutel = [kolom.name for kolom in tabel.primary_key.columns]
    rest = [kolom.name for kolom in tabel.columns if kolom.name not in sleutel]
    gelijk = " AND ".join(f'o."{naam}" = "{tabel.name}"."{naam}"' for naam in sleutel)
    nieuw = ", ".join(f'"{naam}" = o."{naam}"' for naam in rest)
    verbinding.execute(
        text(f'UPDATE "{tabel.name}" SET {nieuw} FROM "oud_{tabel.name}" o WHERE {gelijk}{_wijst_ergens_heen(tabel)}')
    )
    _voeg_toe(verbinding, tabel)


def _voeg_toe(verbinding: Connection, tabel: Table, voorwaarde: str = "") -> None:
    """Add the rows of now that the copy does not have, as far as what they belong to is there."""
    velden = ", ".join(f'"{kolom.name}"' for kolom in tabel.columns)
    verbinding.execute(
        text(
            f'INSERT INTO "{tabel.name}" ({velden}) SELECT {velden} FROM "oud_{tabel.name}" o '
            f"WHERE 1 = 1{voorwaarde}{_wijst_ergens_heen(tabel)} ON CONFLICT DO NOTHING"
        )
    )


def _wijst_ergens_heen(tabel: Table) -> str:
    delen = ""
    for sleutel in tabel.foreign_keys:
        kolom, naar = sleutel.parent.name, sleutel.column
        delen += (
            f' AND (o."{kolom}" IS NULL OR EXISTS '
            f'(SELECT 1 FROM "{naar.table.name}" r WHERE r."{naar.name}" = o."{kolom}"))'
        )
    return delen


def _zonder_vorige(verbinding: Connection, tabellen: Collection[str]) -> None:
    """Nobody can tell what happened since the copy: let nothing happen twice, and no number be given twice."""
    for naam in VAN_NU:
        if naam in tabellen:
            verbinding.execute(text(f'DELETE FROM "{naam}"'))
    # As after being cut off in mid-send: what may have gone is not sent again, and somebody calls.
    verbinding.execute(
        text("UPDATE melding SET begonnen_op = gemaakt_op WHERE status = 'klaargezet' AND begonnen_op IS NULL")
    )
    sprong = {"sprong": SPRONG_PER_MENS, "ver": SPRONG_POSITIES}
    verbinding.execute(text("UPDATE outbox_event SET seq = seq + :sprong WHERE delivered_at IS NULL"), sprong)
    verbinding.execute(
        text(
            "UPDATE outbox_stroom SET last_seq = last_seq + :sprong, delivered_seq = delivered_seq + :sprong, "
            "token = NULL, lease_until = NULL"
        ),
        sprong,
    )
    verbinding.execute(text("UPDATE outbox_positie SET laatste = laatste + :ver"), sprong)
    verbinding.execute(
        text(
            "INSERT INTO outbox_positie (gemeente, bestemming, laatste, bevestigd) "
            "SELECT DISTINCT gemeente, bestemming, :ver, 0 FROM outbox_stroom "
            "WHERE bestemming = 'backoffice' ON CONFLICT DO NOTHING"
        ),
        sprong,
    )


def _aantal(verbinding: Connection, opdracht: str) -> int:
    return verbinding.execute(text(opdracht)).rowcount
