"""100,000 open requests of which 10,000 fall due at once: how long until all of it stands in the outbox.

    python -m benchmarks.due [--open 100000] [--due 10000]

The sweep runs in the writer's thread; the event loop beside it must not be blocked meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert
from sqlmodel import select

from benchmarks.messages import START
from benchmarks.parts import make_core
from bot.core import Core
from storage.tables import OutboxEntry, ServiceRequest, Status

BEAT = 0.005


def fill(core: Core, count: int, due: int) -> None:
    """Requests waiting to be accepted, spread over workers; the first `due` are due now."""
    core.start(START)
    with core.store.write() as session:
        session.execute(insert(ServiceRequest), [_row(number, number < due) for number in range(count)])


def _row(number: int, is_due: bool) -> dict[str, Any]:
    reported = START - timedelta(hours=1) if is_due else START + timedelta(hours=number % 40)
    return {
        "community_id": 1, "no": number + 1, "status": Status.TO_ACCEPT, "category": "lighting", "urgency": "small",
        "level": 0, "subject": "楼道灯坏了", "heights_or_wires": False, "fault_word": True, "private": False,
        "source": "group", "unit_id": 2, "entrance": "1", "room_id": 1, "reporter_id": 8, "assignee_id": 4,
        "owner_id": 4, "requested_at": reported, "accept_from": reported, "cursor": reported, "version": 1,
        "next_due_at": START if is_due else START + timedelta(days=30), "row_version": 1, "returns": 0, "reopens": 0,
        "extensions": 0, "urges": 0, "was_late": False, "photos": 0, "photo_asked": False, "progress_told": 0,
        "area_event": False,
    }  # fmt: skip


async def watch_loop(work: Any) -> tuple[float, float]:
    """Seconds the work took in its thread, and the longest the loop was kept waiting."""
    worst, start = 0.0, time.perf_counter()
    task = asyncio.create_task(asyncio.to_thread(work))
    while not task.done():
        before = time.perf_counter()
        await asyncio.sleep(BEAT)
        worst = max(worst, time.perf_counter() - before - BEAT)
    await task
    return time.perf_counter() - start, worst


def main() -> None:
    """Print how long it took beside what is to be reached."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--open", type=int, default=100_000)
    arguments.add_argument("--due", type=int, default=10_000)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        core = make_core(Path(folder) / "due.db")
        fill(core, asked.open, asked.due)
        taken, blocked = asyncio.run(watch_loop(lambda: core.wake(START)))
        with core.store.read() as session:
            queued = session.exec(select(func.count()).select_from(OutboxEntry)).one()
    print(f"{asked.due} of {asked.open} due: {taken:.2f} s (to reach: 2), {queued} in the outbox")
    print(f"event loop blocked at most {blocked * 1000:.0f} ms (to reach: 50)")


if __name__ == "__main__":
    main()
