"""The web chat's own history: everything said, in one sequence, kept for days and not longer."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, true
from sqlmodel import Session, col, select

from storage.tables import ChatMessage

RECALL = "recall"
"""The type of a row that says: the message named by `quote_id` was taken back."""


def find(session: Session, message_id: str) -> ChatMessage | None:
    """The message of that id."""
    return session.exec(select(ChatMessage).where(ChatMessage.message_id == message_id)).first()


def add(session: Session, message: ChatMessage) -> ChatMessage:
    """Store a message and give it its number in the sequence; one that is known already stays as it was."""
    known = find(session, message.message_id)
    if known:
        return known
    session.add(message)
    session.flush()
    return message


def after(session: Session, seq: int, chats: Collection[str] | None, limit: int) -> list[ChatMessage]:
    """What was said after number `seq` in these chats (None: in all), oldest first, at most `limit`."""
    query = select(ChatMessage).where(col(ChatMessage.id) > seq, _within(chats))
    return list(session.exec(query.order_by(col(ChatMessage.id)).limit(limit)))


def latest(session: Session, chats: Collection[str] | None, count: int) -> list[ChatMessage]:
    """The last `count` messages of each of these chats (None: of all), oldest first."""
    place = func.row_number().over(partition_by=col(ChatMessage.chat), order_by=col(ChatMessage.id).desc())
    ranked = select(col(ChatMessage.id), place.label("place")).where(_within(chats)).subquery()
    wanted = select(ranked.c.id).where(ranked.c.place <= count)
    return list(session.exec(select(ChatMessage).where(col(ChatMessage.id).in_(wanted)).order_by(col(ChatMessage.id))))


def before(session: Session, chat: str, seq: int, limit: int) -> list[ChatMessage]:
    """The `limit` messages of a chat that came just before number `seq`, oldest first."""
    query = select(ChatMessage).where(col(ChatMessage.chat) == chat, col(ChatMessage.id) < seq)
    return list(session.exec(query.order_by(col(ChatMessage.id).desc()).limit(limit)))[::-1]


def by_ids(session: Session, message_ids: Iterable[str]) -> list[ChatMessage]:
    """The messages of these ids."""
    return list(session.exec(select(ChatMessage).where(col(ChatMessage.message_id).in_(list(message_ids)))))


def last_number(session: Session) -> int:
    """The number of the newest message; 0 when there is none."""
    return session.exec(select(func.max(ChatMessage.id))).one() or 0


def people_said_since(session: Session, moment: datetime) -> list[ChatMessage]:
    """What people, not the bot, said or took back since then, oldest first."""
    query = select(ChatMessage).where(col(ChatMessage.at) >= moment, col(ChatMessage.from_bot).is_(False))
    return list(session.exec(query.order_by(col(ChatMessage.id))))


def recall(session: Session, message_id: str, at: datetime) -> ChatMessage | None:
    """Erase a message's words and picture and say so in the sequence; returns the row that says it."""
    message = find(session, message_id)
    if message is None:
        return None
    message.text, message.image, message.mentions, message.recalled = "", None, [], True
    session.add(message)
    note = ChatMessage(
        chat=message.chat,
        message_id=f"{RECALL}-{message_id}",
        sender=message.sender,
        at=at,
        type=RECALL,
        quote_id=message_id,
    )
    return add(session, note)


def chat_of_image(session: Session, image: str) -> str | None:
    """In which chat a picture stands; None when in none (any more)."""
    return session.exec(select(ChatMessage.chat).where(ChatMessage.image == image)).first()


def purge(session: Session, older_than: datetime) -> list[str]:
    """Delete what is older; returns the file names of the pictures that went with it."""
    old = col(ChatMessage.at) < older_than
    images = session.exec(select(ChatMessage.image).where(old, col(ChatMessage.image).is_not(None))).all()
    session.execute(delete(ChatMessage).where(old))
    return [image for image in images if image]


def _within(chats: Collection[str] | None) -> ColumnElement[bool]:
    return true() if chats is None else col(ChatMessage.chat).in_(list(chats))


def last_at(session: Session) -> datetime | None:
    """When the newest message was said."""
    return session.exec(select(func.max(col(ChatMessage.at)))).one()
