"""How a matter ends: 完, 好了, silence, 办结."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers import (
    clocks,
    describe,
    holders,
    progressing,
    report_back,
    resolve,
    say,
    taking,
)
from handlers.lifecycle import WAITING, WORKING, Act, Who, note, standing, transition
from handlers.office import Office, Turn
from handlers.questions import ask
from nlp.model import Category, Parse, Urgency
from storage import outbox, requests
from storage.tables import (
    Kind,
    Level,
    Person,
    ServiceRequest,
    Status,
)

NEVER_BY_SILENCE = (Urgency.DANGER, Urgency.DISPUTE)
HOUSEHOLDS_CLOSE = 2
RATING_ASKED = "rating asked"
DONE = "done"
"""The 完 line."""
TALKS = frozenset({Category.DISPUTE, Category.POLICY, Category.CARE})
"""What nobody takes a picture of."""


def done(turn: Turn) -> None:
    """完 or 好了: by the assignee or head it waits for the reporter's word, by the reporter it closes."""
    worked_on = resolve.mine_in_hand(turn)
    reported = [*resolve.mine_reported(turn), *resolve.told_and_done(turn)]
    head_of = resolve.in_my_care(turn) if turn.parse.no is not None else []
    request = resolve.item(turn, _act_for(turn, worked_on), [*worked_on, *reported, *head_of])
    if request is None:
        _nothing_open(turn, worked_on)
        return
    _done_by(turn, request, standing(turn, request, turn.sender))


GOOD = re.compile(r"([嗯哦]*(已经|都|现在)?(好|可以|行|弄好|搞定|解决|正常|没问题|没事|ok)(了|啦|咯|喽)+)+", re.I)
"""Words that say that it is good now, where somebody was asked."""


def sounds_good(parse: Parse) -> bool:
    """好了, 可以了, 好了谢谢: a word about what was done, if anything was."""
    said = parse.own.translate(NO_MARKS).partition("谢")[0]
    return len(said) < LONGEST_WORD and GOOD.fullmatch(said) is not None


LONGEST_WORD = 12
NO_MARKS = str.maketrans("", "", " ,，。.!！~～")


def awaits_word(turn: Turn) -> bool:
    """Whether something the sender reported, told or signed waits for a word."""
    waiting = any(one.status is Status.TO_CONFIRM for one in resolve.mine_reported(turn))
    return waiting or bool(resolve.told_and_done(turn))


def _act_for(turn: Turn, worked_on: Sequence[ServiceRequest]) -> Act:
    return Act.FINISH if worked_on else Act.WORKS


def _done_by(turn: Turn, request: ServiceRequest, who: set[Who]) -> None:
    waits_for_others = request.status is Status.TO_CONFIRM and not who & {Who.REPORTER, Who.COSIGNER}
    if request.status is Status.CLOSED or waits_for_others:
        _already_done(turn, request)
    elif Who.REPORTER in who and Who.ASSIGNEE not in who:
        it_works(turn, request)
    elif Who.ASSIGNEE in who or (Who.OFFERED in who and request.status not in WORKING):
        finish(turn, request)
    elif Who.COSIGNER in who:
        _cosigner_says_good(turn, request)
    elif Who.HEAD in who:
        finish(turn, request)
    elif Who.OFFERED in who:
        _hand_word_on(turn, request)
    elif turn.parse.no is not None:
        transition(turn, Act.FINISH, request, turn.sender)
    else:
        ask_reporter(turn, request)


def _hand_word_on(turn: Turn, request: ServiceRequest) -> None:
    """Whoever was asked says it is done while somebody else has it in hand: that one hears it and has the last word."""
    note(turn, Act.NOTE, request, turn.sender, before=request.status, detail=DONE)
    _tell_assignee(turn, request, "done_by_other")
    name = describe.assignee_name(turn, request)
    say.answer_privately(turn, turn.text("done_handed_on", no=request.no, name=name), "status", about=request)


def _nothing_open(turn: Turn, worked_on: Sequence[ServiceRequest]) -> None:
    """Nothing it can be: said already, or a neighbour's word."""
    waiting = [one for one in worked_on if one.status is Status.TO_CONFIRM]
    if turn.room is None and len(waiting) == 1 and not turn.answers:
        say.answer_privately(turn, turn.text("done_waiting", no=waiting[0].no), "answer", about=waiting[0])
    else:
        _heard_from_neighbour(turn)


def _already_done(turn: Turn, request: ServiceRequest) -> None:
    if turn.room is None or turn.parse.no is not None:
        name = "done_waiting" if request.status is Status.TO_CONFIRM else "closed_by"
        say.answer_privately(turn, turn.text(name, no=request.no), "status", about=request)


