"""Sessions, personal codes, codes for one time, and counters."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente


class Sessie(VanGemeente, Basis):
    """One browser that may see something of one inwoner; only the hash of its id is kept.

    `code_zichtbaar` is true for the browser that signed up: it may show the code.
    `factoren` are the ways in which somebody showed who they are, in order, separated by a
    space; `bewezen_op` is when the last of them came that was not the first. `uitdaging` is
    what a passkey has to sign, once and before `uitdaging_tot`.
    """

    __tablename__ = "toegang_sessie"
    __table_args__ = (CheckConstraint("niveau BETWEEN 1 AND 3", name="niveau"),)

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    niveau: Mapped[int]
    begonnen_op: Mapped[datetime]
    gezien_op: Mapped[datetime]
    verloopt_op: Mapped[datetime] = mapped_column(index=True)
    eigen_telefoon: Mapped[bool | None]
    code_zichtbaar: Mapped[bool]
    factoren: Mapped[str] = mapped_column(String(60))
    bewezen_op: Mapped[datetime | None]
    uitdaging: Mapped[bytes | None]
    uitdaging_tot: Mapped[datetime | None]


class PersoonlijkeCode(VanGemeente, Basis):
    """The code of an inwoner: readable for a short time, then only its hash.

    The hash is `HMAC(key, argon2id(code, salt))`, made by the worker, so that
    the slow step is no part of a sign-up.
    """

    __tablename__ = "toegang_code"
    __table_args__ = (
        Index(
            "ix_toegang_code_leesbaar",
            "zichtbaar_tot",
            postgresql_where=text("code_geheim IS NOT NULL"),
            sqlite_where=text("code_geheim IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    code_geheim: Mapped[bytes | None]
    code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    gemaakt_op: Mapped[datetime]
    zichtbaar_tot: Mapped[datetime]
    ingetrokken_op: Mapped[datetime | None]

    code = Geheim("code_geheim")


class Activatiecode(VanGemeente, Basis):
    """A code that the backoffice gave to somebody who lost theirs: works once."""

    __tablename__ = "toegang_activatiecode"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes] = mapped_column(unique=True)
    verloopt_op: Mapped[datetime] = mapped_column(index=True)
    gebruikt_op: Mapped[datetime | None]


class EenmaligeCode(VanGemeente, Basis):
    """A code of six digits, sent to a telephone or an address; one for each session.

    `sessie_merk` is the session that asked, or the hash of the cookie of a browser that has none
    yet. Without `code_hash` no code fits: that is what a request for an unknown contact leaves.
    `contact_geheim` is what was typed, until the worker looked whose it is.
    """

    __tablename__ = "toegang_eenmalig"
    __table_args__ = (
        UniqueConstraint("gemeente", "sessie_merk"),
        CheckConstraint("doel IN ('binnenkomen', 'verhogen')", name="doel"),
        CheckConstraint("kanaal IN ('sms', 'email')", name="kanaal"),
        Index(
            "ix_toegang_eenmalig_wachtend",
            "gemaakt_op",
            postgresql_where=text("contact_geheim IS NOT NULL"),
            sqlite_where=text("contact_geheim IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sessie_merk: Mapped[bytes]
    doel: Mapped[str] = mapped_column(String(12))
    kanaal: Mapped[str] = mapped_column(String(8))
    contact_merk: Mapped[bytes]
    contact_geheim: Mapped[bytes | None]
    inwoner_id: Mapped[UUID | None] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[bytes | None]
    pogingen: Mapped[int]
    gemaakt_op: Mapped[datetime]
    verloopt_op: Mapped[datetime] = mapped_column(index=True)
    gebruikt_op: Mapped[datetime | None]

    contact = Geheim("contact_geheim")


class Passkey(VanGemeente, Basis):
    """A key that a device keeps, and of which we know the public half (WebAuthn)."""

    __tablename__ = "toegang_passkey"
    __table_args__ = (UniqueConstraint("gemeente", "credential_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes]
    publieke_sleutel: Mapped[bytes]
    teller: Mapped[int]
    gemaakt_op: Mapped[datetime]
    gebruikt_op: Mapped[datetime | None]


class DigidKoppeling(VanGemeente, Basis):
    """Whose DigiD it is: a keyed hash of the pseudonym that the broker gives, never a number."""

    __tablename__ = "toegang_digid"

    inwoner_id: Mapped[UUID] = mapped_column(ForeignKey("inwoner.id", ondelete="CASCADE"), primary_key=True)
    sub_merk: Mapped[bytes] = mapped_column(index=True)
    gekoppeld_op: Mapped[datetime]


class DigidAanvraag(VanGemeente, Basis):
    """One way to the broker and back, of one browser; gone once it came back.

    `inhoud` is JSON: nonce, PKCE verifier, and the page with what was typed there.
    """

    __tablename__ = "toegang_digid_aanvraag"

    state_merk: Mapped[bytes] = mapped_column(primary_key=True)
    browser_merk: Mapped[bytes]
    inhoud_geheim: Mapped[bytes | None]
    verloopt_op: Mapped[datetime] = mapped_column(index=True)

    inhoud = Geheim("inhoud_geheim")


class Teller(VanGemeente, Basis):
    """How often something happened in one window. `merk` hides what is counted."""

    __tablename__ = "toegang_teller"

    gemeente: Mapped[str] = mapped_column(String(40), primary_key=True)
    merk: Mapped[bytes] = mapped_column(primary_key=True)
    aantal: Mapped[int]
    tot: Mapped[datetime] = mapped_column(index=True)
