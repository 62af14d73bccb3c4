"""What a call asks for: the task, how many people, and what to bring."""

from __future__ import annotations

import re

from nlp.numbers import read_number
from nlp.scan import Signs

_NUMBER = r"(\d{1,3}|[一二两俩三四五六七八九十百]{1,4})"
_PEOPLE = (
    r"\s*(?:来?个|位|名|口)?(?:人|邻居|街坊|家长|志愿者|壮劳力|小伙子?|年轻人|后生|帮手|有劲|力气大|青年"
    r"|教师|同志|同学|居民|热心|爱书|会|高个|胆大|大人|老师|伙计|劳力|男|女|党员|义工|骑手|司机)"
)
_NEEDS = (
    re.compile(
        r"(?:还?差|还?缺|需要|还?要|需|招募?|募集|约|来|凑|出|再来|再加|限|共|找|想请|请|诚邀|邀|组织|排|够|想约|征集)(?:大概|大约|上|够|个|了)?\s*"
        + _NUMBER
        + r"\s*(?:个|位|名|口|人|来个|人左右)"
    ),
    re.compile(_NUMBER + _PEOPLE + r"(?:就够|就行|足够|左右|即可|以上|上下)?"),
    re.compile(r"(?:人数|名额|限额|限)[^\d一二两三四五六七八九十]{0,3}" + _NUMBER),
)
_NOT_PEOPLE = re.compile(r"^(?:小时|分钟|点|天|块|元|月|号|楼|栋|单元|箱|袋|把|条|张|件|次|趟|岁|斤|度|只|台|套|层)")
_BRING = re.compile(
    r"(?:自带|自备|自携|带上?|带好|拿上?|扛上?|捎上?|请带|带一?把|带一?块|各带)([^，。！？；,.!?;\n]{1,16})"
)
_NOT_BROUGHT = re.compile(r"^(?:你|我|他|她|大家|着?孩子|娃|路|头|动|来|去|队|人|回|领|一下|走|到)")
_MEASURE = re.compile(r"^(?:一?[把块双个只副根条桶台](?!人)|自家的?|各自的?|好|着|个人|一点|点儿?|些|上|自己的?|下)+")
_TRAILING = re.compile(
    r"(?:过来|来|去|吧|哈|啊|呀|哦|的|就行|即可|更好|最好|参加|集合|一起|呗|咯|哟|喽|就成|来的|那天|也行|都行)+$"
)


def read_task(text: str, signs: Signs) -> str | None:
    """The work or pleasure that is called for: the longest task word, of equals the first."""
    spans = signs.spans.get("call.task")
    if not spans:
        return None
    start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
    return text[start:end]


def read_need(text: str) -> int | None:
    """How many people are wanted."""
    for pattern in _NEEDS:
        for found in pattern.finditer(text):
            number = read_number(found[1])
            if number and not _NOT_PEOPLE.match(text[found.end(1) :]):
                return number
    return None


def read_bring(text: str) -> str | None:
    """What each is to bring."""
    for found in _BRING.finditer(text):
        if not _NOT_BROUGHT.match(found[1]):
            brought = _TRAILING.sub("", _MEASURE.sub("", found[1].strip()))
            if brought:
                return brought
    return None
