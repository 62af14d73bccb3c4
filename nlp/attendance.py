"""Short words about coming to a call: 不去了, 我来 12, and lists that are no sign-up."""

from __future__ import annotations

import re
from typing import Final

from nlp.model import Attendee

_REASON: Final = r"(?:[^,，。；;!！?？]{1,16}[,，。；;!！\s]+)?"
_SELF: Final = (
    r"(?:我们?家?|我这边|俺们?|不好意思|抱歉|那个|这次|明天|今天|周[一二三四五六日天]|临时|有事|就|先|可能|恐怕)"
)
_LEAVING: Final = re.compile(
    rf"^{_REASON}{_SELF}{{0,4}}(?:不去了|不来了|不参加了|去不了了?|来不了了?|参加不了了?|去不成了?|来不成了?|不能去了?|不能来了?|退出|"
    rf"(?:把)?(?:我|我的名字|我的名额)(?:去掉|划掉|删掉|划了|删了)|取消报名|减我一个|[-－]\s*1|退一?个?名额)"
    rf"[了啦吧哈啊哦]*{_REASON}[^?？吗]{{0,12}}[。.!！~]*$"
)
_AMOUNT: Final = re.compile(
    r"\d+(?:\.\d+)?\s*(?:箱|斤|公斤|盒|袋|份|板|件|瓶|包|条|套|桶|提|元|块钱|枚|打|捆|只鸡|kg)", re.IGNORECASE
)
_BUYING: Final = re.compile(r"团购|拼单|拼团|代购|下单|预订|订购|秒杀|开团|跟团|元/|块钱")
_TAKES_BACK: Final = re.compile(r"不(?:去|来|参加)了|退出|去掉|划掉|删|取消报名|减我|[-－]\s*1")
_BARE: Final = re.compile(r"(?:(?:我|俺)?(?:也|能|可以)?[来去]|[+＋]\s*1|加一)[了啦吧啊呀哈的。!！~～\s]*")
_OTHER_LIST: Final = re.compile(
    r"登记|统计|核酸|疫苗|接种|体温|打卡|车牌|车位|停车|投票|意见|建议|问卷|缴费|交费|[水电气]费|物业费|快递|取件|领取|健康|收到|门禁|钥匙|证件|户口"
)
_SIGNING: Final = re.compile(r"报名|参加|志愿|义务|活动")
_NUMBERED: Final = (
    re.compile(r"(?:我来|我去|我参加|算我一个|报名|加我|[+＋]\s*1)[\s,，:：]*(?:第|#|＃)\s*(?P<no>\d{1,6})号?"),
    re.compile(r"(?:我来|我去|我参加|算我一个|不去了|不来了)\s*(?P<no>\d{1,6})(?:号)?[。.!！]*$"),
    re.compile(
        r"^\s*[#＃]?(?P<no>\d{1,6})\s*号?[\s,，:：]*(?:我来|我去|我参加|算我一个|报名|我不去了|不去了|不来了|[+＋]\s*1$)"
    ),
    re.compile(r"[#＃]\s*(?P<no>\d{1,6})"),
)
_TASTE: Final = (
    "不去",
    "不来",
    "不参加",
    "去不",
    "来不",
    "参加不",
    "不能去",
    "不能来",
    "退出",
    "去掉",
    "划掉",
    "删",
    "取消报名",
    "减我",
    "退",
)


def reads_as_leave(own: str) -> bool:
    """Whether somebody takes their own name off: 不去了, 有事去不了了, 减我一个."""
    return len(own) <= 40 and any(word in own for word in (*_TASTE, "-1", "－1")) and bool(_LEAVING.match(own.strip()))


def takes_back(own: str) -> bool:
    """Whether somebody who had said yes says no: 不去了 — and not only 来不了."""
    return bool(_TAKES_BACK.search(own))


def is_bare(own: str) -> bool:
    """Whether somebody says no more than 我来 or +1, which may mean a call, an offer or a report."""
    return bool(_BARE.fullmatch(own))


def stated_no(own: str) -> int | None:
    """The number beside a sign-up's or a leave's words: 我来 12, 12 我来, #12 不去了."""
    found = next((match for pattern in _NUMBERED if (match := pattern.search(own))), None)
    return int(found["no"]) if found else None


def is_shopping(title: str | None, people: tuple[Attendee, ...]) -> bool:
    """Whether a list is a group purchase: goods in its title, or amounts beside most of its names."""
    if title and _BUYING.search(title):
        return True
    amounts = sum(bool(_AMOUNT.search(f"{one.name or ''} {one.note or ''}")) for one in people)
    return bool(people) and amounts * 2 > len(people)


def is_other_list(title: str) -> bool:
    """Whether a list's heading speaks of something that is counted or handed out: 车牌登记, 核酸统计."""
    return bool(_OTHER_LIST.search(title)) and not _SIGNING.search(title)
