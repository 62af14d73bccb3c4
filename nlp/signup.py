"""Signing up in free words: 我来, +1, 算我一个, 我们家两个, 我和老公都去, 替赵老师报一位."""

from __future__ import annotations

import re
from typing import Final

from nlp.attendees import MOST, count_people
from nlp.model import Attendee
from nlp.numbers import read_number

_END: Final = r"(?=$|[\s,，。！!~～…、;；啦哈嘛吧呀啊哦滴👋🙋😄🌱])"
_CLAUSE: Final = r"(?:^|(?<=[\s,，。！!~、;；也再请求就]))"
_N: Final = r"\d{1,2}|[一两二俩三仨四五六七八九十]{1,2}"
_I: Final = r"(?:我们?家?|我全家|俺们?|咱们?|本人|我这边)"
_WHEN: Final = r"(?:也|就|都|一定|准时?|肯定|马上|这就|明天|今天|今晚|后天)?"
_KIN: Final = r"(?:我(?:家|们家)?[^,，。让去来给]{1,5}|[他她])"

_SIGNS: Final = re.compile(
    "|".join(
        (
            rf"{_I}{_WHEN}(?:来|去|到|参加|报名|\+\s*1){_END}",
            rf"{_I}(?:也|都)?(?:能|可以|想|要|愿意)(?:来|去|到|参加|报名){_END}",
            rf"{_I}(?:和|跟|与)[^,，。！!？?不]{{1,10}}(?:都|一起)?(?:去|来|到|参加|报名){_END}",
            rf"{_I}[^,，。！!？?不]{{0,6}}都(?:去|来|到|参加|报名){_END}",
            rf"{_CLAUSE}(?:\d{{3,4}}|{_I})?(?:报名|求加入|求带|求组队|同报|算一个|参加|走起|必须到|准时到|到时见){_END}",
            rf"{_CLAUSE}(?:算|加|带|捎|叫|喊)上?我(?:们?家|家)?(?:们?一?[个各份位]|俩|两个|进来|进去)?{_END}",
            rf"{_CLAUSE}带(?:上|着)?(?:{_N})?个?(?:娃|孩子|小孩|老公|老婆|老伴)(?:一起|一块)?(?:去|来|参加)",
            r"(?:算|加|带)上?我(?:们?家?)?一[个各份位]|悄悄报|报个名(?=$|[,，。！!~\s])",
            r"(?<!别)给我(?:们)?(?:留个?(?:名额|位|一个)|排候补|记上|报个?名|报上|登记|加一|加上)",
            r"我[来也]?(?:凑一?个?(?:数|人数)|候补|顶[他她上])|(?:我|咱|俺|一起去|也)(?:也|去|来)*凑个?热闹",
            r"(?:活儿?|事儿?)我(?:也)?(?:能|可以)[干去]|届时.{0,12}参加|我去我去|可以帮着|我家.{0,3}都能来",
            r"[替帮给][^,，。]{1,8}?(?:报|登记|记|接龙|签|留)(?:一?[个位名]|上名)",
            rf"让{_KIN}(?:去|来|参加)",
            rf"[点半刻][^,，。]{{0,8}}见{_END}",
            rf"^(?:马上|这就|我就)(?:下来|下楼|过来|来|去|到){_END}|^来[了啦喽]来[了啦喽]|^来[啦喽]{_END}",
            rf"^算我和(?:我?家?的?)?[^,，。]{{1,4}}{_END}",
        )
    )
)
_WITH_NUMBER: Final = re.compile(
    rf"^[+＋]\s*(?P<n>{_N})(?![\d.元块])|(?:^|(?<=[\s,，。！!我们家名]))(?:报|来|出|加|算)\s?(?P<m>{_N})\s*(?:个人|[个位人名口])(?:去|来)?{_END}"
)
_WHOLE: Final = re.compile(
    r"(?:我?来|我?去|报|参加|冲)[!！~啊了呀哈]*|报名\s*\d.{0,4}|.{0,4}(?:我们家?|我家|咱家|全家|一家).{1,4}(?:都?[去来]|参加|报名)?"
)
_NOT_COMING: Final = re.compile(
    r"(?:去|来|参加)(?:不了|不成)(?!吗)|不(?:去|来|参加)了?(?=$|[,，。！!\s了哈啦啊])|退出|除名|(?:名字|名额|位置).{0,4}(?:去掉|删|划|让)|"
    r"^[-－]\s*\d|减一|请个假|取消"
)


