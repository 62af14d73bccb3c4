"""The only place where things are wired: store, core, transport, page, scheduler — and the way to stop."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

import structlog

from bot.core import Core
from bot.service import Service
from bot.single import hold_alone
from bot.transport import Transport
from bot.web import server
from bot.web.cast import cast_of
from bot.web.history import StoredHistory
from bot.web.pictures import Album
from bot.web.transport import WebTransport
from handlers.settings import Rates, Settings
from nlp.reader import load_reader
from scheduler.calendar import work_calendar
from scheduler.clock import Clock, ShiftedClock, SystemClock
from scheduler.jobs import WATCH_SECONDS, Watchdog, make_scheduler
from storage import history, outbox
from storage.engine import Store
from storage.migrate import upgrade

WELCOME = """
楼长 已经开门: {address}
用浏览器打开它, 选一个人说话, 例如 小李 在 3栋邻居群 说 “3栋2单元楼道灯不亮了”,
再换成 王师傅 回 “接 1”、“完 1”。按 Ctrl+C 停下。
(louzhang is running: open the address above in a browser. Ctrl+C stops it.)
"""


def run(settings: Settings, transport: str, db: Path, host: str, port: int) -> int:
    """Run the service until it is stopped; returns the exit code."""
    with hold_alone(db):
        store = Store(db)
        try:
            upgrade(store.writer)
            asyncio.run(_run(settings, transport, store, host, port))
        finally:
            store.close()
    return 0


async def _run(settings: Settings, name: str, store: Store, host: str, port: int) -> None:
    clock = _clock(settings, store, name)
    reader = load_reader(spots=settings.words.spots)
    core = Core(store, settings, work_calendar(settings), reader, name, log=structlog.get_logger().info)
    transport = TRANSPORTS[name](settings, store, clock)
    service = Service(core, transport, clock, settings.rates.get(name, Rates()))
    async with _page(service, settings, clock, host, port), _ticking(service):
        await _until_stopped(service)


def _clock(settings: Settings, store: Store, transport: str) -> Clock:
    """The demo's clock never goes back behind what was said before a restart."""
    if settings.mode != "demo" or transport != "web":
        return SystemClock()
    now = SystemClock().now()
    with store.read() as session:
        last = [moment for moment in (history.last_at(session), outbox.last_sent_at(session)) if moment]
    return ShiftedClock(max([timedelta(), *(moment - now for moment in last)]))


def _web(settings: Settings, store: Store, clock: Clock) -> WebTransport:
    return WebTransport(
        history=StoredHistory(Store(store.path)),
        cast=cast_of(settings.directory),
        clock=clock,
        album=Album(store.path.parent / f"{store.path.stem}-pictures"),
        bot_name=settings.bot_name,
    )


TRANSPORTS = {"web": _web}


@asynccontextmanager
async def _page(service: Service, settings: Settings, clock: Clock, host: str, port: int) -> AsyncIterator[None]:
    """The chat page, where the transport is the page."""
    transport: Transport = service.transport
    if not isinstance(transport, WebTransport):
        yield
        return
    runner = await server.listen(server.make_app(transport, settings, clock, service.advance), host, port)
    print(WELCOME.format(address=f"http://{host}:{port}"), flush=True)
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _ticking(service: Service) -> AsyncIterator[None]:
    """The scheduler's fixed jobs and the watchdog."""

    async def nightly() -> None:
        structlog.get_logger().info("nightly_done")

    jobs = make_scheduler(service.tick, nightly)
    dog = Watchdog(jobs, service.tick)
    jobs.add_job(dog.watch, "interval", seconds=WATCH_SECONDS, id="watchdog")
    jobs.start()
    try:
        yield
    finally:
        jobs.shutdown(wait=False)


async def _until_stopped(service: Service) -> None:
    """Run until SIGTERM or Ctrl+C."""
    task = asyncio.create_task(service.run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
