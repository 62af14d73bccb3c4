"""An event of the wire becomes a `Happening`: one small reader for each kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from bot.wechaty.calls import Calls
from bot.wechaty.events import Happening, What, fields_of, ids_in
from bot.wechaty.names import Names
from bot.wechaty.reading import moment
from scheduler.clock import Clock

Fields = Mapping[str, Any]
ASKS, SCAN_WAITING = 2, 2
_LONGEST_WORDS = 300


class Witness:
    """Reads happenings; `account` tells the bot's own id, empty before the login."""

    def __init__(self, calls: Calls, names: Names, clock: Clock, account: Callable[[], str]) -> None:
        self._calls = calls
        self._names = names
        self._clock = clock
        self._account = account
        self._readers: dict[What, Callable[[Fields], Awaitable[Happening]]] = {
            What.LOGIN: self._login,
            What.LOGOUT: self._logout,
            What.SCAN: self._scan,
            What.ROOM_JOIN: self._join,
            What.ROOM_LEAVE: self._leave,
            What.ROOM_TOPIC: self._topic,
            What.ROOM_INVITE: self._invite,
            What.FRIENDSHIP: self._friendship,
            What.DIRTY: self._dirty,
        }

    async def read(self, what: What, fields: Fields) -> Happening:
        """What happened, names looked up. Raises `CallFailed` when the gateway will not say who."""
        reader = self._readers.get(what)
        if reader is None:
            return Happening(what=what, at=self._clock.now(), text=_said(fields))
        return await reader(fields)

    async def _login(self, fields: Fields) -> Happening:
        return Happening(what=What.LOGIN, at=self._clock.now(), people=(_text(fields, "contactId"),))

    async def _logout(self, fields: Fields) -> Happening:
        people = (_text(fields, "contactId"),)
        return Happening(what=What.LOGOUT, at=self._clock.now(), people=people, text=_said(fields))

    async def _scan(self, fields: Fields) -> Happening:
        return Happening(
            what=What.SCAN,
            at=self._clock.now(),
            text=_text(fields, "qrcode"),
            waiting=bool(code_in(fields)),
        )

    async def _join(self, fields: Fields) -> Happening:
        return await self._moved(What.ROOM_JOIN, fields, ids_in(fields, "inviteeIdList"), _text(fields, "inviterId"))

    async def _leave(self, fields: Fields) -> Happening:
        return await self._moved(What.ROOM_LEAVE, fields, ids_in(fields, "removeeIdList"), _text(fields, "removerId"))

    async def _moved(self, what: What, fields: Fields, people: tuple[str, ...], by: str) -> Happening:
        room = _text(fields, "roomId")
        gone = what is What.ROOM_LEAVE and self._account() in people
        return Happening(
            what=what,
            at=self._moment(fields),
            room=room,
            topic="" if gone else await self._names.topic(room),
            people=people,
            names=tuple([await self._names.shown("" if gone else room, one) for one in people]),
            by=by,
            bot=self._account() in people,
        )

    async def _topic(self, fields: Fields) -> Happening:
        room, topic = _text(fields, "roomId"), _text(fields, "newTopic")
        self._names.set_topic(room, topic)
        return Happening(
            what=What.ROOM_TOPIC,
            at=self._moment(fields),
            room=room,
            topic=topic,
            old_topic=_text(fields, "oldTopic"),
            by=_text(fields, "changerId"),
        )

    async def _invite(self, fields: Fields) -> Happening:
        found = await self._calls.invitation(_text(fields, "roomInvitationId"))
        return Happening(
            what=What.ROOM_INVITE,
            at=self._clock.now(),
            topic=str(found.topic),
            by=str(found.inviter_id),
            id=_text(fields, "roomInvitationId"),
        )

    async def _friendship(self, fields: Fields) -> Happening:
        who, hello, kind = await self._calls.friendship(_text(fields, "friendshipId"))
        return Happening(
            what=What.FRIENDSHIP,
            at=self._clock.now(),
            people=(who,),
            names=(await self._names.own(who),),
            id=_text(fields, "friendshipId"),
            text=hello,
            asks=kind == ASKS,
        )

    async def _dirty(self, fields: Fields) -> Happening:
        return Happening(what=What.DIRTY, at=self._clock.now(), id=_text(fields, "payloadId"))

    def _moment(self, fields: Fields) -> datetime:
        timestamp = fields.get("timestamp")
        return moment(timestamp if isinstance(timestamp, int | float) else 0, self._clock.now())


def code_in(fields: Fields) -> str:
    """SCAN: the link behind the code that waits to be scanned; empty when it was scanned or is over."""
    return _text(fields, "qrcode") if fields.get("status") == SCAN_WAITING else ""


def _text(fields: Fields, key: str) -> str:
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def _said(fields: Fields) -> str:
    """The sentence alone: errors come as JSON with a trace of the gateway's own code."""
    said = _text(fields, "data") or _text(fields, "gerror")
    inner = fields_of(said)
    said = _text(inner, "message") or _text(inner, "details") or said
    return said.partition("\n")[0].removeprefix("GError: ")[:_LONGEST_WORDS]
