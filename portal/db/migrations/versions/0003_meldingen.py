"""meldingen"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "melding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("kanaal", sa.String(length=8), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("reden", sa.String(length=20), nullable=True),
        sa.Column("provider_id", sa.String(length=80), nullable=True),
        sa.Column("bron_merk", sa.LargeBinary(), nullable=True),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("gemaakt_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("geldig_tot", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begonnen_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verstuurd_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint("kanaal IN ('sms', 'email')", name=op.f("ck_melding_kanaal")),
        sa.CheckConstraint(
            "status IN ('klaargezet', 'verstuurd', 'bezorgd', 'mislukt', 'onzeker', 'vervallen')",
            name=op.f("ck_melding_status"),
        ),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_melding_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_melding")),
    )
    with op.batch_alter_table("melding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_melding_gemaakt_op"), ["gemaakt_op"], unique=False)
        batch_op.create_index("ix_melding_gemeente_provider_id", ["gemeente", "provider_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_melding_inwoner_id"), ["inwoner_id"], unique=False)
        batch_op.create_index(
            "ix_melding_wachtend",
            ["geldig_tot"],
            unique=False,
            postgresql_where=sa.text("status = 'klaargezet'"),
            sqlite_where=sa.text("status = 'klaargezet'"),
        )
    op.create_table(
        "melding_sms_teller",
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gemeente", "merk", name=op.f("pk_melding_sms_teller")),
    )
    with op.batch_alter_table("melding_sms_teller", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_melding_sms_teller_dag"), ["dag"], unique=False)
    # Before this version messages had one line for all channels, and were only shown in the werkbak.
    op.execute(
        "UPDATE outbox_event SET delivered_at = created_at, uitkomst = 'vervallen' "
        "WHERE bestemming = 'meldingen' AND delivered_at IS NULL"
    )
    op.execute(
        "UPDATE outbox_stroom SET delivered_seq = last_seq, parked_at = NULL, token = NULL, lease_until = NULL "
        "WHERE bestemming = 'meldingen'"
    )
    op.execute("DELETE FROM outbox_bestemming WHERE bestemming = 'meldingen'")


def downgrade() -> None:
    op.drop_table("melding_sms_teller")
    op.drop_table("melding")
