"""Named queries on groups that nobody has bound."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from storage.tables import PendingRoom

MOST_MEMBERS = 500
"""A group holds no more people."""


def note(
    session: Session, transport: str, chat: str, now: datetime, *, name: str = "", people: Iterable[str] = ()
) -> None:
    """Remember that a group exists, what it is called and who was seen there."""
    known = find(session, transport, chat)
    room = known or PendingRoom(transport=transport, chat=chat, seen_at=now)
    room.name = name or room.name
    room.members = list(dict.fromkeys([*room.members, *people]))[:MOST_MEMBERS]
    room.seen_at = now
    session.add(room)
    session.flush()


def find(session: Session, transport: str, chat: str) -> PendingRoom | None:
    """The group of that id."""
    query = select(PendingRoom).where(col(PendingRoom.transport) == transport, col(PendingRoom.chat) == chat)
    return session.exec(query).first()


def newest_first(session: Session, transport: str) -> list[PendingRoom]:
    """Every group that waits, the one found last first."""
    query = select(PendingRoom).where(col(PendingRoom.transport) == transport)
    return list(session.exec(query.order_by(col(PendingRoom.id).desc())))


def forget(session: Session, transport: str, chat: str) -> None:
    """It is bound, or gone."""
    if (room := find(session, transport, chat)) is not None:
        session.delete(room)
        session.flush()
