"""The live service: loops that drive the core in its one writer thread, and the sender's pace."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import ParamSpec, TypeVar

import structlog

from bot.core import Core
from bot.pulse import Pulse
from bot.sender import Claimed
from bot.transport import Transport
from handlers.messages import IncomingMessage, SendError
from handlers.office import Office
from handlers.settings import Rates
from scheduler.clock import Clock, ShiftedClock
from scheduler.jobs import TICK_SECONDS
from storage.tables import Priority

QUEUE = 1000
BATCH = 500
NAP = 1.0
"""How long the sender sleeps when nothing wakes it: rates free up, retries come due."""
URGENT_GAP = 1.5
STOP_WITHIN = 10.0
SEND_WITHIN = 10.0
"""A send takes no longer than its jitter, the call's deadline and the wait for its echo; three of these are more."""
DUE_AT_ONCE = 1000

P = ParamSpec("P")
T = TypeVar("T")


class Service:
    """One transport, one core, one clock. `run` ends when it is cancelled or the transport does."""

    def __init__(self, core: Core, transport: Transport, clock: Clock, rates: Rates) -> None:
        self.core = core
        self.transport = transport
        self.clock = clock
        self.rates = rates
        self.pulse = Pulse({"sweep": TICK_SECONDS, "sender": SEND_WITHIN})
        self.log = structlog.get_logger()
        self._queue: asyncio.Queue[IncomingMessage] = asyncio.Queue(QUEUE)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._step = asyncio.Lock()
        """Held while the core goes one step on: the demo's clock must not jump in the middle of it."""
        self._sending = asyncio.Lock()
        """Held while words are on their way: one after the other, and a slow one holds up nothing but the next."""
        self._heard = asyncio.Event()
        """Something waits in the queue, or nothing will come any more."""
        self._news = asyncio.Event()
        self._stopping = False
        self._over = asyncio.Event()
        self._why: Exception | None = None

    # --- the loops -------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Read, write and send until cancelled; then finish what is in hand and leave the rest on disk."""
        await self.in_writer(self.core.start, self.clock.now())
        loops = [self._read(), self._write(), self._send()]
        tasks = [asyncio.create_task(loop) for loop in loops]
        over = asyncio.create_task(self._ended())
        try:
            done, _ = await asyncio.wait([*tasks, over], return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            over.cancel()
            await self._stop(tasks)

    def end(self, why: Exception) -> None:
        """It must not go on: `run` finishes what is in hand and raises this."""
        self._why = why
        self._over.set()

    async def _ended(self) -> None:
        await self._over.wait()
        if self._why is not None:
            raise self._why

    async def _stop(self, tasks: list[asyncio.Task[None]]) -> None:
        """Stop reading at once, give a write or send in flight its time."""
        self._stopping = True
        self._heard.set()
        self._news.set()
        reader, *workers = tasks
        reader.cancel()
        _, late = await asyncio.wait(workers, timeout=STOP_WITHIN) if workers else (set(), set())
        for task in late:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        self._writer.shutdown(wait=True)

    async def _read(self) -> None:
        await self.transport.receive(self.intake)

    async def intake(self, message: IncomingMessage) -> None:
        """Hand in a message; waits while the queue is full, so that the transport stops reading."""
        await self._queue.put(message)
        self._heard.set()
        self._news.set()

    async def _write(self) -> None:
        """Whatever waits is committed together."""
        while not self._stopping:
            await self._heard.wait()
            if not (batch := self._waiting(BATCH)):
                self._heard.clear()
                continue
            async with self._step:
                await self.in_writer(self.core.receive, batch, self.clock.now())
            self._news.set()

    def _waiting(self, at_most: int) -> list[IncomingMessage]:
        return [self._queue.get_nowait() for _ in range(min(self._queue.qsize(), at_most))]

    async def tick(self) -> None:
        """Do what is due; called by the scheduler every few seconds."""
        async with self._step:
            if await self.in_writer(self.core.wake, self.clock.now()):
                self._news.set()
        self.pulse.beat("sweep")

    async def _send(self) -> None:
        while not self._stopping:
            self.pulse.beat("sender")
            self._news.clear()
            async with self._sending:
                sent = await self._send_ready() if self.transport.ready else 0
            if not sent:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), NAP)

    async def _send_ready(self) -> int:
        """Send what may go now, one after the other, keeping the pace."""
        claimed = await self.in_writer(self.core.claim, self.clock.now(), self._at_once)
        for one in claimed:
            await self._deliver(one)
            self.pulse.beat("sender")
        return len(claimed)

    @property
    def _at_once(self) -> int:
        """One at a time where there is a pace, so that danger never waits behind a batch."""
        return 1 if self.rates.jitter_seconds[1] else 50

    async def _deliver(self, claimed: Claimed) -> None:
        await asyncio.sleep(self._gap(claimed))
        try:
            sent_as = await self.transport.send(claimed.message)
        except SendError as error:
            self.log.warning("not_sent", row=claimed.message.key, permanent=error.permanent)
            await self.in_writer(self.core.not_sent, claimed, error, self.clock.now())
        else:
            await self.in_writer(self.core.sent, claimed, sent_as, self.clock.now())

    def _gap(self, claimed: Claimed) -> float:
        low, high = self.rates.jitter_seconds
        if claimed.message.priority is Priority.DANGER:
            return min(URGENT_GAP, low)
        return random.uniform(low, high)  # noqa: S311 — a pace, no secret

    # --- the demo's clock ------------------------------------------------------------------------------------------

    async def advance(self, to: datetime) -> None:
        """Go on to a time, doing everything due on the way at its own time."""
        clock = self.clock
        if not isinstance(clock, ShiftedClock):
            return
        async with self._sending, self._step:
            await self._receive_waiting()
            for _ in range(DUE_AT_ONCE):
                due = await self.in_writer(self.core.next_due)
                if due is None or due > to:
                    break
                clock.move(due - clock.now())
                await self._settle()
            clock.move(to - clock.now())
            await self._settle()

    async def _receive_waiting(self) -> None:
        """What was said before the button was pressed happened before the jump."""
        if batch := self._waiting(QUEUE):
            await self.in_writer(self.core.receive, batch, self.clock.now())
            await self._settle()

    async def _settle(self) -> None:
        while await self.in_writer(self.core.wake, self.clock.now()) + await self._send_ready():
            pass

    # --- the writer ------------------------------------------------------------------------------------------------

    async def in_writer(self, act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do something in the one thread that writes."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: act(*args, **kwargs))

    async def try_again(self, entry_id: int) -> bool:
        """Handle a quarantined message once more; tells whether it went well."""
        handled = await self.in_writer(self.core.try_again, entry_id, self.clock.now())
        self._news.set()
        return handled

    async def do(self, act: Callable[[Office], T]) -> T:
        """Something that is no message, in one transaction."""
        result = await self.in_writer(self.core.do, act, self.clock.now())
        self._news.set()
        return result
