"""What a call for hands goes through: one literal table of acts, and the one function that changes a state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers import call_clocks, holders
from handlers.errors import Forbidden, Refusal
from handlers.office import Office
from storage import calls, outbox
from storage.tables import CALL_ENDED, CallEvent, CallStatus, Kind, Person, VolunteerCall


class CallWho(StrEnum):
    """How somebody stands to a call."""

    BOT = "bot"
    LEADER = "leader"
    HEAD = "head"
    """Head, deputy, grid or community of its unit."""
    ANYONE = "anyone"


class CallAct(StrEnum):
    """Everything that can be done to a call; events carry these names."""

    DRAFT = "draft"
    ALLOW = "allow"
    DROP = "drop"
    PUT_UP = "put_up"
    SECOND_CALL = "second_call"
    GO = "go"
    START = "start"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"
    FINISH = "finish"
    ATTEND = "attend"
    PUBLISH = "publish"
    FAIL = "fail"
    STOP = "stop"
    JOIN = "join"
    LEAVE = "leave"
    NOTE = "note"


S = CallStatus
W = CallWho
BEFORE = frozenset({S.RECRUITING, S.FULL, S.ON})
LIVE = frozenset(calls.LIVE)
DRAFT = frozenset({S.DRAFT})
MAY_CALL = holders.STAFF
"""Who puts up calls by right."""


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states, to which (None = it stays), and who may."""

    from_: frozenset[CallStatus]
    to: CallStatus | None
    who: frozenset[CallWho]


def _rule(from_: frozenset[CallStatus], to: CallStatus | None, *who: CallWho) -> Rule:
    return Rule(from_, to, frozenset(who))


RULES: dict[CallAct, Rule] = {
    CallAct.ALLOW: _rule(DRAFT, None, W.HEAD),
    CallAct.DROP: _rule(DRAFT, S.FAILED, W.BOT, W.LEADER, W.HEAD),
    CallAct.PUT_UP: _rule(DRAFT, S.RECRUITING, W.BOT, W.LEADER, W.HEAD),
    CallAct.SECOND_CALL: _rule(frozenset({S.RECRUITING}), None, W.BOT),
    CallAct.GO: _rule(BEFORE, S.ON, W.BOT),
    CallAct.START: _rule(BEFORE, S.UNDER_WAY, W.BOT),
    CallAct.RESCHEDULE: _rule(LIVE, S.RECRUITING, W.LEADER, W.HEAD),
    CallAct.CANCEL: _rule(LIVE | DRAFT, S.CANCELLED, W.LEADER, W.HEAD),
    CallAct.FINISH: _rule(LIVE, S.AWAITING_RESULT, W.BOT, W.LEADER, W.HEAD),
    CallAct.ATTEND: _rule(LIVE | {S.AWAITING_RESULT, S.PUBLISHED}, None, W.LEADER, W.HEAD),
    CallAct.PUBLISH: _rule(LIVE | {S.AWAITING_RESULT}, S.PUBLISHED, W.BOT, W.LEADER, W.HEAD),
    CallAct.FAIL: _rule(LIVE | {S.AWAITING_RESULT}, S.FAILED, W.BOT, W.LEADER, W.HEAD),
    CallAct.STOP: _rule(DRAFT, S.CANCELLED, W.LEADER, W.HEAD),
}
"""The lifecycle: from which states an act leads where, and who may do it."""

NAMES: dict[CallStatus, str] = {
    S.DRAFT: "拟稿",
    S.RECRUITING: "招人",
    S.FULL: "已满",
    S.ON: "成行",
    S.UNDER_WAY: "进行中",
    S.AWAITING_RESULT: "等成果",
    S.PUBLISHED: "已公示",
    S.CANCELLED: "取消了",
    S.FAILED: "没成",
}


def standing(office: Office, call: VolunteerCall, person: Person) -> set[CallWho]:
    """How a person stands to a call; a deputy stands like the one who is away."""
    found = {W.ANYONE}
    if call.leader_id in holders.stands_for(office, person):
        found.add(W.LEADER)
    if holders.holds(office, person, MAY_CALL, call.unit_id):
        found.add(W.HEAD)
    return found


def check(office: Office, act: CallAct, call: VolunteerCall, actor: Person | None) -> None:
    """Raise `Forbidden` or `Refusal` with a sentence, or let it pass."""
    rule = RULES[act]
    who = {W.BOT} if actor is None else standing(office, call, actor)
    if not who & rule.who:
        raise Forbidden(office.text("call_not_yours", no=call.no))
    if call.status not in rule.from_:
        raise Refusal(office.text("call_not_now", no=call.no, status=NAMES[call.status]))


def transition(
    office: Office,
    act: CallAct,
    call: VolunteerCall,
    actor: Person | None,
    *,
    detail: str | None = None,
    **changes: Any,
) -> None:
    """Do an act: check the table, change the state, write the event, set owner and next due time.

    What was still to be said about the older state falls away.
    """
    check(office, act, call, actor)
    call.status = RULES[act].to or call.status
    for name, value in changes.items():
        setattr(call, name, value)
    call.version += 1
    if actor is not None:
        call.cursor = office.now
    note(office, act, call, actor, detail=detail)
    settle(office, call)
    _drop_stale(office, call)


def note(office: Office, act: CallAct, call: VolunteerCall, actor: Person | None, *, detail: str | None = None) -> None:
    """Write an event."""
    event = CallEvent(call_id=call.id or 0, at=office.now, act=act, actor_id=actor.id if actor else None, detail=detail)
    calls.add_event(office.session, event)


def settle(office: Office, call: VolunteerCall) -> None:
    """Full or not, by its sign-ups; owner and next due time of a call that has not ended, neither of one that has."""
    if call.status in (S.RECRUITING, S.FULL):
        call.status = S.RECRUITING if has_seats(office, call) else S.FULL
    if call.status in CALL_ENDED:
        call.owner_id, call.next_due_at = None, None
    else:
        step = call_clocks.next_step(office, call)
        call.owner_id, call.next_due_at = call.leader_id, step.at if step else None
    office.session.add(call)
    office.session.flush()


def has_seats(office: Office, call: VolunteerCall) -> bool:
    """Whether fewer than wanted have joined; without a number there is always room."""
    return call.need is None or call_clocks.heads(office, call) < call.need


def _drop_stale(office: Office, call: VolunteerCall) -> None:
    office.post()
    for entry in outbox.waiting_about(office.session, Kind.CALL, call.id or 0):
        if entry.guard_version is not None and entry.guard_version < call.version:
            outbox.drop(office.session, entry)
