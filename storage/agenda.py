"""What is due and when: the tables whose rows know their next due time, asked in one look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, inspect
from sqlmodel import Session, SQLModel, col, select

from storage.tables import Enquiry, Loan, Notice, Routine, ServiceRequest, VolunteerCall

Clocked = type[ServiceRequest] | type[VolunteerCall] | type[Notice] | type[Enquiry] | type[Loan] | type[Routine]
CLOCKED: tuple[Clocked, ...] = (ServiceRequest, VolunteerCall, Notice, Enquiry, Loan, Routine)


def _earliest(table: Clocked) -> Any:
    return select(func.min(col(table.next_due_at))).scalar_subquery()


def _due(table: Clocked) -> Select[Any]:
    moment = col(table.next_due_at)
    return (
        select(table)
        .where(moment <= bindparam("now"))
        .order_by(moment, *inspect(table).primary_key)
        .limit(bindparam("most"))
    )


EARLIEST: Select[Any] = select(*map(_earliest, CLOCKED))
DUE = {table: _due(table) for table in CLOCKED}


def earliest(session: Session) -> dict[Clocked, datetime]:
    """When the next row of each table is due, where there is one."""
    moments = session.execute(EARLIEST).one()
    return {table: moment for table, moment in zip(CLOCKED, moments, strict=True) if moment is not None}


def label(row: SQLModel) -> str:
    """A row's table and key, for the operator: ServiceRequest:12."""
    return f"{type(row).__name__}:{inspect(row).identity[0]}"


def due(session: Session, table: Clocked, now: datetime, limit: int) -> Sequence[SQLModel]:
    """Rows of a table whose next due time has come, earliest first."""
    return session.scalars(DUE[table], {"now": now, "most": limit}).all()
