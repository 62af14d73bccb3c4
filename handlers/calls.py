"""Calling neighbours together: from one free sentence to a line in the group with its number."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from handlers import call_clocks, holders, resolve, roster, say
from handlers.call_lifecycle import MAY_CALL, CallAct, note, settle, transition
from handlers.call_resolve import answer
from handlers.errors import Forbidden, Missing, Refusal
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.model import When
from storage import calls, inbox, requests
from storage.tables import Authorisation, CallStatus, Kind, Person, Room, VolunteerCall

NO_CALL_BELOW, NEIGHBOUR_BELOW = 0.5, 0.6
"""Below these scores a head's or a neighbour's words are no call."""
MOST_PEOPLE = 200
PAST = timedelta(minutes=10)
HOUR_WORDS = re.compile(r"[点时:：]|半夜|现在|马上|立刻|这会儿?")
PEOPLE_WORDS = re.compile(r"(?<![\d.])(\d{1,7})\s*(?:个人|位邻居|名|位|个邻居|人)")
NO_HOLIDAYS = re.compile(
    r"(?:节假日|假期|放假|过节|节日)[^,，。]{0,4}(?:不|除外|跳过|顺延|休)|(?:跳过|除了|避开)(?:节假日|假期|节日)"
)
TASK_LENGTH = 16


def call(turn: Turn) -> None:
    """请有时间的邻居来…: put up at once, asked about its hour, held till morning, or shown to the head first."""
    mine = may_call(turn, turn.sender, _unit_id(turn))
    if turn.parse.score < (NO_CALL_BELOW if mine else NEIGHBOUR_BELOW):
        return
    room = turn.room or holders.room_for(turn, _unit_id(turn))
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
        _ask_head(turn, draft)


def _unit_id(turn: Turn) -> int | None:
    """The unit called: the room's, in private the building of the post, else the own one."""
    if turn.room is not None:
        return turn.room.unit_id
    posts = [post.unit_id for post in turn.directory.posts(turn.sender_id, turn.today) if post.role in MAY_CALL]
    return next(iter(posts), turn.sender.unit_id)


def may_call(office: Office, person: Person, unit_id: int | None) -> bool:
    """By post, or because a head said so for today."""
    if holders.holds(office, person, MAY_CALL, unit_id):
        return True
    return any(
        given.person_id == person.id and office.now < given.until and office.directory.is_within(unit_id, given.unit_id)
        for given in office.directory.authorisations
    )


def _draft(turn: Turn, room: Room) -> VolunteerCall:
    """What the words say; a refusal in one sentence when it cannot be so."""
    parse = turn.parse
    starts_at, day = _start(turn, parse.when)
    return VolunteerCall(
        community_id=room.community_id,
        status=CallStatus.DRAFT,
        task=turn.masked(parse.task or parse.own)[:TASK_LENGTH],
        spot=parse.place.spot if parse.place else None,
        bring=parse.bring,
        need=_need(turn),
        text=parse.text,
        unit_id=room.unit_id,
        room_id=room.id or 0,
        leader_id=turn.sender_id,
        starts_at=starts_at,
        ends_at=_end(parse.when, starts_at),
        day=day,
        every=parse.when.every if parse.when else None,
        skip_holidays=bool(NO_HOLIDAYS.search(parse.own)),
        created_at=turn.now,
        cursor=turn.now,
    )


def _start(turn: Turn, when: When | None) -> tuple[datetime | None, date | None]:
    """The hour and the day; neither = now, a day alone = the hour is to be asked."""
    moment = when and (when.start or when.end)
    if when is None or moment is None:
        return None, None
    day = turn.calendar.local(moment).date()
    if not _has_hour(when):
        _check_past(turn, turn.calendar.at(day, call_clocks.DAY_ENDS), day)
        return None, day
    _check_past(turn, moment, day)
    return max(moment, turn.now), day