def finish(turn: Turn, request: ServiceRequest) -> None:
    """完: said where it was reported, with what to say when it is not so."""
    if request.status in WAITING and Who.OFFERED in standing(turn, request, turn.sender):
        former = request.assignee_id
        transition(
            turn, Act.ACCEPT, request, turn.sender, assignee_id=taking.taker(turn, request),
            accepted_at=turn.now, heard_at=turn.now, offer_until=None, expected_at=clocks.done_by(turn, request),
        )  # fmt: skip
        taking.tell_former(turn, request, former)
    transition(turn, Act.FINISH, request, turn.sender, message_id=turn.message.id, done_at=turn.now)
    tell_done(turn, request, turn.sender)
    if Who.ASSIGNEE not in standing(turn, request, turn.sender):
        _tell_assignee(turn, request, "done_for_you")
    shown = request.photo_asked or request.category in TALKS or _showed_it(turn, request)
    photo = "" if shown else turn.text("photo")
    request.photo_asked = True
    turn.session.add(request)
    reporter = holders.spoken_name(turn, turn.directory.people[request.reporter_id])
    say.answer_privately(turn, turn.text("done_you", name=reporter, photo=photo), "done", about=request)


def _showed_it(turn: Turn, request: ServiceRequest) -> bool:
    """Whether whoever did it has sent a picture; the reporter's own shows how it was."""
    events = requests.events(turn.session, request.id or 0)
    return any(event.detail == progressing.PHOTO and event.actor_id == turn.sender_id for event in events)


def tell_done(office: Office, request: ServiceRequest, by: Person) -> None:
    """The done line for all who reported."""
    subject_done, still = describe.fixed(request)
    text = office.text(
        "done", at="{at}", no=request.no, subject_done=subject_done, still=still, name=holders.spoken_name(office, by)
    )
    report_back.tell(office, request, DONE, text, "done", mention=True, actor=by)
    for merged in requests.merged_into(office.session, request.id or 0):
        told = office.text("merged_done", at="{at}", no=merged.no, subject=merged.subject)
        report_back.tell(office, merged, DONE, told, "done", mention=True, actor=by)


def it_works(turn: Turn, request: ServiceRequest) -> None:
    """The reporter says that it works: the matter is closed."""
    waited = request.status is Status.TO_CONFIRM
    if request.urgency == Urgency.DANGER and not waited:
        note(turn, Act.NOTE, request, turn.sender, before=request.status, detail="reporter says it works")
        _tell_assignee(turn, request, "works_said")
        return
    close(turn, Act.CONFIRM if waited else Act.WORKS, request, turn.sender)
    if waited:
        ask_rating(turn, request)
        if turn.room is None:
            return
    else:
        _thank(turn, request)
        _tell_assignee(turn, request, "closed_told")
        if turn.room is None:
            say.answer_privately(turn, turn.text("confirmed_you", no=request.no), "done", about=request)


def close(office: Office, act: Act, request: ServiceRequest, actor: Person | None, detail: str | None = None) -> None:
    """Close it, keeping what an undo within 24 h restores."""
    before = remembered(request)
    transition(office, act, request, actor, closed_at=office.now, before=before, detail=detail)
    _look_in_later(office, request)
    _say_closed_instead(office, request)


def _say_closed_instead(office: Office, request: ServiceRequest) -> None:
    """Where the 完 line still waits for the morning, the group hears then that it is closed."""
    room = report_back.room_of(office, request)
    held = outbox.waiting_about(office.session, Kind.REQUEST, request.id or 0)
    if room is not None and any(entry.line == DONE for entry in held):
        say.to_group(office, room, _closed_text(office, request), "done", about=request, line="closed")


def _look_in_later(office: Office, request: ServiceRequest) -> None:
    """A month after a dispute was settled the mediator looks in; falls away when it is opened again."""
    wait = clocks.clock_of(office, request).look_in
    mediator = holders.mediator_of(office, request.unit_id) if wait else None
    if wait is not None and mediator is not None:
        name = holders.spoken_name(office, office.directory.people[request.reporter_id])
        say.to_person(
            office, mediator, office.text("look_in", no=request.no, name=name), "remind", about=request,
            step="look_in", guarded=True,
            not_before=office.calendar.next_working(office.calendar.add(office.now, wait)),
        )  # fmt: skip


def remembered(request: ServiceRequest) -> dict[str, Any]:
    """State and clocks as they stand."""
    moments = ("accept_from", "accepted_at", "heard_at", "expected_at", "done_at")
    kept = {name: value.isoformat() for name in moments if (value := getattr(request, name))}
    return {"status": request.status, "assignee_id": request.assignee_id, **kept}


