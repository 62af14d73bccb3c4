"""The only place where things are wired: store, core, transport, page, scheduler — and the way to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from aiohttp.web import AppRunner

from bot.core import Core
from bot.doorkeeper import Doorkeeper
from bot.loopback import loopback_address
from bot.nightly import tidy_up
from bot.operator import server as operators
from bot.operator.facts import Watch
from bot.service import Service
from bot.single import Lease, LeaseLost, hold_alone, hold_lease
from bot.transport import Transport
from bot.understanding import CommunityReader
from bot.web import server
from bot.web.cast import cast_of
from bot.web.history import StoredHistory
from bot.web.pictures import Album
from bot.web.transport import WebTransport
from bot.wechaty import WechatyTransport, read_gateway
from handlers.errors import LouzhangError
from handlers.gaps import note as note_gap
from handlers.settings import Rates, Settings
from scheduler.calendar import work_calendar
from scheduler.clock import Clock, ShiftedClock, SystemClock
from scheduler.jobs import Watchdog, make_scheduler
from storage import gaps, history, outbox
from storage.engine import Store
from storage.errors import StorageError
from storage.migrate import upgrade
from storage.rotation import back_up_daily

DEMO_WELCOME = """
楼长 已经开门: {address}
用浏览器打开它, 选一个人说话, 例如 小李 在 3栋邻居群 说 “3栋2单元楼道灯不亮了”,
页面会提示谁收到了私信: 换成他, 回 “接 1”, 办好了回 “完 1”。按 Ctrl+C 停下。
(louzhang is running: open the address above in a browser. Ctrl+C stops it.)
"""
LIVE_WELCOME = """
楼长 已经开门: {address}
给每位邻居一个邀请: louzhang invite 名字。按 Ctrl+C 停下。
(louzhang is running; `louzhang invite NAME` lets people in. Ctrl+C stops it.)
"""
OPERATORS_PAGE = "值守页面 (the operator's page): {address}"
WELCOMES = {"demo": DEMO_WELCOME, "live": LIVE_WELCOME}
PRIVATE = 0o077
"""The database, its copies and the pictures are for the account that runs the service alone."""


def run(settings: Settings, transport: str, db: Path, host: str, port: int) -> int:
    """Run the service until it is stopped; returns the exit code."""
    os.umask(PRIVATE)
    if transport == WechatyTransport.name:
        read_gateway(os.environ)
    with hold_alone(db):
        store = Store(db)
        try:
            upgrade(store.writer)
            with hold_lease(store) as lease:
                asyncio.run(_run(settings, transport, store, lease, host, port))
        finally:
            store.close()
    return 0


async def _run(settings: Settings, name: str, store: Store, lease: Lease, host: str, port: int) -> None:
    clock = _clock(settings, store, name)
    reader = CommunityReader(settings)
    core = Core(store, settings, work_calendar(settings), reader, name, log=structlog.get_logger().info)
    house = House(settings, store, clock, core, settings.rates.get(name, Rates()), lease)
    async with (
        TRANSPORTS[name](house, host, port) as service,
        _ticking(service, house, reader),
        _operators_page(service, house),
    ):
        await _until_stopped(service)


@dataclass(frozen=True, slots=True)
class House:
    """What every transport is wired to."""

    settings: Settings
    store: Store
    clock: Clock
    core: Core
    rates: Rates
    lease: Lease

    @property
    def album(self) -> Album:
        """The pictures of the page, in a folder beside the database."""
        return Album(self.store.path.parent / f"{self.store.path.stem}-pictures")

    def service(self, transport: Transport) -> Service:
        """The loops around the core for a transport."""
        return Service(self.core, transport, self.clock, self.rates)


def _clock(settings: Settings, store: Store, transport: str) -> Clock:
    """The machine's time; the demo begins in working hours and never goes back behind what was said before."""
    if settings.mode != "demo" or transport != "web":
        return SystemClock()
    now = SystemClock().now()
    with store.read() as session:
        last = [moment for moment in (history.last_at(session), outbox.last_sent_at(session)) if moment]
    begin = max(last) if last else work_calendar(settings).next_working(now)
    return ShiftedClock(max(timedelta(), begin - now))


