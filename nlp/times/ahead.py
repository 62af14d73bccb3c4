"""Whether a time can be when something is wanted: it lies ahead and is no stretch of days."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from nlp.model import When

LONGEST: Final = timedelta(days=2)


def to_come(when: When | None, at: datetime) -> When | None:
    """`when` if something can be wanted then, seen from `at`; None for what has been and for weeks and months.

    A deadline may be any time ahead: 本月底前 is one, 这个月 is not.
    """
    if when is None:
        return None
    last = when.end or when.start
    if last is None or last < at:
        return None
    stretch = when.start is not None and when.end is not None and when.end - when.start > LONGEST
    return None if stretch else when
