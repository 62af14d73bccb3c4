"""Where a time may begin: one quick pattern, so that the readers are asked at few places only."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from nlp.numbers import NUMERALS
from nlp.times.holidays import FULL
from nlp.times.years import ERAS

_AFTER_NUMBER: Final = r"\s?(?:[年月日号点时:./~到至秒分刻小个天周星礼钟世晚,-]|季度|多年)"
_BRANCHES: Final = (
    rf"\d{{1,4}}(?={_AFTER_NUMBER}|、\d{{1,2}}[日号]|\s?[apAP]\.?[mM]?)",
    r"(?<!\d)\d{8}(?!\d)|\d{4}(?=\s?(?:到|至|-))",
    rf"[{NUMERALS}半几俩仨]{{1,4}}(?={_AFTER_NUMBER})",
    r"三八|五[一四]|[六七八十]一|双十",
    rf"差\s?[\d{NUMERALS}]{{1,3}}[分刻]|今明|明后",
    r"[今明昨听琴寻][天日儿早晚晨夜午朝年个月后]|[前后](?:[天日儿年]|\s?[\d一二两三四五六七八九十半几])|大[前后]|当[天日晚年月]",
    r"次[日晨]|翌|即日|双休|大年|初[一二三四五六七八九十]|第[二三一四首]|[上下](?:\s?[个周星礼月年季半世上下午\d二两三四五六七八九十几])|[本这](?:[周月年季世]|个?[月周星礼季]|一年)",
    r"每|逢|天天|周[一二三四五六日天末1-7]|星期|礼拜|月[初底末]|年[初底末终]|[正冬腊]月|[农阴旧]历|闰",
    r"凌晨|清[晨早]|早[上晨间]|一早|大[早清]|[上中下正晌午][午后前间]|傍晚|黄昏|晚[上间]|[夜半深午后][里间晚夜半]|黎明|晏昼|朝早|天亮",
    rf"[早晚晨夜朝](?=\s?[\d{NUMERALS}])|(?:过去|最近|[近过]|未来|今后|往后|接下来|还剩下?|再过|之[前后])(?=的?这?\s?[\d{NUMERALS}半几仨])",
    r"[去来旧]年|暑假|现在(?=[到至])",
    "|".join(ERAS),
    FULL,
)


@lru_cache(maxsize=64)
def pattern(own: Iterable[str] = ()) -> re.Pattern[str]:
    """The pattern of beginnings, with a community's own words."""
    return re.compile("|".join((*map(re.escape, own), *_BRANCHES)))
