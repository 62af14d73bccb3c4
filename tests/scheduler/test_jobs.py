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
from scheduler.jobs import EVERY, WATCH_SECONDS, Watchdog, make_scheduler

TURNS = 20
"""Of the loop, until whatever was woken has run."""


class Clocks(datetime):
    """The machine's clocks: the one on the wall, as APScheduler reads it, and the steady one the loop goes by."""

    jumped = timedelta()
    passed = timedelta()

    @classmethod
    def now(cls, tz: object = None) -> Self:
        return super().now(tz) + cls.passed + cls.jumped  # type: ignore[arg-type]

    @classmethod
    async def go_on(cls, seconds: float) -> None:
        """Time passes on both, and whatever that wakes has its turn."""
        cls.passed += timedelta(seconds=seconds)
        for _ in range(TURNS):
            await asyncio.sleep(0)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> type[Clocks]:
    wall, steady = time.time, time.monotonic
    monkeypatch.setattr(Clocks, "jumped", timedelta())
    monkeypatch.setattr(Clocks, "passed", timedelta())
    monkeypatch.setattr(base, "datetime", Clocks)
    monkeypatch.setattr(jobs, "datetime", Clocks)
    monkeypatch.setattr(time, "time", lambda: wall() + (Clocks.passed + Clocks.jumped).total_seconds())
    monkeypatch.setattr(time, "monotonic", lambda: steady() + Clocks.passed.total_seconds())
    return Clocks


class Count:
    """How often a job ran."""

    times = 0

    async def run(self) -> None:
        self.times += 1


@asynccontextmanager
async def ticking() -> AsyncIterator[dict[str, Count]]:
    counts = {name: Count() for name in ("tick", "renew", "look", "nightly")}
    scheduler = make_scheduler(**{name: count.run for name, count in counts.items()})
    watching = asyncio.create_task(Watchdog(scheduler).run())
    scheduler.start()
    try:
        yield counts
    finally:
        watching.cancel()
        scheduler.shutdown(wait=False)


@pytest.mark.parametrize("hours", [-1, 1, -24, 24])
async def test_the_clock_jumps_and_they_run_at_once_and_go_on(clocks: type[Clocks], hours: int) -> None:
    async with ticking() as counts:
        await clocks.go_on(EVERY["tick"])
        assert (counts["tick"].times, counts["renew"].times) == (1, 0)
        clocks.jumped = timedelta(hours=hours)
        await clocks.go_on(WATCH_SECONDS)
        for name, seconds in EVERY.items():
            before = counts[name].times
            assert before > (name == "tick"), f"{name} did not run at once"
            await clocks.go_on(seconds)
            assert counts[name].times > before, f"{name} did not go on"
