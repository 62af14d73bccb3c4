"""What a request goes through: one literal table of acts, and the one function that changes a state.

Invariant: a request that has not ended has exactly one owner and one next due time; one that has ended has neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers import clocks, holders, say
from handlers.errors import Forbidden, Refusal
from handlers.office import Office
from nlp.model import Urgency
from storage import outbox, requests
from storage.tables import ENDED, OPEN, Kind, Level, Person, Role, ServiceRequest, Status


class Who(StrEnum):
    """How somebody stands to a request."""

    BOT = "bot"
    REPORTER = "reporter"
    COSIGNER = "cosigner"
    ASSIGNEE = "assignee"
    OFFERED = "offered"
    HEAD = "head"
    GRID = "grid"
    COMMUNITY = "community"
    MEDIATOR = "mediator"
    ANYONE = "anyone"


class Act(StrEnum):
    """Everything that can be done to a request; events carry these names."""

    OPEN = "open"
    DOUBT = "doubt"
    ADMIT = "admit"
    DISMISS = "dismiss"
    ASSIGN = "assign"
    ACCEPT = "accept"
    HAND_OVER = "hand_over"
    RETURN = "return"
    START = "start"
    COME_BACK = "come_back"
    """From the street, to whoever had reported it there."""
    POSTPONE = "postpone"
    CALL_OUT = "call_out"
    """Turned into a call for hands: paused until its result."""
    RESUME = "resume"
    FINISH = "finish"
    CONFIRM = "confirm"
    WORKS = "works"
    CLOSE = "close"
    UNDO_CLOSE = "undo_close"
    REOPEN = "reopen"
    RAISE = "raise"
    REFER = "refer"
    MERGE = "merge"
    SPLIT = "split"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    DISAGREE = "disagree"
    COSIGN = "cosign"
    URGE = "urge"
    ASK = "ask"
    NOTE = "note"


S = Status
HANDS = frozenset({S.TO_ACCEPT, S.ACCEPTED, S.IN_PROGRESS})
WAITING = frozenset({S.TO_ASSIGN, S.TO_ACCEPT})
WORKING = frozenset({S.ACCEPTED, S.IN_PROGRESS})
PROMISED = WORKING | {S.POSTPONED}
NOBODY_GOES = WAITING | {S.MERGED, S.WITHDRAWN, S.REFUSED}
STAFF = frozenset({Who.HEAD, Who.GRID, Who.COMMUNITY})
ALL_OPEN = OPEN - {S.UNCONFIRMED}


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states, to which (None = it stays), and who may."""

    from_: frozenset[Status]
    to: Status | None
    who: frozenset[Who]


def _rule(from_: frozenset[Status], to: Status | None, *who: Who) -> Rule:
    return Rule(from_, to, frozenset(who))


