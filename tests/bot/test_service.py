"""The loops around the core: a slow send holds up nobody, a loop that stands still is noticed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from sqlmodel import func, select

from bot.core import Core
from bot.pulse import Pulse
from bot.sender import Claimed
from bot.service import Service
from bot.single import LeaseLost
from handlers.messages import IncomingMessage, OutgoingMessage
from handlers.settings import Rates
from scheduler.calendar import work_calendar
from scheduler.clock import FixedClock
from storage.engine import Store
from storage.tables import Priority, ServiceRequest
from tests.world import demo_settings, local, moved_in, shipped_reader, store_with

NOON = local("07-13 09:30")


class SlowPost:
    """A transport whose every send waits until it is let go."""

    name = "replay"
    ready = True

    def __init__(self) -> None:
        self.under_way = 0
        self.go = asyncio.Event()

    async def receive(self, _intake: object) -> None:
        await asyncio.Event().wait()

    async def send(self, _message: OutgoingMessage) -> str | None:
        self.under_way += 1
        await self.go.wait()
        return None


@asynccontextmanager
async def serving(post: SlowPost) -> AsyncIterator[tuple[Service, asyncio.Task[None]]]:
    settings = demo_settings()
    store: Store = store_with(moved_in(settings, "replay"))
    core = Core(store, settings, work_calendar(settings), shipped_reader(), "replay")
    service = Service(core, post, FixedClock(NOON), Rates())
    task = asyncio.create_task(service.run())
    try:
        yield service, task
    finally:
        post.go.set()
        task.cancel()
        with suppress(asyncio.CancelledError, LeaseLost):
            await task
        store.close()


def said(number: int, text: str) -> IncomingMessage:
    return IncomingMessage(
        transport="replay", id=f"m{number}", chat="3栋邻居群", sender="小李", nickname="小李", at=NOON, group=True, text=text
    )  # fmt: skip


async def until_written(service: Service, requests: int) -> None:
    """Wait until so many requests stand on disk."""
    async with asyncio.timeout(20):
        while True:
            with service.core.store.read() as session:
                if session.exec(select(func.count()).select_from(ServiceRequest)).one() == requests:
                    return
            await asyncio.sleep(0.01)


async def test_while_a_send_hangs_what_is_said_is_written_and_what_is_due_is_done() -> None:
    post = SlowPost()
    async with serving(post) as (service, _):
        await service.intake(said(1, "3栋2单元楼道灯坏了"))
        await until_written(service, 1)
        await service.intake(said(2, "3栋1单元水管漏水了"))
        await until_written(service, 2)
        await asyncio.wait_for(service.tick(), 10)
        assert post.under_way == 1, "one message is on its way at a time"


async def test_told_to_end_it_finishes_and_says_why() -> None:
    post = SlowPost()
    post.go.set()
    async with serving(post) as (service, task):
        await service.intake(said(1, "3栋2单元楼道灯坏了"))
        await until_written(service, 1)
        service.end(LeaseLost("another machine is here"))
        with pytest.raises(LeaseLost, match="another machine"):
            await asyncio.wait_for(task, 20)


async def test_idle_it_is_asleep_and_still_writes_and_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for naps in ("NAP", "STOP_WITHIN"):
        monkeypatch.setattr(f"bot.service.{naps}", 3600.0)
    post = SlowPost()
    post.go.set()
    async with serving(post) as (service, task):
        await service.intake(said(1, "3栋2单元楼道灯坏了"))
        await until_written(service, 1)
        task.cancel()
        await asyncio.wait({task}, timeout=20)
        assert task.done()


async def test_words_are_typed_as_people_type_and_danger_waits_the_least() -> None:
    settings = demo_settings()
    store = store_with(moved_in(settings, "wechaty"))
    core = Core(store, settings, work_calendar(settings), shipped_reader(), "wechaty")
    service = Service(core, SlowPost(), FixedClock(NOON), settings.rates["wechaty"])
    waits = [service._gap(line(Priority.NORMAL)) for _ in range(200)]
    assert 1.5 <= min(waits) < max(waits) <= 4.0
    assert len(set(waits)) > 100
    assert service._gap(line(Priority.DANGER)) == 1.5
    service._writer.shutdown()
    store.close()


def line(priority: Priority) -> Claimed:
    message = OutgoingMessage(
        key=1, transport="wechaty", chat="r", group=True, text="好", mentions=(), kind=None, no=None, why="status",
        priority=priority, at=NOON,
    )  # fmt: skip
    return Claimed(message, (1,))


def test_a_loop_is_late_after_three_periods_and_well_again_with_its_next_round() -> None:
    now = [0.0]
    pulse = Pulse({"sweep": 5, "sender": 10}, ticks=lambda: now[0])
    now[0] = 15
    assert pulse.stopped() == []
    now[0] = 16
    assert pulse.stopped() == ["sweep"]
    now[0] = 31
    assert pulse.stopped() == ["sweep", "sender"]
    pulse.beat("sweep")
    assert pulse.stopped() == ["sender"]
    assert pulse.ages() == {"sweep": 0, "sender": 31}
