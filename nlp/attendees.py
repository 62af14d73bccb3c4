"""Who comes and how many: one line of a list, or the companions that somebody names."""

from __future__ import annotations

import re
from typing import Final

from nlp.model import Attendee
from nlp.numbers import read_count

MOST: Final = 99
"""More than this in one entry is a quantity of something else."""

LONGEST: Final = 300
"""Of an entry no more is read."""

_N: Final = r"(\d{1,2}|[一两二俩三仨四五六七八九十]{1,3})"
_KIN: Final = (
    r"老公|老婆|爱人|媳妇|老伴|先生|太太|对象|儿子|小子|女儿|闺女|孙子|孙女|外孙|侄子|侄女|娃儿?|孩子|小孩|小朋友|宝宝|宝贝|"
    r"爸爸?|妈妈?|爹|娘|公公|婆婆|爷爷|奶奶|外公|外婆|姥姥|姥爷|哥哥?|姐姐?|弟弟?|妹妹?|室友|同事|同学|朋友|闺蜜|邻居|对门"
)
_PEOPLE: Final = (
    rf"孩子|小孩|娃娃?|宝宝|小朋友|儿童|大人|老人|学生|研究生|人|朋友|同事|同学|邻居|亲戚|志愿者|小伙子?|帮手|{_KIN}"
)

_ADULTS_AND_CHILDREN: Final = re.compile(rf"{_N}\s*个?大人?\s*[、,，]?\s*{_N}\s*个?(?:小孩?|孩子)")
_TIMES: Final = re.compile(r"[×xX*]\s*(\d{1,2})(?![\d.])")
_PLUS: Final = re.compile(rf"[+＋]\s*{_N}(?:个|人|位)?(?![\d.])")
_BRINGING: Final = re.compile(
    rf"(?<!在家)(?:[带携领](?:着|上|了)?|[叫喊拉约]上)(?:我们?家?的?)?{_N}?\s*(?:个|位|名|只)?\s*(?:小|老)?(?:{_PEOPLE})(?!节|们的|证)"
)
_HOUSEHOLD: Final = re.compile(
    r"(?:我们家?|咱们?家?|我家|家里|全家|一家子?|我们宿舍|宿舍|我们班|本户|这边)\s*(?:就|只|还|改成?)?(?:去|来|出|有|报|一共|都来|共|剩)?"
    rf"{_N}\s*(?:个人|口人|口|人|位|名|个(?=$|[\s，,。！!都去来男女大小]))"
)
_PAIR: Final = re.compile(
    r"(?:夫妻|母子|母女|父子|父女|爷孙|婆孙|姐妹|兄弟|娘儿?|爷儿?|哥儿|姐儿|我们|咱们?|我)(?:俩|两(?!个)|(?P<three>仨))|小?两口子?|夫妻|夫妇|(?:母子|母女|父子|父女|爷孙|婆孙|祖孙|姐妹|兄弟)(?=$|[\s,，。！!）)])"
)
_HEADS: Final = re.compile(rf"{_N}\s*(?:个人|口人|口(?!子)|人|位|名)(?![份民工为行])")
_TOGETHER: Final = re.compile(rf"(?:我|俺|本人)?(?:和|跟|同|与|、|还有)(?:我)?(?:家)?(?:的)?(?:{_KIN})")
_SPARE: Final = " \t\u3000,，、:：;；-—.。~"


def count_people(text: str) -> tuple[int, str]:
    """How many people a sign-up speaks of, and the words beside the number. One is what nothing says.

    A `+1` behind a name brings one more; 带 counts people and never tools.
    """
    if _TELLING.isdisjoint(text):
        return 1, text.strip(_SPARE)
    for pattern, reckon in _RECKONINGS:
        match = pattern.search(text)
        count = reckon(match) if match else None
        if match and count and count <= MOST:
            return count, _without(match)
    return 1, text.strip(_SPARE)


def read_attendee(entry: str) -> Attendee | None:
    """One entry of a list: a name, then how many come and what they add. None for an empty entry."""
    text = " ".join(entry[:LONGEST].split()).strip(_SPARE)
    if not text:
        return None
    name, rest = _after_the_day(*_name_and_rest(text))
    count, note = count_people(rest)
    if count == 1 and re.fullmatch(r"\d{1,2}", note):
        count, note = max(int(note), 1), ""
    return Attendee(name=name, count=count, note=_unwrapped(note))


