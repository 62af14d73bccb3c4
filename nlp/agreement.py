"""Whether somebody says that they have what a neighbour has just told of: 我家也没电, 2单元也是, 一样."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 14
_WHERE: Final = (
    r"(?:[我俺咱]们?)?(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})(?:单元|号楼|栋|楼|层))?"
    r"(?:家|屋|单元|这边|这里|这儿|这栋|这层|这|那边|楼上|楼下)?[里头]?"
)
_TOO: Final = "(?:是(?:这样|一样|的)?|一样|遇到了?|闻到了?)[啊呀呢哦]?"
_STATE: Final = (
    r"没有?(?:水|电|气|热水|暖气?)|停|断[水电气了]|跳闸|坏|漏|渗|堵|黑|"
    r"不(?:亮|热|通|出水|动了|行了|能用|好使|制冷)"
)
_SAME: Final = re.compile(
    rf"(?:是啊?|对啊?|嗯+|唉|哎)?[,，\s]*(?:(?!也){_WHERE}也{_TOO}|{_WHERE}也(?:{_STATE}).{{0,4}}|同样|同感|一样)[。!！~]*"
)


def says_the_same(own: str) -> bool:
    """Whether the words are that and nothing more."""
    return len(own) <= _LONGEST and _SAME.fullmatch(own) is not None
