"""How a call ends: 取消, 改, 收工, the result with its thanks — and a request that becomes a call."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from handlers import call_resolve, closing, holders, resolve, roster, say
from handlers import calls as putting_up
from handlers.call_lifecycle import BEFORE, LIVE, CallAct, CallWho, standing, transition
from handlers.call_resolve import answer
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import Act
from handlers.lifecycle import transition as move_request
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.model import Urgency
from nlp.numbers import read_number
from storage import calls, requests
from storage.tables import (
    ENDED,
    CallStatus,
    OpenQuestion,
    ServiceRequest,
    SignUp,
    SignUpStatus,
    Status,
    VolunteerCall,
)

AWAITING = CallStatus.AWAITING_RESULT
QUANTITY = r"(?:\d{1,6}(?:\.\d)?|[一二两三四五六七八九十百半]{1,4})"
PEOPLE = re.compile(rf"({QUANTITY})\s*(?:多)?(?:个人|位邻居|人|位)")
AREA = re.compile(
    rf"({QUANTITY}\s*(?:多|余)?\s*(?:平方米|平米|平方|平|㎡|m2|袋|车|筐|桶|小时|米|棵|户|件|公斤|斤|吨|处|张|箱|次))(?!人)"
)
DAY_WORDS = re.compile(r"[今明后]天|周|星期|礼拜|[号日]|月|上午|下午")


# --- cancelled, postponed ----------------------------------------------------------------------------------------


def cancel(turn: Turn) -> None:
    """取消 3 下雨: the group hears what, when and why."""
    call = _led(turn, *LIVE, CallStatus.DRAFT)
    series = call.every is not None and call.no is None
    if series:
        transition(turn, CallAct.STOP, call, turn.sender)
        answer(turn, turn.text("call_refused"), "status", call)
        return
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
    _give_request_back(turn, call)


def _if_ahead(office: Office, call: VolunteerCall) -> datetime | None:
    return call.starts_at if call.starts_at and call.starts_at > office.now else None


def _led(turn: Turn, *wanted: CallStatus) -> VolunteerCall:
    """The call a leader means; a refusal when there is none or it is somebody else's."""
    call = call_resolve.led_here(turn, *wanted)
    if call is None:
        raise Refusal(turn.text("call_none"))
    if not standing(turn, call, turn.sender) & {CallWho.LEADER, CallWho.HEAD}:
        raise Forbidden(turn.text("call_not_yours", no=call.no))
    return call


def reschedule(turn: Turn) -> None:
    """改 3 周日9点: everybody stays signed up, the clocks start anew."""
    call = _led(turn, *LIVE)
    moment, reason = _new_time(turn, call)
    if moment < turn.now:
        raise Refusal(turn.text("call_move_past", no=call.no, when=roster.day_and_hour(turn, moment)))
    day = turn.calendar.local(moment).date()
    transition(
        turn, CallAct.RESCHEDULE, call, turn.sender, detail=moment.isoformat(),
        starts_at=moment, ends_at=None, day=day, put_up_at=turn.now,
    )  # fmt: skip
    when = roster.day_and_hour(turn, moment)
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
    read = turn.reader.read(words, at=turn.now, chat="private", role="head").when
    moment = read and (read.start or read.end)
    if moment is not None and DAY_WORDS.search(words):
        day = turn.calendar.local(moment).date()
    hour = putting_up.hour_on(turn, words, day) if not _names_day_alone(words) else None
    if hour is None and (moment is None or not DAY_WORDS.search(words) or call.starts_at is None):
        raise Missing(turn.text("call_move_when", no=call.no))
    if hour is None and call.starts_at is not None:
        hour = turn.calendar.at(day, turn.calendar.local(call.starts_at).time())
    reason = words.replace(read.text, "", 1) if read else ""
    return hour or turn.now, turn.masked(reason.strip(" ,，。到至改因为"))[:16]


def _names_day_alone(words: str) -> bool:
    """周日, 7月20日 — digits that are a date are no hour."""
    return not re.search(r"[点时:：]", words)


# --- over --------------------------------------------------------------------------------------------------------


def finish(turn: Turn) -> None:
    """收工: the leader is asked how many came."""
    call = _led(turn, *LIVE)
    transition(turn, CallAct.FINISH, call, turn.sender)
    answer(turn, turn.text("call_ask_result", no=call.no), "ask", call)
    ask(turn, turn.sender, "call_result", item_id=call.id)


def ask_result(office: Office, call: VolunteerCall, name: str) -> None:
    """到了几位? in private, never at night: what falls there is asked the next evening."""
    leader = office.directory.people[call.leader_id]
    if office.is_quiet():
        return
    text = office.text(name, no=call.no, what=roster.what(office, call))
    say.to_person(office, leader, text, "ask", about=call, step=name, guarded=True)
    ask(office, leader, "call_result", item_id=call.id)


