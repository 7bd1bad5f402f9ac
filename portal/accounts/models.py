"""An account, the ways to come in with it, and the log of what was done."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.basis import Basis, Geheim, VanGemeente

BEHEERDER: Final = "beheerder"

_ACCOUNT: Final = "account.id"


class Account(VanGemeente, Basis):
    """Somebody who works with the portal, in one role and for one gemeente. Never removed: the log points here.

    `email_index` is a keyed hash, to look up. The password is kept as the encrypted text of its
    argon2id hash. `totp_stap` is the time step of the last code that was taken: it and all before it are used up.
    """

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("rol IN ('beheerder', 'maatje', 'ketenpartner')", name="rol"),
        UniqueConstraint("gemeente", "rol", "email_index"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    rol: Mapped[str] = mapped_column(String(12))
    naam_geheim: Mapped[bytes | None]
    email_geheim: Mapped[bytes | None]
    email_index: Mapped[bytes]
    wachtwoord_geheim: Mapped[bytes | None]
    totp_geheim: Mapped[bytes | None]
    totp_stap: Mapped[int | None]
    gemaakt_op: Mapped[datetime]
    ingericht_op: Mapped[datetime | None]
    gezien_op: Mapped[datetime | None]
    geblokkeerd_op: Mapped[datetime | None]

    naam = Geheim("naam_geheim")
    email = Geheim("email_geheim")
    wachtwoord_hash = Geheim("wachtwoord_geheim")
    totp = Geheim("totp_geheim")


class Uitnodiging(VanGemeente, Basis):
    """A code to set up an account with, once; only its hash is kept."""

    __tablename__ = "account_uitnodiging"

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    verloopt_op: Mapped[datetime] = mapped_column(index=True)


class Aanloop(VanGemeente, Basis):
    """A browser on its way in: it asked its device for a passkey, or it is setting up an account.

    `merk` is the hash of its cookie. `uitdaging` is what a passkey has to sign, once.
    `uitnodiging_merk` and `totp` are there while setting up.
    """

    __tablename__ = "account_aanloop"

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    uitnodiging_merk: Mapped[bytes | None]
    totp_geheim: Mapped[bytes | None]
    uitdaging: Mapped[bytes | None]
    uitdaging_tot: Mapped[datetime | None]
    verloopt_op: Mapped[datetime] = mapped_column(index=True)

    totp = Geheim("totp_geheim")


class Accountsessie(VanGemeente, Basis):
    """One browser in which somebody is logged in; only the hash of its id is kept."""

    __tablename__ = "account_sessie"

    merk: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    begonnen_op: Mapped[datetime]
    gezien_op: Mapped[datetime]
    verloopt_op: Mapped[datetime] = mapped_column(index=True)


class Accountpasskey(VanGemeente, Basis):
    """A key that a device of somebody with an account keeps; we know the public half."""

    __tablename__ = "account_passkey"
    __table_args__ = (UniqueConstraint("gemeente", "credential_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey(_ACCOUNT), index=True)
    credential_id: Mapped[bytes]
    publieke_sleutel: Mapped[bytes]
    teller: Mapped[int]
    gemaakt_op: Mapped[datetime]
    gebruikt_op: Mapped[datetime | None]


class Handeling(VanGemeente, Basis):
    """One thing that somebody did. Rows are only added: triggers in the database hold that.

    `account_id` is who; nobody means the command line. `over` is the id of what it was done to. Nothing
    here is of an inwoner and nothing is encrypted, so that no key ever needs a row changed.
    """

    __tablename__ = "account_handeling"
    __table_args__ = (Index("ix_account_handeling_gemeente_id", "gemeente", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey(_ACCOUNT))
    soort: Mapped[str] = mapped_column(String(40))
    over: Mapped[str | None] = mapped_column(String(80))
    op: Mapped[datetime]
