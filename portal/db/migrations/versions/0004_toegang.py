"""toegang"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "toegang_digid_aanvraag",
        sa.Column("state_merk", sa.LargeBinary(), nullable=False),
        sa.Column("browser_merk", sa.LargeBinary(), nullable=False),
        sa.Column("inhoud_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("state_merk", name=op.f("pk_toegang_digid_aanvraag")),
    )
    with op.batch_alter_table("toegang_digid_aanvraag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_toegang_digid_aanvraag_verloopt_op"), ["verloopt_op"], unique=False)

    op.create_table(
        "toegang_activatiecode",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gebruikt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_toegang_activatiecode_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toegang_activatiecode")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_toegang_activatiecode_code_hash")),
    )
    with op.batch_alter_table("toegang_activatiecode", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_toegang_activatiecode_inwoner_id"), ["inwoner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_toegang_activatiecode_verloopt_op"), ["verloopt_op"], unique=False)

    op.create_table(
        "toegang_digid",
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("sub_merk", sa.LargeBinary(), nullable=False),
        sa.Column("gekoppeld_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_toegang_digid_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inwoner_id", name=op.f("pk_toegang_digid")),
    )
    with op.batch_alter_table("toegang_digid", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_toegang_digid_sub_merk"), ["sub_merk"], unique=False)

    op.create_table(
        "toegang_eenmalig",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sessie_merk", sa.LargeBinary(), nullable=False),
        sa.Column("doel", sa.String(length=12), nullable=False),
        sa.Column("kanaal", sa.String(length=8), nullable=False),
        sa.Column("contact_merk", sa.LargeBinary(), nullable=False),
        sa.Column("contact_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("inwoner_id", sa.Uuid(), nullable=True),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verloopt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gebruikt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint("doel IN ('binnenkomen', 'verhogen')", name=op.f("ck_toegang_eenmalig_doel")),
        sa.CheckConstraint("kanaal IN ('sms', 'email')", name=op.f("ck_toegang_eenmalig_kanaal")),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_toegang_eenmalig_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toegang_eenmalig")),
        sa.UniqueConstraint("gemeente", "sessie_merk", name=op.f("uq_toegang_eenmalig_gemeente_sessie_merk")),
    )
    with op.batch_alter_table("toegang_eenmalig", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_toegang_eenmalig_inwoner_id"), ["inwoner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_toegang_eenmalig_verloopt_op"), ["verloopt_op"], unique=False)
        batch_op.create_index(
            "ix_toegang_eenmalig_wachtend",
            ["gemaakt_op"],
            unique=False,
            postgresql_where=sa.text("contact_geheim IS NOT NULL"),
            sqlite_where=sa.text("contact_geheim IS NOT NULL"),
        )

    op.create_table(
        "toegang_passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("publieke_sleutel", sa.LargeBinary(), nullable=False),
        sa.Column("teller", sa.Integer(), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gebruikt_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_toegang_passkey_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toegang_passkey")),
        sa.UniqueConstraint("gemeente", "credential_id", name=op.f("uq_toegang_passkey_gemeente_credential_id")),
    )
    with op.batch_alter_table("toegang_passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_toegang_passkey_inwoner_id"), ["inwoner_id"], unique=False)

    with op.batch_alter_table("toegang_sessie", schema=None) as batch_op:
        # Who is inside now came in with a code, or just signed up and sees it.
        batch_op.add_column(sa.Column("factoren", sa.String(length=60), nullable=False, server_default="code"))
        batch_op.add_column(sa.Column("bewezen_op", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("uitdaging", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("uitdaging_tot", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("toegang_sessie", schema=None) as batch_op:
        batch_op.alter_column("factoren", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("toegang_sessie", schema=None) as batch_op:
        for kolom in ("uitdaging_tot", "uitdaging", "bewezen_op", "factoren"):
            batch_op.drop_column(kolom)
    for tabel in (
        "toegang_digid_aanvraag",
        "toegang_digid",
        "toegang_passkey",
        "toegang_eenmalig",
        "toegang_activatiecode",
    ):
        op.drop_table(tabel)
