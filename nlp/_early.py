"""Stand-ins for places and times until their readers are here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from nlp.model import Place, When

_SPOT = re.compile("篮球坪|门口|楼道|大门|地库|车棚|南门|北门|楼梯间|过道|活动室")


def read_place(text: str, *, spots: Iterable[str] = ()) -> Place | None:
    """Building and unit at most."""
    found = re.search(r"([A-Z]|\d+|[一二三四五六七八九十]+)(?:栋|幢|号楼|座)(?:(\d)单元)?", text)
    spot = _SPOT.search(text)
    if not found and not spot:
        return None
    return Place(
        text=found[0] if found else spot[0] if spot else "",
        building=found[1] if found else None,
        unit=found[2] if found else None,
        spot=spot[0] if spot else None,
    )


def read_when(text: str, at: datetime) -> When | None:
    """Whether a time is named at all."""
    found = re.search(r"[\d一二两三四五六七八九十]+点|明天|今晚|周[一二三四五六日]|后天|\d+:\d+|下午|上午", text)
    return When(text=found[0]) if found else None
