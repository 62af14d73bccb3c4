"""Where a matter is: building, unit, floor, room and public spot, as neighbours write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from nlp.addresses import is_address, read_address
from nlp.local import NOWHERE, Local
from nlp.model import Place
from nlp.numbers import NUMERALS, read_number
from nlp.spots import find_spot

LONGEST: Final = 4_000
MOST: Final = 40
"""Numbers, and public spots, that are read in one text; what follows is let be."""


def read_place(text: str, local: Local = NOWHERE) -> Place | None:
    """The place that `text` is about, or None; `local` has a community's own places beside the built-in ones.

    What the text says of the first place is put together (三栋 … 2单元 … 楼梯口); a second building is another place.
    """
    if is_address(text):
        return read_address(text)
    found = read_places(text, local)
    if not found:
        return None
    place = found[0]
    for other in found[1:]:
        place = _completed(place, other)
    return place


def read_places(text: str, local: Local = NOWHERE) -> tuple[Place, ...]:
    """Every place that `text` names, in order; parts that stand together are one place."""
    text = text[:LONGEST]
    groups: list[Place] = []
    end = -9
    for part in _parts(text, local):
        if groups and _belongs(groups[-1], part, text[end : part.start]):
            groups[-1] = _joined(groups[-1], part, text)
        else:
            groups.append(_single(part, text))
        end = part.end
    return tuple(groups)


FIELDS: Final = ("building", "unit", "floor", "room", "spot")


@dataclass(frozen=True, slots=True)
class _Part:
    start: int
    end: int
    values: tuple[tuple[str, str], ...]


def _parts(text: str, local: Local) -> Iterator[_Part]:
    """Numbers with what they count, nicknames of buildings and public spots, in the order of the text."""
    doors = list(islice(_doors(text), MOST)) if _HAS_NUMBER.search(text) else []
    doors += _nicknamed(text, local)
    at = 0
    named: list[_Part] = []
    while len(named) < MOST and (spot := find_spot(text, at, spots=local.spots)):
        at = _end_of_door(doors, spot) or spot.end()
        if at == spot.end():
            named.append(_Part(spot.start(), spot.end(), (("spot", spot[0]),)))
    return iter(sorted((*doors, *named), key=lambda part: part.start))


def _nicknamed(text: str, local: Local) -> Iterator[_Part]:
    for nickname, number in local.nicknames.items():
        if (at := text.find(nickname)) >= 0:
            yield _Part(at, at + len(nickname), (("building", number),))


def _end_of_door(doors: list[_Part], spot: re.Match[str]) -> int | None:
    """Where the number ends that a spot begins in: 15号楼门口 has no 楼门口."""
    return next((door.end for door in doors if door.start < spot.start() < door.end), None)


_GAP: Final = re.compile(r"[\s,，、的里内那边个上-]{0,3}")


def _belongs(group: Place, part: _Part, gap: str) -> bool:
    fields = {field for field, _ in part.values}
    known = {field for field in FIELDS if getattr(group, field)}
    return bool(_GAP.fullmatch(gap)) and not fields & known and not ("building" in fields and known - {"spot"})


def _single(part: _Part, text: str) -> Place:
    return replace(Place(text=text[part.start : part.end]), **_kept(part))


def _joined(group: Place, part: _Part, text: str) -> Place:
    said = text[text.rfind(group.text, 0, part.start + 1) : part.end]
    return replace(group, **{**_kept(part), "text": said})


def _kept(part: _Part) -> dict[str, str]:
    return dict(part.values)


def _completed(place: Place, other: Place) -> Place:
    """`place` with what `other` adds; another building, or another door, is somewhere else."""
    if other.building and place.building and other.building != place.building:
        return place
    if other.building and (place.unit or place.room):
        return place
    added = {field: getattr(other, field) for field in FIELDS if not getattr(place, field) and getattr(other, field)}
    return replace(place, **added)


# ---- doors: numbers and what they count

_N: Final = rf"(?:\d{{1,3}}|[{NUMERALS}]{{1,3}})"
_HAS_NUMBER: Final = re.compile(
    rf"[\d{NUMERALS}A-Za-z](?:\s?[号栋幢棟座#单但丹楼层梯门F室]|[-—－]\d|\d\d)|[{NUMERALS}]{{3}}|\d\s?[#＃栋幢懂撞冻洞]"
)
_UNIT_WORD: Final = r"(?:单元|单圆|单园|但元|丹元|单员)"

_NO_DOOR_AFTER: Final = (
    r"(?![\d.:：/]|\s?[-—－–]\s?\d|号?(?:[栋幢座层单梯]|楼(?![道梯门长])|门(?!口))"
    r"|[点时分日天月年周个人名位岁元块斤米度小%号次期户公里折级℃°])"
)
_DASHED: Final = re.compile(
    r"(?<![\d.:：/-])(?P<a>\d{1,3})\s?[-—－–]\s?(?P<b>\d{1,4})(?:\s?[-—－–]\s?(?P<c>\d{2,4}))?" + _NO_DOOR_AFTER
)
# 栋 as it comes out of the ear or the wrong key, where a unit or door shows what was meant.
_MISTYPED: Final = rf"[懂撞冻洞](?=\d|[{NUMERALS}]{{1,2}}{_UNIT_WORD}|{_UNIT_WORD}|的|门口|楼)"
_NOT_A_FLOOR: Final = (
    r"楼(?![道梯长栋顶下上房盘主宇板]|管[员阿大])|层(?!小?楼|薄|灰|油|皮|窗户?纸|冰|霜|雪|土|水|窟|浪|意思)"
)
_BARE: Final = r"(?<![\d.:：/\-—#A-Za-z¥￥])\d{3,4}"
_FORMS: Final = re.compile(
    "|".join(
        (
            (
                rf"(?P<building>(?<![\d.\-第A-Za-z])(?:{_N}|[A-Za-z]\d?))\s?"
                rf"(?:(?:号|#|＃)\s?楼(?![层道梯])|[栋幢棟]|#|＃|座(?![位谈机])|号院|{_MISTYPED})"
            ),
            (
                rf"(?P<unit>(?<![\d.第])(?<!\d-)(?:{_N}|[A-Za-z]|[东西南北中](?={_UNIT_WORD})))\s?"
                rf"(?:{_UNIT_WORD}|号?门(?=\s?\d{{3}})|梯(?!子|田|队|级|[两{NUMERALS}\d]户))"
            ),
            r"(?P<basement>负|地下|B|(?<!\d)-)(?P<below>[1-3一二三])(?:楼|层)",
            rf"(?P<floor>(?<![\d.\-第+全])(?:{_N}))\s?(?:{_NOT_A_FLOOR}|[Ff](?![A-Za-z\d]))",
            rf"(?P<room>{_BARE})(?:室|房(?!子|价|租|东))",
            rf"(?P<bare>{_BARE}|(?<=[元栋幢楼][-—])\d{{3,4}})(?![\d.:：/%\-—A-Za-z])",
            (
                r"(?<=[住家号元栋门楼])(?P<spoken>[一二三四五六七八九]{1,2}[零〇][一二三四五六七八九])"
                rf"(?![{NUMERALS}])"
            ),
        )
    )
)
_ONE: Final = frozenset(
    ("一座", "两座", "一层", "两层", "三层", "一梯", "两梯", "两单元", "一栋", "两栋", "一幢", "两幢")
)


def _doors(text: str) -> Iterator[_Part]:
    at = 0
    dashed = [part for match in islice(_DASHED.finditer(text), MOST) if (part := _dashed(match))]
    taken = [(part.start, part.end) for part in dashed]
    yield from dashed
    while match := _FORMS.search(text, at):
        at = match.end()
        if not any(start < match.end() and match.start() < end for start, end in taken):
            part = _form(text, match)
            if part:
                yield part


_LOOKS_LIKE_UNIT: Final = 12


def _dashed(match: re.Match[str]) -> _Part | None:
    """3-2-502, 2-602 (building and room), 3-1 (building and unit)."""
    first, second, third = match["a"], match["b"], match["c"]
    values: dict[str, str] = {}
    if third and len(second) <= 2 and len(third) >= 3:
        values = {"building": first, "unit": second, "room": third}
    elif not third and len(second) >= 3 and _is_door(second):
        values = {"building": first, "room": second}
    elif not third and len(second) <= 2 and _is_entrance(match):
        values = {"building": first, "unit": second}
    plain = tuple((field, value.lstrip("0") or "0") for field, value in values.items())
    return _Part(match.start(), match.end(), plain) if plain else None


_ENTRANCE_AFTER: Final = re.compile(
    r"\s?(?:那边|这边|的|门|楼|住户|家|[一二三四五六七八九\d]{1,2}楼|电梯|灯|下水|停|漏|没|又|有)"
)


def _is_entrance(match: re.Match[str]) -> bool:
    if int(match["a"]) > 40 or not 0 < int(match["b"]) <= _LOOKS_LIKE_UNIT:
        return False
    return bool(_ENTRANCE_AFTER.match(match.string, match.end()))


def _form(text: str, match: re.Match[str]) -> _Part | None:
    kind = match.lastgroup or ""
    if kind == "below":
        return _Part(match.start(), match.end(), (("floor", f"-{_plain(match['below'])}"),))
    if kind in ("bare", "spoken"):
        return _bare_room(text, match, kind)
    if match[0] in _ONE and not _about_the_house(text, match):
        return None
    if kind == "unit" and _is_lift(text, match):
        return None
    return _Part(match.start(), match.end(), ((kind, _plain(match[kind])),))


def _about_the_house(text: str, match: re.Match[str]) -> bool:
    """一栋, 一层, 一幢 is a count unless something of the house follows, or a place goes before."""
    if match[0][-1] in "栋幢" and match[0][0] == "一":
        return not text[: match.start()].endswith(("每", "哪", "那", "这", "整", "同"))
    before = text[max(match.start() - 2, 0) : match.start()]
    return before.endswith(("栋", "幢", "元", "楼", "座", "在", "到")) and not text[match.end() :].startswith(
        ("一层", "灰", "厚")
    )


def _is_lift(text: str, match: re.Match[str]) -> bool:
    return match[0].endswith("梯") and (text[match.start() - 1 : match.start()] == "号" or "号" in match[0])


_AMOUNT: Final = re.compile(
    r"\s?(?:[元块毛角分钱米平方㎡度年月日号个人斤克公升瓦伏安次条张位袋点秒小时%多余岁集页章期路线级万千百名只份口台把步瓶盒枚码寸吨件版届]"
    r"|[a-zA-Z])"
)
_NUMBER_WORD: Final = re.compile(
    r"(?:电话|拨打?|打|热线|号码|尾号|微信|QQ|qq|验证码|密码|约|共|第|花了?|才|超过|不到|近|[¥￥$]|NO\.?|加|减|型号|款|价)\s?[:：]?$"
)
_BEHIND_A_HOUSE: Final = re.compile(r"[\dA-Za-z一二三四五六七八九十](?:[栋幢座]|单元|号楼)$")
"""What stands directly behind a building or entrance is a door, whatever its figures."""
_YEAR: Final = re.compile(r"19\d\d|20[1-3]\d")
_SERVICE_NUMBERS: Final = frozenset(("110", "119", "120", "122", "114", "911", "315"))


def _bare_room(text: str, match: re.Match[str], kind: str) -> _Part | None:
    digits = _plain(match[kind]) if kind == "spoken" else match["bare"]
    before = text[max(match.start() - 5, 0) : match.start()]
    if not _BEHIND_A_HOUSE.search(before) and not _may_be_a_door(digits):
        return None
    if _AMOUNT.match(text, match.end()) or _NUMBER_WORD.search(before):
        return None
    return _Part(match.start(), match.end(), (("room", digits),))


def _may_be_a_door(digits: str) -> bool:
    return digits not in _SERVICE_NUMBERS and not _YEAR.fullmatch(digits) and _is_door(digits)


def _is_door(digits: str) -> bool:
    """The last two digits count the doors of a floor, and few floors have more than twenty."""
    return 1 <= int(digits[-2:]) <= 20 and 1 <= int(digits[:-2]) <= 60


def _plain(value: str) -> str:
    if value[0] in NUMERALS:
        number = read_number(value)
        return value if number is None else str(number)
    return value.upper().lstrip("0") or value.upper()
