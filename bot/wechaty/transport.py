"""The `wechaty` transport: events in, messages out, over one watched link."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.transport import Intake
from bot.wechaty.address import Gateway
from bot.wechaty.calls import Calls
from bot.wechaty.echoes import Echoes
from bot.wechaty.errors import CallFailed, TokenRefused
from bot.wechaty.events import KINDS, MESSAGE, Happening, OnGap, OnHappening, What, fields_of, nobody
from bot.wechaty.happenings import Witness, code_in
from bot.wechaty.hearing import Hearing
from bot.wechaty.link import Link
from bot.wechaty.names import Names
from bot.wechaty.order import InOrder, Lanes
from bot.wechaty.pace import Pace
from bot.wechaty.qr import show
from bot.wechaty.reading import NAME, Payload, Reader, says_undelivered
from bot.wechaty.saying import Mouth
from handlers.messages import OutgoingMessage
from scheduler.clock import Clock

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something to be handled in its lane: a room, a person in private, or all else."""

    lane: str
    handle: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """How it stands with WeChat."""

    linked: bool
    """To the gateway."""
    hears: bool
    """Linked, and an account is logged in."""
    account: str
    """The account last logged in."""
    login_code: str
    """The link to be scanned as a code, where the gateway wants somebody to log in; else empty."""
    heard_at: datetime | None
    """When anything last came from the gateway."""
    deaf_since: datetime | None


