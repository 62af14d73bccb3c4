"""Named queries on the tree of units."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Unit


def all_of(session: Session) -> list[Unit]:
    """Every unit, in the configuration's order."""
    return list(session.exec(select(Unit).order_by(col(Unit.id))))