def _check_past(turn: Turn, moment: datetime, day: date) -> None:
    if moment < turn.now - PAST:
        told = roster.day_and_hour(turn, moment) if day == turn.today else f"{day.month}月{day.day}日"
        raise Refusal(turn.text("call_past", when=told))


def _has_hour(when: When) -> bool:
    return when.start is not None and not when.day_only and bool(HOUR_WORDS.search(when.text))


def _end(when: When | None, starts_at: datetime | None) -> datetime | None:
    if when is None or starts_at is None or when.end is None or not _has_hour(when):
        return None
    return when.end if starts_at < when.end < starts_at + timedelta(hours=12) else None


def _need(turn: Turn) -> int | None:
    """How many are wanted; 0 and 10,000 are refused."""
    said = PEOPLE_WORDS.search(turn.parse.own)
    count = turn.parse.need if turn.parse.need is not None else int(said[1]) if said else None
    if count is not None and not 1 <= count <= MOST_PEOPLE:
        raise Refusal(turn.text("call_people", count=count))
    return count


# --- on its way into the group -----------------------------------------------------------------------------------


def go_on(office: Office, call: VolunteerCall) -> None:
    """The next thing a draft needs: its date, its hour, the morning — or nothing more."""
    if call.every:
        _start_series(office, call)
    elif call.day is not None and call.starts_at is None and _ask_hour(office, call):
        call.wants = "hour"
        settle(office, call)
    else:
        put_up_by_day(office, call)


def put_up_by_day(office: Office, call: VolunteerCall) -> None:
    """Into the group now, or at the end of the quiet hours: the leader is told so at once."""
    if not office.is_quiet():
        put_up(office, call)
        return
    morning = call_clocks.waking(office, office.now)
    leader = office.directory.people[call.leader_id]
    if call.starts_at is not None and office.now < call.starts_at <= morning:
        transition(office, CallAct.DROP, call, None)
        say.to_person(office, leader, office.text("call_held_late"), "refuse", about=call, step="late", at_night=True)
        return
    call.wants = "morning"
    settle(office, call)
    text = office.text("call_held", when=office.when(morning))
    say.to_person(office, leader, text, "status", about=call, step="held", at_night=True)


def put_up(office: Office, call: VolunteerCall) -> None:
    """The line in the group; only now the call has a number."""
    call.no = requests.next_no(office.session, call.community_id)
    at_once = call.starts_at is None and call.day is None
    if at_once:
        call.starts_at = office.now
    call.wants = None
    transition(office, CallAct.PUT_UP, call, None, put_up_at=office.now, cursor=office.now)
    say.to_group(office, roster.room_of(office, call), roster.headline(office, call), "call", about=call, step="put_up")
    if at_once:
        transition(office, CallAct.START, call, None)


def _ask_hour(office: Office, call: VolunteerCall) -> bool:
    """Asked once, in private; False when the leader cannot be reached so."""
    leader = office.directory.people[call.leader_id]
    day = roster.when(office, call).removesuffix(office.text("call_hour_later"))
    text = office.text("call_ask_hour", day=day)
    told = say.to_person(office, leader, text, "ask", about=call, step="hour", at_night=True)
    if told:
        ask(office, leader, "call_hour", item_id=call.id)
    return told


def set_hour(turn: Turn, call: VolunteerCall) -> bool:
    """The answer to 几点开始?; False when the words hold no hour."""
    day = call.day or turn.today
    moment = hour_on(turn, turn.parse.own, day)
    if moment is None:
        return False
    if moment < turn.now:
        raise Missing(turn.text("call_past", when=roster.day_and_hour(turn, moment)))
    call.starts_at = moment
    if call.status is CallStatus.DRAFT:
        put_up_by_day(turn, call)
        if call.no is not None:
            answer(turn, turn.text("call_up_you", no=call.no), "status", call)
        return True
    settle(turn, call)
    when = roster.day_and_hour(turn, moment)
    text = turn.text("call_hour_set", no=call.no, what=roster.what(turn, call), when=when)
    say.to_group(turn, roster.room_of(turn, call), text, "call", about=call, step=f"hour{moment:%d%H%M}", guarded=True)
    answer(turn, turn.text("call_hour_you", when=when), "status", call)
    return True


