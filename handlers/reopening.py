"""Not so after all: 没修好 and 没办结."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from handlers import (
    asking,
    clocks,
    closing,
    describe,
    dispatch,
    drafting,
    holders,
    opening,
    raising,
    report_back,
    resolve,
    same_matter,
    say,
)
from handlers.lifecycle import ALL_OPEN, Act, level_above, transition
from handlers.office import Turn
from handlers.taking import nothing_to_do
from nlp.model import Intent, Parse, Urgency
from storage import requests
from storage.tables import (
    Level,
    Person,
    ServiceRequest,
    Status,
)

AGAIN = re.compile("又|还是|再次|仍然?|依旧|照样")
REOPEN_WITHIN = timedelta(days=7)
UNDO_WITHIN = timedelta(hours=24)
SECOND = 2


def report(turn: Turn) -> None:
    """A report; of what somebody says is done, or what was closed since, it opens that again."""
    before = _came_back(turn) or _still_so(turn)
    if before is None:
        opening.report(turn)
    else:
        reopen(turn, before)


def _came_back(turn: Turn) -> ServiceRequest | None:
    """又坏了 about what is closed; any words about the same thing while its reporter's word is waited for."""
    parse = turn.parse
    if parse.parts or parse.urgency is Urgency.DANGER:
        return None
    again = AGAIN.search(parse.own) is not None
    same = (one for one in _done_before(turn) if one.category == parse.category and not resolve.contradicts(turn, one))
    near = (one for one in same if same_matter.at_one_place(turn, one, parse))
    meant = (one for one in near if again or (one.status is Status.TO_CONFIRM and one.urgency == parse.urgency))
    return next(meant, None)


def _still_so(turn: Turn) -> ServiceRequest | None:
    """灯不亮啊 of a neighbour while it waits for a word: whoever says so has it too."""
    same = None if turn.parse.parts else same_matter.find(turn, turn.parse)
    if same is None or same.status is not Status.TO_CONFIRM:
        return None
    drafting.sign(turn, same, turn.sender)
    return same


BAD = re.compile(
    r"(?:怎么|咋|可是?|但是?)?(?:不行|不对|没用)?[\s,，]*(?:师傅)?(?:根本|压根|都|还|又|仍然?|依然|照样)*(?:是|在)?"
    r"(?:没有?(?:修|弄|搞|办|谈|装|换|扫|处理|解决|清|通|亮|来|好|见?人来|人修)|不(?:亮|行|好|热|通)|坏|黑|漏|堵|响|臭|闪|灭)"
)
"""Words that say that it is not good, where somebody was asked."""


def sounds_bad(parse: Parse) -> bool:
    """没有修好啊, 不行，还是黑的: a word about what was done, if anything was."""
    return len(parse.own) < closing.LONGEST_WORD and BAD.match(parse.own) is not None


def asks_again(turn: Turn) -> bool:
    """墙还没修, 师傅什么时候来 about nothing but what is said to be done."""
    if turn.parse.intent is not Intent.URGE or turn.parse.no is not None or "催" in turn.parse.own:
        return False
    mine = resolve.mine_reported(turn)
    meant = resolve.narrowed(turn.parse, mine) or mine
    return bool(meant) and all(one.status is Status.TO_CONFIRM for one in meant)


def not_fixed(turn: Turn) -> None:
    """没修好: back to the same worker, first in the queue, with half of the time."""
    candidates = _done_before(turn)
    waiting = [one for one in candidates if one.status is Status.TO_CONFIRM]
    named = resolve.narrowed(turn.parse, candidates)
    request = resolve.item(turn, Act.REOPEN, named or waiting or _lately(turn, candidates)[:1])
    if request is None:
        _perhaps_new(turn)
        return
    reopen(turn, request)


def _lately(turn: Turn, found: list[ServiceRequest]) -> list[ServiceRequest]:
    return [one for one in found if one.closed_at is None or turn.now - one.closed_at <= REOPEN_WITHIN]


