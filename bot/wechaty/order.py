"""Order: work starts at once and is handed on as it came in; then one queue per room."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

import structlog

Result = TypeVar("Result")
Job = Callable[[], Awaitable[None]]
_log = structlog.get_logger()


class InOrder(Generic[Result]):
    """Up to `limit` pieces of work at the same time; results are handed on in the order in which the work came.

    Work that takes longer than `patience` seconds is overtaken, and handed on when it is done: one message that cannot
    be fetched does not make the others wait.
    """

    def __init__(self, hand_on: Callable[[Result], Awaitable[None]], *, limit: int, patience: float) -> None:
        self._hand_on = hand_on
        self._patience = patience
        self._under_way: asyncio.Queue[asyncio.Task[Result]] = asyncio.Queue(limit)
        self._tasks: set[asyncio.Task[Any]] = set()

    async def put(self, work: Coroutine[Any, Any, Result]) -> None:
        """Start the work; waits while too much is under way."""
        await self._under_way.put(self._start(work))

    async def run(self) -> None:
        """Hand on until cancelled; then all work is cancelled too."""
        try:
            while True:
                await self._next(await self._under_way.get())
        finally:
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _next(self, task: asyncio.Task[Result]) -> None:
        done, _ = await asyncio.wait({task}, timeout=self._patience)
        if done:
            await self._finish(task)
        else:
            self._start(self._finish(task))

    async def _finish(self, task: asyncio.Task[Result]) -> None:
        try:
            await self._hand_on(await task)
        except Exception as error:  # noqa: BLE001 — the loop must take the next one
            _log.error("event_dropped", exc_info=error)

    def _start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


class Lanes:
    """One queue per room: a room's jobs run one after the other, rooms beside each other; `limit` wait in all."""

    def __init__(self, limit: int) -> None:
        self._room = asyncio.Semaphore(limit)
        self._lanes: dict[str, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def put(self, lane: str, job: Job) -> None:
        """Queue a job; waits while the lanes are full."""
        await self._room.acquire()
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(job)
            return
        self._lanes[lane] = deque([job])
        task = asyncio.create_task(self._drive(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Cancel what waits."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _drive(self, lane: str) -> None:
        jobs = self._lanes[lane]
        try:
            while jobs:
                await _run(jobs.popleft())
                self._room.release()
        finally:
            del self._lanes[lane]


async def _run(job: Job) -> None:
    try:
        await job()
    except Exception as error:  # noqa: BLE001 — the lane must take the next one
        _log.error("event_dropped", exc_info=error)
