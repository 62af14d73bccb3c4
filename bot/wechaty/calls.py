"""The calls the bot makes: each has a deadline, and each failure is one of four that can be acted on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

from grpclib.const import Status
from grpclib.exceptions import GRPCError, ProtocolError, StreamTerminatedError
from wechaty_grpc.wechaty import PuppetStub
from wechaty_grpc.wechaty.puppet import MessagePayloadResponse, RoomInvitationPayloadResponse, RoomPayloadResponse

from bot.wechaty.address import Gateway
from bot.wechaty.channel import TokenChannel, authorization
from bot.wechaty.errors import CallFailed, Refused, TokenRefused, Unanswered, Unreachable
from bot.wechaty.pace import Pace

_MAYBE_DONE = (Status.DEADLINE_EXCEEDED, Status.CANCELLED, Status.UNAVAILABLE, Status.INTERNAL, Status.ABORTED)
_LONGEST_WORDS = 300


class Calls:
    """The gateway's procedures. Each raises `CallFailed` or `TokenRefused`, and takes `pace.deadline` at most."""

    def __init__(self, gateway: Gateway, pace: Pace) -> None:
        self._channel = TokenChannel(gateway, pace)
        self._stub = PuppetStub(self._channel, metadata=authorization(gateway))
        self._deadline = pace.deadline

    def hang_up(self) -> None:
        """Drop the connection; the next call makes a new one."""
        self._channel.close()

    async def events(self) -> AsyncIterator[tuple[int, str]]:
        """What happens, as (type, JSON), until the link breaks."""
        try:
            async for event in self._stub.event():
                yield int(event.type), str(event.payload)
        except Exception as error:  # noqa: BLE001 — grpclib has many, `told_apart` knows them
            raise told_apart(error) from None

    async def version(self) -> str:
        """The server's version: the cheapest question, also whether the token is right."""
        return str((await self._call(self._stub.version())).version)

    async def start(self) -> None:
        """Have the puppet started; a started one stays as it is."""
        await self._call(self._stub.start())

    async def ding(self) -> None:
        """Ask for a `dong` event."""
        await self._call(self._stub.ding(data="louzhang"))

    async def message(self, message_id: str) -> MessagePayloadResponse:
        """A message by its id."""
        return await self._call(self._stub.message_payload(id=message_id))

    async def contact(self, contact_id: str) -> tuple[str, bool]:
        """A person's own name, and whether they are a friend of the bot."""
        found = await self._call(self._stub.contact_payload(id=contact_id))
        return str(found.name), bool(found.friend)

    async def room(self, room_id: str) -> RoomPayloadResponse:
        """A room's topic and members."""
        return await self._call(self._stub.room_payload(id=room_id))

    async def rooms(self) -> list[str]:
        """The ids of all rooms the bot is in."""
        return list((await self._call(self._stub.room_list())).ids)

    async def room_alias(self, room_id: str, contact_id: str) -> str:
        """What a member calls themselves in a room; empty when nothing special."""
        return str((await self._call(self._stub.room_member_payload(id=room_id, member_id=contact_id))).room_alias)

    async def leave_room(self, room_id: str) -> None:
        """Leave a room."""
        await self._call(self._stub.room_quit(id=room_id))

    async def say(self, chat: str, text: str, mentions: tuple[str, ...] = ()) -> str | None:
        """Send a text; the new message's id where the gateway tells it."""
        sent = await self._call(
            self._stub.message_send_text(conversation_id=chat, text=text, mentonal_ids=list(mentions))
        )
        return sent.id or None

    async def friendship(self, friendship_id: str) -> tuple[str, str, int]:
        """Who asks, with which words, and the kind (1 confirmed, 2 asks, 3 must be asked)."""
        found = await self._call(self._stub.friendship_payload(id=friendship_id))
        return str(found.contact_id), str(found.hello), int(found.type)

    async def accept_friendship(self, friendship_id: str) -> None:
        """Become friends."""
        await self._call(self._stub.friendship_accept(id=friendship_id))

    async def invitation(self, invitation_id: str) -> RoomInvitationPayloadResponse:
        """Who invites into which room."""
        return await self._call(self._stub.room_invitation_payload(id=invitation_id))

    async def accept_invitation(self, invitation_id: str) -> None:
        """Enter the room."""
        await self._call(self._stub.room_invitation_accept(id=invitation_id))

    async def _call(self, call: Awaitable[Any]) -> Any:
        try:
            async with asyncio.timeout(self._deadline):
                return await call
        except Exception as error:  # noqa: BLE001 — grpclib has many, `told_apart` knows them
            raise told_apart(error) from None


def told_apart(error: Exception) -> CallFailed | TokenRefused:
    """What an error of the wire means. A refused token's own words repeat the token: they are dropped."""
    if isinstance(error, GRPCError):
        return _answered(error)
    if isinstance(error, ConnectionRefusedError):
        return Unreachable("connection refused")
    if isinstance(error, TimeoutError):
        return Unanswered("no answer in time")
    if isinstance(error, OSError):
        return Unreachable(type(error).__name__)
    if isinstance(error, StreamTerminatedError | ProtocolError):
        return Unanswered("the link broke")
    return Unanswered(type(error).__name__)


def _answered(error: GRPCError) -> CallFailed | TokenRefused:
    if error.status is Status.UNAUTHENTICATED:
        return TokenRefused()
    words = (error.message or error.status.name)[:_LONGEST_WORDS]
    return Unanswered(words) if error.status in _MAYBE_DONE else Refused(words)
