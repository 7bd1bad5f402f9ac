"""What every table has in common: names, types, and whose data it is."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar, overload

from sqlalchemy import DateTime, Dialect, LargeBinary, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from portal.db.sleutels import sleutels


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is refused: it has no meaning here."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Basis(DeclarativeBase):
    """Base of all tables; every constraint has a name by convention."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime(), bytes: LargeBinary()}


class VanGemeente:
    """A row with data of people: belongs to one gemeente, and only its session sees it.

    Give `gemeente=` first when making one: what is encrypted is bound to it.
    """

    gemeente: Mapped[str] = mapped_column(String(40))


class Geheim:
    """An encrypted text in the column named here; empty stays empty (None).

    Bound to table, column and gemeente: a value moved to another place cannot
    be read there (AES-GCM associated data).
    """

    def __init__(self, kolom: str) -> None:
        self.kolom = kolom

    @overload
    def __get__(self, obj: None, owner: type) -> "Geheim": ...
    @overload
    def __get__(self, obj: Basis, owner: type) -> str | None: ...
    def __get__(self, obj: Basis | None, owner: type) -> "Geheim | str | None":
        if obj is None:
            return self
        return self.lees(type(obj), getattr(obj, "gemeente", None), getattr(obj, self.kolom))

    def lees(self, soort: type[Basis], gemeente: str | None, blob: bytes | None) -> str | None:
        """Read a value that was selected as a column of that table, without its row."""
        if blob is None:
            return None
        return sleutels().versleuteling.ontsleutel(blob, self._bond(soort, gemeente))

    def __set__(self, obj: Basis, waarde: str | None) -> None:
        setattr(obj, self.kolom, self.schrijf(type(obj), getattr(obj, "gemeente", None), waarde))

    def schrijf(self, soort: type[Basis], gemeente: str | None, waarde: str | None) -> bytes | None:
        """Hide a value as that table keeps it, without its row."""
        if waarde is None:
            return None
        return sleutels().versleuteling.versleutel(waarde, self._bond(soort, gemeente))

    def _bond(self, soort: type[Basis], gemeente: str | None) -> bytes:
        if not gemeente:
            raise ValueError("set gemeente before an encrypted value: it is bound to it")
        return f"{soort.__tablename__}|{self.kolom}|{gemeente}".encode()


def als_json(waarde: Any) -> str:
    """Compact JSON, stable in order, readable for every script."""
    return json.dumps(waarde, ensure_ascii=False, separators=(",", ":"))
