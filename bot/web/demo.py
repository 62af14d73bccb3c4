"""The demo's clock: three buttons that really move the product's time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(8, 30)

Advance = Callable[[datetime], Awaitable[None]]
"""Steps the product through everything due up to that moment and leaves its clock there."""


def target(step: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Where a button leads from `now`; raises `KeyError` for a button that does not exist."""
    return _STEPS[step](now.astimezone(zone))


def _next_morning(now: datetime) -> datetime:
    today = now.replace(hour=MORNING.hour, minute=MORNING.minute, second=0, microsecond=0)
    return today if now < today else today + timedelta(days=1)


_STEPS: dict[str, Callable[[datetime], datetime]] = {
    "10min": lambda now: now + timedelta(minutes=10),
    "2h": lambda now: now + timedelta(hours=2),
    "morning": _next_morning,
}
