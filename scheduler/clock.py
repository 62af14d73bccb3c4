"""The only readers of the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time, aware and in UTC."""

    def now(self) -> datetime:
        """The present moment."""
        ...


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC)


class ShiftedClock:
    """The machine's time plus a shift that only grows: the demo's buttons move it."""

    def __init__(self, shift: timedelta = timedelta()) -> None:
        self.shift = shift

    def now(self) -> datetime:
        """The present moment as the demo shows it."""
        return datetime.now(UTC) + self.shift

    def move(self, by: timedelta) -> None:
        """Go on by `by`, never back."""
        self.shift += max(by, timedelta())


class FixedClock:
    """Stands where it was put: replay and tests move it."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """Where it stands."""
        return self._now

    def set(self, now: datetime) -> None:
        """Stand at `now`."""
        self._now = now