def restore(request: ServiceRequest) -> dict[str, Any]:
    """The columns that an undo sets, from what was remembered."""
    before = dict(request.before or {})
    status = Status(before.pop("status", Status.IN_PROGRESS))
    assignee = before.pop("assignee_id", request.assignee_id)
    moments = {name: datetime.fromisoformat(value) for name, value in before.items()}
    return {"to": status, "assignee_id": assignee, **moments}


def ask_rating(turn: Turn, request: ServiceRequest) -> None:
    """1 满意 2 一般 3 没解决: once, in private, only after a person's own 好了."""
    if any(event.detail == RATING_ASKED for event in requests.events(turn.session, request.id or 0)):
        if turn.room is None:
            say.answer_privately(turn, turn.text("confirmed_you", no=request.no), "done", about=request)
        return
    if say.answer_privately(turn, turn.text("rate", no=request.no), "confirm", about=request, alone=True):
        note(turn, Act.NOTE, request, turn.sender, before=request.status, detail=RATING_ASKED)
        ask(turn, turn.sender, "rating", item_id=request.id, options=[1, 2, 3])


def _thank(turn: Turn, request: ServiceRequest) -> None:
    told_here = turn.sender if turn.room is None else None
    report_back.tell(turn, request, "closed", _closed_text(turn, request), "done", actor=told_here)


def _closed_text(office: Office, request: ServiceRequest) -> str:
    name = describe.assignee_name(office, request) if request.assignee_id else "大家"
    return office.text("closed", no=request.no, name=name)


def _tell_assignee(turn: Turn, request: ServiceRequest, name: str) -> None:
    assignee = turn.directory.people.get(request.assignee_id or 0)
    if assignee is not None and assignee.id != turn.sender_id:
        by = holders.spoken_name(turn, turn.sender)
        text = turn.text(name, no=request.no, reporter=by, by=by, subject=request.subject)
        say.to_person(turn, assignee, text, "done", about=request, step="told")


def _cosigner_says_good(turn: Turn, request: ServiceRequest) -> None:
    """Two co-signing households close it; one alone only asks the reporter."""
    note(turn, Act.COSIGN, request, turn.sender, before=request.status, detail="good")
    events = requests.events(turn.session, request.id or 0)
    good = {
        holders.household_of(turn.directory.people[event.actor_id])
        for event in events
        if event.act == Act.COSIGN and event.detail == "good" and event.actor_id
    }
    turn.session.flush()
    if request.status is Status.TO_CONFIRM and len(good) >= HOUSEHOLDS_CLOSE:
        close(turn, Act.CONFIRM, request, turn.sender)
    else:
        ask_reporter(turn, request)


def ask_reporter(turn: Turn, request: ServiceRequest) -> None:
    """A neighbour's word only asks the reporter, once."""
    reporter = turn.directory.people[request.reporter_id]
    text = turn.text("works_asked", no=request.no, by=holders.spoken_name(turn, turn.sender), subject=request.subject)
    if say.to_person(turn, reporter, text, "confirm", about=request, step="works_asked"):
        ask(turn, reporter, "works", item_id=request.id)
    if turn.room is None:
        name = holders.spoken_name(turn, reporter)
        say.answer_privately(turn, turn.text("done_you", name=name), "status", about=request)


def _heard_from_neighbour(turn: Turn) -> None:
    """灯亮了 by somebody who reported nothing: the reporter of the one matter it names is asked."""
    if turn.room is None:
        taking.nothing_to_do(turn)
        return
    here = requests.open_at(turn.session, [turn.room.unit_id])
    category = turn.parse.category or resolve.word_category(turn.parse.own)
    said_here = [one for one in here if one.room_id == turn.room.id and one.status is not Status.UNCONFIRMED]
    named = [one for one in said_here if category and one.category == category]
    if len(named) == 1 and named[0].urgency != Urgency.DANGER:
        ask_reporter(turn, named[0])


def silence(office: Office, request: ServiceRequest) -> None:
    """Nobody said anything after 完: it closes; danger and disputes wait for the head's 办结."""
    if Urgency(request.urgency) not in NEVER_BY_SILENCE:
        close(office, Act.CONFIRM, request, None, detail="silence")
        return
    head = holders.at_level(office, Level.BUILDING, request.unit_id)
    if head is not None:
        text = office.text("head_closes", no=request.no, subject=request.subject)
        say.to_person(
            office, head, text, "confirm", about=request, step="silence", guarded=True,
            not_before=clocks.speaking_hours(office, request, office.now),
        )  # fmt: skip


def close_command(turn: Turn) -> None:
    """办结 12: by the head, for what silence does not close."""
    request = resolve.item(turn, Act.CLOSE, resolve.in_my_care(turn))
    if request is None:
        taking.nothing_to_do(turn)
        return
    close(turn, Act.CLOSE, request, turn.sender)
    say.answer_privately(turn, turn.text("closed_by", no=request.no), "done", about=request)