def read_signup(text: str) -> Attendee | None:
    """The sender's place in a sign-up, or the one he signs up for; None if nobody is signed up in these words."""
    said = text.strip()
    if not said or len(said) > _LONGEST_SIGNUP or _NOT_COMING.search(said) or not _sign(said):
        return None
    return read_people(said)[0]


LONGEST_ALONE: Final = 8
"""A message is a sign-up and nothing else only up to here."""
_SIGNING: Final = frozenset("求+＋来去到参报算加带捎叫喊起见给我凑候顶热干帮替让出冲家")


def may_sign(own: str) -> bool:
    """Whether `own` holds a character without which nobody signs up."""
    return not _SIGNING.isdisjoint(own)


def _sign(text: str) -> re.Match[str] | None:
    return _WITH_NUMBER.search(text) or _SIGNS.search(text) or _whole(text)


def _whole(text: str) -> re.Match[str] | None:
    """A household that is all the message says, with the number who come; or a bare 来."""
    match = _WHOLE.fullmatch(text.rstrip("。 "))
    said_enough = match and (len(text) <= 4 or count_people(text)[0] > 1)
    return match if said_enough else None


def read_people(text: str) -> tuple[Attendee, ...]:
    """Who comes, of words that are known to be a sign-up: the sender, or whom he names, with companions.

    A neighbour who is named beside the sender is an entry of his own.
    """
    said = text.strip()[:_LONGEST]
    name = _named(said)
    if name:
        return (Attendee(name=name, note=None),)
    beside = _BESIDE.search(said)
    if beside:
        return (Attendee(count=1), Attendee(name=beside["who"]))
    return (Attendee(name=_own_name(said), count=_count(said), note=_note(said)),)


_LONGEST: Final = 200
_LONGEST_SIGNUP: Final = 50
_TITLED: Final = r"(?:姐|哥|叔|婶|姨|阿姨|伯|爷爷?|奶奶|大爷|大妈|师傅|老师|主任|嫂子?|大姐|大哥)"
_BESIDE: Final = re.compile(
    rf"{_I}(?:和|跟|同|与|还有)(?:对门|隔壁|楼上|楼下|我们?单元)?的?(?P<who>[\u4e00-\u9fff]{{1,2}}{_TITLED})(?:都|一起|也|俩|一块|去|来|$|[,，])"
)
_FOR: Final = re.compile(
    r"[替帮给](?P<who>[^,，。]{1,8}?)(?:报|登记|接龙|签|留|记)(?:一?[个位名]|上|名|两)|记上(?P<whom>[\u4e00-\u9fff]{2,4})$"
)
_SEND: Final = re.compile(r"让(?P<who>我[^,，。让去来给]{1,6}?)(?:去|来|参加)")
_PRONOUN: Final = re.compile(r"(?P<who>我(?:家)?[\u4e00-\u9fff]{1,2}).{0,24}让[他她](?:去|来)")
_SELF: Final = ("我", "我们", "我家", "我们家", "自己", "俺", "咱")


def _named(text: str) -> str | None:
    for pattern in (_FOR, _SEND, _PRONOUN):
        match = pattern.search(text)
        who = match and (match["who"] or match.groupdict().get("whom"))
        if who and who not in _SELF:
            return who
    return None


_SIGNATURE: Final = re.compile(
    rf"(?:^|[,，\s。])(?:\d{{1,2}}(?:单元|栋|号楼|楼)|\d{{1,2}}-\d{{1,2}}(?:-\d{{3,4}})?|\d{{3,4}})?"
    rf"(?P<who>[老小阿][\u4e00-\u9fff]{{1,2}}|[\u4e00-\u9fff]{{1,2}}{_TITLED})(?=$|[,，。\s])"
)


def _own_name(text: str) -> str | None:
    signed = _SIGNATURE.search(text)
    return signed["who"] if signed else None


def _count(text: str) -> int:
    sign = _WITH_NUMBER.search(text)
    said = (sign["n"] or sign["m"]) if sign else "一"
    own = {"俩": 2, "仨": 3}.get(said) or read_number(said) or 1
    beside, _ = count_people(text[1:] if text[:1] in "+＋" else text)
    return min(max(own, beside), MOST)


def _note(text: str) -> str | None:
    """What is said beside the sign-up itself, in the sender's words."""
    sign = _sign(text)
    left = text[: sign.start()] + text[sign.end() :] if sign else text
    left = left.strip(" \n,，。！!~～、…的")
    return left[:40] or None
