"""Between WeChat's happenings and the handlers: friends, invitations, rooms, logins and gaps, a row for each kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog

from bot.service import Service
from bot.wechaty import Happening, WechatyTransport, What
from bot.wechaty.errors import CallFailed
from handlers import gaps, happenings, rebinding
from handlers.office import Office
from handlers.rebinding import MemberSeen, RoomSeen

_log = structlog.get_logger()
T = TypeVar("T")


class Doorkeeper:
    """Told of everything beside messages. `attend` gives it the service and the transport before anything happens."""

    service: Service
    transport: WechatyTransport

    def attend(self, service: Service, transport: WechatyTransport) -> None:
        """Whom to act for."""
        self.service, self.transport = service, transport

    async def gap(self, since: datetime, until: datetime | None) -> None:
        """The bot was deaf."""
        _log.warning("gap", ended=until is not None)
        await self._do(partial(_note_gap, since=since, until=until))

    async def happened(self, happening: Happening) -> None:
        """Something happened; an answer that fails is logged, the next one is heard."""
        act = ACTS.get(happening.what)
        if act is None:
            return
        try:
            await act(self, happening)
        except CallFailed as failed:
            _log.warning("happening_failed", what=happening.what.value, error=type(failed).__name__)

    async def _do(self, act: Callable[[Office], T]) -> T:
        return await self.service.do(act)

    async def friendship(self, happening: Happening) -> None:
        """Accepted with a valid code alone; a new friend is greeted."""
        account = next(iter(happening.people), "")
        if not happening.asks:
            await self._do(lambda office: happenings.became_friend(office, account))
        elif await self._do(lambda office: happenings.asks_friendship(office, account, happening.text)):
            await self.transport.accept_friendship(happening)

    async def invitation(self, happening: Happening) -> None:
        """Into a room: from somebody known with a post, or allowed."""
        if await self._do(lambda office: happenings.invited(office, happening.by)):
            await self.transport.accept_invitation(happening)

    async def join(self, happening: Happening) -> None:
        """Somebody came into a room."""
        people, by, bot = happening.people, happening.by, happening.bot
        await self._do(
            lambda office: happenings.joined(office, happening.room, happening.topic, people=people, by=by, bot=bot)
        )

    async def leave(self, happening: Happening) -> None:
        """Somebody left a room."""
        await self._do(lambda office: happenings.left(office, happening.room, bot=happening.bot))

    async def topic(self, happening: Happening) -> None:
        """A room was renamed."""
        await self._do(lambda office: happenings.renamed(office, happening.room, happening.topic))

    async def login(self, happening: Happening) -> None:
        """Which rooms it is in; after a login that changed ids, rooms and people are found again."""
        rooms = await self.transport.rooms()
        known = await self._do(_known_chats)
        if known - rooms.keys():
            seen = [RoomSeen(room, topic, await self._members(room)) for room, topic in rooms.items()]
            await self._do(lambda office: rebinding.find_again(office, seen))
        await self._do(lambda office: happenings.is_in(office, rooms))

    async def _members(self, room: str) -> tuple[MemberSeen, ...]:
        members = await self.transport.members(room)
        return tuple(MemberSeen(account, alias) for account, alias in members.items())

    async def undelivered(self, happening: Happening) -> None:
        """WeChat says that a private message did not arrive: until they write again, nobody tries."""
        account = next(iter(happening.people), "")
        await self._do(lambda office: happenings.lost_friend(office, account))


def _note_gap(office: Office, since: datetime, until: datetime | None) -> None:
    gaps.note(office, since, until)


def _known_chats(office: Office) -> set[str]:
    return {room.chat for room in office.directory.rooms.values() if room.transport == office.transport}


ACTS: dict[What, Callable[[Doorkeeper, Happening], Awaitable[None]]] = {
    What.FRIENDSHIP: Doorkeeper.friendship,
    What.ROOM_INVITE: Doorkeeper.invitation,
    What.ROOM_JOIN: Doorkeeper.join,
    What.ROOM_LEAVE: Doorkeeper.leave,
    What.ROOM_TOPIC: Doorkeeper.topic,
    What.LOGIN: Doorkeeper.login,
    What.UNDELIVERED: Doorkeeper.undelivered,
}
