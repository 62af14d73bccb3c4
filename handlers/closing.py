"""How a matter ends: 完, 好了, silence, 不用了, 误报 — and comes back: 没修好, 没办结."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers import asking, clocks, describe, dispatch, holders, opening, raising, report_back, resolve, say
from handlers.errors import Missing, Refusal
from handlers.lifecycle import Act, Who, note, standing, transition
from handlers.office import Office, Turn
from handlers.questions import ask
from handlers.taking import nothing_to_do
from nlp.model import Urgency
from storage import inbox, outbox, phrases, requests
from storage.tables import ENDED, InboxState, Kind, Level, Person, ServiceRequest, Status

REOPEN_WITHIN = timedelta(days=7)
UNDO_WITHIN = timedelta(hours=24)
WRONG_ACK = timedelta(minutes=10)
NEVER_BY_SILENCE = (Urgency.DANGER, Urgency.DISPUTE)
STARTED = frozenset({Status.IN_PROGRESS, Status.TO_CONFIRM})


def done(turn: Turn) -> None:
    """完 or 好了: by the assignee or head it waits for the reporter's word, by the reporter it closes."""
    worked_on = resolve.mine_in_hand(turn)
    reported = resolve.mine_reported(turn)
    head_of = resolve.in_my_care(turn) if turn.parse.no is not None else []
    request = resolve.item(turn, _act_for(turn, worked_on), [*worked_on, *reported, *head_of])
    if request is None:
        _heard_from_neighbour(turn)
        return
    _done_by(turn, request, standing(turn, request, turn.sender))


def _act_for(turn: Turn, worked_on: Sequence[ServiceRequest]) -> Act:
    return Act.FINISH if worked_on else Act.WORKS


def _done_by(turn: Turn, request: ServiceRequest, who: set[Who]) -> None:
    if request.status is Status.CLOSED or (request.status is Status.TO_CONFIRM and Who.REPORTER not in who):
        _already_done(turn, request)
    elif Who.ASSIGNEE in who or (Who.OFFERED in who and Who.REPORTER not in who):
        finish(turn, request)
    elif Who.REPORTER in who:
        it_works(turn, request)
    elif Who.COSIGNER in who:
        _cosigner_says_good(turn, request)
    elif Who.HEAD in who:
        finish(turn, request)
    elif turn.parse.no is not None:
        transition(turn, Act.FINISH, request, turn.sender)
    else:
        ask_reporter(turn, request)


def _already_done(turn: Turn, request: ServiceRequest) -> None:
    if turn.room is None:
        say.answer_privately(turn, turn.text("closed_by", no=request.no), "status", about=request)


def finish(turn: Turn, request: ServiceRequest) -> None:
    """完: said where it was reported, with what to say when it is not so."""
    if request.status in (Status.TO_ASSIGN, Status.TO_ACCEPT) and Who.OFFERED in standing(turn, request, turn.sender):
        transition(
            turn, Act.ACCEPT, request, turn.sender, assignee_id=request.assignee_id or turn.sender_id,
            accepted_at=turn.now, heard_at=turn.now, offer_until=None, expected_at=clocks.done_by(turn, request),
        )  # fmt: skip
    transition(turn, Act.FINISH, request, turn.sender, message_id=turn.message.id, done_at=turn.now, postponed_to=None)
    tell_done(turn, request, turn.sender)
    photo = "" if request.photos or request.photo_asked else turn.text("photo")
    request.photo_asked = True
    turn.session.add(request)
    reporter = holders.spoken_name(turn, turn.directory.people[request.reporter_id])
    say.answer_privately(turn, turn.text("done_you", name=reporter, photo=photo), "done", about=request)


def tell_done(office: Office, request: ServiceRequest, by: Person) -> None:
    """The done line for all who reported."""
    subject_done, still = describe.fixed(request)
    text = office.text(
        "done", at="{at}", no=request.no, subject_done=subject_done, still=still, name=holders.spoken_name(office, by)
    )
    report_back.tell(office, request, "done", text, "done", mention=True, actor=by)
    for merged in requests.merged_into(office.session, request.id or 0):
        told = office.text("merged_done", at="{at}", no=merged.no, subject=merged.subject)
        report_back.tell(office, merged, "done", told, "done", mention=True, actor=by)


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


def close(office: Office, act: Act, request: ServiceRequest, actor: Person | None, detail: str | None = None) -> None:
    """Close it, keeping what an undo within 24 h restores."""
    before = remembered(request)
    transition(office, act, request, actor, closed_at=office.now, before=before, detail=detail)


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
    text = turn.text("rate", no=request.no)
    if request.rating is None and say.answer_privately(turn, text, "confirm", about=request):
        ask(turn, turn.sender, "rating", item_id=request.id, options=[1, 2, 3])


def _thank(turn: Turn, request: ServiceRequest) -> None:
    name = describe.assignee_name(turn, request) if request.assignee_id else "大家"
    report_back.tell(turn, request, "closed", turn.text("closed", no=request.no, name=name), "done")


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


HOUSEHOLDS_CLOSE = 2


