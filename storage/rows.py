"""Finding and putting single rows by their columns."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import delete
from sqlmodel import Session, SQLModel, select

Row = TypeVar("Row", bound=SQLModel)


def find(session: Session, table: type[Row], **values: Any) -> Row | None:
    """The first row with these values."""
    return session.exec(select(table).filter_by(**values)).first()


def all_of(session: Session, table: type[Row], **values: Any) -> list[Row]:
    """Every row with these values."""
    return list(session.exec(select(table).filter_by(**values)))


def fill(row: SQLModel, **values: Any) -> None:
    """Set values of a row."""
    for name, value in values.items():
        setattr(row, name, value)


def put(session: Session, row: Row, **values: Any) -> Row:
    """Set values and store the row."""
    fill(row, **values)
    session.add(row)
    session.flush()
    return row


def drop_all(session: Session, table: type[SQLModel], **values: Any) -> None:
    """Delete every row with these values."""
    session.execute(delete(table).filter_by(**values))
