"""Where a notice goes: 1-3栋, 2栋3单元, 全部 — never further than the sender's post reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers import buildings, holders
from handlers.call_lifecycle import MAY_CALL
from handlers.errors import Forbidden, Refusal
from handlers.office import Turn
from nlp.numbers import read_number
from storage.tables import Room, Unit

N = r"[\d一二三四五六七八九十]{1,3}"
EVERYWHERE = ("全部", "全体", "全社区", "全小区", "各栋", "各楼", "全楼", "本楼", "本栋")
RANGE = re.compile(
    rf"\s*(?P<all>{'|'.join(EVERYWHERE)})(?:[\s:：,，]+|$)|"
    rf"\s*(?P<buildings>{N}(?:号?[栋楼幢座])?(?:[-~至到、,，和]{N}(?:号?[栋楼幢座])?)*号?[栋楼幢座])(?P<units>(?:{N}单元)?)(?:[\s:：,，]+|$)"
)
PART = re.compile(rf"(?P<mark>[-~至到、,，和]?)(?P<n>{N})")
MOST = 3_000


@dataclass(frozen=True, slots=True)
class Places:
    """The groups a notice goes to, the entrance it is for, and its words."""

    rooms: list[Room]
    entrance: str
    words: str


def read_places(turn: Turn, words: str) -> Places:
    """The groups that the words name; without any the one it was said in, in private all that the post covers."""
    several = [unit for unit in turn.directory.above_buildings if _is_one_of_several(turn, unit)]
    named, words = buildings.first_named(several, words)
    found = RANGE.match(words)
    if found is None:
        return Places(_own_rooms(turn) if named is None else _covered(turn, named), "", words.strip())
    rest = words[found.end() :].strip()
    if found["all"] and named is not None:
        return Places(_covered(turn, named), "", rest)
    if found["all"]:
        return Places(_covered(turn), "", rest)
    rooms = [room for number in _numbers(found["buildings"]) for room in _rooms(turn, number, named)]
    return Places(rooms, found["units"], rest)


def _is_one_of_several(turn: Turn, unit: Unit) -> bool:
    posts = turn.directory.posts(turn.sender_id, turn.today)
    covered = any(turn.directory.is_within(unit.id, post.unit_id) for post in posts)
    return covered and not all(turn.directory.is_within(post.unit_id, unit.id or 0) for post in posts)


def _numbers(words: str) -> list[int]:
    """1-3栋 → 1 2 3; 1、3栋 → 1 3."""
    found: list[int] = []
    for part in PART.finditer(words):
        number = read_number(part["n"]) or 0
        first = found[-1] + 1 if found and part["mark"] in "-~至到" and part["mark"] else number
        found += range(first, number + 1) if first <= number < first + MOST else [number]
    return list(dict.fromkeys(found))


def _rooms(turn: Turn, number: int, within: Unit | None) -> list[Room]:
    unit = buildings.numbered(turn, str(number), within)
    if unit is None:
        raise Refusal(turn.text("notice_no_building", number=number))
    if not holders.holds(turn, turn.sender, MAY_CALL, unit.id):
        head = holders.head_of(turn, unit.id)
        name = holders.spoken_name(turn, head) if head else turn.settings.admin_contact
        raise Forbidden(turn.text("notice_not_yours", unit=unit.name, name=name))
    return turn.directory.rooms_of(unit.id or 0, turn.transport)


def _own_rooms(turn: Turn) -> list[Room]:
    if turn.room is None:
        return _covered(turn)
    if not holders.holds(turn, turn.sender, MAY_CALL, turn.room.unit_id):
        raise Forbidden(turn.text("not_allowed"))
    return [turn.room]


def _covered(turn: Turn, within: Unit | None = None) -> list[Room]:
    """The groups of all buildings that the sender answers for, of one place alone where it is named."""
    units = holders.covered(turn, turn.sender, MAY_CALL)
    if not units:
        raise Forbidden(turn.text("not_allowed"))
    houses = [unit for unit in units if unit.number or not turn.directory.beneath[unit.id or 0]]
    here = [unit for unit in houses if within is None or turn.directory.is_within(unit.id, within.id or 0)]
    return [room for unit in here for room in turn.directory.rooms_of(unit.id or 0, turn.transport)]


def names(turn: Turn, rooms: list[Room], most: int = 6) -> str:
    """1栋、2栋、3栋 … and how many in all; with their communities where there are several."""
    units = [turn.directory.units[room.unit_id] for room in rooms]
    several = len({unit.community_id for unit in units}) > 1
    listed = "、".join(holders.full_name(turn, unit) if several else unit.name for unit in units[:most])
    return listed + ("…" if len(rooms) > most else "")
