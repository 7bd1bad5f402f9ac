"""eigen_bericht"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "eigen_bericht",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(length=12), nullable=False),
        sa.Column("wat", sa.String(length=20), nullable=True),
        sa.Column("tekst_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("gestuurd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uiterlijk", sa.Date(), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint("soort IN ('vraag', 'verandering', 'terugval')", name=op.f("ck_eigen_bericht_soort")),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_eigen_bericht_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eigen_bericht")),
    )
    with op.batch_alter_table("eigen_bericht", schema=None) as batch_op:
        batch_op.create_index("ix_eigen_bericht_inwoner_id_gestuurd_op", ["inwoner_id", "gestuurd_op"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("eigen_bericht", schema=None) as batch_op:
        batch_op.drop_index("ix_eigen_bericht_inwoner_id_gestuurd_op")

    op.drop_table("eigen_bericht")
