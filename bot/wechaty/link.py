"""The link to the gateway: made, watched, and made again for ever."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import aclosing

import structlog

from bot.wechaty.calls import Calls
from bot.wechaty.errors import CallFailed, Refused, TokenRefused, Unanswered
from bot.wechaty.pace import Pace, back_off

OnEvent = Callable[[int, str], Awaitable[None]]
OnLoss = Callable[[], Awaitable[None]]
DONG = 3
_log = structlog.get_logger()


class Link:
    """Hands on every event while the link lives; a link that went silent is dropped and made anew."""

    def __init__(self, calls: Calls, pace: Pace, on_event: OnEvent, on_loss: OnLoss) -> None:
        self.up = False
        """Events come."""
        self.answers = False
        """The gateway is there, though perhaps it has nothing to tell yet."""
        self._calls = calls
        self._pace = pace
        self._on_event = on_event
        self._on_loss = on_loss
        self._failures = 0
        self._last_sign = 0.0
        self._handing_on = False
        self._knows_dong = False

    async def run(self) -> None:
        """Until cancelled; raises `TokenRefused` when the gateway does not know the token."""
        while True:
            try:
                await self._live()
            except CallFailed as failure:
                self._report(failure)
            finally:
                await self._drop()
            self._failures += 1
            await asyncio.sleep(back_off(self._pace, self._failures))

    async def _live(self) -> None:
        """One link's life; always ends with an exception."""
        await self._calls.version()
        self.answers = True
        reader, watch = asyncio.create_task(self._read()), asyncio.create_task(self._watch())
        try:
            done, _ = await asyncio.wait({reader, watch}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancel(reader, watch)
        for task in done:
            task.result()

    async def _read(self) -> None:
        self._knows_dong = False
        self._sign()
        async with aclosing(self._calls.events()) as events:  # type: ignore[type-var]
            async for kind, payload in events:
                await self._heard(kind, payload)
        raise Unanswered("the gateway ended the stream")

    async def _heard(self, kind: int, payload: str) -> None:
        if not self.up:
            await self._begin()
        self._knows_dong |= kind == DONG
        self._handing_on = True
        try:
            await self._on_event(kind, payload)
        finally:
            self._handing_on = False
            self._sign()

    async def _begin(self) -> None:
        """The first event: the stream is ours. The puppet is told to start, as the gateway's own client does."""
        self.up = True
        self._failures = 0
        _log.info("gateway_linked")
        await self._start()

    async def _start(self) -> None:
        try:
            await self._calls.start()
        except CallFailed:
            _log.warning("puppet_start_failed")

    async def _watch(self) -> None:
        """Ask for a sign of life in silence; without one the link is dead, whatever TCP says."""
        while True:
            await asyncio.sleep(max(self._pace.ding_after - self._silent_for(), self._pace.ding_after / 10))
            if self._handing_on or self._silent_for() < self._pace.ding_after:
                continue
            asked = time.monotonic()
            if not self.up:
                await self._start()
            await self._calls.ding()
            await asyncio.sleep(self._pace.dong_within)
            if self._last_sign < asked and not self._handing_on:
                self._judge_silence()

    def _judge_silence(self) -> None:
        """A puppet that never answered a ding may not know how to: the answered call is its sign of life."""
        if self._knows_dong:
            raise Unanswered("no sign of life")
        self._sign()

    def _sign(self) -> None:
        self._last_sign = time.monotonic()

    def _silent_for(self) -> float:
        return time.monotonic() - self._last_sign

    async def _drop(self) -> None:
        was_up, self.up, self.answers = self.up, False, False
        self._calls.hang_up()
        if was_up:
            _log.warning("gateway_lost")
            await self._on_loss()

    def _report(self, failure: CallFailed) -> None:
        if isinstance(failure, Refused) and "twice" in str(failure):
            _log.warning("gateway_busy", hint="another client holds its event stream")
        elif self._failures in (0, 5) or self._failures % 100 == 0:
            _log.warning("gateway_unreachable", why=str(failure), failures=self._failures + 1)


async def _cancel(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


__all__ = ["Link", "TokenRefused"]