BARE_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-3])\s*(?:[:：]\s*([0-5]\d)|点半|点钟?|时)?(?!\d)")
AFTERNOON = re.compile(r"下午|晚上?|傍晚|夜里")
NOON = 12


def hour_on(office: Office, words: str, day: date) -> datetime | None:
    """The hour that words name, on a day: 9点, 下午3点半, 15:30, 9."""
    read = office.reader.read(words, at=office.calendar.at(day, datetime.min.time()), chat="private", role="head").when
    if read is not None and read.start is not None and _has_hour(read):
        return office.calendar.at(day, office.calendar.local(read.start).time())
    found = BARE_HOUR.search(words)
    if found is None:
        return None
    hour = int(found[1]) + (NOON if AFTERNOON.search(words) and int(found[1]) < NOON else 0)
    minute = 30 if "点半" in found[0] else int(found[2] or 0)
    return office.calendar.at(day, datetime.min.time().replace(hour=hour, minute=minute))


# --- a neighbour's call ------------------------------------------------------------------------------------------


def _ask_head(turn: Turn, draft: VolunteerCall) -> None:
    """The head has half an hour to say 准; else it is left alone."""
    draft.wants = "consent"
    settle(turn, draft)
    head = _who_decides(turn, draft)
    if head is None:
        return
    text = turn.text("call_allow_ask", name=roster.leader_name(turn, draft), words=turn.masked(draft.text or "")[:60])
    say.to_person(turn, head, text, "ask", about=draft, step="consent", guarded=True)
    ask(turn, head, "call_allow", item_id=draft.id, stands=timedelta(days=1))


def resolve_head(office: Office, draft: VolunteerCall) -> Person | None:
    """Who decides where there is no head."""
    return next(
        (person for role in MAY_CALL for person, _ in office.directory.holders(role, draft.unit_id, office.today)), None
    )


def decide(turn: Turn, draft: VolunteerCall, *, yes: bool) -> None:
    """准 or 不准."""
    if draft.status is not CallStatus.DRAFT or draft.wants != "consent":
        raise Refusal(turn.text("call_allow_late"))
    if not yes:
        transition(turn, CallAct.DROP, draft, turn.sender, detail="refused")
        answer(turn, turn.text("call_refused"), "status", draft)
        leader = turn.directory.people[draft.leader_id]
        words = turn.masked(draft.text or "")[:24]
        say.to_person(turn, leader, turn.text("call_refused_told", words=words), "status", about=draft, step="refused")
        return
    transition(turn, CallAct.ALLOW, draft, turn.sender, wants=None)
    go_on(turn, draft)
    answer(turn, turn.text("call_allowed"), "status", draft)


def allow_command(turn: Turn) -> None:
    """准 with a number is only the number of what was asked: the newest neighbour's call that waits."""
    units = {
        unit.id
        for post in turn.directory.posts(turn.sender_id, turn.today)
        for unit in turn.directory.below(post.unit_id)
    }
    waiting = [draft for draft in calls.drafts(turn.session, "consent") if draft.unit_id in units]
    if not waiting:
        raise Refusal(turn.text("no_item", hint=""))
    decide(turn, waiting[0], yes=True)


