"""Named queries on volunteer calls and their sign-ups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, func
from sqlmodel import Session, col, select

from storage.tables import CALL_ENDED, CallEvent, CallStatus, SignUp, SignUpStatus, VolunteerCall

LIVE = (CallStatus.RECRUITING, CallStatus.FULL, CallStatus.ON, CallStatus.UNDER_WAY)
"""Neighbours may still join."""
IN = (SignUpStatus.JOINED, SignUpStatus.WAITING, SignUpStatus.OFFERED)
"""In the call or on its waiting list."""


def add(session: Session, call: VolunteerCall) -> VolunteerCall:
    """Store a new call."""
    session.add(call)
    session.flush()
    return call


def by_id(session: Session, call_id: int | None) -> VolunteerCall | None:
    """The call of an id."""
    return session.get(VolunteerCall, call_id) if call_id is not None else None


BY_NO = select(VolunteerCall).where(
    col(VolunteerCall.no) == bindparam("no"), col(VolunteerCall.community_id) == bindparam("community")
)


def by_no(session: Session, no: int, community_id: int) -> VolunteerCall | None:
    """The call of that number."""
    return session.scalars(BY_NO, {"no": no, "community": community_id}).first()


def communities_of(session: Session, person_ids: Iterable[int]) -> set[int]:
    """Where these people lead a call or signed up for one."""
    people = list(person_ids)
    signed = select(SignUp.call_id).where(col(SignUp.person_id).in_(people))
    theirs = col(VolunteerCall.leader_id).in_(people) | col(VolunteerCall.id).in_(signed)
    return set(session.scalars(select(VolunteerCall.community_id).where(theirs).distinct()))


def live_in(session: Session, room_ids: Iterable[int]) -> list[VolunteerCall]:
    """Calls of these rooms that neighbours may join, newest first."""
    return _calls(session, col(VolunteerCall.room_id).in_(list(room_ids)), col(VolunteerCall.status).in_(LIVE))


def led_by(session: Session, person_ids: Iterable[int]) -> list[VolunteerCall]:
    """Calls of these people that have not ended, drafts too, newest first."""
    alive = col(VolunteerCall.status).not_in(list(CALL_ENDED))
    return _calls(session, col(VolunteerCall.leader_id).in_(list(person_ids)), alive)


def at_units(session: Session, unit_ids: Iterable[int]) -> list[VolunteerCall]:
    """Calls of these units that were put up and have not ended, newest first."""
    alive = col(VolunteerCall.status).not_in([*CALL_ENDED, CallStatus.DRAFT])
    return _calls(session, col(VolunteerCall.unit_id).in_(list(unit_ids)), alive)


def joined_by(session: Session, person_id: int) -> list[VolunteerCall]:
    """Calls that a person is in or waits for and that have not ended, newest first."""
    mine = select(SignUp.call_id).where(col(SignUp.person_id) == person_id, col(SignUp.status).in_(IN))
    return _calls(session, col(VolunteerCall.status).in_(LIVE), col(VolunteerCall.id).in_(mine))


def offering_to(session: Session, person_id: int) -> list[VolunteerCall]:
    """Calls in which a freed seat is offered to a person, newest first."""
    offered = select(SignUp.call_id).where(
        col(SignUp.person_id) == person_id, col(SignUp.status) == SignUpStatus.OFFERED
    )
    return _calls(session, col(VolunteerCall.status).in_(LIVE), col(VolunteerCall.id).in_(offered))


def drafts(session: Session, wants: str) -> list[VolunteerCall]:
    """Drafts that wait for the same thing, newest first."""
    return _calls(session, col(VolunteerCall.status) == CallStatus.DRAFT, col(VolunteerCall.wants) == wants)


def ended_of(session: Session, leader_id: int, since: datetime) -> VolunteerCall | None:
    """The newest call of a leader whose result was told since then."""
    found = _calls(
        session, col(VolunteerCall.leader_id) == leader_id, col(VolunteerCall.status) == CallStatus.PUBLISHED,
        col(VolunteerCall.ended_at) >= since,
    )  # fmt: skip
    return found[0] if found else None


def of_request(session: Session, request_id: int) -> VolunteerCall | None:
    """The call that a request was turned into and that has not ended."""
    found = _calls(
        session, col(VolunteerCall.request_id) == request_id, col(VolunteerCall.status).not_in(list(CALL_ENDED))
    )
    return found[0] if found else None


def published_since(
    session: Session, unit_ids: Iterable[int], since: datetime, before: datetime
) -> list[VolunteerCall]:
    """Calls of these units whose result was told in a span of time."""
    ended = col(VolunteerCall.ended_at)
    return _calls(
        session, col(VolunteerCall.unit_id).in_(list(unit_ids)),
        col(VolunteerCall.status) == CallStatus.PUBLISHED, ended >= since, ended < before,
    )  # fmt: skip


def put_up_since(session: Session, unit_ids: Iterable[int], since: datetime, before: datetime) -> int:
    """How many calls of these units were put up in a span of time."""
    query = (
        select(func.count(func.distinct(col(CallEvent.call_id))))
        .join(VolunteerCall, col(VolunteerCall.id) == col(CallEvent.call_id))
        .where(
            col(CallEvent.act) == "put_up",
            col(CallEvent.at) >= since,
            col(CallEvent.at) < before,
            col(VolunteerCall.unit_id).in_(list(unit_ids)),
        )
    )
    return session.exec(query).one()


def sign_up(session: Session, row: SignUp) -> SignUp:
    """Store a place in a call."""
    session.add(row)
    session.flush()
    return row


def sign_ups(session: Session, call_id: int) -> list[SignUp]:
    """Everybody who ever signed up for a call, in the order of signing."""
    return list(
        session.exec(select(SignUp).where(col(SignUp.call_id) == call_id).order_by(col(SignUp.at), col(SignUp.id)))
    )


def missed_before(session: Session, person_id: int) -> bool:
    """Whether a person did not come to the last call they had joined."""
    ended = (SignUpStatus.CAME, SignUpStatus.DID_NOT_COME)
    query = select(SignUp.status).where(col(SignUp.person_id) == person_id, col(SignUp.status).in_(ended))
    return session.exec(query.order_by(col(SignUp.id).desc())).first() is SignUpStatus.DID_NOT_COME


def add_event(session: Session, event: CallEvent) -> None:
    """Append what happened."""
    session.add(event)
    session.flush()


def events(session: Session, call_id: int) -> list[CallEvent]:
    """All that happened to a call, in order."""
    return list(session.exec(select(CallEvent).where(col(CallEvent.call_id) == call_id).order_by(col(CallEvent.id))))


def _calls(session: Session, *conditions: ColumnElement[bool]) -> list[VolunteerCall]:
    return list(session.exec(select(VolunteerCall).where(*conditions).order_by(col(VolunteerCall.id).desc())))
