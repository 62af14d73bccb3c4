"""Named queries on questions, and on answers that were kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, update
from sqlmodel import Session, col, select

from storage.tables import Community, Enquiry, InboxEntry

KEPT = (
    select(Enquiry)
    .where(col(Enquiry.kept).is_(True), col(Enquiry.community_id) == bindparam("community"))
    .order_by(col(Enquiry.id).desc())
)


def add(session: Session, enquiry: Enquiry) -> Enquiry:
    """Store a question."""
    session.add(enquiry)
    session.flush()
    return enquiry


def next_no(session: Session, community_id: int) -> int:
    """The next number of what was passed on to heads."""
    session.execute(
        update(Community).where(col(Community.id) == community_id).values(last_enquiry=col(Community.last_enquiry) + 1)
    )
    return session.exec(select(Community.last_enquiry).where(col(Community.id) == community_id)).one()


def by_no(session: Session, no: int, community_ids: Collection[int]) -> list[Enquiry]:
    """The question of that number in each of these communities that has one, newest first."""
    query = select(Enquiry).where(col(Enquiry.no) == no, col(Enquiry.community_id).in_(community_ids))
    return list(session.exec(query.order_by(col(Enquiry.id).desc())))


def kept(session: Session, community_id: int) -> list[Enquiry]:
    """Questions whose answer a head wants kept, newest first."""
    return list(session.scalars(KEPT, {"community": community_id}))


def last_answered(session: Session, person_id: int) -> Enquiry | None:
    """What somebody answered last."""
    query = select(Enquiry).where(col(Enquiry.answered_by_id) == person_id)
    return session.exec(query.order_by(col(Enquiry.answered_at).desc())).first()


def others_spoke(session: Session, transport: str, chat: str, asker: str, since: datetime, until: datetime) -> bool:
    """Whether anybody but the asker said something in a chat in a span of time."""
    query = select(InboxEntry.id).where(
        col(InboxEntry.transport) == transport, col(InboxEntry.chat) == chat, col(InboxEntry.sender) != asker,
        col(InboxEntry.at) >= since, col(InboxEntry.at) <= until,
    )  # fmt: skip
    return session.exec(query).first() is not None
