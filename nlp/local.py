"""Words of one community: its public places, what its buildings are called, hours that have names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

Hours = tuple[float, float]
"""From and to, in hours from midnight: (16.5, 18.5)."""
HOURS: Mapping[str, Hours] = MappingProxyType(
    {
        "放学后": (16.5, 18.5),
        "下班后": (18, 20),
        "早饭后": (8, 9),
        "午饭后": (13, 14),
        "晚饭后": (19, 21),
        "饭后": (19, 21),
    }
)


class Local(NamedTuple):
    """What a reader knows of its community beside the rules."""

    spots: tuple[str, ...] = ()
    nicknames: Mapping[str, str] = MappingProxyType({})
    """Nickname of a building → its number."""
    hours: Mapping[str, Hours] = HOURS


NOWHERE = Local()
