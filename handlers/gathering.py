"""Calling neighbours together: from one free sentence to a line in the group with its number."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers import call_clocks, holders, roster
from handlers.call_lifecycle import CallAct, note
from handlers.call_resolve import answer
from handlers.consent import ask_head, may_call, unit_called
from handlers.drafts import go_on
from handlers.errors import Refusal
from handlers.hours import has_hour
from handlers.office import Turn
from handlers.talk import not_understood
from nlp.model import Intent, Place, When
from storage import calls, inbox
from storage.tables import CallStatus, Kind, Room, VolunteerCall

NO_CALL_BELOW, NEIGHBOUR_BELOW = 0.5, 0.45
"""Below these scores a head's or a neighbour's words are no call."""
MOST_PEOPLE = 200
PAST = timedelta(minutes=10)
PEOPLE_WORDS = re.compile(r"(?<![\d.])(\d{1,7})\s*(?:个人|位邻居|名|位|个邻居|人)")
NO_HOLIDAYS = re.compile(
    r"(?:节假日|假期|放假|过节|节日)[^,，。]{0,4}(?:不|除外|跳过|顺延|休)|(?:跳过|除了|避开)(?:节假日|假期|节日)"
)
TASK_LENGTH = 16


def call(turn: Turn) -> None:
    """请有时间的邻居来…: put up at once, asked about its hour, held till morning, or shown to the head first."""
    mine = may_call(turn, turn.sender, unit_called(turn))
    if turn.parse.score < (NO_CALL_BELOW if mine else NEIGHBOUR_BELOW):
        if turn.room is None:
            not_understood(turn)
        return
    if not mine and turn.room is not None and _is_over(turn, turn.parse.when):
        return
    draft = _put_forward(turn, mine=mine)
    if turn.room is None and (draft.no is not None or not mine):
        answer(turn, turn.text("call_up_you" if mine else "call_waits", no=draft.no), "status", draft)


def _is_over(turn: Turn, when: When | None) -> bool:
    """昨天大家一起扫雪真热闹 is told among neighbours and calls nobody."""
    moment = (when.end or when.start) if when else None
    return moment is not None and moment < turn.now


def from_list(turn: Turn) -> VolunteerCall | None:
    """A 接龙 that a leader begins under a heading that calls (周六9点篮球坪扯杂草); None where it does not."""
    title = turn.parse.title
    if turn.room is None or not title or not may_call(turn, turn.sender, turn.room.unit_id):
        return None
    heading = turn.reader.read(title, at=turn.message.at, role=holders.main_role(turn, turn.sender))
    if heading.intent is not Intent.CALL or heading.score < NO_CALL_BELOW:
        return None
    return _put_forward(replace(turn, parse=heading), mine=True)


def _put_forward(turn: Turn, *, mine: bool) -> VolunteerCall:
    """The draft, and the next thing it needs."""
    room = turn.room or holders.room_for(turn, unit_called(turn))
    if room is None:
        raise Refusal(turn.text("call_no_room"))
    draft = _draft(turn, room)
    if draft.every:
        draft.wants = "date"
    calls.add(turn.session, draft)
    inbox.keep(turn.session, turn.key, text=turn.parse.text, kind=Kind.CALL, item_id=draft.id or 0)
    note(turn, CallAct.DRAFT, draft, turn.sender)
    if mine:
        go_on(turn, draft)
    else:
        ask_head(turn, draft)
    return draft


def _draft(turn: Turn, room: Room) -> VolunteerCall:
    """What the words say; a refusal in one sentence when it cannot be so."""
    parse = turn.parse
    starts_at, day = start_of(turn, parse.when)
    return VolunteerCall(
        community_id=room.community_id,
        status=CallStatus.DRAFT,
        task=turn.masked(parse.task or parse.own)[:TASK_LENGTH],
        spot=_where(parse.place),
        bring=parse.bring,
        need=_need(turn),
        text=parse.text,
        unit_id=room.unit_id,
        room_id=room.id or 0,
        leader_id=turn.sender_id,
        starts_at=starts_at,
        ends_at=end_of(parse.when, starts_at),
        day=day,
        every=parse.when.every if parse.when else None,
        skip_holidays=bool(NO_HOLIDAYS.search(parse.own)),
        created_at=turn.now,
        cursor=turn.now,
    )


def _where(place: Place | None) -> str | None:
    """2栋门口, 篮球坪, 3单元: as far as a group may hear it."""
    if place is None:
        return None
    building = f"{place.building}栋" if place.building else ""
    entrance = f"{place.unit}单元" if place.unit else ""
    return f"{building}{entrance}{place.spot or ''}" or None


def start_of(turn: Turn, when: When | None) -> tuple[datetime | None, date | None]:
    """The hour and the day; neither = now, a day alone = the hour is to be asked. Refuses what is past."""
    moment = (when.start or when.end) if when else None
    if when is None or moment is None:
        return None, None
    day = turn.calendar.local(moment).date()
    if not has_hour(when):
        _check_past(turn, turn.calendar.at(day, call_clocks.DAY_ENDS), day)
        return None, day
    _check_past(turn, moment, day)
    return max(moment, turn.now), day


def _check_past(turn: Turn, moment: datetime, day: date) -> None:
    if moment < turn.now - PAST:
        told = roster.day_and_hour(moment) if day == turn.today else f"{day.month}月{day.day}日"
        raise Refusal(turn.text("call_past", when=told))


def end_of(when: When | None, starts_at: datetime | None) -> datetime | None:
    """The end that a span of hours names (9点到11点), or None."""
    if when is None or starts_at is None or when.end is None or not has_hour(when):
        return None
    return when.end if starts_at < when.end < starts_at + timedelta(hours=12) else None


def _need(turn: Turn) -> int | None:
    """How many are wanted; 0 and 10,000 are refused."""
    said = PEOPLE_WORDS.search(turn.parse.own)
    count = turn.parse.need if turn.parse.need is not None else int(said[1]) if said else None
    if count is not None and not 1 <= count <= MOST_PEOPLE:
        raise Refusal(turn.text("call_people", count=count))
    return count