def result(turn: Turn) -> None:
    """12人 500平米: the leader's own number wins over the roster; the group is thanked."""
    call = _finished(turn)
    if call is None:
        raise Refusal(turn.text("call_none"))
    publish_result(turn, call, turn.parse.args or turn.parse.own)


def _finished(turn: Turn) -> VolunteerCall | None:
    """The call whose result this is: by number or quote, else the one that waits for it, else the one under way."""
    no = resolve.quoted_no(turn)
    if no is not None:
        return call_resolve.by_number(turn, no)
    for wanted in ((AWAITING,), (CallStatus.UNDER_WAY,), tuple(BEFORE)):
        call = call_resolve.led_here(turn, *wanted)
        if call is not None:
            return call
    return None


def publish_result(turn: Turn, call: VolunteerCall, words: str) -> None:
    """Read the number and what was done, thank in the group, and end it."""
    if not standing(turn, call, turn.sender) & {CallWho.LEADER, CallWho.HEAD}:
        raise Forbidden(turn.text("call_not_yours", no=call.no))
    came, area = read_result(words)
    if came is None:
        came = call.came
    if came is None:
        raise Missing(turn.text("call_result_number"))
    if came == 0:
        transition(turn, CallAct.FAIL, call, turn.sender, came=0, result=words[:60], ended_at=turn.now)
        answer(turn, turn.text("call_result_none", no=call.no), "status", call)
        _give_request_back(turn, call)
        return
    transition(turn, CallAct.PUBLISH, call, turn.sender, came=came, area=area, result=words[:60], ended_at=turn.now)
    thank(turn, call)
    if turn.room is None or turn.room.id != call.room_id:
        answer(turn, turn.text("call_result_you", no=call.no), "status", call)
    _finish_request(turn, call)


def read_result(words: str) -> tuple[int | None, str | None]:
    """How many came, and how much was done in the leader's own words."""
    people, area = PEOPLE.search(words), AREA.search(words)
    bare = re.fullmatch(rf"\s*({QUANTITY})\s*", words)
    found = people or bare
    return (read_number(found[1]) if found else None), (re.sub(r"\s+", "", area[1]) if area else None)


def thank(office: Office, call: VolunteerCall) -> None:
    """谢谢12位邻居, 篮球坪清出500平米! (王、李…) — who came; nobody hears who did not."""
    rows = [row for row in calls.sign_ups(office.session, call.id or 0) if row.status in SHOWN]
    spot = f", {call.spot}" if call.spot else f", {office.masked(call.task)}" if call.area else ""
    area = (f"清出{call.area}" if AREA_CLEARED.search(call.area) else call.area) if call.area else ""
    line = office.text("call_result", no=call.no, came=call.came, spot=spot if area else "", area=area)
    names = [roster.name_of(office, row) for row in rows]
    text = roster.fitted(f"{line}(", names, ")") if names else line.strip()
    say.to_group(office, roster.room_of(office, call), text, "result", about=call, step="result")


SHOWN = (SignUpStatus.JOINED, SignUpStatus.CAME)
AREA_CLEARED = re.compile(r"平|㎡|m2")


def close_unreported(office: Office, call: VolunteerCall) -> None:
    """Asked twice and no answer: thanked when it is known who came, else closed as 未报."""
    if call.came:
        transition(office, CallAct.PUBLISH, call, None, ended_at=office.now)
        thank(office, call)
        _finish_request(office, call)
        return
    transition(office, CallAct.PUBLISH, call, None, result="未报", ended_at=office.now)
    _give_request_back(office, call)


# --- who came ----------------------------------------------------------------------------------------------------


def attended(turn: Turn) -> None:
    """到 小李 张姐: private to the leader; who did not come is never told to others."""
    call = call_resolve.led_here(turn, AWAITING, CallStatus.UNDER_WAY, CallStatus.PUBLISHED)
    if call is None:
        raise Refusal(turn.text("call_none"))
    names = [name for name in re.split(r"[\s、,，]+", turn.parse.args) if name]
    rows = calls.sign_ups(turn.session, call.id or 0)
    here = [row for row in rows if row.status in ATTENDABLE and _is_named(turn, row, names)]
    if not here:
        raise Missing(turn.text("call_attended_unknown", names="、".join(names)))
    for row in rows:
        if row.status in ATTENDABLE:
            row.status = SignUpStatus.CAME if row in here else SignUpStatus.DID_NOT_COME
            turn.session.add(row)
    count = sum(row.count for row in here)
    transition(turn, CallAct.ATTEND, call, turn.sender, came=call.came or count)
    told = "、".join(roster.name_of(turn, row) for row in here)
    say.answer_privately(turn, turn.text("call_attended", no=call.no, count=count, names=told), "status", about=call)


ATTENDABLE = (SignUpStatus.JOINED, SignUpStatus.CAME, SignUpStatus.DID_NOT_COME)


