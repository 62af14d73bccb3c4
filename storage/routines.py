"""The fixed things of a day and when each is next due."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import Routine


def get(session: Session, name: str) -> Routine | None:
    """A routine by its name."""
    return session.get(Routine, name)


def set_due(session: Session, name: str, moment: datetime) -> None:
    """When it is next due."""
    session.merge(Routine(name=name, next_due_at=moment))
    session.flush()


def due(session: Session, now: datetime) -> list[Routine]:
    """Those whose time has come."""
    return list(session.exec(select(Routine).where(col(Routine.next_due_at) <= now).order_by(col(Routine.name))))


def next_due_at(session: Session) -> datetime | None:
    """When the next one is due."""
    return session.exec(select(func.min(col(Routine.next_due_at)))).one()