def authorise(turn: Turn) -> None:
    """授权 @张姐 今天: until the end of today she calls like a head."""
    unit_id = _unit_id(turn)
    if not holders.holds(turn, turn.sender, MAY_CALL, unit_id) or unit_id is None:
        raise Forbidden(turn.text("not_allowed"))
    words = " ".join([*turn.message.mentions, *turn.parse.mentions, turn.parse.args, turn.parse.text])
    person = holders.find_person(turn, words, unit_id)
    if person is None or person.id == turn.sender_id:
        raise Missing(turn.text("call_authorise_who"))
    midnight = turn.calendar.at(turn.today + timedelta(days=1), datetime.min.time())
    turn.session.add(Authorisation(person_id=person.id or 0, unit_id=unit_id, until=midnight))
    turn.session.flush()
    turn.reload_directory()
    answer(turn, turn.text("call_authorised", name=holders.spoken_name(turn, person)), "status")
    text = turn.text("call_authorised_told", by=holders.spoken_name(turn, turn.sender))
    say.to_person(turn, person, text, "status", step=turn.message.id)


# --- recurring ---------------------------------------------------------------------------------------------------


def _start_series(office: Office, series: VolunteerCall) -> None:
    """每周六9点: each date gets a call of its own two days before, at 09:00."""
    leader = office.directory.people[series.leader_id]
    when = roster.day_and_hour(office, series.starts_at) if series.starts_at else ""
    every = {"day": "每天", "week": "每周"}.get(series.every or "", "每月")
    text = office.text(
        "call_series", every=f"{every}, 从{when}起, " if when else f"{every}, ", what=roster.what(office, series)
    )
    say.to_person(office, leader, text, "status", about=series, step="series", at_night=True)
    _skip_holidays(office, series)
    if call_clocks.next_date_at(office, series) <= office.now:
        next_date(office, series)
    settle(office, series)


def next_date(office: Office, series: VolunteerCall) -> None:
    """Put up the call of the series' next date and go on to the one after."""
    copy = VolunteerCall(
        community_id=series.community_id, status=CallStatus.DRAFT, task=series.task, spot=series.spot, bring=series.bring,
        need=series.need, text=series.text, unit_id=series.unit_id, room_id=series.room_id, leader_id=series.leader_id,
        starts_at=series.starts_at, day=series.day, series_id=series.id, created_at=office.now, cursor=office.now,
    )  # fmt: skip
    calls.add(office.session, copy)
    put_up_by_day(office, copy)
    _advance(office, series)
    _skip_holidays(office, series)
    settle(office, series)


def _advance(office: Office, series: VolunteerCall) -> None:
    day = following(series.day or office.today, series.every or "week")
    clock = office.calendar.local(series.starts_at).time() if series.starts_at else None
    series.day = day
    series.starts_at = office.calendar.at(day, clock) if clock else None


def following(day: date, every: str) -> date:
    """The next date of a series; the 31st becomes the last day of a shorter month."""
    if every == "day":
        return day + timedelta(days=1)
    if every != "month":
        return day + timedelta(days=7)
    month = day.replace(day=1) + timedelta(days=32)
    last = (month.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def _skip_holidays(office: Office, series: VolunteerCall) -> None:
    while series.skip_holidays and is_holiday(office, series.day or office.today):
        _advance(office, series)


def is_holiday(office: Office, day: date) -> bool:
    """A free day that is no common weekend: a weekday off, or part of three and more free days in a row."""
    if office.calendar.is_workday(day):
        return False
    free = 1
    for step in (timedelta(days=-1), timedelta(days=1)):
        other = day + step
        while not office.calendar.is_workday(other):
            free, other = free + 1, other + step
    return free > 2


def stop_series(turn: Turn) -> None:
    """停 3: no further dates; the call that was put up stays."""
    number = turn.parse.no if turn.parse.no is not None else resolve.quoted_no(turn)
    one = (
        calls.by_no(turn.session, number, turn.directory.community_of(turn.sender.unit_id).id or 0) if number else None
    )
    if one is None:
        raise Refusal(turn.text("no_such", no=number))
    series = calls.by_id(turn.session, one.series_id)
    if series is None or series.status is not CallStatus.DRAFT:
        raise Refusal(turn.text("call_series_none", no=one.no))
    transition(turn, CallAct.STOP, series, turn.sender)
    answer(turn, turn.text("call_stopped", no=one.no), "status", one)
