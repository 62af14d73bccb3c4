"""Messages as they come in and go out, the same for every transport."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from nlp.model import Quote
from storage.tables import Kind, Priority


class MessageType(StrEnum):
    """What kind of message came in; anything a transport cannot name is OTHER and never lost."""

    TEXT = "text"
    IMAGE = "image"
    VOICE = "voice"
    RECALL = "recall"
    JOIN_ROOM = "join_room"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMessage:
    """A message at the door. (transport, chat, id) names it; `chat` is the room's id, or the sender's in private."""

    transport: str
    id: str
    chat: str
    sender: str
    """The sender's account id; roles hang on it."""
    at: datetime
    group: bool
    nickname: str = ""
    """The name shown in the room: for echoing alone, never for rights."""
    text: str = ""
    type: MessageType = MessageType.TEXT
    of: str | None = None
    """RECALL: the id of the message taken back (counts only from its own sender)."""
    quote: Quote | None = None
    quote_id: str | None = None
    mentions: tuple[str, ...] = ()
    mentions_bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """What a transport is asked to send. `mentions` are account ids; the names already stand in the text as @name."""

    key: int
    """The outbox row's id."""
    transport: str
    chat: str
    group: bool
    text: str
    mentions: tuple[str, ...]
    kind: Kind | None
    no: int | None
    why: str
    priority: Priority
    at: datetime


class SendError(Exception):
    """A message could not be sent; `permanent` when trying again cannot help (no friend, out of the room)."""

    def __init__(self, reason: str, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.permanent = permanent
