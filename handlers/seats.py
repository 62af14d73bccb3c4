"""Leaving and the waiting list: 不去了 frees a seat, which is offered in turn and needs a yes."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers import call_clocks, call_resolve, holders, roster, say
from handlers.call_lifecycle import NAMES, CallAct, note, settle
from handlers.call_resolve import answer
from handlers.errors import Missing
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.attendance import takes_back
from storage import calls
from storage.tables import OpenQuestion, Person, Priority, SignUp, SignUpStatus, VolunteerCall

LATE = timedelta(hours=24)
OFFERED_FOR = timedelta(hours=2)
OFFERED_ON_THE_DAY = timedelta(minutes=30)


def state_name(call: VolunteerCall) -> str:
    """The state in one word."""
    return NAMES[call.status]


# --- leaving -----------------------------------------------------------------------------------------------------


def leave(turn: Turn) -> None:
    """不去了: off the list; the leader hears of it within a day of the start."""
    named = holders.find_person(turn, turn.parse.own, *holders.around(turn))
    if turn.room is not None and named is not None and named.id != turn.sender_id:
        return
    call = _call_left(turn)
    if call is None:
        _never_joined(turn)
        return
    if call.leader_id == turn.sender_id:
        answer(turn, turn.text("call_own", no=call.no), "refuse", call)
        return
    row = row_of(turn, call, turn.sender)
    if row is None or row.status not in calls.IN:
        answer(turn, turn.text("call_not_in"), "refuse", call)
        return
    waited = row.status is not SignUpStatus.JOINED
    late = take_off(turn, call, turn.sender)
    name = "call_seat_declined" if waited else "call_left_late" if late else "call_left"
    answer(turn, turn.text(name, no=call.no), "status", call)


def _call_left(turn: Turn) -> VolunteerCall | None:
    """By number or quote, else the one the sender is in, else the one the words name; several are asked about."""
    named = call_resolve.named(turn)
    if named is not None:
        return named
    mine = calls.joined_by(turn.session, turn.sender_id)
    here = [call for call in mine if turn.room is None or call.room_id == turn.room.id]
    meant = call_resolve.by_words(here, turn.parse.own)
    if meant is None and len(here) > 1:
        raise Missing(call_resolve.choices(turn, "call_which", here))
    return meant or next(iter(here), None)


def _never_joined(turn: Turn) -> None:
    """One sentence in private, or to 不去了 where a call recruits; that somebody cannot come is chatter."""
    if turn.room is None or (takes_back(turn.parse.own) and call_resolve.live_here(turn)):
        say.answer_privately(turn, turn.text("call_not_in"), "refuse")


def row_of(office: Office, call: VolunteerCall, person: Person) -> SignUp | None:
    """Somebody's place in a call."""
    return next((row for row in calls.sign_ups(office.session, call.id or 0) if row.person_id == person.id), None)


def take_off(office: Office, call: VolunteerCall, person: Person) -> bool:
    """Off the list, and the seat to the next in line; tells whether it was within a day of the start."""
    row = row_of(office, call, person)
    if row is None:
        return False
    held = row.status is SignUpStatus.JOINED
    late = held and _is_late(office, call)
    row.status, row.offered_until = (SignUpStatus.LEFT_LATE if late else SignUpStatus.LEFT), None
    office.session.add(row)
    note(office, CallAct.LEAVE, call, person, detail=row.status)
    settle(office, call)
    if late:
        _tell_leader(office, call, person)
    offer_seats(office, call)
    return late


def _is_late(office: Office, call: VolunteerCall) -> bool:
    return call.starts_at is not None and call.starts_at - office.now < LATE


def _tell_leader(office: Office, call: VolunteerCall, person: Person) -> None:
    leader = office.directory.people[call.leader_id]
    count = call_clocks.heads(office, call)
    text = office.text("call_left_told", no=call.no, name=holders.spoken_name(office, person), count=count)
    say.to_person(
        office, leader, text, "status", about=call, step=f"left{person.id}:{office.now:%d%H%M%S}",
        priority=Priority.URGENT, expires_at=call.starts_at,
    )  # fmt: skip


# --- the waiting list --------------------------------------------------------------------------------------------