def ask_reporter(turn: Turn, request: ServiceRequest) -> None:
    """A neighbour's word only asks the reporter, once."""
    reporter = turn.directory.people[request.reporter_id]
    text = turn.text(
        "works_asked", no=request.no, by=holders.spoken_name(turn, turn.sender), subject=request.subject
    )
    say.to_person(turn, reporter, text, "confirm", about=request, step="works_asked")


def _heard_from_neighbour(turn: Turn) -> None:
    """灯亮了 by somebody who reported nothing: the reporter of the one matter it names is asked."""
    if turn.room is None:
        nothing_to_do(turn)
        return
    here = requests.open_at(turn.session, [turn.room.unit_id])
    category = turn.parse.category or resolve.word_category(turn.parse.own)
    named = [
        one for one in here
        if category and one.category == category and one.room_id == turn.room.id and one.status is not Status.UNCONFIRMED
    ]  # fmt: skip
    if len(named) == 1 and named[0].urgency != Urgency.DANGER:
        ask_reporter(turn, named[0])


# --- silence -----------------------------------------------------------------------------------------------------


def silence(office: Office, request: ServiceRequest) -> None:
    """Nobody said anything after 完: it closes; danger and disputes wait for the head's 办结."""
    if Urgency(request.urgency) not in NEVER_BY_SILENCE:
        close(office, Act.CONFIRM, request, None, detail="silence")
        return
    head = holders.at_level(office, Level.BUILDING, request.unit_id)
    if head is not None:
        text = office.text("head_closes", no=request.no, subject=request.subject)
        say.to_person(office, head, text, "confirm", about=request, step="silence")


def close_command(turn: Turn) -> None:
    """办结 12: by the head, for what silence does not close."""
    request = resolve.item(turn, Act.CLOSE, resolve.in_my_care(turn))
    if request is None:
        nothing_to_do(turn)
        return
    close(turn, Act.CLOSE, request, turn.sender)
    say.answer_privately(turn, turn.text("closed_by", no=request.no), "done", about=request)
    if outbox.last_line(turn.session, Kind.REQUEST, request.id or 0, "done") is None:
        _thank(turn, request)


# --- not so ------------------------------------------------------------------------------------------------------


def not_fixed(turn: Turn) -> None:
    """没修好: back to the same worker, first in the queue, with half of the time."""
    since = turn.now - REOPEN_WITHIN
    family = [turn.sender_id]
    closed = requests.of_reporter_since(turn.session, family, since)
    waiting = [one for one in resolve.mine_reported(turn) if one.status is Status.TO_CONFIRM]
    signed = [one for one in requests.cosigned_by(turn.session, family, since) if one.status in (Status.TO_CONFIRM, Status.CLOSED)]
    candidates = list({one.id: one for one in [*waiting, *closed, *signed]}.values())
    newest = waiting or candidates[:1]
    request = resolve.item(turn, Act.REOPEN, newest if turn.parse.no is None and not turn.parse.category else candidates)
    if request is None:
        _perhaps_new(turn)
        return
    reopen(turn, request)


def _perhaps_new(turn: Turn) -> None:
    """又坏了 without a known matter is a new report when it says what and where."""
    if turn.parse.category is not None and turn.parse.fault_word:
        opening.report(turn)
    else:
        nothing_to_do(turn)


def reopen(turn: Turn, request: ServiceRequest) -> None:
    """Open it again within seven days; the second time one level up; later it is a new number."""
    if request.status in (Status.ACCEPTED, Status.IN_PROGRESS, Status.TO_ACCEPT, Status.TO_ASSIGN, Status.POSTPONED):
        asking.urge_request(turn, request)
        return
    if request.closed_at and turn.now - request.closed_at > REOPEN_WITHIN:
        _report_again(turn, request)
        return
    due = clocks.half_done_by(turn, request)
    transition(
        turn, Act.REOPEN, request, turn.sender, message_id=turn.message.id,
        reopens=request.reopens + 1, expected_at=due, done_at=None, closed_at=None, accept_from=turn.now,
        accepted_at=None, heard_at=None, rating=None,
    )  # fmt: skip
    if request.assignee_id is None:
        dispatch.assign_best(turn, request)
    text = turn.text("reopened", no=request.no, name=describe.assignee_name(turn, request), when=turn.when(due))
    report_back.tell(turn, request, "reopened", text, "status")
    _send_again(turn, request, due)
    if request.reopens >= SECOND and request.level < Level.STREET:
        raising.raise_to(turn, request, Level(request.level + 1), None, turn.text("why_reopened"))


SECOND = 2


def _send_again(turn: Turn, request: ServiceRequest, due: datetime) -> None:
    assignee = turn.directory.people.get(request.assignee_id or 0)
    if assignee is not None:
        line = turn.text(
            "reopened_to", no=request.no, where=describe.where(turn, request), subject=request.subject, when=turn.when(due)
        )
        dispatch.hand_to(turn, request, assignee, line)
    head = holders.head_of(turn, request.unit_id)
    if head is not None and head.id not in (turn.sender_id, request.assignee_id):
        text = turn.text(
            "reopened_head", no=request.no, subject=request.subject, name=describe.assignee_name(turn, request)
        )
        say.to_person(turn, head, text, "status", about=request, step="reopened")


