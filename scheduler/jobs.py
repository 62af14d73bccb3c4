"""The few fixed jobs. APScheduler (memory store) only wakes the sweep; reminders themselves are rows."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import UTC

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

Job = Callable[[], Awaitable[None]]
TICK_SECONDS = 5
WATCH_SECONDS = 5
JUMP_SECONDS = 2.0


def make_scheduler(tick: Job, nightly: Job) -> AsyncIOScheduler:
    """A scheduler with its fixed jobs, not started yet."""
    jobs = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    jobs.add_job(tick, IntervalTrigger(seconds=TICK_SECONDS), id="tick")
    jobs.add_job(nightly, CronTrigger(hour=19, minute=10), id="nightly")
    return jobs


class Watchdog:
    """Sees the wall clock jump: APScheduler would sleep through it, so the tick is set anew."""

    def __init__(self, jobs: AsyncIOScheduler, tick: Job) -> None:
        self.jobs = jobs
        self.tick = tick
        self._seen = (time.time(), time.monotonic())

    async def watch(self) -> None:
        """Compare how far wall and monotonic clocks went; on a difference wake the sweep at once."""
        wall, steady = time.time(), time.monotonic()
        jump = (wall - self._seen[0]) - (steady - self._seen[1])
        self._seen = (wall, steady)
        if abs(jump) > JUMP_SECONDS:
            structlog.get_logger().warning("clock_jumped", seconds=round(jump))
            self.jobs.reschedule_job("tick", trigger=IntervalTrigger(seconds=TICK_SECONDS))
            await self.tick()
