"""Two numbers for one matter: 并 and 拆, and the question whether it is one."""

from __future__ import annotations

from datetime import timedelta

from handlers import clocks, describe, dispatch, holders, resolve, same_matter, say
from handlers.closing import remembered, restore
from handlers.errors import Forbidden, Missing, Refusal
from handlers.lifecycle import Act, Who, check, standing, transition
from handlers.office import Turn
from handlers.questions import ask
from storage import requests
from storage.tables import ENDED, Person, ServiceRequest, Status

SPLIT_WITHIN = timedelta(days=7)


def propose(turn: Turn, request: ServiceRequest) -> str:
    """The question to the reporter, in private, whether a new one is an older one still open; empty when it is not."""
    older = same_matter.perhaps(turn, request)
    if older is None or not holders.can_reach(turn, turn.sender):
        return ""
    ask(turn, turn.sender, "merge", item_id=request.id, options=[older.no])
    when, state = turn.when(older.requested_at), describe.state(turn, older)
    return turn.text("merge_ask", no=request.no, into=older.no, when=when, subject=older.subject, state=state)


def merge(turn: Turn) -> None:
    """并 15 12: by the head or a worker, for what they answer for."""
    request = resolve.numbered(turn, _number(turn, turn.parse.no))
    turn.community_id = request.community_id
    target = resolve.numbered(turn, _number(turn, _first_number(turn.parse.args)))
    _check_care(turn, request)
    merge_into(turn, request, target)


def merge_into(turn: Turn, request: ServiceRequest, target: ServiceRequest) -> None:
    """15 becomes part of 12 and its timers stop; those of 15 hear it in private."""
    if target.id == request.id or target.status in ENDED or target.community_id != request.community_id:
        raise Refusal(turn.text("not_now", no=target.no, status=describe.state(turn, target)))
    former = turn.directory.people.get(request.assignee_id or 0)
    transition(
        turn, Act.MERGE, request, turn.sender, merged_into_id=target.id, before=remembered(request),
        closed_at=turn.now, detail=str(target.no),
    )  # fmt: skip
    requests.copy_households(turn.session, request.id or 0, target.id or 0)
    for person in _households(turn, request):
        if person.id != turn.sender_id:
            text = turn.text("merged_told", no=request.no, into=target.no)
            say.to_person(turn, person, text, "status", about=request, step="merged")
    if former is not None and former.id not in (turn.sender_id, target.assignee_id):
        text = turn.text("taken_from_you", no=request.no, name=describe.assignee_name(turn, target))
        say.to_person(turn, former, text, "status", about=request, step="taken")
    say.answer_privately(turn, turn.text("merged_you", no=request.no, into=target.no), "status", about=request)


def _check_care(turn: Turn, request: ServiceRequest) -> None:
    if not standing(turn, request, turn.sender) & {Who.HEAD, Who.ASSIGNEE, Who.GRID, Who.COMMUNITY}:
        raise Forbidden(turn.text("not_yours", no=request.no))


def _number(turn: Turn, no: int | None) -> int:
    if no is None:
        raise Missing(turn.text("which", choices="例如: 并 15 12"))
    return no


def _first_number(args: str) -> int | None:
    digits = "".join(char if char.isdigit() else " " for char in args).split()
    return int(digits[0]) if digits else None


def _households(turn: Turn, request: ServiceRequest) -> list[Person]:
    signed = requests.cosigners(turn.session, request.id or 0)
    wanted = dict.fromkeys([request.reporter_id, *(one.person_id for one in signed)])
    return [turn.directory.people[person_id] for person_id in wanted]


def split(turn: Turn) -> None:
    """拆 15 within seven days: on its own again, with a new accept clock."""
    request = resolve.numbered(turn, _number(turn, turn.parse.no))
    check(turn, Act.SPLIT, request, turn.sender)
    if request.closed_at and turn.now - request.closed_at > SPLIT_WITHIN:
        raise Refusal(turn.text("split_late", no=request.no))
    requests.forget_households(turn.session, request.merged_into_id or 0, request.id or 0)
    changes = {**restore(request), "accept_from": turn.now}
    transition(turn, Act.SPLIT, request, turn.sender, merged_into_id=None, closed_at=None, before=None, **changes)
    say.answer_privately(turn, turn.text("split", no=request.no), "status", about=request)
    _tell_apart(turn, request)
    if request.status is Status.TO_ASSIGN:
        dispatch.assign_best(turn, request)
    elif request.status is Status.TO_ACCEPT and request.assignee_id:
        person = turn.directory.people[request.assignee_id]
        dispatch.hand_to(turn, request, person, dispatch.assignment(turn, request))


def _tell_apart(turn: Turn, request: ServiceRequest) -> None:
    """Who heard that it is one matter hears that it is not."""
    for person in _households(turn, request):
        if person.id != turn.sender_id:
            when = turn.when(request.expected_at or clocks.accept_by(turn, request))
            text = turn.text("split_told", no=request.no, subject=request.subject, when=when)
            say.to_person(turn, person, text, "status", about=request, step="split")
