"""What a draft still needs before it is put up: its date, its hour, the morning — or nothing more."""

from __future__ import annotations

import re

from handlers import holders, roster, say, series
from handlers.call_lifecycle import settle
from handlers.call_resolve import answer
from handlers.errors import Missing
from handlers.hours import hour_on
from handlers.office import Office, Turn
from handlers.putting_up import put_up_by_day
from handlers.questions import ask
from storage.tables import CallStatus, VolunteerCall


def go_on(office: Office, call: VolunteerCall) -> None:
    """The next thing a draft needs: its date, its hour, the morning — or nothing more."""
    if call.every:
        series.start(office, call)
    elif call.day is not None and call.starts_at is None and _ask_hour(office, call):
        call.wants = "hour"
        settle(office, call)
    else:
        put_up_by_day(office, call)


def _ask_hour(office: Office, call: VolunteerCall) -> bool:
    """Asked once, in private; False when the leader cannot be reached so."""
    leader = office.directory.people[call.leader_id]
    text = office.text("call_ask_hour", day=roster.day(office, call))
    told = say.to_person(office, leader, text, "ask", about=call, step="hour", at_night=True)
    if told:
        ask(office, holders.reached(office, leader), "call_hour", item_id=call.id, room=roster.room_of(office, call))
    return told


UNKNOWN = re.compile(r"不知道|没(?:有)?(?:想好|定)|不(?:确)?定|待定|再说|到时候|另[行外]?(?:通知|告)")


def _up(turn: Turn, call: VolunteerCall) -> None:
    put_up_by_day(turn, call)
    if call.no is not None:
        answer(turn, turn.text("call_up_you", no=call.no), "status", call)


def set_hour(turn: Turn, call: VolunteerCall) -> bool:
    """The answer to 几点开始?; False when the words hold no hour and do not say that it is open."""
    day = call.day or turn.today
    moment = hour_on(turn, turn.parse.own, day)
    if moment is None and call.status is CallStatus.DRAFT and UNKNOWN.search(turn.parse.own):
        _up(turn, call)
        return True
    if moment is None:
        return False
    if moment < turn.now:
        raise Missing(turn.text("call_past", when=roster.day_and_hour(moment)))
    call.starts_at = moment
    if call.status is CallStatus.DRAFT:
        _up(turn, call)
        return True
    settle(turn, call)
    when = roster.day_and_hour(moment)
    text = turn.text("call_hour_set", no=call.no, what=roster.what(turn, call), when=when)
    say.to_group(turn, roster.room_of(turn, call), text, "call", about=call, step=f"hour{moment:%d%H%M}", guarded=True)
    answer(turn, turn.text("call_hour_you", when=when), "status", call)
    return True