W = Who
RULES: dict[Act, Rule] = {
    Act.ADMIT: _rule(frozenset({S.UNCONFIRMED}), S.TO_ASSIGN, W.BOT, *STAFF),
    Act.DISMISS: _rule(frozenset({S.UNCONFIRMED}), S.WITHDRAWN, W.BOT, W.REPORTER, *STAFF),
    Act.ASSIGN: _rule(WAITING | {S.ACCEPTED, S.POSTPONED, S.REFERRED}, S.TO_ACCEPT, W.BOT, W.MEDIATOR, *STAFF),
    Act.ACCEPT: _rule(WAITING, S.ACCEPTED, W.ASSIGNEE, W.OFFERED, *STAFF),
    Act.HAND_OVER: _rule(HANDS | {S.POSTPONED}, S.TO_ACCEPT, W.ASSIGNEE),
    Act.RETURN: _rule(WAITING | PROMISED, S.TO_ASSIGN, W.ASSIGNEE, W.BOT),
    Act.START: _rule(WORKING | {S.POSTPONED}, S.IN_PROGRESS, W.ASSIGNEE),
    Act.COME_BACK: _rule(frozenset({S.REFERRED}), S.IN_PROGRESS, W.COMMUNITY),
    Act.POSTPONE: _rule(WORKING | {S.POSTPONED}, S.POSTPONED, W.ASSIGNEE, W.HEAD, W.BOT),
    Act.CALL_OUT: _rule(WAITING | WORKING | {S.POSTPONED}, S.POSTPONED, *STAFF),
    Act.RESUME: _rule(frozenset({S.POSTPONED}), S.IN_PROGRESS, W.BOT, W.ASSIGNEE),
    Act.FINISH: _rule(WAITING | WORKING | {S.POSTPONED}, S.TO_CONFIRM, W.ASSIGNEE, W.HEAD, W.BOT),
    Act.CONFIRM: _rule(frozenset({S.TO_CONFIRM}), S.CLOSED, W.REPORTER, W.COSIGNER, W.BOT),
    Act.WORKS: _rule(ALL_OPEN, S.CLOSED, W.REPORTER),
    Act.CLOSE: _rule(frozenset({S.TO_CONFIRM}), S.CLOSED, W.MEDIATOR, *STAFF),
    Act.UNDO_CLOSE: _rule(frozenset({S.CLOSED}), None, W.REPORTER, W.ASSIGNEE, *STAFF),
    Act.REOPEN: _rule(frozenset({S.TO_CONFIRM, S.CLOSED}), S.TO_ACCEPT, W.REPORTER, W.COSIGNER, W.HEAD),
    Act.RAISE: _rule(ALL_OPEN, None, W.BOT, W.ASSIGNEE, *STAFF),
    Act.REFER: _rule(ALL_OPEN, S.REFERRED, W.COMMUNITY),
    Act.MERGE: _rule(ALL_OPEN, S.MERGED, W.REPORTER, W.ASSIGNEE, *STAFF),
    Act.SPLIT: _rule(frozenset({S.MERGED}), None, W.REPORTER, W.ASSIGNEE, *STAFF),
    Act.WITHDRAW: _rule(OPEN, S.WITHDRAWN, W.REPORTER, W.HEAD),
    Act.REFUSE: _rule(WAITING, S.REFUSED, *STAFF),
    Act.DISAGREE: _rule(frozenset({S.REFUSED}), S.TO_ASSIGN, W.REPORTER),
    Act.ASK: _rule(ALL_OPEN, None, W.ASSIGNEE, W.MEDIATOR, *STAFF),
}
"""The lifecycle: from which states an act leads where, and who may do it."""

NAMES: dict[Status, str] = {
    S.UNCONFIRMED: "待认",
    S.TO_ASSIGN: "待派",
    S.TO_ACCEPT: "待接",
    S.ACCEPTED: "已接",
    S.IN_PROGRESS: "在办",
    S.TO_CONFIRM: "等居民回话",
    S.POSTPONED: "缓办",
    S.REFERRED: "已报上级",
    S.CLOSED: "办结",
    S.MERGED: "已并",
    S.WITHDRAWN: "已撤",
    S.REFUSED: "不受理",
}


def standing(office: Office, request: ServiceRequest, person: Person) -> set[Who]:
    """How a person stands to a request; a deputy stands like the one who is away."""
    mine = holders.stands_for(office, person)
    found = {Who.ANYONE}
    if request.reporter_id in mine or request.told_by_id in mine or _same_door(office, request, person):
        found.add(Who.REPORTER)
    if request.assignee_id in mine:
        found.add(Who.ASSIGNEE)
    if any(offer.person_id in mine for offer in requests.offers(office.session, request.id or 0)):
        found.add(Who.OFFERED)
    if requests.has_signed(office.session, request.id or 0, person.id or 0):
        found.add(Who.COSIGNER)
    for who, roles in POSTS.items():
        if who is not _outsider(request) and holders.holds(office, person, roles, request.unit_id):
            found.add(who)
    return found


POSTS: dict[Who, tuple[Role, ...]] = {
    Who.HEAD: (Role.HEAD, Role.DEPUTY),
    Who.GRID: (Role.GRID,),
    Who.COMMUNITY: (Role.COMMUNITY,),
    Who.MEDIATOR: (Role.MEDIATOR,),
}


def _outsider(request: ServiceRequest) -> Who:
    """Whose post it is no business of: a dispute is not the grid's, anything else not the mediator's."""
    return Who.GRID if request.urgency == Urgency.DISPUTE else Who.MEDIATOR


