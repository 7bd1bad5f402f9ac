"""accounts"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# Rows of the log of what was done are only ever added.
SQLITE = (
    "CREATE TRIGGER account_handeling_blijft_gelijk BEFORE UPDATE ON account_handeling "
    "BEGIN SELECT RAISE(ABORT, 'account_handeling: a row never changes'); END",
    "CREATE TRIGGER account_handeling_blijft BEFORE DELETE ON account_handeling "
    "BEGIN SELECT RAISE(ABORT, 'account_handeling: a row never goes'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION account_handeling_blijft() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'account_handeling: a row never changes and never goes'; END $$",
    "CREATE TRIGGER account_handeling_blijft BEFORE UPDATE OR DELETE ON account_handeling "
    "FOR EACH ROW EXECUTE FUNCTION account_handeling_blijft()",
    "CREATE TRIGGER account_handeling_blijft_heel BEFORE TRUNCATE ON account_handeling "
    "FOR EACH STATEMENT EXECUTE FUNCTION account_handeling_blijft()",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rol", sa.String(length=12), nullable=False),
        sa.Column("naam_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("email_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("email_index", sa.LargeBinary(), nullable=False),
        sa.Column("wachtwoord_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("totp_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("totp_stap", sa.Integer(), nullable=True),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ingericht_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gezien_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("geblokkeerd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint("rol IN ('beheerder', 'maatje', 'ketenpartner')", name=op.f("ck_account_rol")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("gemeente", "rol", "email_index", name=op.f("uq_account_gemeente_rol_email_index")),
    )
    op.create_table(
        "account_aanloop",
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("uitnodiging_merk", sa.LargeBinary(), nullable=True),
        sa.Column("totp_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("uitdaging", sa.LargeBinary(), nullable=True),
        sa.Column("uitdaging_tot", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("merk", name=op.f("pk_account_aanloop")),
    )
    with op.batch_alter_table("account_aanloop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_aanloop_verloopt_op"), ["verloopt_op"], unique=False)

    op.create_table(
        "beheer_verteld",
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.Column("soort", sa.String(length=60), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "soort", name=op.f("pk_beheer_verteld")),
    )
    op.create_table(
        "account_handeling",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("over", sa.String(length=80), nullable=True),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_handeling_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_handeling")),
    )
    with op.batch_alter_table("account_handeling", schema=None) as batch_op:
        batch_op.create_index("ix_account_handeling_gemeente_id", ["gemeente", "id"], unique=False)

    op.create_table(
        "account_passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("publieke_sleutel", sa.LargeBinary(), nullable=False),
        sa.Column("teller", sa.Integer(), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gebruikt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_passkey_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_passkey")),
        sa.UniqueConstraint("gemeente", "credential_id", name=op.f("uq_account_passkey_gemeente_credential_id")),
    )
    with op.batch_alter_table("account_passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_passkey_account_id"), ["account_id"], unique=False)

    op.create_table(
        "account_sessie",
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("begonnen_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gezien_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_sessie_account_id_account")),
        sa.PrimaryKeyConstraint("merk", name=op.f("pk_account_sessie")),
    )
    with op.batch_alter_table("account_sessie", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_sessie_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_sessie_verloopt_op"), ["verloopt_op"], unique=False)

    op.create_table(
        "account_uitnodiging",
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_uitnodiging_account_id_account")),
        sa.PrimaryKeyConstraint("merk", name=op.f("pk_account_uitnodiging")),
    )
    with op.batch_alter_table("account_uitnodiging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_uitnodiging_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_uitnodiging_verloopt_op"), ["verloopt_op"], unique=False)

    for opdracht in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(opdracht)


def downgrade() -> None:
    with op.batch_alter_table("account_uitnodiging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_uitnodiging_verloopt_op"))
        batch_op.drop_index(batch_op.f("ix_account_uitnodiging_account_id"))

    op.drop_table("account_uitnodiging")
    with op.batch_alter_table("account_sessie", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_sessie_verloopt_op"))
        batch_op.drop_index(batch_op.f("ix_account_sessie_account_id"))

    op.drop_table("account_sessie")
    with op.batch_alter_table("account_passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_passkey_account_id"))

    op.drop_table("account_passkey")
    with op.batch_alter_table("account_handeling", schema=None) as batch_op:
        batch_op.drop_index("ix_account_handeling_gemeente_id")

    op.drop_table("account_handeling")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION account_handeling_blijft()")
    op.drop_table("beheer_verteld")
    with op.batch_alter_table("account_aanloop", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_aanloop_verloopt_op"))

    op.drop_table("account_aanloop")
    op.drop_table("account")
