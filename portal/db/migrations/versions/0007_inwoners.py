"""inwoners"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Rows of the log of who looked are only ever added; only what is older than a year may go.
SQLITE = (
    "CREATE TRIGGER inzage_blijft_gelijk BEFORE UPDATE ON inzage "
    "BEGIN SELECT RAISE(ABORT, 'inzage: a row never changes'); END",
    "CREATE TRIGGER inzage_blijft BEFORE DELETE ON inzage WHEN OLD.op > datetime('now', '-1 year') "
    "BEGIN SELECT RAISE(ABORT, 'inzage: a row stays for at least a year'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION inzage_blijft_gelijk() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN RAISE EXCEPTION 'inzage: a row never changes'; END $$",
    "CREATE FUNCTION inzage_blijft() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN IF OLD.op > now() - interval '1 year' THEN "
    "RAISE EXCEPTION 'inzage: a row stays for at least a year'; END IF; RETURN OLD; END $$",
    "CREATE TRIGGER inzage_blijft_gelijk BEFORE UPDATE ON inzage FOR EACH ROW EXECUTE FUNCTION inzage_blijft_gelijk()",
    "CREATE TRIGGER inzage_blijft BEFORE DELETE ON inzage FOR EACH ROW EXECUTE FUNCTION inzage_blijft()",
    "CREATE TRIGGER inzage_blijft_heel BEFORE TRUNCATE ON inzage "
    "FOR EACH STATEMENT EXECUTE FUNCTION inzage_blijft_gelijk()",
)


def upgrade() -> None:
    op.create_table(
        "gewist",
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("inwoner_id", name=op.f("pk_gewist")),
    )
    op.create_table(
        "inzage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rol", sa.String(length=12), nullable=False),
        sa.Column("wie", sa.String(length=80), nullable=True),
        sa.Column("wat", sa.String(length=20), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "rol IN ('inwoner','backoffice','maatje','ketenpartner','beheerder')", name=op.f("ck_inzage_rol")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inzage")),
    )
    with op.batch_alter_table("inzage", schema=None) as batch_op:
        batch_op.create_index("ix_inzage_inwoner_id_op", ["inwoner_id", "op"], unique=False)
        batch_op.create_index(batch_op.f("ix_inzage_op"), ["op"], unique=False)

    op.create_table(
        "inwoner_voorkeur",
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("onderwerp", sa.String(length=20), nullable=False),
        sa.Column("waarde_geheim", sa.LargeBinary(), nullable=True),
        sa.Column("gewijzigd_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("volgorde", sa.LargeBinary(), nullable=False),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_inwoner_voorkeur_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("inwoner_id", "onderwerp", name=op.f("pk_inwoner_voorkeur")),
    )
    op.create_table(
        "toestemming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("inwoner_id", sa.Uuid(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("gegeven_op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ingetrokken_op", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gemeente", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["inwoner_id"], ["inwoner.id"], name=op.f("fk_toestemming_inwoner_id_inwoner"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_toestemming")),
    )
    with op.batch_alter_table("toestemming", schema=None) as batch_op:
        batch_op.create_index(
            "ix_toestemming_geldig",
            ["inwoner_id", "soort"],
            unique=True,
            postgresql_where=sa.text("ingetrokken_op IS NULL"),
            sqlite_where=sa.text("ingetrokken_op IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_toestemming_inwoner_id"), ["inwoner_id"], unique=False)

    with op.batch_alter_table("inwoner", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status", sa.String(length=12), server_default="actief", nullable=False))
        batch_op.add_column(sa.Column("status_tot", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("status_gewijzigd_op", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("status_volgorde", sa.LargeBinary(), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_inwoner_status"), "status IN ('actief','gepauzeerd','afgerond','overleden','verhuisd')"
        )

    for opdracht in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(opdracht)


def downgrade() -> None:
    with op.batch_alter_table("inwoner", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_inwoner_status"), type_="check")
        batch_op.drop_column("status_volgorde")
        batch_op.drop_column("status_gewijzigd_op")
        batch_op.drop_column("status_tot")
        batch_op.drop_column("status")

    with op.batch_alter_table("toestemming", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_toestemming_inwoner_id"))
        batch_op.drop_index(
            "ix_toestemming_geldig",
            postgresql_where=sa.text("ingetrokken_op IS NULL"),
            sqlite_where=sa.text("ingetrokken_op IS NULL"),
        )

    op.drop_table("toestemming")
    op.drop_table("inwoner_voorkeur")
    with op.batch_alter_table("inzage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_inzage_op"))
        batch_op.drop_index("ix_inzage_inwoner_id_op")

    op.drop_table("inzage")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION inzage_blijft_gelijk()")
        op.execute("DROP FUNCTION inzage_blijft()")
    op.drop_table("gewist")