class WechatyTransport:
    """WeChat through a gateway.

    Messages are fetched side by side and handed in one after the other in each room; when the core does not keep up,
    the event stream is not read. Whatever happens beside messages goes to `on_happening`, in the order of its room;
    every time of deafness goes to `on_gap`. `last_heard` is when the bot last heard anything before it was started;
    `show_code` shows the link behind a login code.
    """

    name = NAME

    def __init__(
        self,
        gateway: Gateway,
        *,
        clock: Clock,
        bot_name: str = "小楼",
        on_happening: OnHappening = nobody,
        on_gap: OnGap = nobody,
        last_heard: datetime | None = None,
        pace: Pace | None = None,
        show_code: Callable[[str], None] = show,
    ) -> None:
        self.account = ""
        """The bot's own account id, once logged in."""
        self.pace = pace or Pace()
        self.clock = clock
        self.calls = Calls(gateway, self.pace)
        self.names = Names(self.calls, self.pace.names_within)
        self.hearing = Hearing(clock, on_gap, last_heard)
        self._login_code = ""
        self._on_happening = on_happening
        self._show_code = show_code
        self._reader = Reader(self.names, bot_name)
        self._witness = Witness(self.calls, self.names, clock, lambda: self.account)
        self._echoes = Echoes()
        self._mouth = Mouth(self.calls, self.names, self._echoes, lambda: self.ready, self.pace.echo_within)
        self._link = Link(self.calls, self.pace, self._on_event, self._on_loss)
        self._lanes = Lanes(self.pace.waiting)
        self._arrivals = InOrder(self._queue, limit=self.pace.fetches, patience=self.pace.straggler)
        self._intake: Intake = nobody

    @property
    def ready(self) -> bool:
        """Whether anything can be sent now: linked, and logged in."""
        return self.hearing.hears

    @property
    def state(self) -> LinkState:
        """How it stands now."""
        return LinkState(
            linked=self._link.answers,
            hears=self.hearing.hears,
            account=self.account,
            login_code=self._login_code,
            heard_at=self.hearing.last_event,
            deaf_since=self.hearing.deaf_since,
        )

    async def receive(self, intake: Intake) -> None:
        """Run until cancelled; raises `TokenRefused` when the gateway does not know the token."""
        self._intake = intake
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._arrivals.run())
                group.create_task(self._link.run())
        except* TokenRefused as refused:
            raise TokenRefused from refused.exceptions[0]
        finally:
            await self._lanes.close()

    async def send(self, message: OutgoingMessage) -> str | None:
        """Send one message. Raises `SendError` when it did not arrive, or nobody knows whether it did."""
        return await self._mouth.say(message)

    async def accept_friendship(self, happening: Happening) -> None:
        """Become friends with who asks. Raises `CallFailed`."""
        await self.calls.accept_friendship(happening.id)

    async def accept_invitation(self, happening: Happening) -> None:
        """Enter the room invited into. Raises `CallFailed`."""
        await self.calls.accept_invitation(happening.id)

    async def rooms(self) -> dict[str, str]:
        """The rooms the bot is in, id → topic. Raises `CallFailed`."""
        return {room: await self.names.topic(room) for room in await self.calls.rooms()}

    async def members(self, room: str) -> dict[str, str]:
        """Who is in a room, id → the name shown there. Raises `CallFailed`."""
        found = await self.calls.room(room)
        return {member: await self.names.shown(room, member) for member in found.member_ids}

    # --- events ------------------------------------------------------------------------------------------------------

    async def _on_event(self, kind: int, payload: str) -> None:
        self.hearing.heard()
        fields = fields_of(payload)
        if kind == MESSAGE:
            await self.hearing.begin()
            await self._arrivals.put(self._fetch(str(fields.get("messageId", ""))))
        elif (what := KINDS.get(kind)) is not None:
            await self._take_note(what, dict(fields))
            if what is not What.DONG:
                await self._arrivals.put(self._witness_it(what, dict(fields)))

    async def _take_note(self, what: What, fields: dict[str, object]) -> None:
        """What must be known before the next event is read."""
        if what is What.LOGIN:
            self.account = str(fields.get("contactId") or "")
            self._login_code = ""
            await self.hearing.begin()
        elif what is What.LOGOUT:
            await self.hearing.lose()
        elif what is What.SCAN:
            self._login_code = code_in(fields)
        elif what is What.DIRTY:
            kind = fields.get("payloadType")
            self.names.forget(kind if isinstance(kind, int) else 0, str(fields.get("payloadId")))

    async def _on_loss(self) -> None:
        self.names.forget_all()
        self._login_code = ""
        await self.hearing.lose()

    async def _queue(self, arrival: Arrival | None) -> None:
        if arrival is not None:
            await self._lanes.put(arrival.lane, arrival.handle)

    # --- happenings --------------------------------------------------------------------------------------------------

    async def _witness_it(self, what: What, fields: dict[str, object]) -> Arrival:
        return Arrival(str(fields.get("roomId") or ""), lambda: self._tell(what, fields))

    async def _tell(self, what: What, fields: dict[str, object]) -> None:
        try:
            happening = await self._witness.read(what, fields)
        except CallFailed:
            _log.error("happening_unreadable", what=what.value)
            return
        if happening.waiting:
            self._show_code(happening.text)
        await self._on_happening(happening)

    # --- messages ----------------------------------------------------------------------------------------------------

    async def _fetch(self, message_id: str) -> Arrival | None:
        """The message behind an id, tried again while the link or the gateway stumbles."""
        for wait in (*self.pace.retries, None):
            try:
                payload = await self.calls.message(message_id)
            except CallFailed:
                if wait is not None:
                    await asyncio.sleep(wait)
            else:
                return self._arrival(payload)
        _log.error("message_unreadable", message=message_id)
        return None

    def _arrival(self, payload: Payload) -> Arrival | None:
        if payload.from_id == self.account:
            self._echoes.heard(payload.room_id or payload.to_id, payload.text, payload.id)
            return None
        if says_undelivered(payload):
            return Arrival(payload.from_id, lambda: self._tell_undelivered(payload.from_id))
        return Arrival(payload.room_id or payload.from_id, lambda: self._hand_in(payload))

    async def _tell_undelivered(self, contact: str) -> None:
        await self._on_happening(Happening(what=What.UNDELIVERED, at=self.clock.now(), people=(contact,)))

    async def _hand_in(self, payload: Payload) -> None:
        await self._intake(await self._reader.read(payload, self.account, self.clock.now()))
