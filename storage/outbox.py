"""What is to be sent and what was: also the memory of the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, update
from sqlmodel import Session, col, select

from storage.tables import Kind, OutboxEntry, OutboxState, Priority


@dataclass(slots=True, kw_only=True)
class Words:
    """What is to be said, column by column of `OutboxEntry`, before it stands in the outbox."""

    community_id: int
    transport: str
    chat: str
    text: str
    why: str
    created_at: datetime
    next_attempt_at: datetime
    key: str = ""
    group: bool = False
    person_id: int | None = None
    mentions: list[str] = field(default_factory=list)
    kind: Kind | None = None
    no: int | None = None
    priority: Priority = Priority.NORMAL
    at_night: bool = False
    line: str | None = None
    guard_id: int | None = None
    guard_version: int | None = None
    expires_at: datetime | None = None


_table = OutboxEntry.__table__  # type: ignore[attr-defined]
ADD = insert(_table)
KNOWN_KEYS = select(OutboxEntry.key).where(col(OutboxEntry.key).in_(bindparam("keys", expanding=True)))
_waits = col(OutboxEntry.state) == OutboxState.PENDING
_of_transport = col(OutboxEntry.transport) == bindparam("transport")
_in_order = col(OutboxEntry.id)
FAILING = (
    select(OutboxEntry.chat, func.max(col(OutboxEntry.next_attempt_at)))
    .where(_of_transport, _waits, col(OutboxEntry.attempts) > 0, col(OutboxEntry.next_attempt_at) > bindparam("now"))
    .group_by(col(OutboxEntry.chat))
)
SENT = (
    select(OutboxEntry.chat, OutboxEntry.sent_at)
    .where(_of_transport, col(OutboxEntry.sent_at) > bindparam("since"))
    .distinct()
    .order_by(col(OutboxEntry.sent_at))
)
SENT_TO_CHAT = SENT.where(col(OutboxEntry.chat) == bindparam("chat"), col(OutboxEntry.priority) >= Priority.URGENT)
RELEASE_ALL = (
    update(_table)
    .where(_table.c.transport == bindparam("its_transport"), _table.c.state == OutboxState.SENDING)
    .values(state=OutboxState.PENDING, lease_until=None, next_attempt_at=bindparam("now"))
)
RELEASE = RELEASE_ALL.where(_table.c.lease_until <= bindparam("over_at"))
OUT = (
    update(_table)
    .where(_table.c.id.in_(bindparam("rows", expanding=True)))
    .values(
        state=OutboxState.SENT, sent_at=bindparam("now"), sent_as=bindparam("its_name"), lease_until=None, error=None
    )
)
READY = (
    select(OutboxEntry)
    .where(_of_transport, _waits, col(OutboxEntry.next_attempt_at) <= bindparam("now"))
    .order_by(col(OutboxEntry.priority), _in_order)
    .limit(bindparam("most"))
)
NEXT_ATTEMPT = select(func.min(col(OutboxEntry.next_attempt_at))).where(_of_transport, _waits)
IN_CHAT = (
    select(OutboxEntry)
    .where(_of_transport, col(OutboxEntry.chat) == bindparam("chat"), col(OutboxEntry.sent_at).is_(None), _waits)
    .order_by(_in_order)
)
_about_it = (col(OutboxEntry.kind) == bindparam("kind"), col(OutboxEntry.guard_id) == bindparam("item"))
ABOUT = select(OutboxEntry).where(*_about_it, _waits).order_by(_in_order)
LINES = (
    select(OutboxEntry)
    .where(*_about_it, col(OutboxEntry.line) == bindparam("line"), col(OutboxEntry.state) != OutboxState.STALE)
    .order_by(_in_order.desc())
    .limit(1)
)


def add_all(session: Session, words: Sequence[Words]) -> None:
    """Put them in, except those whose key stands there already."""
    fresh: dict[str, Words] = {}
    for one in words:
        fresh.setdefault(one.key, one)
    for key in session.scalars(KNOWN_KEYS, {"keys": list(fresh)}):
        del fresh[key]
    if fresh:
        session.execute(ADD, [_columns(one) for one in fresh.values()])


def _columns(words: Words) -> dict[str, Any]:
    return {name: getattr(words, name) for name in Words.__slots__}


def drop(session: Session, entry: OutboxEntry) -> None:
    """It must not be sent any more."""
    entry.state = OutboxState.STALE
    session.add(entry)


def ready(session: Session, transport: str, now: datetime, limit: int = 500) -> list[OutboxEntry]:
    """What may be tried now: danger first, then answers, then in the order of writing."""
    return list(session.scalars(READY, {"transport": transport, "now": now, "most": limit}))


def next_attempt_at(session: Session, transport: str) -> datetime | None:
    """When the next waiting one may be tried."""
    return session.scalar(NEXT_ATTEMPT, {"transport": transport})


def failing_chats(session: Session, transport: str, now: datetime) -> dict[str, datetime]:
    """Chats in which a message that failed waits for its next try, and when that is: later ones wait behind it."""
    return {row[0]: row[1] for row in session.execute(FAILING, {"transport": transport, "now": now})}


def waiting_in(session: Session, transport: str, chat: str) -> list[OutboxEntry]:
    """What still waits for a chat, in the order of writing."""
    return list(session.scalars(IN_CHAT, {"transport": transport, "chat": chat}))


def waiting_about(session: Session, kind: Kind, item_id: int) -> list[OutboxEntry]:
    """What still waits to be said about an item."""
    return list(session.scalars(ABOUT, {"kind": kind, "item": item_id}))


def sent_since(session: Session, transport: str, since: datetime, chat: str | None = None) -> list[datetime]:
    """When messages that count against the rates went out since then (to one chat), oldest first.

    Lines that went to one chat at one moment were merged: they are one message.
    """
    query = SENT if chat is None else SENT_TO_CHAT
    return [row[1] for row in session.execute(query, {"transport": transport, "since": since, "chat": chat})]


def last_line(session: Session, kind: Kind, item_id: int, line: str) -> OutboxEntry | None:
    """The newest group line of that name about an item, sent or waiting."""
    return session.scalars(LINES, {"kind": kind, "item": item_id, "line": line}).first()


def release_leases(session: Session, transport: str, now: datetime, *, over_at: datetime | None) -> None:
    """What was being sent may be tried again where its lease is over at `over_at`; None = all of it."""
    query = RELEASE_ALL if over_at is None else RELEASE
    session.execute(query, {"its_transport": transport, "over_at": over_at, "now": now})


def claim(session: Session, entry: OutboxEntry, now: datetime, lease: timedelta) -> None:
    """Take it for sending until the lease ends."""
    entry.state = OutboxState.SENDING
    entry.lease_until = now + lease
    entry.attempts += 1
    session.add(entry)


def out(session: Session, row_ids: Sequence[int], now: datetime, sent_as: str | None) -> None:
    """These were sent, together, at `now`."""
    session.execute(OUT, {"rows": list(row_ids), "now": now, "its_name": sent_as})


def last_sent_at(session: Session) -> datetime | None:
    """When the newest message went out."""
    return session.exec(select(func.max(col(OutboxEntry.sent_at)))).one()


def counts(session: Session, transport: str) -> dict[OutboxState, int]:
    """How many there are in each state."""
    state = col(OutboxEntry.state)
    query = select(state, func.count()).where(col(OutboxEntry.transport) == transport).group_by(state)
    return {row[0]: row[1] for row in session.execute(query)}


def undelivered(session: Session, transport: str, since: datetime, limit: int) -> list[OutboxEntry]:
    """What did not go out though it was tried, given up or to be tried again, the newest first."""
    tried = (col(OutboxEntry.state) == OutboxState.PENDING) & (col(OutboxEntry.attempts) > 0)
    query = select(OutboxEntry).where(
        col(OutboxEntry.transport) == transport,
        col(OutboxEntry.created_at) >= since,
        tried | (col(OutboxEntry.state) == OutboxState.FAILED),
    )
    return list(session.scalars(query.order_by(_in_order.desc()).limit(limit)))
