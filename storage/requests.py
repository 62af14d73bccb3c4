"""Named queries on service requests.

A statement stands beside its function, built once: building it anew for each question would cost more than asking.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, delete, exists, func, insert, literal, or_, text, update
from sqlmodel import Session, col, select

from storage.tables import FORGOTTEN, OPEN, Community, CoSigner, Offer, RequestEvent, ServiceRequest, Status

BUSY = (Status.TO_ACCEPT, Status.ACCEPTED, Status.IN_PROGRESS)
WAITING = (Status.TO_ASSIGN, Status.TO_ACCEPT)
WORKED_ON = (Status.ACCEPTED, Status.IN_PROGRESS)

_request = ServiceRequest
_newest_first = col(ServiceRequest.id).desc()
_alive = col(ServiceRequest.status).in_(sorted(OPEN))
_these: BindParameter[Any] = bindparam("people", expanding=True)


def _open(*conditions: Any) -> Select[Any]:
    return select(ServiceRequest).where(_alive, *conditions).order_by(_newest_first)


# --- numbers and rows ------------------------------------------------------------------------------------------------

TAKE_NUMBER = (
    update(Community)
    .where(col(Community.id) == bindparam("community"))
    .values(last_no=col(Community.last_no) + 1)
    .returning(col(Community.last_no))
)


def next_no(session: Session, community_id: int) -> int:
    """The next number of the community's one sequence; never reused."""
    return int(session.execute(TAKE_NUMBER, {"community": community_id}).scalar_one())


def add(session: Session, request: ServiceRequest) -> ServiceRequest:
    """Store a new request."""
    session.add(request)
    session.flush()
    return request


def by_id(session: Session, request_id: int | None) -> ServiceRequest | None:
    """The request of an id."""
    return session.get(ServiceRequest, request_id) if request_id is not None else None


BY_NO = select(ServiceRequest).where(
    col(_request.no) == bindparam("no"), col(_request.community_id) == bindparam("community")
)


def by_no(session: Session, no: int, community_id: int) -> ServiceRequest | None:
    """The request of that number."""
    return session.scalars(BY_NO, {"no": no, "community": community_id}).first()


def communities_of(session: Session, person_ids: Iterable[int]) -> set[int]:
    """Where these people reported or signed something, have it in hand or were told of it."""
    people = list(person_ids)
    columns = (_request.reporter_id, _request.told_by_id, _request.assignee_id)
    theirs = [col(column).in_(people) for column in columns]
    told = [select(table.request_id).where(col(table.person_id).in_(people)) for table in (Offer, CoSigner)]
    query = select(ServiceRequest.community_id).where(or_(*theirs, *(col(_request.id).in_(ids) for ids in told)))
    return set(session.scalars(query.distinct()))


NO_INVARIANT = select(ServiceRequest).where(text(FORGOTTEN))


def forgotten(session: Session) -> list[ServiceRequest]:
    """Requests that are open without exactly one owner and next due time, or ended and not rid of them: never any."""
    return list(session.scalars(NO_INVARIANT))


# --- whose -----------------------------------------------------------------------------------------------------------

OF_REPORTERS = _open(col(_request.reporter_id).in_(_these))
OF_ASSIGNEES = _open(col(_request.assignee_id).in_(_these))
OF_OWNERS = _open(col(_request.owner_id).in_(_these))
TOLD_AND_DONE = _open(col(_request.told_by_id) == bindparam("person"), col(_request.status) == Status.TO_CONFIRM)
OFFERED = _open(
    col(_request.status).in_(WAITING),
    col(_request.id).in_(select(Offer.request_id).where(col(Offer.person_id).in_(_these))),
)
SIGNED = (
    select(ServiceRequest)
    .where(
        col(_request.id).in_(select(CoSigner.request_id).where(col(CoSigner.person_id).in_(_these))),
        _alive | (col(_request.closed_at) >= bindparam("since")),
    )
    .order_by(_newest_first)
)