def _without(match: re.Match[str]) -> str:
    left = match.string[: match.start()].strip(_SPARE)
    right = match.string[match.end() :].strip(_SPARE)
    return " ".join(part for part in (left, right) if part)


def _number(text: str | None) -> int:
    return {"俩": 2, "仨": 3}.get(text or "", 0) or read_count(text or "一") or 0


def _adults_and_children(match: re.Match[str]) -> int:
    return _number(match[1]) + _number(match[2])


def _alone(match: re.Match[str]) -> int:
    return _number(match[1])


def _besides(match: re.Match[str]) -> int:
    return 1 + _number(match[1])


def _pair(match: re.Match[str]) -> int:
    return 3 if match["three"] else 2


def _and_one(_match: re.Match[str]) -> int:
    return 2


_RECKONINGS: Final = (
    (_ADULTS_AND_CHILDREN, _adults_and_children),
    (_TIMES, _alone),
    (_PLUS, _besides),
    (_HOUSEHOLD, _alone),
    (_BRINGING, _besides),
    (_HEADS, _alone),
    (_PAIR, _pair),
    (_TOGETHER, _and_one),
)

_TELLING: Final = frozenset(
    "0123456789一二两三四五六七八九十俩仨带携领叫喊拉约和跟同与、还夫小母父爷婆祖姐兄娘哥×xX*+＋"
)
"""Characters without which nobody says that more than one comes."""
_BRACKETS: Final = re.compile(r"^([^(（【\[]+)[(（【\[]([^)）】\]]*)[)）】\]]?(.*)$", re.DOTALL)
_DOOR_FIRST: Final = re.compile(r"^(\d[\d#-]*[栋楼单元室号]*\s*(?:[\d-]+)?)\s+(\S.*)$", re.DOTALL)
_GLUE: Final = re.compile(
    rf"[带携+＋×*]|[xX]\d|[一全]家(?:子|人)?(?:{_N}|$|[,，去来])|[和跟同与]我?(?:家|的)?(?:{_KIN})|{_N}(?:个人|人|位|大)|"
    r"[两俩2](?:口子|人)|小?两口|夫[妻妇]|母[子女]|父[子女]|[爷婆祖]孙"
)
"""What is written without a gap behind a name and is no part of it."""
_LONGEST_NAME: Final = 12
_OPENING: Final = frozenset("(（【[")
_QUANTITY: Final = re.compile(rf"^{_N}\s*(?:箱|斤|盒|袋|份|板|件|个|瓶|只|包|条|套|桶|提|把|块|打|枚|棵|捆)?(?:\s|$)")
_SPACED: Final = re.compile(r"^([^\s:：,，]+)[\s:：,，]+(.*)$", re.DOTALL)


def _name_and_rest(text: str) -> tuple[str, str]:
    """The name is what stands before the first gap, bracket, 带 or number of people; a door may lead it."""
    brackets = None if _OPENING.isdisjoint(text) else _BRACKETS.match(text)
    if brackets:
        name, rest = _name_and_rest(brackets[1].strip(_SPARE))
        return name, " ".join(part for part in (rest, brackets[2], brackets[3].strip(_SPARE)) if part)
    door = _DOOR_FIRST.match(text) if text[:1].isdigit() else None
    if door and _PAIR.match(door[2]):
        return door[1].strip(), door[2]
    if door and not _QUANTITY.match(door[2]):
        name, rest = _split_name(door[2])
        return f"{door[1].strip()} {name}", rest
    return _split_name(text)


def _split_name(text: str) -> tuple[str, str]:
    spaced = _SPACED.match(text)
    first, rest = (spaced[1], spaced[2]) if spaced else (text, "")
    glued = _GLUE.search(first, 1)
    if glued is None or glued.start() > _LONGEST_NAME:
        return first, rest
    at = glued.start()
    return first[:at], f"{first[at:]} {rest}".strip()


_DAY: Final = re.compile(
    r"(?:周|星期|礼拜)[一二三四五六日天]|\d{1,2}[号日]|(?:上午|下午|早上|晚上|早班|晚班|白班|夜班)"
)


def _after_the_day(name: str, rest: str) -> tuple[str, str]:
    """A rota puts the day first: 周一 老贾."""
    if not _DAY.fullmatch(name) or not rest:
        return name, rest
    who, more = _name_and_rest(rest)
    return who, f"{name} {more}".strip()


def _unwrapped(note: str) -> str | None:
    return note.strip("()（）[]【】 ,，、;；") or None
