"""What is to be sent and what was: also the memory of the rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

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


def add_all(session: Session, words: Sequence[Words]) -> None:
    """Put them in, except those whose key stands there already."""
    fresh: dict[str, Words] = {}
    for one in words:
        fresh.setdefault(one.key, one)
    for key in session.scalars(KNOWN_KEYS, {"keys": list(fresh)}):
        del fresh[key]
    if fresh:
        session.execute(insert(OutboxEntry), [asdict(one) for one in fresh.values()])


KNOWN_KEYS = select(OutboxEntry.key).where(col(OutboxEntry.key).in_(bindparam("keys", expanding=True)))


def drop(session: Session, entry: OutboxEntry) -> None:
    """It must not be sent any more."""
    entry.state = OutboxState.STALE
    session.add(entry)


def ready(session: Session, transport: str, now: datetime, limit: int = 500) -> list[OutboxEntry]:
    """What may be tried now: danger first, then answers, then in the order of writing."""
    query = (
        select(OutboxEntry)
        .where(
            col(OutboxEntry.transport) == transport,
            col(OutboxEntry.state) == OutboxState.PENDING,
            col(OutboxEntry.next_attempt_at) <= now,
        )
        .order_by(col(OutboxEntry.priority), col(OutboxEntry.id))
        .limit(limit)
    )
    return list(session.exec(query))


def next_attempt_at(session: Session, transport: str) -> datetime | None:
    """When the next waiting one may be tried."""
    query = select(func.min(col(OutboxEntry.next_attempt_at))).where(
        col(OutboxEntry.transport) == transport, col(OutboxEntry.state) == OutboxState.PENDING
    )
    return session.exec(query).one()


def failing_chats(session: Session, transport: str, now: datetime) -> dict[str, datetime]:
    """Chats in which a message that failed waits for its next try, and when that is: later ones wait behind it."""
    query = (
        select(OutboxEntry.chat, func.max(col(OutboxEntry.next_attempt_at)))
        .where(
            col(OutboxEntry.transport) == transport,
            col(OutboxEntry.state) == OutboxState.PENDING,
            col(OutboxEntry.attempts) > 0,
            col(OutboxEntry.next_attempt_at) > now,
        )
        .group_by(col(OutboxEntry.chat))
    )
    return {row[0]: row[1] for row in session.exec(query)}


def waiting_in(session: Session, transport: str, chat: str) -> list[OutboxEntry]:
    """What still waits for a chat, in the order of writing."""
    query = select(OutboxEntry).where(
        col(OutboxEntry.transport) == transport,
        col(OutboxEntry.chat) == chat,
        col(OutboxEntry.state) == OutboxState.PENDING,
    )
    return list(session.exec(query.order_by(col(OutboxEntry.id))))


def waiting_about(session: Session, kind: Kind, item_id: int) -> list[OutboxEntry]:
    """What still waits to be said about an item."""
    query = select(OutboxEntry).where(
        col(OutboxEntry.kind) == kind,
        col(OutboxEntry.guard_id) == item_id,
        col(OutboxEntry.state) == OutboxState.PENDING,
    )
    return list(session.exec(query.order_by(col(OutboxEntry.id))))


def sent_since(session: Session, transport: str, since: datetime, chat: str | None = None) -> list[datetime]:
    """When messages that count against the rates went out since then (to one chat), oldest first."""
    query = select(OutboxEntry.sent_at).where(col(OutboxEntry.transport) == transport, col(OutboxEntry.sent_at) > since)
    if chat is not None:
        query = query.where(col(OutboxEntry.chat) == chat, col(OutboxEntry.priority) >= Priority.URGENT)
    return [sent for sent in session.exec(query.order_by(col(OutboxEntry.sent_at))) if sent]


def last_line(session: Session, kind: Kind, item_id: int, line: str) -> OutboxEntry | None:
    """The newest group line of that name about an item, sent or waiting."""
    query = select(OutboxEntry).where(
        col(OutboxEntry.kind) == kind,
        col(OutboxEntry.guard_id) == item_id,
        col(OutboxEntry.line) == line,
        col(OutboxEntry.state) != OutboxState.STALE,
    )
    return session.exec(query.order_by(col(OutboxEntry.id).desc())).first()


def release_leases(session: Session, transport: str, now: datetime, *, over_at: datetime | None) -> None:
    """What was being sent may be tried again where its lease is over at `over_at`; None = all of it."""
    being_sent = (col(OutboxEntry.transport) == transport, col(OutboxEntry.state) == OutboxState.SENDING)
    over = () if over_at is None else (col(OutboxEntry.lease_until) <= over_at,)
    free = update(OutboxEntry).where(*being_sent, *over)
    session.execute(free.values(state=OutboxState.PENDING, lease_until=None, next_attempt_at=now))


def claim(session: Session, entry: OutboxEntry, now: datetime, lease: timedelta) -> None:
    """Take it for sending until the lease ends."""
    entry.state = OutboxState.SENDING
    entry.lease_until = now + lease
    entry.attempts += 1
    session.add(entry)


def last_sent_at(session: Session) -> datetime | None:
    """When the newest message went out."""
    return session.exec(select(func.max(col(OutboxEntry.sent_at)))).one()
