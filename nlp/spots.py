"""Public places of a residential compound, and when such a word is a place and not part of a thing's name."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).parent / "tables" / "spots.txt"


@cache
def built_in() -> frozenset[str]:
    """The public places that any community may have."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


# Behind a place these make it the name of a thing (楼道灯, 电梯口按钮) or of somebody else's place.
_THING: Final = (
    r"(?!路?灯|声控|感应|照明|门锁|锁(?!着)|监控|摄像|探头|闸|杆|费|钥匙|师傅|保安|按钮|卡(?!在)|扶手|大爷|大妈|老师|电话|"
    r"舞|系统|公司|管理|主任|工作|排班|证|票|券|群|队|门(?![口厅前外边旁里])|那家|老板)"
)
_NOT_INSIDE: Final = r"(?<![我你他她家])"


_STAIRS: Final = re.compile("楼道|楼梯|走廊|走道|过道")
_DOORWAY: Final = re.compile("(?:单元|楼|栋)?门口$")
STAIRS: Final = "楼道"
STREET: Final = "路灯"
DOORWAY: Final = "门口"


def whereabouts(words: str, spot: str | None) -> str | None:
    """The public place that is meant, whatever it is called: `spot`, or where the lamp or window is that is named."""
    if spot is None:
        return STAIRS if _STAIRS.search(words) else STREET if STREET in words else None
    if _STAIRS.match(spot):
        return STAIRS
    return DOORWAY if _DOORWAY.match(spot) else spot


def find_spot(text: str, start: int = 0, *, spots: Collection[str] = ()) -> re.Match[str] | None:
    """The first public place in `text` from `start` on, the longest word for it, or None."""
    return _pattern(frozenset(spots)).search(text, start)


@lru_cache(maxsize=64)
def _pattern(extra: frozenset[str]) -> re.Pattern[str]:
    words = sorted((*built_in(), *extra), key=lambda word: (-len(word), word))
    by_first: dict[str, list[str]] = {}
    for word in words:
        if word:
            by_first.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(by_first.items()))
    firsts = "".join(re.escape(first) for first in sorted(by_first))
    return re.compile(rf"(?=[{firsts}]){_NOT_INSIDE}(?:{branches}){_THING}")
