"""The fixed jobs go on whatever is done to the machine's clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Self

import pytest
from apscheduler.schedulers import base

from scheduler import jobs
from scheduler.jobs import Watchdog, make_scheduler


class WallClock(datetime):
    """The machine's clock as APScheduler reads it, set to another hour."""

    shift = timedelta()

    @classmethod
    def now(cls, tz: object = None) -> Self:
        return super().now(tz) + cls.shift  # type: ignore[arg-type]


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> type[WallClock]:
    read = time.time
    monkeypatch.setattr(WallClock, "shift", timedelta())
    monkeypatch.setattr(base, "datetime", WallClock)
    monkeypatch.setattr(jobs, "datetime", WallClock)
    monkeypatch.setattr(time, "time", lambda: read() + WallClock.shift.total_seconds())
    return WallClock


class Count:
    """How often a job ran."""

    def __init__(self) -> None:
        self.times = 0
        self.ran = asyncio.Event()

    async def run(self) -> None:
        self.times += 1
        self.ran.set()

    async def once_more(self) -> None:
        self.ran.clear()
        await asyncio.wait_for(self.ran.wait(), 10)


@asynccontextmanager
async def ticking(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dict[str, Count]]:
    """The scheduler at a hundredth of its pace."""
    monkeypatch.setattr(jobs, "EVERY", {"tick": 1, "renew": 1})
    counts = {name: Count() for name in ("tick", "renew", "nightly")}
    scheduler = make_scheduler(**{name: count.run for name, count in counts.items()})
    watching = asyncio.create_task(Watchdog(scheduler, seconds=0.05).run())
    scheduler.start()
    try:
        yield counts
    finally:
        watching.cancel()
        scheduler.shutdown(wait=False)


@pytest.mark.parametrize("hours", [-1, 1, -24, 24])
async def test_the_clock_jumps_and_they_run_at_once_and_go_on(
    wall: type[WallClock], monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    async with ticking(monkeypatch) as counts:
        await counts["tick"].once_more()
        wall.shift = timedelta(hours=hours)
        for name in ("tick", "renew"):
            await counts[name].once_more()
            await counts[name].once_more()
