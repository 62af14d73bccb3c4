"""Whether the bot hears its rooms, since when, and what it missed."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.wechaty.events import OnGap
from scheduler.clock import Clock

_log = structlog.get_logger()


class Hearing:
    """Hears from login to logout or the loss of the link; the time between is a gap, told at both ends."""

    def __init__(self, clock: Clock, on_gap: OnGap, last_heard: datetime | None = None) -> None:
        self.last_event: datetime | None = last_heard
        """When anything came from the gateway at all."""
        self.deaf_since: datetime | None = last_heard
        self.hears = False
        self._clock = clock
        self._on_gap = on_gap

    def heard(self) -> None:
        """Something came, whatever it was."""
        self.last_event = self._clock.now()

    async def begin(self) -> None:
        """Logged in on a living link."""
        if self.hears:
            return
        self.hears = True
        since, self.deaf_since = self.deaf_since, None
        if since is not None:
            await self._tell(since, self._clock.now())

    async def lose(self) -> None:
        """Deaf from the last event on."""
        if not self.hears:
            return
        self.hears = False
        self.deaf_since = self.last_event or self._clock.now()
        await self._tell(self.deaf_since, None)

    async def _tell(self, since: datetime, until: datetime | None) -> None:
        """Who cannot write a gap down must not end the hearing."""
        try:
            await self._on_gap(since, until)
        except Exception as error:  # noqa: BLE001 — hearing goes on
            _log.error("gap_not_noted", exc_info=error)
