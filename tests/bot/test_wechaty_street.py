"""The whole way through the real gateway: a worker is reminded in private until he closes, whatever becomes of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core import Core
from bot.service import Service
from bot.wechaty import WechatyTransport
from handlers.enrol import enrol
from handlers.settings import Rates
from scheduler.calendar import work_calendar
from scheduler.clock import ShiftedClock
from storage import rows
from storage.engine import Store
from storage.migrate import upgrade
from storage.tables import Account, Person, Room, Unit
from tests.bot.wechat import QUICK, GatewayProcess, running, world_of
from tests.world import ZONE, demo_settings, shipped_reader

ROOM = "b3@chatroom"
ACCOUNTS = {"wx-wang": "王师傅", "wx-li": "小李", "wx-su": "苏玲"}
WORLD = world_of(ACCOUNTS, {ROOM: "3栋邻居群"})
PLAIN = Rates()


def next_monday() -> datetime:
    """09:30 of the next Monday where the building stands."""
    today = datetime.now(ZONE).replace(hour=9, minute=30, second=0, microsecond=0)
    return (today + timedelta(days=7 - today.weekday())).astimezone(UTC)


@dataclass
class Street:
    """The service on a real gateway, its clock moved by hand."""

    gateway: GatewayProcess
    service: Service
    transport: WechatyTransport
    clock: ShiftedClock

    async def says(self, who: str, text: str, room: str = "") -> None:
        """Somebody speaks; the bot's answer is waited for."""
        before = len(await self.gateway.sent())
        await self.gateway.says(who, text, room, timestamp=int(self.clock.now().timestamp() * 1000))
        async with asyncio.timeout(20):
            while len(await self.gateway.sent()) == before:
                await asyncio.sleep(0.02)
        await self.wait(seconds=1)

    async def wait(self, **by: float) -> None:
        """Time passes."""
        await self.service.advance(self.clock.now() + timedelta(**by))

    async def killed(self) -> None:
        """The gateway dies and is started again; what it knew of the bot's words is lost with it."""
        self.gateway.kill()
        await self.until(ready=False)
        self.gateway.start()
        await self.until(ready=True)

    async def until(self, *, ready: bool) -> None:
        async with asyncio.timeout(20):
            while self.transport.ready is not ready:
                await asyncio.sleep(0.01)

    async def told(self, who: str) -> list[str]:
        """What somebody was told in private since the gateway's last start."""
        return [one["text"] for one in await self.gateway.sent() if one["conversationId"] == who]


def bind(store: Store) -> None:
    """The room and the people are known by their WeChat ids, as after 绑定 and 报到."""
    with store.write() as session:
        enrol(session, demo_settings().directory, "wechaty")
        unit = rows.find(session, Unit, key="b3")
        assert unit is not None
        rows.put(
            session,
            Room(
                community_id=unit.community_id, unit_id=unit.id or 0, transport="wechaty", chat=ROOM, name="3栋邻居群"
            ),
        )
        for account, name in ACCOUNTS.items():
            person = rows.find(session, Person, name=name)
            assert person is not None
            rows.put(
                session, Account(person_id=person.id or 0, transport="wechaty", account_id=account, reachable=True)
            )


@asynccontextmanager
async def street_at(gateway: GatewayProcess, folder: Path) -> AsyncIterator[Street]:
    monday = next_monday()
    settings = demo_settings(holidays={monday.astimezone(ZONE).date(): "班"}, rates={"wechaty": PLAIN})
    clock = ShiftedClock(monday - datetime.now(UTC))
    store = Store(folder / "street.db")
    upgrade(store.writer)
    bind(store)
    transport = WechatyTransport(gateway.address(), clock=clock, pace=QUICK, bot_name=settings.bot_name)
    core = Core(store, settings, work_calendar(settings), shipped_reader(settings.words.spots), "wechaty")
    service = Service(core, transport, clock, PLAIN)
    task = asyncio.create_task(service.run())
    street = Street(gateway, service, transport, clock)
    try:
        await street.until(ready=True)
        yield street
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        store.close()


REMINDED = ((60, 65, "到哪一步"), (30, 30, "在办 1"), (18 * 60, 58, "能按时吗"), (30, 30, "到时候了"))
"""After so many minutes and so many more: after silence, in the list at 13:30, before it is due, when it is."""


@pytest.mark.timeout(300)
async def test_a_worker_is_reminded_until_he_closes_though_the_gateway_is_killed_ten_times(tmp_path: Path) -> None:
    with running(tmp_path, world=WORLD) as gateway:
        async with street_at(gateway, tmp_path) as street:
            await street.says("wx-li", "3栋2单元电梯坏了", ROOM)
            assert any("#1" in text for text in await street.told("wx-wang"))
            for _ in range(2):
                await street.killed()
                await street.wait(minutes=31)
                assert any("#1" in text for text in await street.told("wx-wang")), "not reminded before he accepted"
            await street.says("wx-wang", "接 1")
            for first, then, reminder in REMINDED:
                await street.killed()
                await street.wait(minutes=first)
                await street.killed()
                await street.wait(minutes=then)
                assert any("#1" in text and reminder in text for text in await street.told("wx-wang")), reminder
                await street.says("wx-wang", "在办 1")
            await street.says("wx-wang", "完 1")
            told = len(await street.told("wx-wang"))
            await street.wait(days=3)
            assert not [text for text in (await street.told("wx-wang"))[told:] if "#1" in text], (
                "reminded of what is done"
            )


@pytest.mark.timeout(110)
async def test_what_was_to_be_said_in_an_outage_is_said_after_it(tmp_path: Path) -> None:
    with running(tmp_path, world=WORLD) as gateway:
        async with street_at(gateway, tmp_path) as street:
            await street.says("wx-li", "3栋2单元电梯坏了", ROOM)
            await gateway.do("grpc/stop")
            await street.until(ready=False)
            await street.wait(minutes=31)
            assert len(await street.told("wx-wang")) == 1
            await gateway.do("grpc/start")
            await street.until(ready=True)
            await street.wait(minutes=11)
            assert len(await street.told("wx-wang")) == 2
