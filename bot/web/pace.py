"""How much one account or one address may do: buckets that fill up again with time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.web.texts import Refused

MOST_BUCKETS = 10_000


@dataclass(slots=True)
class Bucket:
    """What is left, and when that was."""

    left: float
    at: float


@dataclass(slots=True)
class Pace:
    """`burst` at once, and then `burst` in `seconds`, for each key. Kept in memory: a restart forgives."""

    burst: int
    seconds: float
    ticks: Callable[[], float] = time.monotonic
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def check(self, key: str) -> None:
        """Raise `Refused` when there is nothing left; counts nothing."""
        if self._left(key, self.ticks()) < 1:
            raise Refused("slow_down")

    def take(self, key: str) -> None:
        """Count one; raises `Refused` when there is nothing left."""
        now = self.ticks()
        left = self._left(key, now)
        self._buckets.pop(key, None)
        self._buckets[key] = Bucket(max(left - 1, 0) if left >= 1 else left, now)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.pop(next(iter(self._buckets)))
        if left < 1:
            raise Refused("slow_down")

    def _left(self, key: str, now: float) -> float:
        bucket = self._buckets.get(key) or Bucket(self.burst, now)
        return min(self.burst, bucket.left + (now - bucket.at) * self.burst / self.seconds)