def place_in_line(turn: Turn, call: VolunteerCall) -> int | None:
    """候补第1, 第2 …: where the sender stands; None for who does not wait."""
    rows = calls.sign_ups(turn.session, call.id or 0)
    line = [row for row in rows if row.status in (SignUpStatus.WAITING, SignUpStatus.OFFERED)]
    mine = [place for place, row in enumerate(line, start=1) if row.person_id == turn.sender_id]
    return mine[0] if mine else None


def waiting_text(turn: Turn, call: VolunteerCall) -> str:
    """满8位了, 您是候补第1 — with what is left where a whole family did not fit."""
    rows = calls.sign_ups(turn.session, call.id or 0)
    place = place_in_line(turn, call) or sum(row.status is SignUpStatus.WAITING for row in rows)
    own = row_of(turn, call, turn.sender)
    free = call_clocks.free_seats(call, rows)
    if own is not None and 0 < free < own.count:
        return turn.text("call_waiting_party", no=call.no, free=free, count=own.count, place=place)
    return turn.text("call_waiting", no=call.no, need=call.need, place=place)


def offer_seats(office: Office, call: VolunteerCall) -> None:
    """Offer what is free to the first who waits; what is freed at night is offered in the morning, before the start."""
    begins = call_clocks.in_time(office, call, office.now)
    while begins and (row := call_clocks.next_in_line(call, calls.sign_ups(office.session, call.id or 0))) is not None:
        until = _until(office, call, begins)
        row.status, row.offered_until = SignUpStatus.OFFERED, until
        office.session.add(row)
        office.session.flush()
        _offer(office, call, row, until)
    settle(office, call)


def _until(office: Office, call: VolunteerCall, begins: datetime) -> datetime:
    """For two hours, on the day for half an hour, never beyond the start."""
    local = office.calendar.local
    on_the_day = call.starts_at is None or local(call.starts_at).date() <= local(begins).date()
    until = begins + (OFFERED_ON_THE_DAY if on_the_day else OFFERED_FOR)
    return call.starts_at if call.starts_at is not None and begins < call.starts_at < until else until


def _offer(office: Office, call: VolunteerCall, row: SignUp, until: datetime) -> None:
    person = office.directory.people.get(row.person_id or 0)
    if person is None:
        return
    values = {
        "no": call.no,
        "when": roster.when(office, call),
        "what": roster.what(office, call),
        "count": row.count,
        "until": office.when(until),
    }
    told = say.to_person(
        office, person, office.text("call_offer", **values), "offer", about=call, step=f"seat{until:%d%H%M%S}",
        priority=Priority.URGENT, expires_at=until,
    )  # fmt: skip
    if told:
        ask(office, person, "call_seat", item_id=call.id, stands=until - office.now)
    else:
        text = say.at(office, person) + office.text("call_offer_group", **values)
        say.to_group(
            office, roster.room_of(office, call), text, "offer", about=call, step=f"seat{person.id}{until:%d%H%M%S}",
            mentions=[person], expires_at=until,
        )  # fmt: skip


def offer_ends(office: Office, call: VolunteerCall) -> None:
    """No yes in time: the next in line is asked; who let it pass stands behind those who wait."""
    for row in calls.sign_ups(office.session, call.id or 0):
        if row.status is SignUpStatus.OFFERED and row.offered_until and row.offered_until <= office.now:
            row.status, row.offered_until = SignUpStatus.LEFT, None
            office.session.add(row)
            note(office, CallAct.LEAVE, call, office.directory.people.get(row.person_id or 0), detail="offer passed")
    office.session.flush()
    offer_seats(office, call)


def seat_answer(turn: Turn, question: OpenQuestion, *, yes: bool) -> bool:
    """好 or 不 to a freed seat; False when it is no longer offered."""
    call = calls.by_id(turn.session, question.item_id)
    row = row_of(turn, call, turn.sender) if call else None
    if call is None or row is None or row.status is not SignUpStatus.OFFERED:
        return False
    if not yes:
        take_off(turn, call, turn.sender)
        answer(turn, turn.text("call_seat_declined", no=call.no), "status", call)
        return True
    row.status, row.offered_until = SignUpStatus.JOINED, None
    turn.session.add(row)
    note(turn, CallAct.JOIN, call, turn.sender, detail="seat")
    settle(turn, call)
    text = turn.text("call_seat_taken", no=call.no, when=roster.when(turn, call), what=roster.what(turn, call))
    answer(turn, text, "status", call)
    return True