@asynccontextmanager
async def _web(house: House, host: str, port: int) -> AsyncIterator[Service]:
    """The chat page: the transport is the page itself."""
    history_store = StoredHistory(Store(house.store.path))
    transport = WebTransport(
        history=history_store,
        cast=cast_of(house.settings.directory),
        clock=house.clock,
        album=house.album,
        bot_name=house.settings.bot_name,
    )
    service = house.service(transport)
    app = server.make_app(transport, house.settings, house.clock, service.advance)
    runner = await server.listen(app, host, port)
    print(WELCOMES[house.settings.mode].format(address=f"http://{host}:{port}"), flush=True)
    try:
        yield service
    finally:
        await runner.cleanup()
        history_store.close()


@asynccontextmanager
async def _wechaty(house: House, _host: str, _port: int) -> AsyncIterator[Service]:
    """WeChat through the gateway that the environment names."""
    keeper = Doorkeeper()
    with house.store.read() as session:
        last_heard = house.lease.seen_before or gaps.last_heard(session, WechatyTransport.name)
    if last_heard is not None:
        house.core.do(partial(note_gap, since=last_heard, until=None), house.clock.now())
    transport = WechatyTransport(
        read_gateway(os.environ),
        clock=house.clock,
        bot_name=house.settings.bot_name,
        on_happening=keeper.happened,
        on_gap=keeper.gap,
        last_heard=last_heard,
    )
    service = house.service(transport)
    keeper.attend(service, transport)
    yield service


TRANSPORTS: dict[str, Callable[[House, str, int], AbstractAsyncContextManager[Service]]] = {
    "web": _web,
    "wechaty": _wechaty,
}


@asynccontextmanager
async def _operators_page(service: Service, house: House) -> AsyncIterator[None]:
    """The operator's page, except in the demo, which nobody operates."""
    demo = house.settings.mode == "demo" and service.transport.name == "web"
    runner = await _open_operators_page(service, house) if house.settings.operator_page and not demo else None
    try:
        yield
    finally:
        if runner is not None:
            await runner.cleanup()


async def _open_operators_page(service: Service, house: House) -> AppRunner | None:
    """None when its port is taken: that is no reason to leave the neighbours alone."""
    transport, place = service.transport, house.settings.operator_page
    watch = Watch(
        store=house.store,
        settings=house.settings,
        clock=house.clock,
        transport=transport.name,
        pulse=service.pulse,
        link=lambda: transport.state if isinstance(transport, WechatyTransport) else None,
    )
    try:
        runner = await operators.listen(operators.make_app(watch, service), *loopback_address(place))
    except LouzhangError as wrong:
        print(f"louzhang: {wrong}", file=sys.stderr, flush=True)
        return None
    print(OPERATORS_PAGE.format(address=f"http://{place}"), flush=True)
    return runner


@asynccontextmanager
async def _ticking(service: Service, house: House, reader: CommunityReader) -> AsyncIterator[None]:
    """The scheduler's fixed jobs and the watchdog."""
    renew, nightly = partial(_renew, service, house.lease), partial(_nightly, service, house)
    look = partial(asyncio.to_thread, reader.look)
    jobs = make_scheduler(tick=service.tick, renew=renew, look=look, nightly=nightly)
    watching = asyncio.create_task(Watchdog(jobs).run())
    jobs.start()
    try:
        yield
    finally:
        watching.cancel()
        jobs.shutdown(wait=False)


async def _renew(service: Service, lease: Lease) -> None:
    """A sign of life; whoever was taken for dead goes."""
    try:
        await service.in_writer(lease.renew)
    except LeaseLost as lost:
        service.end(lost)


async def _nightly(service: Service, house: House) -> None:
    """A copy of the database first, then whatever has had its time is let go, copied or not."""
    today = house.clock.now().astimezone(house.settings.time_zone).date()
    try:
        await asyncio.to_thread(back_up_daily, house.store.path, today)
    except (StorageError, OSError) as failed:
        service.log.warning("backup_failed", exc_info=failed)
    await service.in_writer(tidy_up, house.core, house.clock.now(), house.album.remove)


async def _until_stopped(service: Service) -> None:
    """Run until SIGTERM or Ctrl+C."""
    task = asyncio.create_task(service.run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
