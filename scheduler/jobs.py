"""The few fixed jobs. APScheduler (memory store) only wakes the sweep; reminders themselves are rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

Job = Callable[[], Awaitable[None]]
TICK_SECONDS = 5
EVERY: dict[str, int] = {"tick": TICK_SECONDS, "renew": 15, "look": 15}
"""Job → seconds."""
WATCH_SECONDS = 5.0
JUMP_SECONDS = 2.0


def make_scheduler(*, tick: Job, renew: Job, look: Job, nightly: Job) -> AsyncIOScheduler:
    """A scheduler with its fixed jobs, not started yet."""
    jobs = AsyncIOScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for name, job in (("tick", tick), ("renew", renew), ("look", look)):
        jobs.add_job(job, IntervalTrigger(seconds=EVERY[name]), id=name)
    jobs.add_job(nightly, CronTrigger(hour=19, minute=10), id="nightly")
    return jobs


class Watchdog:
    """Sees the wall clock jump, which APScheduler would sleep through: it goes by the steady clock and is no job."""

    def __init__(self, jobs: AsyncIOScheduler, seconds: float = WATCH_SECONDS) -> None:
        self.jobs = jobs
        self.seconds = seconds
        self._seen = (time.time(), time.monotonic())

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            await asyncio.sleep(self.seconds)
            self.look()

    def look(self) -> None:
        """Compare how far the wall clock and the steady one went; on a difference the jobs are set anew and run."""
        wall, steady = time.time(), time.monotonic()
        jump = (wall - self._seen[0]) - (steady - self._seen[1])
        self._seen = (wall, steady)
        if abs(jump) > JUMP_SECONDS:
            structlog.get_logger().warning("clock_jumped", seconds=round(jump))
            for name, seconds in EVERY.items():
                self.jobs.reschedule_job(name, trigger=IntervalTrigger(seconds=seconds))
                self.jobs.modify_job(name, next_run_time=datetime.now(UTC))
