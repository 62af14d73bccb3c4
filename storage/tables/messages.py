"""What came in, what goes out, what was asked, and when nothing could be heard."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from storage.columns import choice, moment, ranked


class Kind(StrEnum):
    """What an item is: a request, a call, a topic, a notice or a visit."""

    REQUEST = "request"
    CALL = "call"
    TOPIC = "topic"
    NOTICE = "notice"
    VISIT = "visit"


class InboxState(StrEnum):
    """What became of a message: only seen, kept as part of an item, or quarantined."""

    SEEN = "seen"
    KEPT = "kept"
    QUARANTINED = "quarantined"


class OutboxState(StrEnum):
    """pending → sending → sent, or failed for good, or stale before it was sent."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    STALE = "stale"


class Priority(IntEnum):
    """Danger jumps the queue and the night; an answer to one's own words is exempt from the personal limits."""

    DANGER = 0
    ANSWER = 1
    URGENT = 2
    NORMAL = 3


class InboxEntry(SQLModel, table=True):
    """A message that arrived. Of chatter only what de-duplication needs is kept."""

    id: int | None = Field(default=None, primary_key=True)
    transport: str
    chat: str
    message_id: str
    sender: str
    at: datetime = moment(index=True)
    state: InboxState = choice(InboxState, default=InboxState.SEEN)
    text: str | None = None
    kind: Kind | None = choice(Kind, default=None)
    item_id: int | None = None
    error: str | None = None
    message: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    """All of a quarantined message, so that it can be tried again."""
    __table_args__ = (
        UniqueConstraint("transport", "chat", "message_id"),
        Index("ix_inbox_item", "kind", "item_id"),
        Index("ix_inbox_sender", "transport", "chat", "sender", "at"),
    )


class OutboxEntry(SQLModel, table=True):
    """A message to be sent: written with the decision, sent later, dropped when its item moved on."""

    id: int | None = Field(default=None, primary_key=True)
    community_id: int = Field(foreign_key="community.id")
    transport: str
    chat: str
    """The room's chat id, or the account id of a private message."""
    group: bool
    person_id: int | None = Field(default=None, foreign_key="person.id")
    key: str = Field(unique=True)
    """What, step, recipient, version of the due time: the same thing is never said twice."""
    text: str
    mentions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    kind: Kind | None = choice(Kind, default=None)
    no: int | None = None
    why: str
    priority: Priority = ranked(Priority, default=Priority.NORMAL)
    at_night: bool = False
    """May be sent in quiet hours."""
    line: str | None = None
    """For a group line of an item: which line it is (ack, accepted, done …), so that held ones can be merged."""
    guard_id: int | None = None
    guard_version: int | None = None
    """Sent only while the item still has this version."""
    state: OutboxState = choice(OutboxState, default=OutboxState.PENDING)
    attempts: int = 0
    created_at: datetime = moment()
    next_attempt_at: datetime = moment()
    expires_at: datetime | None = moment(default=None)
    lease_until: datetime | None = moment(default=None)
    sent_at: datetime | None = moment(default=None)
    sent_as: str | None = None
    error: str | None = None
    __table_args__ = (
        Index("ix_outbox_due", "transport", "state", "next_attempt_at"),
        Index("ix_outbox_chat", "transport", "chat", "sent_at"),
        Index("ix_outbox_sent", "transport", "sent_at"),
        Index("ix_outbox_guard", "kind", "guard_id", "state"),
    )


class OpenQuestion(SQLModel, table=True):
    """The bot's last question to a person: what a bare number or 是 answers, for 48 h."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    room_id: int | None = Field(default=None, foreign_key="room.id")
    topic: str
    """Which handler takes the answer, a row of the answer table."""
    item_id: int | None = None
    options: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    asked_at: datetime = moment()
    until: datetime = moment()


class ChatMessage(SQLModel, table=True):
    """The web chat's own history, apart from the inbox and with its own short keeping."""

    id: int | None = Field(default=None, primary_key=True)
    chat: str
    message_id: str = Field(unique=True)
    sender: str
    at: datetime = moment(index=True)
    text: str = ""
    type: str = "text"
    quote_id: str | None = None
    mentions: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    recalled: bool = False
    image: str | None = None
    """File name of a stored picture."""
    from_bot: bool = False
    __table_args__ = (Index("ix_chat_message_chat", "chat", "id"),)


class Gap(SQLModel, table=True):
    """A time in which the transport was deaf: what was said then is lost."""

    id: int | None = Field(default=None, primary_key=True)
    transport: str
    since: datetime = moment()
    until: datetime | None = moment(default=None)
    told: bool = False
