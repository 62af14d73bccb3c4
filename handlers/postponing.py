"""延 12 周五 等配件: put off to a day, for a reason, and back in hand on that day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers import clocks, report_back, resolve, say, texts
from handlers.errors import Missing, Refusal
from handlers.hours import days_in
from handlers.lifecycle import RULES, Act, Who, standing, transition
from handlers.office import Office, Turn
from handlers.taking import nothing_to_do, take
from nlp.model import Intent, Urgency
from storage.tables import ServiceRequest, Status

PAST_DATE = timedelta(days=60)
REASON_TOLD = 30
"""So much of a reason is told; the rest is kept with the request."""
REASON_EDGES = " ,，。:：、"
BEFORE_DAY = r"(?:[要得延改等推][迟期]?到|[要得延改到至])?"
AFTER_DAY = r"(?:之前|前|才行|才能好|吧|了)?"
NO_REASON = re.compile(r"^(?:(?:不能|不行|来不及|赶不上|[办修干做]不完)(?:[ ,，。]+|$)|因为)+")


def postpone(turn: Turn) -> None:
    """延 12 周五 等配件: paused until that day, with a reason the resident hears."""
    held = [one for one in resolve.mine_in_hand(turn) if one.assignee_id]
    request = resolve.item(turn, Act.POSTPONE, held or resolve.in_my_care(turn))
    if request is None:
        nothing_to_do(turn)
        return
    day, reason = _day_and_reason(turn, request)
    until = turn.calendar.at(day, turn.calendar.closing)
    _check_postpone(turn, request, until)
    if request.status is Status.TO_ACCEPT and Who.ASSIGNEE in standing(turn, request, turn.sender):
        take(turn, request)
    before = {"status": request.status} if request.status is not Status.POSTPONED else request.before
    transition(
        turn, Act.POSTPONE, request, turn.sender, message_id=turn.message.id, detail=f"{day}: {reason}",
        postponed_to=day, expected_at=until, reason=reason, before=before,
        extensions=request.extensions + (Who.ASSIGNEE in standing(turn, request, turn.sender)), heard_at=turn.now,
    )  # fmt: skip
    if turn.calendar.at(day, turn.calendar.opening) <= turn.now:
        resume(turn, request)
    text = turn.text("postponed", no=request.no, reason=texts.clipped(reason, REASON_TOLD), when=turn.when(until))
    report_back.tell(turn, request, "postponed", text, "status", actor=turn.sender)
    _tell_assignee(turn, request, text)
    say.answer_privately(
        turn, turn.text("postponed_you", no=request.no, when=turn.when(until)), "status", about=request
    )


def in_own_words(turn: Turn) -> bool:
    """要等配件，周五才能修 by whoever has it in hand: a day after the promised one puts it off."""
    parse = turn.parse
    bare = turn.room is None and parse.command is None and parse.no is None
    if not (bare and (parse.intent is Intent.DECLINE or PUTS_OFF.search(parse.own))):
        return False
    held = [one for one in resolve.mine_in_hand(turn) if one.assignee_id and one.status in RULES[Act.POSTPONE].from_]
    if not any(names_a_later_time(turn, one) for one in held):
        return False
    turn.parse = replace(parse, args=parse.own)
    postpone(turn)
    return True


PUTS_OFF = re.compile(r"[延推拖改缓等][期迟后]?[到至]|才[能行可会有来到]|[得要]等|等.{1,8}[，, ]")


def names_a_later_time(turn: Turn, request: ServiceRequest) -> bool:
    """明天才行 about what was promised for today, 明天下午 about tomorrow morning."""
    when = turn.time_in(turn.parse.own)
    said, promised = (when.start or when.end) if when else None, request.expected_at
    if said is None or promised is None:
        return False
    day = turn.calendar.local(said).date()
    return day > turn.calendar.local(promised).date() or (said > promised and day > turn.today)


def _tell_assignee(turn: Turn, request: ServiceRequest, text: str) -> None:
    """Whose promise somebody else has moved."""
    assignee = turn.directory.people.get(request.assignee_id or 0)
    if assignee is not None and Who.ASSIGNEE not in standing(turn, request, turn.sender):
        say.to_person(turn, assignee, text, "status", about=request, step="postponed")


def _check_postpone(turn: Turn, request: ServiceRequest, until: datetime) -> None:
    """Never danger; twice, what is hard once and to its longest time; the head is free to agree to more."""
    if request.urgency == Urgency.DANGER:
        raise Refusal(turn.text("postpone_danger", no=request.no))
    if Who.HEAD in standing(turn, request, turn.sender):
        return
    clock = clocks.clock_of(turn, request)
    if request.extensions >= clock.extensions:
        raise Refusal(turn.text("postpone_often", no=request.no))
    limit = turn.calendar.add(request.requested_at, clock.longest) if clock.longest else until
    if until > limit:
        raise Refusal(turn.text("postpone_long", no=request.no, when=turn.when(limit)))


def _day_and_reason(turn: Turn, request: ServiceRequest) -> tuple[date, str]:
    """The date and the reason; a date within the last 60 days is past and refused, a missing one is asked for."""
    found = _day_said(turn)
    if found is None:
        said = turn.parse.args.strip(REASON_EDGES)
        raise Missing(turn.text("postpone_reason", no=request.no), item_id=request.id, act=Act.POSTPONE, said=said)
    day, words = found
    if day > turn.today + timedelta(days=365) - PAST_DATE:
        day = day.replace(year=day.year - 1)
    if day < turn.today:
        raise Refusal(turn.text("postpone_past", day=f"{day.month}月{day.day}日", no=request.no))
    reason = turn.masked(_reason(turn.parse.args, words))
    if not reason:
        text = turn.text("postpone_why", no=request.no, day=words)
        raise Missing(text, item_id=request.id, act=Act.POSTPONE, said=words)
    return day, reason


def _day_said(turn: Turn) -> tuple[date, str] | None:
    """周五 is that day, 月底 and 下周 the last working day of it, 三天 three days from now; with the words for it."""
    when = turn.time_in(turn.parse.args)
    moment = (when.end or when.start) if when else None
    if when is None or moment is None:
        lasts = days_in(turn.parse.args)
        return (turn.today + timedelta(days=lasts[0]), lasts[1]) if lasts else None
    first = turn.calendar.local(when.start or moment).date()
    day = turn.calendar.local(moment).date()
    while day > first and not turn.calendar.is_workday(day):
        day -= timedelta(days=1)
    return day, when.text


def _reason(args: str, day: str) -> str:
    """The parts of a sentence that do not name the day; in a single one what is left without it."""
    parts = [part for part in re.split(r"[,，。;；]", args) if part.strip()]
    others = [reason for part in parts if day not in part and (reason := _without_no(part))]
    if others:
        return "，".join(others)
    return _without_no(re.sub(f"{BEFORE_DAY}{re.escape(day)}{AFTER_DAY}", " ", args, count=1))


def _without_no(words: str) -> str:
    return NO_REASON.sub("", words.strip(REASON_EDGES)).strip(REASON_EDGES)


def resume(office: Office, request: ServiceRequest) -> None:
    """The day has come: back in hand and in the morning's list, due at its closing."""
    before = Status((request.before or {}).get("status", Status.IN_PROGRESS))
    transition(office, Act.RESUME, request, None, to=before, heard_at=office.now, before=None)
