"""api_herhaling"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_herhaling",
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.Column("merk", sa.LargeBinary(), nullable=False),
        sa.Column("poging", sa.Uuid(), nullable=False),
        sa.Column("lichaam_merk", sa.LargeBinary(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=True),
        sa.Column("tot", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_api_herhaling_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("gemeente", "merk", name=op.f("pk_api_herhaling")),
    )
    with op.batch_alter_table("api_herhaling", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_herhaling_inwoner_id"), ["inwoner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_api_herhaling_tot"), ["tot"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("api_herhaling", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_herhaling_tot"))
        batch_op.drop_index(batch_op.f("ix_api_herhaling_inwoner_id"))

    op.drop_table("api_herhaling")
