"""Named queries on groups, those that the bot has left included."""

from __future__ import annotations

from sqlmodel import Session, col, select

from storage.tables import Room


def find(session: Session, transport: str, chat: str) -> Room | None:
    """The bound group of a chat, left or not."""
    return session.exec(select(Room).where(col(Room.transport) == transport, col(Room.chat) == chat)).first()


def put(session: Session, room: Room) -> None:
    """Store it."""
    session.add(room)
    session.flush()
