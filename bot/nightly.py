"""The night's tidying up: what has had its time goes, in one transaction, and the counts are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.core import Core
from handlers.keeping import tidy

ThrowAway = Callable[[str], None]


def tidy_up(core: Core, now: datetime, throw_away: ThrowAway = lambda _name: None) -> dict[str, int]:
    """Delete and blank what `keeping` in the settings says; returns the counts, which are logged too.

    `throw_away` removes a picture by its file name; it is called after the commit, so that no picture is missed.
    """
    tidied = core.do(tidy, now)
    _each(throw_away, tidied.pictures)
    counts = {**tidied.counts, "pictures": len(tidied.pictures)}
    core.log("tidied_up", **counts)
    return counts


def _each(throw_away: ThrowAway, names: Iterable[str]) -> None:
    for name in names:
        throw_away(name)