def _is_named(turn: Turn, row: SignUp, names: Sequence[str]) -> bool:
    own = roster.name_of(turn, row)
    return any(
        name in (own, row.name) or (len(name) > 1 and name.endswith(own)) or own.startswith(name) for name in names
    )


# --- photos and short answers ------------------------------------------------------------------------------------


def photo(turn: Turn) -> bool:
    """A picture of what was done, from the leader in private or in the call's group; False when it is about no call."""
    mine = calls.led_by(turn.session, holders.stands_for(turn, turn.sender))
    waiting = [call for call in mine if call.status is AWAITING and (turn.room is None or call.room_id == turn.room.id)]
    if not waiting:
        return _photo_later(turn)
    _keep_photo(turn, waiting[0])
    if turn.room is None:
        answer(turn, turn.text("call_photo", no=waiting[0].no), "ask", waiting[0])
    return True


def _photo_later(turn: Turn) -> bool:
    """Within a day of the thanks the picture still belongs to it."""
    ended = calls.ended_of(turn.session, turn.sender_id, turn.now - timedelta(days=1))
    if ended is None or turn.room is not None:
        return False
    _keep_photo(turn, ended)
    answer(turn, turn.text("call_photo_later", no=ended.no), "status", ended)
    return True


def _keep_photo(turn: Turn, call: VolunteerCall) -> None:
    call.photos += 1
    turn.session.add(call)
    turn.session.flush()


def result_answer(turn: Turn, question: OpenQuestion) -> bool:
    """Any words with a number after 到了几位?; without one it is asked for, once."""
    call = calls.by_id(turn.session, question.item_id)
    if call is None or call.status is not AWAITING:
        return False
    publish_result(turn, call, turn.parse.own)
    return True


# --- a request becomes a call ------------------------------------------------------------------------------------


def call_from(turn: Turn) -> None:
    """招呼 12: a call of its own number; the request waits for its result and then for the resident's word."""
    if turn.parse.no is None:
        raise Missing(turn.text("which", choices="例如: 招呼 12"))
    request = resolve.numbered(turn, turn.parse.no)
    if not holders.holds(turn, turn.sender, putting_up.MAY_CALL, request.unit_id):
        raise Forbidden(turn.text("not_yours", no=request.no))
    _check_request(turn, request)
    room = turn.room or holders.room_for(turn, request.unit_id)
    if room is None:
        raise Refusal(turn.text("call_no_room"))
    call = calls.add(turn.session, _from_request(turn, request, room.unit_id, room.id or 0))
    before = {"status": request.status} if request.status is not Status.POSTPONED else request.before
    move_request(
        turn, Act.CALL_OUT, request, turn.sender, detail="招呼", before=before, postponed_to=None, offer_until=None
    )
    putting_up.put_up_by_day(turn, call)
    if turn.room is None and call.no is not None:
        answer(turn, turn.text("call_up_you", no=call.no), "status", call)


def _check_request(turn: Turn, request: ServiceRequest) -> None:
    why = None
    if (
        request.status in ENDED
        or request.status is Status.TO_CONFIRM
        or calls.of_request(turn.session, request.id or 0)
    ):
        why = turn.text("call_from_ended", status="有结果了" if request.status in ENDED else "在招呼或等回话了")
    elif request.urgency in (Urgency.DANGER, Urgency.DISPUTE):
        why = turn.text("call_from_danger" if request.urgency == Urgency.DANGER else "call_from_private")
    elif request.private:
        why = turn.text("call_from_private")
    if why:
        raise Refusal(turn.text("call_from_not", no=request.no, why=why))


def _from_request(turn: Turn, request: ServiceRequest, unit_id: int, room_id: int) -> VolunteerCall:
    return VolunteerCall(
        community_id=request.community_id, status=CallStatus.DRAFT, task=request.subject, spot=request.spot,
        text=request.text, unit_id=unit_id, room_id=room_id, leader_id=turn.sender_id, request_id=request.id,
        created_at=turn.now, cursor=turn.now,
    )  # fmt: skip


def _finish_request(office: Office, call: VolunteerCall) -> None:
    """The result is there: the request it came from waits for its reporter's word."""
    request = requests.by_id(office.session, call.request_id)
    if request is not None and request.status is Status.POSTPONED:
        move_request(office, Act.FINISH, request, None, done_at=office.now, postponed_to=None, before=None)
        closing.tell_done(office, request, office.directory.people[call.leader_id])


def _give_request_back(office: Office, call: VolunteerCall) -> None:
    """Nothing came of the call: the request goes on where it was."""
    request = requests.by_id(office.session, call.request_id)
    if request is not None and request.status is Status.POSTPONED:
        before = Status((request.before or {}).get("status", Status.TO_ASSIGN))
        move_request(office, Act.RESUME, request, None, to=before, postponed_to=None, before=None)
