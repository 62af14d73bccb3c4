"""What a call asks for: the task, how many people, and what to bring."""

from __future__ import annotations

import re
from typing import NamedTuple

from nlp.model import Place, When
from nlp.numbers import read_count
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


def read_task(text: str, signs: Signs, place: Place | None, when: When | None) -> str | None:
    """The work or pleasure that is called for, in the words of the call: 扯杂草, 抬旧沙发, 给花浇水.

    A clause without who is called, when and where: the one of the longest task word (a long one from that word on), else
    one in which somebody is called.
    """
    known = _task_word(text, signs)
    around = [words for words in (when and when.text, place and place.text, place and place.spot) if words]
    clauses = [clause.strip() for clause in _CLAUSE.split(text)]
    phrases = [one for clause in clauses if _is_task((one := _phrase(clause, around)).words)]
    named = [one.words for one in phrases if known and known in one.words]
    begun = [words for clause in clauses if known and _is_task(words := _TAIL.sub("", clause[clause.find(known) :]))]
    called = [one.words for one in phrases if one.likely == _CALLED]
    rest = [one.words for one in sorted(phrases, key=lambda one: -one.likely) if not known]
    return next(iter([*named, *begun, *called, *rest]), known)


def _is_task(words: str) -> bool:
    return 1 < len(words) <= _LONGEST_TASK and not _NO_TASK.match(words)


class _Phrase(NamedTuple):
    """What is left of a clause, and how likely it is the work."""

    words: str
    likely: int


_CALLED, _PLACED, _SAID = 2, 1, 0
"""Somebody is called in it, or something is to be done with a thing or for somebody; a time or place stands before it;
it is only said."""


def _task_word(text: str, signs: Signs) -> str | None:
    """The longest known one, of equals the first."""
    spans = signs.spans.get("call.task")
    if not spans:
        return None
    start, end = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
    return text[start:end]


def _phrase(clause: str, around: list[str]) -> _Phrase:
    """Without whoever is called, the moment and the place: 请大家周六到花坛松土吧 → 松土."""
    taken = _WITH_BA.search(clause)
    if taken:
        return _Phrase(_TAIL.sub("", taken[0]), _CALLED)
    left, before = clause, None
    while left != before:
        before = left
        for words in around:
            left = left.removeprefix(words)
        left = _HEAD.sub("", left)
    said_before = clause[: len(clause) - len(left)]
    called = _CALLING.search(said_before) or _FOR_SOMEBODY.match(left)
    return _Phrase(_TAIL.sub("", left), _CALLED if called else _PLACED if said_before else _SAID)


_LONGEST_TASK = 14
_CLAUSE = re.compile(r"[,，。;；:：!！?？~～、\n]+")
_WITH_BA = re.compile(r"(?<![一搭帮这大加])把(?![手大锹铁]).{2,}")
_CALLING = re.compile(r"请|来|去|到|一起|一块|一同|帮|搭|动手|有空|有时间|谁|哪|[跟和]我|组织|招|缺|差|要")
_FOR_SOMEBODY = re.compile(r"[给帮教陪送](?!的)")
_MANY = (
    r"(?:\d{1,3}|[一二两俩三四五六七八九十几]{1,3})\s*(?:来?个|位|名)"
    r"(?:人|邻居|街坊|志愿者|家长|大人|年轻人|小伙子|壮劳力|帮手)?"
)
_MOMENT = (
    r"这会儿?|大?[今明后]天|[今明][早晚]|[本这下]?个?(?:周|星期|礼拜)[一二三四五六日天末]|早上?|上午|中午|下午|傍晚|晚上?|"
    r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})点(?:半|钟|[一三]刻|\d{1,2}分?)?|\d{1,2}[:：]\d{2}|(?:\d{1,2}月)?\d{1,2}[日号]"
)
_HEAD = re.compile(
    r"^(?:请|麻烦|劳驾|诚邀|欢迎|邀请|招募|征集|号召|组织|发动|发起|招呼|通知|想|准备|打算|计划|定于|开始|需要|还?[要缺差]|能不能|能|可以|都|也|再|快|"
    r"我们?|咱们?|俺们?|大家伙?儿?|大伙儿?|[各诸]位|亲爱的|全体|帮手|(?:邻居|街坊|居民|业主|家长|志愿者|党员|年轻人|姐妹)们?|"
    r"[^,，]{1,6}的(?:(?:邻居|街坊|家长|志愿者|年轻人|姐妹|朋友)们?|人|同志)|"
    r"有(?:时间|空|力气|劲|兴趣|意|工具)的?|(?:能来|愿意|想来|想去)的?|谁|哪几?位|有没有人?|有人|"
    r"在|到|去|来|往|于|[过下出上]来|下楼|凑?到?一起|一块儿?|一同|一道|共同|[跟和给陪随帮]我|帮忙|帮帮忙|帮着|帮个忙|搭[把个]手|出把力|动手|"
    rf"现在|马上|里面?|那边|那里|附近|旁边|门口|楼[下前]|社区|小区|本楼|集合|碰头|{_MANY}|{_MOMENT}|\s)+"
)
_TAIL = re.compile(rf"(?:吧|吗|呢|啊|呀|哦|哈|啦|嘛|呗|了|的|好吗|行吗|不|怎么样|可以吗|谢谢|辛苦|大家|{_MANY}|\s)+$")
_NO_TASK = re.compile(
    r"好|报|举|的|参加|踊跃|积极|自带|自备|[请带拿会]|人手|名额|限|最多|够|不限|来的|有|准时|不见不散|就|左右|把就|对手|\d|.*(?:都[来去]|的来)$"
)


def read_need(text: str) -> int | None:
    """How many people are wanted."""
    for pattern in _NEEDS:
        for found in pattern.finditer(text):
            number = read_count(found[1])
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
