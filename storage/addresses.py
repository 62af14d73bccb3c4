"""The same room or person under another id."""

from __future__ import annotations

from sqlalchemy import update
from sqlmodel import Session, col

from storage.tables import OutboxEntry, OutboxState


def readdress(session: Session, transport: str, old: str, new: str) -> None:
    """What still waits to be sent to a chat goes to its new id."""
    waiting = col(OutboxEntry.state).in_([OutboxState.PENDING, OutboxState.SENDING])
    here = (col(OutboxEntry.transport) == transport, col(OutboxEntry.chat) == old)
    session.execute(update(OutboxEntry).where(*here, waiting).values(chat=new))
