"""Column types that keep their promise on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, IntEnum
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Integer
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class UtcDateTime(TypeDecorator[datetime]):
    """Aware in, aware UTC out: SQLite drops zones, so naive values are refused at the door."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive time may not be stored: {value.isoformat()}")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Whole(TypeDecorator[IntEnum]):
    """One of an IntEnum, stored as its number so that it can be compared and sorted in SQL."""

    impl = Integer
    cache_ok = True

    def __init__(self, kind: type[IntEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: IntEnum | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> IntEnum | None:
        return None if value is None else self.kind(value)


def ranked(kind: type[IntEnum], *, default: Any) -> Any:
    """A column for one of an ordered `kind`."""
    return Field(default=default, sa_column=Column(Whole(kind), nullable=False))


def moment(*, default: Any = ..., index: bool = False, primary_key: bool = False) -> Any:
    """A column for an aware moment."""
    return Field(default=default, sa_type=UtcDateTime, index=index, primary_key=primary_key)


def choice(kind: type[Enum], *, default: Any = ..., index: bool = False) -> Any:
    """A column for one of `kind`, stored by value with a CHECK."""
    column = SqlEnum(
        kind,
        values_callable=lambda members: [str(member.value) for member in members],
        native_enum=False,
        create_constraint=True,
        length=24,
        name=kind.__name__.lower(),
    )
    return Field(default=default, sa_type=column, index=index)


def row_version() -> Column[int]:
    """A row version: an update of a row that changed meanwhile fails instead of overwriting it."""
    return Column("row_version", Integer, nullable=False)
