"""The fixed things of a day and when each is next due."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from storage.tables import Routine


def get(session: Session, name: str) -> Routine | None:
    """A routine by its name."""
    return session.get(Routine, name)


def set_due(session: Session, name: str, moment: datetime) -> None:
    """When it is next due."""
    session.merge(Routine(name=name, next_due_at=moment))
    session.flush()
