"""afspraken"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "afspraak",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("kenmerk", sa.String(length=100), nullable=False),
        sa.Column("begin", sa.DateTime(timezone=True), nullable=False),
        sa.Column("einde", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plaatselijk", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inhoud_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("reactie", sa.String(length=16), nullable=True),
        sa.Column("reactie_versie", sa.Integer(), nullable=True),
        sa.Column("reactie_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reactie_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("begeleider_mee", sa.Boolean(), nullable=False),
        sa.Column("contact_uiterlijk", sa.Date(), nullable=True),
        sa.Column("gemist_begin", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint("reactie IN ('bevestigd','verzet_gevraagd','afgezegd')", name=op.f("ck_afspraak_reactie")),
        sa.CheckConstraint(
            "status IN ('gepland','vervallen','geweest','niet_verschenen')", name=op.f("ck_afspraak_status")
        ),
        sa.CheckConstraint("einde > begin", name=op.f("ck_afspraak_einde")),
        sa.CheckConstraint("versie >= 1", name=op.f("ck_afspraak_versie")),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_afspraak_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_afspraak")),
        sa.UniqueConstraint("inwoner_id", "kenmerk", name=op.f("uq_afspraak_inwoner_id_kenmerk")),
    )
    with op.batch_alter_table("afspraak", schema=None) as batch_op:
        batch_op.create_index(
            "ix_afspraak_gepland",
            ["begin"],
            unique=False,
            postgresql_where=sa.text("status = 'gepland'"),
            sqlite_where=sa.text("status = 'gepland'"),
        )

    op.create_table(
        "afspraak_agenda",
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beeindigd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_afspraak_agenda_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merk", name=op.f("pk_afspraak_agenda")),
    )
    with op.batch_alter_table("afspraak_agenda", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_afspraak_agenda_inwoner_id"), ["inwoner_id"], unique=False)

    op.create_table(
        "afspraak_link",
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("afspraak_id", sa.Uuid(), nullable=False),
        sa.Column("toont", sa.String(length=20), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ingetrokken_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["afspraak_id"], ["afspraak.id"], name=op.f("fk_afspraak_link_afspraak_id_afspraak"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("merk", name=op.f("pk_afspraak_link")),
    )
    with op.batch_alter_table("afspraak_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_afspraak_link_afspraak_id"), ["afspraak_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("afspraak_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_afspraak_link_afspraak_id"))

    op.drop_table("afspraak_link")
    with op.batch_alter_table("afspraak_agenda", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_afspraak_agenda_inwoner_id"))

    op.drop_table("afspraak_agenda")
    with op.batch_alter_table("afspraak", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_afspraak_gepland",
            postgresql_where=sa.text("status = 'gepland'"),
            sqlite_where=sa.text("status = 'gepland'"),
        )

    op.drop_table("afspraak")
