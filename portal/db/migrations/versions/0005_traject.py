"""traject"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "traject",
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("fase", sa.String(length=20), nullable=False),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("volgorde", sa.LargeBinary(), nullable=False),
        sa.Column("inhoud_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "fase IN ('in_contact','in_gesprek','rust_en_overzicht','plaatje_compleet','toekomst')",
            name=op.f("ck_traject_fase"),
        ),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_traject_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inwoner_id", name=op.f("pk_traject")),
    )


def downgrade() -> None:
    op.drop_table("traject")
