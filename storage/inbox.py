"""What has arrived: the UNIQUE key decides what was seen before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, tuple_, update
from sqlmodel import Session, col, select

from storage.tables import InboxEntry, InboxState, Kind

Key = tuple[str, str, str]
_KEY = (col(InboxEntry.transport), col(InboxEntry.chat), col(InboxEntry.message_id))
_ITS = ("its_transport", "its_chat", "its_id")
_is_it = [column == bindparam(name) for column, name in zip(_KEY, _ITS, strict=True)]
_table = InboxEntry.__table__  # type: ignore[attr-defined]

SEEN = select(*_KEY).where(tuple_(*_KEY).in_(bindparam("keys", expanding=True)))
ADD = insert(_table)
PHOTO = "[图片]"
CHANGE = update(_table).where(*_is_it)
FIND = select(InboxEntry).where(*_is_it)


def seen(session: Session, keys: Iterable[Key]) -> set[Key]:
    """Which of (transport, chat, message id) are known already."""
    return {(row[0], row[1], row[2]) for row in session.execute(SEEN, {"keys": list(keys)})}


def add_all(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Store many entries at once; `rows` are column values of `InboxEntry`."""
    if rows:
        session.execute(ADD, list(rows))


def keep(session: Session, key: Key, *, text: str, kind: Kind, item_id: int) -> None:
    """The message became part of an item: its words are kept with it."""
    _change(session, key, state=InboxState.KEPT, text=text, kind=kind, item_id=item_id)


def quarantine(session: Session, key: Key, *, message: dict[str, Any], error: str) -> None:
    """The handler failed on it: kept whole, with the traceback, for the operator to have it tried again."""
    _change(session, key, state=InboxState.QUARANTINED, message=message, error=error)


def release(session: Session, key: Key) -> None:
    """It is about to be tried again."""
    _change(session, key, state=InboxState.SEEN, message=None, error=None)


def quarantined(session: Session, transport: str, limit: int) -> list[InboxEntry]:
    """Messages that a handler failed on, the newest first."""
    query = select(InboxEntry).where(
        col(InboxEntry.transport) == transport, col(InboxEntry.state) == InboxState.QUARANTINED
    )
    return list(session.exec(query.order_by(col(InboxEntry.id).desc()).limit(limit)))


def by_id(session: Session, entry_id: int) -> InboxEntry | None:
    """The entry of that row."""
    return session.get(InboxEntry, entry_id)


def note_photo(session: Session, key: Key) -> None:
    """A picture that belongs to nothing yet: a report may follow."""
    _change(session, key, text=PHOTO)


def take_photos(session: Session, key: Key, sender: str, since: datetime, item_id: int) -> int:
    """Make the pictures a sender posted in this chat since then part of a request; tells how many."""
    transport, chat, _ = key
    loose = update(InboxEntry).where(
        col(InboxEntry.transport) == transport,
        col(InboxEntry.chat) == chat,
        col(InboxEntry.sender) == sender,
        col(InboxEntry.at) >= since,
        col(InboxEntry.state) == InboxState.SEEN,
        col(InboxEntry.text) == PHOTO,
    )
    kept = session.execute(loose.values(state=InboxState.KEPT, kind=Kind.REQUEST, item_id=item_id))
    return int(kept.rowcount)  # type: ignore[attr-defined]


def erase_text(session: Session, key: Key) -> None:
    """Recalled words are not kept."""
    _change(session, key, text=None, message=None)


def item_of(session: Session, key: Key) -> InboxEntry | None:
    """The entry of a message, with the item it became part of."""
    return session.scalars(FIND, _its(key)).first()


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


def _change(session: Session, key: Key, **values: Any) -> None:
    session.execute(CHANGE, {**_its(key), **values})


def _its(key: Key) -> dict[str, str]:
    return dict(zip(_ITS, key, strict=True))
