"""A call that is not held as it was put up: 取消 with its reason, 改 with everybody still signed up."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from handlers import roster, say
from handlers.call_lifecycle import LIVE, CallAct, transition
from handlers.call_requests import give_back
from handlers.call_resolve import answer, led
from handlers.errors import Missing, Refusal
from handlers.gathering import end_of
from handlers.hours import hour_on
from handlers.office import Office, Turn
from nlp.numbers import read_number
from storage.tables import CallStatus, VolunteerCall

DAY_WORDS = re.compile(r"[今明后][天日早晚]|周|星期|礼拜|[号日]|月")
SHIFT = re.compile(
    r"(?P<way>推迟|延后|延迟|往?后推|晚|提前|早)\s*(?P<n>半|\d{1,2}|[一二两三四五六七八九十]{1,3})\s*个?(?P<unit>小时|钟头|分钟|天|周|星期)"
)
UNITS = {"分钟": timedelta(minutes=1), "天": timedelta(days=1), "周": timedelta(weeks=1), "星期": timedelta(weeks=1)}


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
    transition(
        turn, CallAct.RESCHEDULE, call, turn.sender, detail=moment.isoformat(), starts_at=moment,
        ends_at=end_of(turn.time_in(turn.parse.args), moment), day=turn.calendar.local(moment).date(), put_up_at=turn.now,
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
    """周日9点, 周日 (the hour stays), 10点 (the day stays), 推迟一小时 — and the words beside it as the reason."""
    words = turn.parse.args
    found, moment = _shifted(words, call) or _stated(turn, words, call)
    if moment is None:
        raise Missing(turn.text("call_move_when", no=call.no))
    return moment, turn.masked(words.replace(found, "", 1).strip(" ,，。到至改因为"))[:16]


def _shifted(words: str, call: VolunteerCall) -> tuple[str, datetime] | None:
    """推迟一小时, 提前半小时: from the hour it had."""
    found = SHIFT.search(words)
    if found is None or call.starts_at is None:
        return None
    unit = UNITS.get(found["unit"], timedelta(hours=1))
    by = unit / 2 if found["n"] == "半" else unit * (read_number(found["n"]) or 0)
    return found[0], call.starts_at + (-by if found["way"] in ("提前", "早") else by)


def _stated(turn: Turn, words: str, call: VolunteerCall) -> tuple[str, datetime | None]:
    """The day and the hour that words name; what they leave out stays as it was."""
    read = turn.time_in(words)
    moment = (read.start or read.end) if read else None
    names_day = moment is not None and bool(DAY_WORDS.search(words))
    local = turn.calendar.local
    before = local(call.starts_at) if call.starts_at else None
    day = local(moment).date() if moment and names_day else call.day or (before.date() if before else turn.today)
    hour = hour_on(turn, words, day) if HOUR.search(words) else None
    if hour is None and names_day and before:
        hour = turn.calendar.at(day, before.time())
    return read.text if read else "", hour


HOUR = re.compile(r"[点时:：]")
"""周日, 7月20日: digits that are a date are no hour."""
