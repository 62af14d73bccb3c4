"""Postal addresses: 良庆路18号翠园7幢2单元1103室. Bare numbers mean something here, which in talk they do not."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from nlp.model import Place
from nlp.numbers import NUMERALS, read_number

LONGEST: Final = 80

_TOPONYM: Final = re.compile(
    r"[省市区县镇乡州]|街道|[路街巷弄村苑园城厦湾府庭邸郡]|广场|公寓|大道|国际|组团|人家|小区|大院|新村|家园|中心|市场|大楼|宿舍|工业|里\d|坊|轩|阁|居|墅"
)
_NUMBERED: Final = re.compile(rf"[\d{NUMERALS}A-Za-z]")
_SPEECH: Final = re.compile(r"[，。！？,!?；;~～\n]|[了吗呢吧啊没坏漏堵停修我你他谁请麻]|到处|有人|不[亮能行开通]|怎么")


def is_address(text: str) -> bool:
    """Whether `text` is an address and nothing else: it names a road, estate or town, and says nothing."""
    if not 5 <= len(text) <= LONGEST or not _NUMBERED.search(text):
        return False
    return bool(_TOPONYM.search(text)) and not _SPEECH.search(text)


def read_address(text: str) -> Place | None:
    """The building, unit, floor and room of an address. Road numbers are left out."""
    text = text[:LONGEST]
    tokens = _tokens(text)
    found = _Found()
    at = 0
    while at < len(tokens):
        chain = _chain(tokens, at)
        found = _take(found, text, chain)
        at += len(chain)
    return found.place(text) if found.said() else None


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    kind: str
    """building, unit, aisle (of a market), floor, room, number (N号), bare, or road for what is left out"""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    building: str | None = None
    unit: str | None = None
    floor: str | None = None
    room: str | None = None
    numbered: str | None = None
    """What was called N号 behind a building: a room, unless a room follows."""
    named: bool = False
    """Whether the building is called one (7幢), and is not merely N号."""

    def said(self) -> bool:
        return bool(self.building or self.unit or self.floor or self.room)

    def place(self, text: str) -> Place:
        return Place(text=text, building=self.building, unit=self.unit, floor=self.floor, room=self.room)


_SUFFIXES: Final = (
    ("building", r"号(?:写字|公寓)?[楼搂]|高楼|[栋幢座懂撞棟]"),
    ("aisle", r"街(?=\d{3,5}(?!\d))"),
    (
        "road",
        r"号?[路街巷弄组区期社桥村里院坊道线大届环]|号[路街大桥门院线仓库]|[-~至]?\d*号地块|号商铺?街|楼层",
    ),
    ("unit", r"单元|梯"),
    ("floor", r"[楼层](?!\d*号楼)|[Ff](?![A-Za-z])"),
    ("room", r"(?:号)?(?:房间|商铺|店面|店铺|[室房铺店])|户$"),
    ("number", r"号"),
    ("bare", r""),
)
_VALUE: Final = (
    r"[A-Za-z]{0,2}\d{1,6}(?:[A-EG-Za-eg-z]\d{0,4}(?![A-Za-z]))?|(?<![A-Za-z])[A-Za-z](?![A-Za-z])|"
    rf"[{NUMERALS}]{{1,4}}|[东西南北中]"
)
_TOKEN: Final = re.compile(rf"(?P<value>{_VALUE})(?:{'|'.join(f'(?P<{kind}>{word})' for kind, word in _SUFFIXES)})")
_HAN_NEEDS_SUFFIX: Final = frozenset(NUMERALS) | frozenset("东西南北中")


def _tokens(text: str) -> list[_Token]:
    tokens = (
        _Token(match["value"], match.lastgroup or "bare", match.start(), match.end()) for match in _TOKEN.finditer(text)
    )
    return [token for token in tokens if _is_meant(text, token)]


def _is_meant(text: str, token: _Token) -> bool:
    if token.value in "东西南北中":
        return token.kind == "unit"
    if token.value[0] in _HAN_NEEDS_SUFFIX:
        return token.kind in ("building", "unit", "floor", "number") or len(token.value) > 2
    if token.value.isalpha():
        return token.kind in ("building", "unit", "floor") or text[token.end : token.end + 1] in ("-", "_")
    return True


_JOINT: Final = re.compile(r"\s?[-—－–_一~]{1,2}\s?")


def _chain(tokens: list[_Token], at: int) -> list[_Token]:
    """Tokens that hang together by dashes: 12-3-502."""
    chain = [tokens[at]]
    for token in tokens[at + 1 :]:
        gap = token.start - chain[-1].end
        if not 0 < gap <= 2:
            break
        chain.append(token)
    return chain


def _take(found: _Found, text: str, chain: list[_Token]) -> _Found:
    """Each part of the chain that dashes hold together, one after the other."""
    while chain:
        joined = [chain[0]]
        for token in chain[1:]:
            if not _JOINT.fullmatch(text[joined[-1].end : token.start]):
                break
            joined.append(token)
        found = _take_dashed(found, text, joined) if len(joined) > 1 else _take_one(found, text, joined[0])
        chain = chain[len(joined) :]
    return found


_ROAD_BEFORE: Final = re.compile(r"(?:[路道段]|大街|公路|(?<![\d一二三四五六七八九十])[街巷弄])(?:\s|第|北|南|东|西)?$")


def _follows_road(text: str, token: _Token) -> bool:
    return bool(_ROAD_BEFORE.search(text[max(token.start - 3, 0) : token.start]))


def _take_dashed(found: _Found, text: str, chain: list[_Token]) -> _Found:
    first = chain[0]
    if first.kind not in ("bare", "number"):
        found = _take_one(found, text, first)
        return _take_rest(found, text, chain[1:])
    if _follows_road(text, first) or (first.kind == "number" and not found.said()):
        return _take_numbers(found, text, chain[1:])
    if found.building or found.unit or found.floor:
        return _take_rest(found, text, chain)
    return _take_numbers(found, text, chain)


def _take_rest(found: _Found, text: str, chain: list[_Token]) -> _Found:
    if all(token.kind in ("bare", "number", "room") for token in chain):
        if found.unit or found.floor or (len(chain) == 2 and len(chain[0].value) > 2):
            return replace(found, room="-".join(_number(token) for token in chain))
        if len(chain) > 1:
            return replace(found, unit=_number(chain[0]), room=_number(chain[1]))
    for token in chain:
        found = _take_one(found, text, token)
    return found


_ESTATE_BEFORE: Final = re.compile(r"(?:小区|新村|广场|大厦|大楼|花园|公寓|苑)$")


def _take_numbers(found: _Found, text: str, chain: list[_Token]) -> _Found:
    """Building, unit and room as their number of parts has it."""
    values = [_number(token) for token in chain]
    kinds = [token.kind for token in chain]
    if len(values) >= 3 and kinds[1] in ("bare", "unit", "number") and kinds[2] != "floor":
        return replace(found, building=values[0], unit=values[1], room=values[2])
    if len(values) >= 3:
        return replace(found, building=values[0], unit=values[1], floor=values[2])
    if len(values) == 2:
        return _take_two(found, text, chain)
    return replace(found, building=values[0]) if kinds[0] != "floor" else replace(found, floor=values[0])


def _take_two(found: _Found, text: str, chain: list[_Token]) -> _Found:
    values = [_number(token) for token in chain]
    if len(values[1]) <= 2 and (len(values[0]) > 3 or chain[1].kind == "number"):
        if _ESTATE_BEFORE.search(text, 0, chain[0].start):
            return replace(found, building=values[0], unit=values[1])
        return replace(found, building=values[1])
    if _is_range(values):
        return replace(found, room="-".join(values))
    return _with(replace(found, building=values[0]), _second_field(chain[1]), values[1])


def _with(found: _Found, field: str, value: str) -> _Found:
    if field == "unit":
        return replace(found, unit=value)
    return replace(found, floor=value) if field == "floor" else replace(found, room=value)


def _is_range(values: list[str]) -> bool:
    if not all(value.isdecimal() and len(value) >= 3 for value in values):
        return False
    return 0 < int(values[1]) - int(values[0]) < 60


def _second_field(token: _Token) -> str:
    if token.kind in ("floor", "unit", "room"):
        return token.kind
    return "room" if len(token.value) > 2 else "unit"


def _take_one(found: _Found, text: str, token: _Token) -> _Found:
    if token.kind in ("number", "bare"):
        return _take_number(found, text, token)
    value = _number(token)
    if token.kind == "room" and found.numbered:
        return _unit_after_all(found, value)
    if token.kind == "room":
        return _take_room(found, value)
    if token.kind == "building":
        return _take_building(found, value)
    if token.kind == "aisle":
        return replace(found, unit=f"{value}街")
    return found if token.kind == "road" else _with(found, token.kind, value)


def _take_room(found: _Found, value: str) -> _Found:
    """The room; building and room may stand run together: 132902室."""
    if len(value) == 6 and value.isdecimal() and not found.said():
        return replace(found, building=value[:2], room=value[2:])
    return replace(found, room=value)


def _take_building(found: _Found, value: str) -> _Found:
    """What was only N号 before a building belongs to the road, and a part of the building (7幢B座) is none itself."""
    if found.named and value.isalpha():
        return found
    only_numbered = not found.unit and not found.floor
    return replace(found, building=value, room=None if only_numbered else found.room, named=True)


def _unit_after_all(found: _Found, room: str) -> _Found:
    return replace(found, unit=found.numbered, room=room, numbered=None)


def _take_number(found: _Found, text: str, token: _Token) -> _Found:
    """18号 and bare 18, by what is known already; the number of a road or lane is left out."""
    if _follows_road(text, token):
        return found
    if token.kind == "number":
        return _take_house_number(found, text, token)
    return _take_bare(found, text, token)


_OF_STALLS: Final = ("场", "城", "厦", "铺")
"""Markets, malls and towers number their rooms, estates and villages their houses."""


def _take_house_number(found: _Found, text: str, token: _Token) -> _Found:
    value = _number(token)
    if found.floor or found.unit:
        return replace(found, room=value)
    if found.building:
        return replace(found, unit=value) if len(value) <= 2 else replace(found, room=value, numbered=value)
    stall = len(token.value) > 3 or text[token.start - 1 : token.start] in _OF_STALLS
    return replace(found, room=value) if stall else replace(found, building=value)


_OF_LETTERED_STALLS: Final = ("市场", "客栈")
_LETTERED: Final = re.compile(r"(\d{0,3}[A-Z])(\d{3,5})")


def _take_bare(found: _Found, text: str, token: _Token) -> _Found:
    value = _number(token)
    lettered = _LETTERED.fullmatch(value)
    if lettered and text[: token.start].endswith(_OF_LETTERED_STALLS):
        return replace(found, room=value)
    if lettered and not found.floor and not found.building:
        return replace(found, building=lettered[1], room=lettered[2])
    if found.numbered:
        return _unit_after_all(found, value)
    if found.unit or found.floor:
        return replace(found, room=found.room or value)
    if len(value) >= 3:
        return replace(found, room=value)
    return replace(found, unit=value) if found.building and not value.isalpha() else found


def _number(token: _Token) -> str:
    value = token.value
    if value[0] in NUMERALS:
        return str(read_number(value) if read_number(value) is not None else value)
    return value.upper().lstrip("0") or value
