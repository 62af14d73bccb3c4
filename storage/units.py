"""Named queries on the tree of units."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Community, Unit


def all_of(session: Session) -> list[Unit]:
    """Every unit, in the configuration's order."""
    return list(session.exec(select(Unit).order_by(col(Unit.id))))


def communities(session: Session) -> dict[int, str]:
    """Every community with its name."""
    return {found.id or 0: found.name for found in session.exec(select(Community))}
