"""本月: the month in numbers and as text ready to paste, computed from what happened; the four parts of a head's work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import holders, say
from handlers.call_lifecycle import MAY_CALL, CallAct
from handlers.errors import Forbidden
from handlers.office import Office, Turn
from storage import calls, ledger, requests
from storage.tables import ServiceRequest, Unit, VolunteerCall

USUAL_HOURS = 2.0
MEDIATION, CARE = "dispute", "care"


@dataclass(frozen=True, slots=True)
class Month:
    """治理 = requests opened and calls put up, 解决 = closed; people of calls are counted each time they came."""

    opened: int
    closed: int
    in_house: int
    served: int
    calls: int
    people: int
    hours: int
    mediated: int
    cared: int


def month(turn: Turn) -> None:
    """本月, 台账 本月, 台账 上月: numbers, then text ready to paste; for each community by itself."""
    first = turn.today.replace(day=1)
    if "上月" in turn.parse.own or "上个月" in turn.parse.own:
        first = (first - timedelta(days=1)).replace(day=1)
    say.answer_privately(turn, "\n".join(_month_of(turn, units, first) for units in _by_community(turn)), "answer")


def _month_of(turn: Turn, units: Sequence[Unit], first: date) -> str:
    found = count(turn, [unit.id or 0 for unit in units], first)
    values = {**{name: getattr(found, name) for name in Month.__slots__}, "month": first.month, "unit": units[0].name}
    return turn.text("month", **values) + "\n" + turn.text("month_paste", **values)


def _by_community(turn: Turn) -> list[list[Unit]]:
    """What the sender answers for, of each community by itself; what a post at the street covers is one."""
    posts = holders.posts_of(turn, turn.sender, MAY_CALL)
    if not posts:
        raise Forbidden(turn.text("not_allowed"))
    found: dict[int, dict[int, Unit]] = defaultdict(dict)
    for post in posts:
        of_community = found[turn.directory.units[post.unit_id].community_id]
        of_community.update({unit.id or 0: unit for unit in turn.directory.below(post.unit_id)})
    return [list(units.values()) for units in found.values()]


def count(office: Office, units: list[int], first: date) -> Month:
    """The numbers of the month that begins with `first`, for these units."""
    since = office.calendar.at(first, datetime.min.time())
    before = office.calendar.at((first + timedelta(days=32)).replace(day=1), datetime.min.time())
    held = [call for call in calls.published_since(office.session, units, since, before) if call.came]
    span = (office.session, units, since, before)
    return Month(
        opened=ledger.opened(*span) + calls.put_up_since(*span),
        closed=ledger.closed(*span),
        in_house=ledger.closed_in_house(*span),
        served=ledger.households_served(*span),
        calls=len(held),
        people=sum(call.came or 0 for call in held),
        hours=round(sum((call.came or 0) * _length(office, call) for call in held)),
        mediated=ledger.closed(*span, MEDIATION),
        cared=ledger.closed(*span, CARE),
    )


def _length(office: Office, call: VolunteerCall) -> float:
    """Hours that a call lasted: until 收工, two where nobody said so."""
    finished = next(
        (event.at for event in calls.events(office.session, call.id or 0) if event.act == CallAct.FINISH), None
    )
    if call.starts_at is None or finished is None or finished <= call.starts_at:
        return USUAL_HOURS
    return (finished - call.starts_at) / timedelta(hours=1)


# --- the four parts: 诉求, 调解, 帮困, 活动 --------------------------------------------------------------------------


PARTS = ("诉求", "调解", "帮困", "活动")


def asks_part(turn: Turn) -> bool:
    """A head's bare word for one of the four, in private."""
    return turn.room is None and turn.parse.own.strip(" 。") in PARTS and bool(_posts(turn))


def _posts(turn: Turn) -> list[int]:
    return [post.unit_id for post in turn.directory.posts(turn.sender_id, turn.today) if post.role in MAY_CALL]


def part(turn: Turn) -> None:
    """What is open in one part of a head's work, with the counts of all four."""
    units = list({unit.id or 0 for units in _by_community(turn) for unit in units})
    wanted = turn.parse.own.strip(" 。")
    found = parts(turn, units)
    head = " · ".join(f"{name} {len(found[name])}" for name in PARTS)
    lines = [
        f"{holders.whose(turn, turn.sender, one.community_id)}#{one.no} {_title(one)}" for one in found[wanted][:10]
    ]
    say.answer_privately(turn, "\n".join([head, *lines]), "answer")


def _title(one: ServiceRequest | VolunteerCall) -> str:
    return one.subject if isinstance(one, ServiceRequest) else one.task


def parts(office: Office, units: list[int]) -> dict[str, list[ServiceRequest | VolunteerCall]]:
    """Everything open, by the four parts."""
    open_ones = [one for one in requests.open_at(office.session, units) if one.no is not None]
    return {
        "诉求": [one for one in open_ones if one.category not in (MEDIATION, CARE)],
        "调解": [one for one in open_ones if one.category == MEDIATION],
        "帮困": [one for one in open_ones if one.category == CARE],
        "活动": list(calls.at_units(office.session, units)),
    }