def _done_before(turn: Turn) -> list[ServiceRequest]:
    """What the sender's household reported or the sender signed, and somebody says is done; what waits comes first."""
    since = turn.now - drafting.RECURS
    reported = [*resolve.mine_reported(turn), *requests.of_reporter_since(turn.session, resolve.household(turn), since)]
    signed = requests.cosigned_by(turn.session, [turn.sender_id], since)
    done = [
        one
        for one in [*reported, *signed, *resolve.told_and_done(turn)]
        if one.status in (Status.TO_CONFIRM, Status.CLOSED)
    ]
    return list({one.id: one for one in done if resolve.may_know(turn, one)}.values())


def _perhaps_new(turn: Turn) -> None:
    """又坏了 about what is being worked on asks how far it is; else it is a new report when it says what."""
    mine = [one for one in resolve.mine_reported(turn) if not resolve.contradicts(turn, one)]
    same = [one for one in mine if turn.parse.category in (None, one.category)]
    if len(same) == 1:
        asking.urge_request(turn, same[0])
    elif turn.parse.category is not None and turn.parse.fault_word:
        opening.report(turn)
    else:
        nothing_to_do(turn)


def reopen(turn: Turn, request: ServiceRequest) -> None:
    """Open it again within seven days; the second time one level up; later it is a new number."""
    if request.status in ALL_OPEN - {Status.TO_CONFIRM}:
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
    if _is_gone(turn, request):
        dispatch.assign_best(turn, request)
    text = turn.text("reopened", no=request.no, name=describe.assignee_name(turn, request), when=turn.when(due))
    told_here = turn.sender if turn.room is None else None
    report_back.tell(turn, request, "reopened", text, "status", actor=told_here)
    if told_here is not None:
        say.answer_privately(turn, text, "status", about=request)
    assignee = turn.directory.people.get(request.assignee_id or 0)
    _tell_head(turn, request)
    if request.reopens >= SECOND and request.level < Level.STREET:
        raising.raise_to(turn, request, level_above(request), None, turn.text("why_reopened"))
    _send_again(turn, request, assignee, due)


def _is_gone(turn: Turn, request: ServiceRequest) -> bool:
    """Nobody had it, or whoever had it had themselves erased since."""
    assignee = turn.directory.people.get(request.assignee_id or 0)
    return assignee is None or assignee.erased_at is not None


def _send_again(turn: Turn, request: ServiceRequest, assignee: Person | None, due: datetime) -> None:
    """Whoever did it is asked to go again; after the second time the level above may also send somebody else."""
    if assignee is not None:
        line = turn.text(
            "reopened_to",
            no=request.no,
            where=describe.where(turn, request),
            subject=request.subject,
            when=turn.when(due),
        )
        dispatch.hand_to(turn, request, assignee, line)


def _tell_head(turn: Turn, request: ServiceRequest) -> None:
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
    since = turn.now - UNDO_WITHIN
    closed = requests.of_reporter_since(turn.session, resolve.household(turn), since)
    request = resolve.item(turn, Act.UNDO_CLOSE, [one for one in closed if resolve.may_know(turn, one)])
    if request is None:
        nothing_to_do(turn)
        return
    if request.closed_at is None or turn.now - request.closed_at > UNDO_WITHIN:
        reopen(turn, request)
        return
    transition(turn, Act.UNDO_CLOSE, request, turn.sender, closed_at=None, before=None, **_restored(turn, request))
    waits = "_waits" if request.status is Status.TO_CONFIRM else ""
    say.answer(turn, turn.text(f"undone{waits}", no=request.no), "status", about=request)
    assignee = turn.directory.people.get(request.assignee_id or 0)
    if assignee is not None and assignee.id != turn.sender_id:
        when = turn.when(request.expected_at or clocks.done_by(turn, request))
        text = turn.text(f"undone_told{waits}", no=request.no, when=when)
        say.to_person(turn, assignee, text, "status", about=request)


def _restored(turn: Turn, request: ServiceRequest) -> dict[str, Any]:
    """State and clocks as they were; where silence had closed it, its reporter's word is waited for anew."""
    kept = closing.restore(request)
    silent = turn.calendar.add(request.done_at or turn.now, clocks.clock_of(turn, request).confirm)
    return {**kept, "done_at": turn.now} if kept["to"] is Status.TO_CONFIRM and silent <= turn.now else kept
