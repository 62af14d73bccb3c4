"""What happens beside messages, as plain values for whoever wants to know."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class What(StrEnum):
    """The kinds of happenings."""

    LOGIN = "login"
    LOGOUT = "logout"
    SCAN = "scan"
    ROOM_JOIN = "room_join"
    ROOM_LEAVE = "room_leave"
    ROOM_TOPIC = "room_topic"
    ROOM_INVITE = "room_invite"
    FRIENDSHIP = "friendship"
    DIRTY = "dirty"
    ERROR = "error"
    HEARTBEAT = "heartbeat"
    DONG = "dong"
    READY = "ready"
    RESET = "reset"
    UNDELIVERED = "undelivered"
    """WeChat says in a private chat that the bot's words did not arrive: no friend any more, or refused."""


MESSAGE = 2
"""The wire's number for a message event."""

KINDS: dict[int, What] = {
    1: What.HEARTBEAT,
    3: What.DONG,
    16: What.ERROR,
    17: What.FRIENDSHIP,
    18: What.ROOM_INVITE,
    19: What.ROOM_JOIN,
    20: What.ROOM_LEAVE,
    21: What.ROOM_TOPIC,
    22: What.SCAN,
    23: What.READY,
    24: What.RESET,
    25: What.LOGIN,
    26: What.LOGOUT,
    27: What.DIRTY,
}
"""The wire's numbers for all other events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that happened. Fields that a kind does not have stay empty; names are for echoing, never for rights."""

    what: What
    at: datetime
    room: str = ""
    topic: str = ""
    """ROOM_*: the room's (new) topic."""
    old_topic: str = ""
    people: tuple[str, ...] = ()
    """Account ids: who came or left; FRIENDSHIP: who asks; UNDELIVERED: to whom; LOGIN and LOGOUT: the bot's own."""
    names: tuple[str, ...] = ()
    """The names of `people`, in the same order."""
    by: str = ""
    """ROOM_*: the account id of who invited, removed or renamed."""
    id: str = ""
    """ROOM_INVITE, FRIENDSHIP: what to accept."""
    text: str = ""
    """FRIENDSHIP: the words of greeting; SCAN: the link behind the QR code; ERROR, LOGOUT: what was said."""
    asks: bool = False
    """FRIENDSHIP: wants to be accepted (False: has become a friend)."""
    bot: bool = False
    """ROOM_JOIN, ROOM_LEAVE: the bot itself is among the people."""
    waiting: bool = False
    """SCAN: the code waits to be scanned."""


OnHappening = Callable[[Happening], Awaitable[None]]
OnGap = Callable[[datetime, datetime | None], Awaitable[None]]
"""Called with (since, None) when the transport went deaf and with (since, until) when it hears again."""


async def nobody(*_: object) -> None:
    """Listens to nothing."""


def fields_of(payload: str) -> Mapping[str, Any]:
    """An event's fields; an unreadable event has none."""
    try:
        fields = json.loads(payload)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}


def ids_in(fields: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """A list of account ids among an event's fields."""
    ids = fields.get(key)
    return tuple(str(one) for one in ids) if isinstance(ids, list) else ()