def open_of_reporter(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests that these people reported, newest first."""
    return list(session.scalars(OF_REPORTERS, {"people": list(person_ids)}))


def told_and_done(session: Session, person_id: int) -> list[ServiceRequest]:
    """What somebody told for others and waits for a word whether it is good, newest first."""
    return list(session.scalars(TOLD_AND_DONE, {"person": person_id}))


def open_of_assignee(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests in these people's hands, oldest first."""
    return list(session.scalars(OF_ASSIGNEES, {"people": list(person_ids)}))[::-1]


def open_of_owner(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests that these people own, oldest first."""
    return list(session.scalars(OF_OWNERS, {"people": list(person_ids)}))[::-1]


def offered_to(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Requests waiting to be taken that these people were told of, newest first."""
    return list(session.scalars(OFFERED, {"people": list(person_ids)}))


def cosigned_by(session: Session, person_ids: Iterable[int], since: datetime) -> list[ServiceRequest]:
    """Requests these people signed too that are open or were closed since then, newest first."""
    return list(session.scalars(SIGNED, {"people": list(person_ids), "since": since}))


def taken_by_others(session: Session, person_ids: Iterable[int], since: datetime) -> list[ServiceRequest]:
    """Requests these people were told of since then that somebody else is working on, newest first."""
    people = list(person_ids)
    told = select(Offer.request_id).where(col(Offer.person_id).in_(people), col(Offer.at) >= since)
    others = _open(
        col(_request.status).in_(WORKED_ON), col(_request.id).in_(told), col(_request.assignee_id).not_in(people)
    )
    return list(session.scalars(others))


def reported_by(session: Session, person_id: int) -> list[ServiceRequest]:
    """Everything a person ever reported, oldest first."""
    return list(session.scalars(select(ServiceRequest).filter_by(reporter_id=person_id).order_by(col(_request.id))))


def of_reporter_since(session: Session, person_ids: Iterable[int], since: datetime) -> list[ServiceRequest]:
    """Requests these people reported that were closed since then, newest first."""
    query = select(ServiceRequest).where(
        col(_request.reporter_id).in_(list(person_ids)),
        col(_request.status) == Status.CLOSED,
        col(_request.closed_at) >= since,
    )
    return list(session.scalars(query.order_by(col(_request.closed_at).desc())))


def last_refused(session: Session, reporter_id: int) -> ServiceRequest | None:
    """The newest request of a reporter that was refused."""
    refused = select(ServiceRequest).filter_by(reporter_id=reporter_id, status=Status.REFUSED)
    return session.scalars(refused.order_by(_newest_first)).first()


LOADS = (
    select(col(_request.assignee_id), func.count())
    .where(col(_request.assignee_id).in_(_these), col(_request.status).in_(BUSY))
    .group_by(col(_request.assignee_id))
)


def load_of(session: Session, person_ids: Collection[int]) -> dict[int, int]:
    """How many open requests each of these people has in hand."""
    if not person_ids:
        return {}
    return {row[0]: row[1] for row in session.execute(LOADS, {"people": list(person_ids)})}


# --- where -----------------------------------------------------------------------------------------------------------

AT_UNITS = _open(col(_request.unit_id).in_(bindparam("units", expanding=True)))
LIKE = (
    select(ServiceRequest)
    .where(
        col(_request.unit_id).is_not_distinct_from(bindparam("unit")),
        col(_request.category) == bindparam("category"),
        col(_request.requested_at) >= bindparam("since"),
    )
    .order_by(_newest_first)
)
IN_ROOM = _open(col(_request.room_id) == bindparam("room"), col(_request.requested_at) >= bindparam("since"))
EVERY_OPEN = _open()


def open_at(session: Session, unit_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests about these units, oldest first."""
    return list(session.scalars(AT_UNITS, {"units": list(unit_ids)}))[::-1]


def like(session: Session, unit_id: int | None, category: str, since: datetime) -> list[ServiceRequest]:
    """Requests about the same building and category reported since then, newest first, ended ones too."""
    return list(session.scalars(LIKE, {"unit": unit_id, "category": category, "since": since}))


def in_room_since(session: Session, room_id: int, since: datetime) -> list[ServiceRequest]:
    """Open requests reported in a room since then, newest first."""
    return list(session.scalars(IN_ROOM, {"room": room_id, "since": since}))


def all_open(session: Session) -> list[ServiceRequest]:
    """Every open request."""
    return list(session.scalars(EVERY_OPEN))


# --- what happened ---------------------------------------------------------------------------------------------------

WRITE_EVENT = insert(RequestEvent.__table__)  # type: ignore[attr-defined]
EVENTS = select(RequestEvent).where(col(RequestEvent.request_id) == bindparam("request")).order_by(col(RequestEvent.id))


def add_event(session: Session, **columns: Any) -> None:
    """Append what happened; `columns` of `RequestEvent`."""
    session.execute(WRITE_EVENT, columns)


def events(session: Session, request_id: int) -> list[RequestEvent]:
    """All that happened to a request, in order."""
    return list(session.scalars(EVENTS, {"request": request_id}))


def from_message(session: Session, message_id: str, request_id: int) -> list[ServiceRequest]:
    """The requests that a message opened, of which `request_id` is known."""
    opened = select(RequestEvent.request_id).where(
        col(RequestEvent.message_id) == message_id, col(RequestEvent.act).in_(["open", "doubt"])
    )
    query = select(ServiceRequest).where(col(_request.id).in_(opened) | (col(_request.id) == request_id))
    return list(session.scalars(query.order_by(col(_request.id))))


# --- who has it too --------------------------------------------------------------------------------------------------

_of_request = col(CoSigner.request_id) == bindparam("request")
SIGNERS = select(CoSigner).where(_of_request).order_by(col(CoSigner.id))
HAS_SIGNED = select(exists().where(_of_request, col(CoSigner.household) == bindparam("household")))
PERSON_SIGNED = select(exists().where(_of_request, col(CoSigner.person_id) == bindparam("person")))
SIGN = insert(CoSigner.__table__)  # type: ignore[attr-defined]
HOUSEHOLDS = select(func.count()).where(_of_request)
HOUSEHOLDS_SINCE = HOUSEHOLDS.where(col(CoSigner.at) >= bindparam("since"))
LAST_SIGNED = select(func.max(col(CoSigner.at))).where(_of_request)


def cosigners(session: Session, request_id: int) -> list[CoSigner]:
    """Who has the same matter, in the order of signing, the reporter's household first."""
    return list(session.scalars(SIGNERS, {"request": request_id}))


def households(session: Session, request_id: int) -> int:
    """How many households have it."""
    return session.scalar(HOUSEHOLDS, {"request": request_id}) or 0


def households_since(session: Session, request_id: int, since: datetime) -> int:
    """How many households signed since then."""
    return session.scalar(HOUSEHOLDS_SINCE, {"request": request_id, "since": since}) or 0


def has_signed(session: Session, request_id: int, person_id: int) -> bool:
    """Whether this very person signed."""
    return bool(session.scalar(PERSON_SIGNED, {"request": request_id, "person": person_id}))


def last_signed_at(session: Session, request_id: int) -> datetime | None:
    """When a household last signed."""
    return session.scalar(LAST_SIGNED, {"request": request_id})


def add_cosigner(session: Session, *, request_id: int, household: str, **columns: Any) -> bool:
    """Count a household; tells whether it is new. `columns` are the others of `CoSigner`."""
    if session.scalar(HAS_SIGNED, {"request": request_id, "household": household}):
        return False
    session.execute(SIGN, {"request_id": request_id, "household": household, **columns})
    return True


def copy_households(session: Session, request_id: int, target_id: int) -> None:
    """The households of a request count for another too, each once."""
    known = select(CoSigner.household).where(col(CoSigner.request_id) == target_id)
    columns = (CoSigner.person_id, CoSigner.household, CoSigner.room_id, CoSigner.at)
    more = select(literal(target_id), *map(col, columns)).where(
        col(CoSigner.request_id) == request_id, col(CoSigner.household).not_in(known)
    )
    session.execute(insert(CoSigner).from_select(["request_id", "person_id", "household", "room_id", "at"], more))


def forget_households(session: Session, target_id: int, request_id: int) -> None:
    """Undo a merge: households that came with a request no longer count for the other, its own reporter's does."""
    target = by_id(session, target_id)
    moved = {one.household for one in cosigners(session, request_id)}
    for one in cosigners(session, target_id):
        if one.household in moved and (target is None or one.person_id != target.reporter_id):
            session.delete(one)
    session.flush()


def merged_into(session: Session, request_id: int) -> list[ServiceRequest]:
    """The requests that were merged into this one."""
    return list(session.scalars(select(ServiceRequest).filter_by(merged_into_id=request_id)))


# --- who was told ----------------------------------------------------------------------------------------------------

OFFERS = select(Offer).where(col(Offer.request_id) == bindparam("request")).order_by(col(Offer.id))


def offer(session: Session, offer_: Offer) -> None:
    """Note that somebody was told and may take it."""
    session.add(offer_)


def withdraw_offer(session: Session, request_id: int, person_id: int) -> None:
    """Somebody may not take it any more."""
    session.execute(delete(Offer).where(col(Offer.request_id) == request_id, col(Offer.person_id) == person_id))


def offers(session: Session, request_id: int) -> list[Offer]:
    """Who was told of a request."""
    return list(session.scalars(OFFERS, {"request": request_id}))
