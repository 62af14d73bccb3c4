"""Named queries on service requests."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, update
from sqlmodel import Session, col, select

from storage.tables import ENDED, OPEN, Community, CoSigner, Offer, RequestEvent, ServiceRequest, Status

BUSY = (Status.TO_ACCEPT, Status.ACCEPTED, Status.IN_PROGRESS)


def next_no(session: Session, community_id: int) -> int:
    """The next number of the community's one sequence; never reused."""
    taken = (
        update(Community)
        .where(col(Community.id) == community_id)
        .values(last_no=col(Community.last_no) + 1)
        .returning(col(Community.last_no))
    )
    return int(session.execute(taken).scalar_one())


def add(session: Session, request: ServiceRequest) -> ServiceRequest:
    """Store a new request."""
    session.add(request)
    session.flush()
    return request


def by_id(session: Session, request_id: int | None) -> ServiceRequest | None:
    """The request of an id."""
    return session.get(ServiceRequest, request_id) if request_id is not None else None


def by_no(session: Session, no: int, community_id: int) -> ServiceRequest | None:
    """The request of that number."""
    return _one(session, col(ServiceRequest.no) == no, col(ServiceRequest.community_id) == community_id)


def due(session: Session, now: datetime, limit: int = 200) -> list[ServiceRequest]:
    """Open requests whose next due time has come, earliest first."""
    query = select(ServiceRequest).where(col(ServiceRequest.next_due_at) <= now)
    return list(session.exec(query.order_by(col(ServiceRequest.next_due_at), col(ServiceRequest.id)).limit(limit)))


def next_due_at(session: Session) -> datetime | None:
    """When the next one is due."""
    return session.exec(select(func.min(col(ServiceRequest.next_due_at)))).one()