def answers_for(office: Office, request: ServiceRequest, person: Person) -> bool:
    """Whether a post of theirs makes it their business."""
    return bool(standing(office, request, person) & POSTS.keys())


def _same_door(office: Office, request: ServiceRequest, person: Person) -> bool:
    """Family: the same household speaks for the reporter; a quarrel may be with that very household."""
    if request.urgency == Urgency.DISPUTE:
        return False
    return office.directory.are_family(person, office.directory.people[request.reporter_id])


def may(office: Office, act: Act, request: ServiceRequest, actor: Person) -> bool:
    """Whether this person may do that to it now."""
    rule = RULES[act]
    return request.status in rule.from_ and bool(standing(office, request, actor) & rule.who)


def check(office: Office, act: Act, request: ServiceRequest, actor: Person | None) -> None:
    """Raise `Forbidden` or `Refusal` with a sentence, or let it pass."""
    rule = RULES[act]
    who = {Who.BOT} if actor is None else standing(office, request, actor)
    if not who & rule.who:
        raise Forbidden(office.text("not_yours", no=request.no))
    if request.status not in rule.from_:
        raise Refusal(office.text("not_now", no=request.no, status=NAMES[request.status]))


def transition(
    office: Office,
    act: Act,
    request: ServiceRequest,
    actor: Person | None,
    *,
    to: Status | None = None,
    detail: str | None = None,
    message_id: str | None = None,
    **changes: Any,
) -> None:
    """Do an act: check the table, change the state, write the event, set owner and next due time.

    `to` is for acts whose table row leaves it open; `changes` are further columns. What was still to be said
    about the older state falls away.
    """
    check(office, act, request, actor)
    before = request.status
    request.status = to or RULES[act].to or before
    for name, value in changes.items():
        setattr(request, name, value)
    if request.status is not Status.POSTPONED:
        request.postponed_to = None
    request.version += 1
    if actor is not None:
        request.cursor = office.now
    note(office, act, request, actor, before=before, detail=detail, message_id=message_id)
    settle(office, request)
    if act is Act.RAISE:
        _keep_fresh(office, request)
    _drop_stale(office, request, given_up=before in PROMISED and request.status in NOBODY_GOES)


def note(
    office: Office,
    act: Act,
    request: ServiceRequest,
    actor: Person | None,
    *,
    before: Status | None = None,
    detail: str | None = None,
    message_id: str | None = None,
) -> None:
    """Write an event."""
    requests.add_event(
        office.session,
        request_id=request.id or 0,
        at=office.now,
        act=act,
        actor_id=actor.id if actor else None,
        from_status=before,
        to_status=request.status,
        level=request.level,
        message_id=message_id,
        detail=detail,
    )


def settle(office: Office, request: ServiceRequest) -> None:
    """Give an open request its owner and next due time, take both from an ended one, drop what grew stale."""
    if request.status in ENDED:
        request.owner_id, request.next_due_at = None, None
    else:
        owner = holders.owner(office, request)
        request.owner_id = owner.id if owner else None
        request.next_due_at = clocks.next_step(office, request).at
    office.session.add(request)


def _keep_fresh(office: Office, request: ServiceRequest) -> None:
    """A level that rises makes no word untrue that is said in the same moment."""
    office.post()
    for entry in outbox.waiting_about(office.session, Kind.REQUEST, request.id or 0):
        if entry.guard_version is not None and entry.created_at == office.now:
            entry.guard_version = request.version
            office.session.add(entry)


def _drop_stale(office: Office, request: ServiceRequest, *, given_up: bool) -> None:
    """What the new state makes untrue is not said any more; nor who goes and until when, once nobody does."""
    office.post()
    for entry in outbox.waiting_about(office.session, Kind.REQUEST, request.id or 0):
        outdated = entry.guard_version is not None and entry.guard_version < request.version
        if outdated or (given_up and entry.line in say.PROMISES):
            outbox.drop(office.session, entry)
        elif given_up and entry.line == say.ACK:
            say.without_promise(office, entry)


def level_above(request: ServiceRequest) -> Level:
    """The next level up; a dispute passes the grid by."""
    up = Level(min(request.level + 1, Level.STREET))
    return Level.COMMUNITY if up is Level.GRID and request.urgency == Urgency.DISPUTE else up
