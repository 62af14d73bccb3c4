"""Whether the loops still go round: what /healthz tells, and whoever asks it from outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

PERIODS_MISSED = 3


class Pulse:
    """When each loop last went round, by the steady clock; a new one counts as having just done so."""

    def __init__(self, periods: Mapping[str, float], ticks: Callable[[], float] = time.monotonic) -> None:
        """`periods`: loop → in how many seconds it goes round at the latest when all is well."""
        self._periods = dict(periods)
        self._ticks = ticks
        self._last = dict.fromkeys(periods, ticks())

    def beat(self, loop: str) -> None:
        """Once round."""
        self._last[loop] = self._ticks()

    def ages(self) -> dict[str, float]:
        """Loop → how many seconds ago it last went round."""
        now = self._ticks()
        return {loop: now - last for loop, last in self._last.items()}

    def stopped(self) -> list[str]:
        """Loops that have missed three periods."""
        return [loop for loop, age in self.ages().items() if age > PERIODS_MISSED * self._periods[loop]]
