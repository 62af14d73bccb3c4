"""How a call ends: 收工, how many came, what was done, and the thanks in the group."""

from __future__ import annotations

import re
from datetime import timedelta

from handlers import call_resolve, holders, resolve, roster, say
from handlers.call_lifecycle import BEFORE, LIVE, CallAct, CallWho, standing, transition
from handlers.call_requests import finish_request, give_back
from handlers.call_resolve import answer, led
from handlers.errors import Forbidden, Missing, Refusal
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.attendees import count_people
from nlp.numbers import read_count
from storage import calls
from storage.tables import CallStatus, OpenQuestion, SignUpStatus, VolunteerCall

AWAITING = CallStatus.AWAITING_RESULT
QUANTITY = r"(?:\d{1,6}(?:\.\d)?|[一二两三四五六七八九十百半]{1,4})"
PEOPLE = re.compile(rf"({QUANTITY})\s*[多来]?(?:[个位名]?(?:人|邻居|街坊|志愿者|家长)|[位名])")
NOBODY = re.compile(r"没(?:有)?(?:人|谁)来|没来人|(?:一个(?:人)?|谁)[都也]没来")
AREA = re.compile(
    rf"(?P<did>(?:清理?|清[运扫]|打?扫|拔|收|装|铲|捡|种|刷|运|搬|修|擦|挖|拆)[了出走好完]{{0,2}}|清出)?\s*(?:约|大概)?"
    rf"(?P<area>{QUANTITY}\s*[多余大小整]{{0,2}}"
    r"(?:平方米|平米|平方|平|㎡|m2|袋|车|筐|桶|米|棵|户|件|公斤|斤|吨|处|张|箱|盏|盆)(?!人)|"
    rf"{QUANTITY}个(?!人|大人|小孩|孩子|邻居|志愿|小时|钟头|月|多?小时)[\u4e00-\u9fff]{{1,6}})"
)


def finish(turn: Turn) -> None:
    """收工: the leader is asked how many came, unless the words say so already (收工, 12人 500平米)."""
    call = led(turn, *LIVE, AWAITING)
    if call.status is not AWAITING:
        transition(turn, CallAct.FINISH, call, turn.sender)
    people, _area = read_result(turn.parse.args)
    if people is not None:
        publish_result(turn, call, turn.parse.args)
        return
    answer(turn, turn.text("call_ask_result", no=call.no), "ask", call)
    ask(turn, turn.sender, "call_result", item_id=call.id)


def ask_result(office: Office, call: VolunteerCall, name: str) -> None:
    """到了几位? in private, never at night: what falls there is asked the next evening."""
    leader = office.directory.people[call.leader_id]
    if office.is_quiet():
        return
    text = office.text(name, no=call.no, what=roster.what(office, call))
    say.to_person(office, leader, text, "ask", about=call, step=name, guarded=True)
    ask(office, holders.reached(office, leader), "call_result", item_id=call.id)


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
        give_back(turn, call)
        return
    transition(turn, CallAct.PUBLISH, call, turn.sender, came=came, area=area, result=words[:60], ended_at=turn.now)
    thank(turn, call)
    if turn.room is None or turn.room.id != call.room_id:
        answer(turn, turn.text("call_result_you", no=call.no), "status", call)
    finish_request(turn, call)


def read_result(words: str) -> tuple[int | None, str | None]:
    """How many came, and how much was done in the leader's own words."""
    area = AREA.search(words)
    return _people(words), (_done(area) if area else None)


def _people(words: str) -> int | None:
    if NOBODY.search(words):
        return 0
    found = PEOPLE.search(words) or re.fullmatch(rf"\s*({QUANTITY})个?\s*", words)
    if found:
        return read_count(found[1])
    several, _ = count_people(words)
    return several if several > 1 else None


def _done(found: re.Match[str]) -> str:
    """清出500平米, 拔了3袋草: in the leader's own verb where there is one."""
    area = re.sub(r"\s+", "", found["area"])
    usual = "清出" if AREA_CLEARED.search(area) else "清了"
    return f"{found['did'] or usual}{area}"


def thank(office: Office, call: VolunteerCall) -> None:
    """谢谢12位邻居, 篮球坪清出500平米! (王、李…) — who came; nobody hears who did not."""
    rows = [row for row in calls.sign_ups(office.session, call.id or 0) if row.status in SHOWN]
    spot = f", {call.spot}" if call.spot else f", {office.masked(call.task)}" if call.area else ""
    area = call.area or ""
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
        finish_request(office, call)
        return
    transition(office, CallAct.PUBLISH, call, None, result="未报", ended_at=office.now)
    give_back(office, call)


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