def open_of_reporter(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests that these people reported, newest first."""
    return _open(session, col(ServiceRequest.reporter_id).in_(list(person_ids)))


def reported_by(session: Session, person_id: int) -> list[ServiceRequest]:
    """Everything a person ever reported, oldest first."""
    query = select(ServiceRequest).where(col(ServiceRequest.reporter_id) == person_id)
    return list(session.exec(query.order_by(col(ServiceRequest.id))))


def of_reporter_since(session: Session, person_ids: Iterable[int], since: datetime) -> list[ServiceRequest]:
    """Requests these people reported that were closed since then, newest first."""
    query = select(ServiceRequest).where(
        col(ServiceRequest.reporter_id).in_(list(person_ids)),
        col(ServiceRequest.status) == Status.CLOSED,
        col(ServiceRequest.closed_at) >= since,
    )
    return list(session.exec(query.order_by(col(ServiceRequest.closed_at).desc())))


def open_of_assignee(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests in these people's hands, oldest first."""
    return list(reversed(_open(session, col(ServiceRequest.assignee_id).in_(list(person_ids)))))


def open_of_owner(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests that these people own, oldest first."""
    return list(reversed(_open(session, col(ServiceRequest.owner_id).in_(list(person_ids)))))


def open_at(session: Session, unit_ids: Iterable[int]) -> list[ServiceRequest]:
    """Open requests about these units, oldest first."""
    return list(reversed(_open(session, col(ServiceRequest.unit_id).in_(list(unit_ids)))))


def offered_to(session: Session, person_ids: Iterable[int]) -> list[ServiceRequest]:
    """Requests waiting to be taken that these people were told of, newest first."""
    offers = select(Offer.request_id).where(col(Offer.person_id).in_(list(person_ids)))
    waiting = col(ServiceRequest.status).in_([Status.TO_ASSIGN, Status.TO_ACCEPT])
    return _open(session, waiting, col(ServiceRequest.id).in_(offers))


def taken_by_others(session: Session, person_ids: Iterable[int], since: datetime) -> list[ServiceRequest]:
    """Requests these people were told of since then that somebody else is working on, newest first."""
    people = list(person_ids)
    told = select(Offer.request_id).where(col(Offer.person_id).in_(people), col(Offer.at) >= since)
    working = col(ServiceRequest.status).in_([Status.ACCEPTED, Status.IN_PROGRESS])
    return _open(session, working, col(ServiceRequest.id).in_(told), col(ServiceRequest.assignee_id).not_in(people))


def cosigned_by(session: Session, person_ids: Iterable[int], since: datetime) -> list[ServiceRequest]:
    """Requests these people signed too that are open or were closed since then, newest first."""
    signed = select(CoSigner.request_id).where(col(CoSigner.person_id).in_(list(person_ids)))
    alive = col(ServiceRequest.status).in_(list(OPEN)) | (col(ServiceRequest.closed_at) >= since)
    query = select(ServiceRequest).where(col(ServiceRequest.id).in_(signed), alive)
    return list(session.exec(query.order_by(col(ServiceRequest.id).desc())))


def load_of(session: Session, person_ids: Collection[int]) -> dict[int, int]:
    """How many open requests each of these people has in hand."""
    if not person_ids:
        return {}
    query = (
        select(ServiceRequest.assignee_id, func.count())
        .where(col(ServiceRequest.assignee_id).in_(person_ids), col(ServiceRequest.status).in_(BUSY))
        .group_by(col(ServiceRequest.assignee_id))
    )
    return {person_id or 0: count for person_id, count in session.exec(query)}


def like(session: Session, unit_id: int | None, category: str, since: datetime) -> list[ServiceRequest]:
    """Requests about the same building and category reported since then, newest first, ended ones too."""
    query = select(ServiceRequest).where(
        col(ServiceRequest.unit_id) == unit_id,
        col(ServiceRequest.category) == category,
        col(ServiceRequest.requested_at) >= since,
    )
    return list(session.exec(query.order_by(col(ServiceRequest.id).desc())))


def in_room_since(session: Session, room_id: int, since: datetime) -> list[ServiceRequest]:
    """Open requests reported in a room since then, newest first."""
    return _open(session, col(ServiceRequest.room_id) == room_id, col(ServiceRequest.requested_at) >= since)


def all_open(session: Session) -> list[ServiceRequest]:
    """Every open request."""
    return _open(session)


def add_event(session: Session, event: RequestEvent) -> None:
    """Append what happened."""
    session.add(event)


def events(session: Session, request_id: int) -> list[RequestEvent]:
    """All that happened to a request, in order."""
    query = select(RequestEvent).where(col(RequestEvent.request_id) == request_id)
    return list(session.exec(query.order_by(col(RequestEvent.id))))


def cosigners(session: Session, request_id: int) -> list[CoSigner]:
    """Who has the same matter, in the order of signing, the reporter's household first."""
    query = select(CoSigner).where(col(CoSigner.request_id) == request_id)
    return list(session.exec(query.order_by(col(CoSigner.id))))


def add_cosigner(session: Session, cosigner: CoSigner) -> bool:
    """Count a household; tells whether it is new."""
    known = {other.household for other in cosigners(session, cosigner.request_id)}
    if cosigner.household in known:
        return False
    session.add(cosigner)
    session.flush()
    return True


def forget_households(session: Session, target_id: int, request_id: int) -> None:
    """Undo a merge: households that came with a request no longer count for the other, its own reporter's does."""
    target = by_id(session, target_id)
    moved = {one.household for one in cosigners(session, request_id)}
    for one in cosigners(session, target_id):
        if one.household in moved and (target is None or one.person_id != target.reporter_id):
            session.delete(one)
    session.flush()


def last_refused(session: Session, reporter_id: int) -> ServiceRequest | None:
    """The newest request of a reporter that was refused."""
    query = select(ServiceRequest).where(
        col(ServiceRequest.reporter_id) == reporter_id, col(ServiceRequest.status) == Status.REFUSED
    )
    return session.exec(query.order_by(col(ServiceRequest.id).desc())).first()


def offer(session: Session, offer_: Offer) -> None:
    """Note that somebody was told and may take it."""
    session.add(offer_)


def withdraw_offer(session: Session, request_id: int, person_id: int) -> None:
    """Somebody may not take it any more."""
    for told in offers(session, request_id):
        if told.person_id == person_id:
            session.delete(told)


def offers(session: Session, request_id: int) -> list[Offer]:
    """Who was told of a request."""
    return list(session.exec(select(Offer).where(col(Offer.request_id) == request_id).order_by(col(Offer.id))))


def merged_into(session: Session, request_id: int) -> list[ServiceRequest]:
    """The requests that were merged into this one."""
    return list(session.exec(select(ServiceRequest).where(col(ServiceRequest.merged_into_id) == request_id)))


def from_message(session: Session, message_id: str, request_id: int) -> list[ServiceRequest]:
    """The requests that a message opened, of which `request_id` is known."""
    opened = select(RequestEvent.request_id).where(
        col(RequestEvent.message_id) == message_id, col(RequestEvent.act).in_(["open", "doubt"])
    )
    query = select(ServiceRequest).where(col(ServiceRequest.id).in_(opened) | (col(ServiceRequest.id) == request_id))
    return list(session.exec(query.order_by(col(ServiceRequest.id))))


def _one(session: Session, *conditions: ColumnElement[bool]) -> ServiceRequest | None:
    return session.exec(select(ServiceRequest).where(*conditions)).first()


def _open(session: Session, *conditions: ColumnElement[bool]) -> list[ServiceRequest]:
    query = select(ServiceRequest).where(col(ServiceRequest.status).not_in(list(ENDED)), *conditions)
    return list(session.exec(query.order_by(col(ServiceRequest.id).desc())))