def _report_again(turn: Turn, request: ServiceRequest) -> None:
    opening.report_recurrence(turn, request)


def undo_close(turn: Turn) -> None:
    """没办结 within 24 h restores state and clocks."""
    family = [turn.sender_id]
    since = turn.now - UNDO_WITHIN
    request = resolve.item(turn, Act.UNDO_CLOSE, requests.of_reporter_since(turn.session, family, since))
    if request is None:
        nothing_to_do(turn)
        return
    if request.closed_at is None or turn.now - request.closed_at > UNDO_WITHIN:
        reopen(turn, request)
        return
    transition(turn, Act.UNDO_CLOSE, request, turn.sender, closed_at=None, before=None, **restore(request))
    say.answer(turn, turn.text("undone", no=request.no), "status", about=request)
    assignee = turn.directory.people.get(request.assignee_id or 0)
    if assignee is not None and assignee.id != turn.sender_id:
        when = turn.when(request.expected_at or clocks.done_by(turn, request))
        say.to_person(turn, assignee, turn.text("undone_told", no=request.no, when=when), "status", about=request)


# --- taken back --------------------------------------------------------------------------------------------------


def withdraw(turn: Turn) -> None:
    """不用了, 误报: by the reporter; by the head with a reason."""
    candidates = resolve.mine_reported(turn)
    if turn.parse.no is not None:
        candidates = [*candidates, *resolve.in_my_care(turn)]
    request = resolve.item(turn, Act.WITHDRAW, candidates)
    if request is None:
        nothing_to_do(turn)
        return
    who = standing(turn, request, turn.sender)
    if Who.REPORTER not in who and Who.HEAD in who and not turn.parse.args.strip():
        raise Missing(turn.text("withdraw_reason", no=request.no))
    take_back(turn, request, turn.parse.args.strip() or turn.parse.own)


def take_back(turn: Turn, request: ServiceRequest, reason: str) -> None:
    """Withdrawn: the group hears it only if it was announced there, the worker only if he had accepted."""
    announced = _was_announced(turn, request)
    accepted = request.accepted_at is not None
    assignee = turn.directory.people.get(request.assignee_id or 0)
    transition(turn, Act.WITHDRAW, request, turn.sender, message_id=turn.message.id, detail=reason[:200], closed_at=turn.now)
    text = turn.text("withdrawn", no=request.no)
    room = report_back.room_of(turn, request)
    if announced and room is not None:
        say.to_group(turn, room, text, "status", about=request, line="withdrawn")
    if turn.room is None:
        say.answer_privately(turn, text, "status", about=request)
    if assignee is not None and assignee.id != turn.sender_id and accepted:
        say.to_person(turn, assignee, turn.text("withdrawn_told", no=request.no), "status", about=request, step="withdrawn")


def _was_announced(turn: Turn, request: ServiceRequest) -> bool:
    ack = outbox.last_line(turn.session, Kind.REQUEST, request.id or 0, say.ACK)
    return ack is not None and ack.sent_at is not None


def recalled(turn: Turn) -> None:
    """A recalled report is withdrawn; once somebody works on it the reporter is asked first."""
    key = (turn.message.transport, turn.message.chat, turn.message.of or "")
    entry = inbox.item_of(turn.session, key)
    if entry is None or entry.sender != turn.message.sender:
        return
    inbox.erase_text(turn.session, key)
    if entry.state is not InboxState.KEPT or entry.kind is not Kind.REQUEST:
        return
    for request in requests.from_message(turn.session, turn.message.of or "", entry.item_id or 0):
        _recall_one(turn, request)


def _recall_one(turn: Turn, request: ServiceRequest) -> None:
    if request.status in ENDED or request.reporter_id != turn.sender_id:
        return
    request.text = None
    if request.status in STARTED:
        say.answer_privately(turn, turn.text("recall_ask", no=request.no), "ask", about=request)
        ask(turn, turn.sender, "recall", item_id=request.id)
        return
    take_back(turn, request, "recall")


def not_a_request(turn: Turn) -> None:
    """不是: a wrong ack is withdrawn with one line, quoting it or within ten minutes."""
    no = resolve.quoted_no(turn)
    if no is not None:
        request: ServiceRequest | None = resolve.numbered(turn, no)
    else:
        recent = [one for one in resolve.mine_reported(turn) if turn.now - one.requested_at <= WRONG_ACK]
        request = recent[0] if recent else None
        if request is None and turn.room is not None and resolve.in_my_care(turn):
            here = requests.in_room_since(turn.session, turn.room.id or 0, turn.now - WRONG_ACK)
            request = here[0] if here else None
    if request is None:
        return
    if request.status in ENDED:
        raise Refusal(turn.text("not_now", no=request.no, status=describe.state(turn, request)))
    phrases_wrong(turn, request)
    take_back(turn, request, "wrong ack")


def phrases_wrong(turn: Turn, request: ServiceRequest) -> None:
    """Keep the words that were wrongly taken, for the rules."""
    phrases.add(turn.session, request.text or "", "wrong", "request", request.category, turn.now)

