"""What has arrived: the UNIQUE key decides what was seen before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, tuple_, update
from sqlmodel import Session, col, select

from storage.tables import InboxEntry, InboxState, Kind

Key = tuple[str, str, str]


def seen(session: Session, keys: Iterable[Key]) -> set[Key]:
    """Which of (transport, chat, message id) are known already."""
    columns = (col(InboxEntry.transport), col(InboxEntry.chat), col(InboxEntry.message_id))
    found = session.execute(select(*columns).where(tuple_(*columns).in_(list(keys))))
    return {(row[0], row[1], row[2]) for row in found}


def add_all(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store many entries at once; `rows` are column values of `InboxEntry`."""
    if rows:
        session.execute(insert(InboxEntry), list(rows))


def keep(session: Session, key: Key, *, text: str, kind: Kind, item_id: int) -> None:
    """The message became part of an item: its words are kept with it."""
    session.execute(
        update(InboxEntry).where(*_is(key)).values(state=InboxState.KEPT, text=text, kind=kind, item_id=item_id)
    )


def quarantine(session: Session, key: Key, *, text: str, error: str) -> None:
    """The handler failed on it: kept with the traceback for the operator."""
    session.execute(update(InboxEntry).where(*_is(key)).values(state=InboxState.QUARANTINED, text=text, error=error))


def item_of(session: Session, key: Key) -> InboxEntry | None:
    """The entry of a message, with the item it became part of."""
    return session.exec(select(InboxEntry).where(*_is(key))).first()


def recent_from(session: Session, transport: str, chat: str, sender: str, since: datetime) -> list[InboxEntry]:
    """What a sender wrote in a chat since then that belongs to an item, newest first."""
    query = select(InboxEntry).where(
        col(InboxEntry.transport) == transport,
        col(InboxEntry.chat) == chat,
        col(InboxEntry.sender) == sender,
        col(InboxEntry.at) >= since,
        col(InboxEntry.state) == InboxState.KEPT,
    )
    return list(session.exec(query.order_by(col(InboxEntry.at).desc())))


def newest_at(session: Session, transports: Iterable[str]) -> datetime | None:
    """When the newest message of these transports came; None before the first one."""
    return session.exec(
        select(func.max(col(InboxEntry.at))).where(col(InboxEntry.transport).in_(tuple(transports)))
    ).one()


def erase_text(session: Session, key: Key) -> None:
    """Recalled words are not kept."""
    session.execute(update(InboxEntry).where(*_is(key)).values(text=None))


def _is(key: Key) -> tuple[Any, ...]:
    transport, chat, message_id = key
    return (
        col(InboxEntry.transport) == transport,
        col(InboxEntry.chat) == chat,
        col(InboxEntry.message_id) == message_id,
    )
