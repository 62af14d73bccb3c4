"""A call that is not held as it was put up: 取消 with its reason, 改 with everybody still signed up."""

from __future__ import annotations

import re
from datetime import datetime

from handlers import roster, say
from handlers.call_lifecycle import LIVE, CallAct, transition
from handlers.call_requests import give_back
from handlers.call_resolve import answer, led
from handlers.errors import Missing, Refusal
from handlers.hours import hour_on
from handlers.office import Office, Turn
from storage.tables import CallStatus, VolunteerCall

DAY_WORDS = re.compile(r"[今明后]天|周|星期|礼拜|[号日]|月|上午|下午")


def cancel(turn: Turn) -> None:
    """取消 3 下雨: the group hears what, when and why."""
    call = led(turn, *LIVE, CallStatus.DRAFT)
    if call.status is CallStatus.DRAFT:
        transition(turn, CallAct.CANCEL, call, turn.sender)
        answer(turn, turn.text("call_refused"), "status", call)
        return
    reason = turn.masked(turn.parse.args.strip(" ,，。"))
    told = turn.text(
        "call_cancelled", no=call.no, when=roster.when(turn, call), what=roster.what(turn, call),
        reason=f": {reason}" if reason else "",
    )  # fmt: skip
    transition(turn, CallAct.CANCEL, call, turn.sender, detail=reason, ended_at=turn.now)
    say.to_group(
        turn, roster.room_of(turn, call), told, "status", about=call, step="cancelled", expires_at=_if_ahead(turn, call)
    )
    if turn.room is None or turn.room.id != call.room_id:
        answer(turn, turn.text("call_cancelled_you", no=call.no), "status", call)
    give_back(turn, call)


def _if_ahead(office: Office, call: VolunteerCall) -> datetime | None:
    return call.starts_at if call.starts_at and call.starts_at > office.now else None


def reschedule(turn: Turn) -> None:
    """改 3 周日9点: everybody stays signed up, the clocks start anew."""
    call = led(turn, *LIVE)
    moment, reason = _new_time(turn, call)
    if moment < turn.now:
        raise Refusal(turn.text("call_move_past", no=call.no, when=roster.day_and_hour(moment)))
    day = turn.calendar.local(moment).date()
    transition(
        turn, CallAct.RESCHEDULE, call, turn.sender, detail=moment.isoformat(),
        starts_at=moment, ends_at=None, day=day, put_up_at=turn.now,
    )  # fmt: skip
    when = roster.day_and_hour(moment)
    text = turn.text("call_moved", no=call.no, reason=f"{reason}, " if reason else "", when=when)
    say.to_group(
        turn, roster.room_of(turn, call), text, "status", about=call, step=f"moved{moment:%m%d%H%M}", guarded=True,
        expires_at=moment,
    )  # fmt: skip
    if turn.room is None or turn.room.id != call.room_id:
        answer(turn, turn.text("call_moved_you", no=call.no, when=when), "status", call)


def _new_time(turn: Turn, call: VolunteerCall) -> tuple[datetime, str]:
    """周日9点, 周日 (the hour stays), 10点 (the day stays) — and the words beside it as the reason."""
    words = turn.parse.args
    day = call.day or (turn.calendar.local(call.starts_at).date() if call.starts_at else turn.today)
    read = turn.time_in(words)
    moment = (read.start or read.end) if read else None
    if moment is not None and DAY_WORDS.search(words):
        day = turn.calendar.local(moment).date()
    hour = hour_on(turn, words, day) if not _names_day_alone(words) else None
    if hour is None and (moment is None or not DAY_WORDS.search(words) or call.starts_at is None):
        raise Missing(turn.text("call_move_when", no=call.no))
    if hour is None and call.starts_at is not None:
        hour = turn.calendar.at(day, turn.calendar.local(call.starts_at).time())
    reason = words.replace(read.text, "", 1) if read else ""
    return hour or turn.now, turn.masked(reason.strip(" ,，。到至改因为"))[:16]


def _names_day_alone(words: str) -> bool:
    """周日, 7月20日 — digits that are a date are no hour."""
    return not re.search(r"[点时:：]", words)
