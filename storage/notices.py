"""Named queries on notices: numbers, what is due, where one has arrived."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from storage.tables import Community, Kind, Notice, NoticeStatus, OutboxEntry, OutboxState


def next_no(session: Session, community_id: int) -> int:
    """The next number of the community's notices; never reused."""
    session.execute(
        update(Community).where(col(Community.id) == community_id).values(last_notice=col(Community.last_notice) + 1)
    )
    return session.exec(select(Community.last_notice).where(col(Community.id) == community_id)).one()


def add(session: Session, notice: Notice) -> Notice:
    """Store a new notice."""
    session.add(notice)
    session.flush()
    return notice


def by_id(session: Session, notice_id: int | None) -> Notice | None:
    """The notice of an id."""
    return session.get(Notice, notice_id) if notice_id is not None else None


def by_no(session: Session, no: int, community_ids: Collection[int]) -> list[Notice]:
    """The notice of that number in each of these communities that has one, newest first."""
    query = select(Notice).where(col(Notice.no) == no, col(Notice.community_id).in_(community_ids))
    return list(session.exec(query.order_by(col(Notice.id).desc())))


def safety_since(session: Session, since: datetime) -> list[Notice]:
    """Safety reminders that went out since then, newest first."""
    query = select(Notice).where(
        col(Notice.safety).is_(True),
        col(Notice.status).in_([NoticeStatus.SENT, NoticeStatus.ENDED]),
        col(Notice.sent_at) > since,
    )
    return list(session.exec(query.order_by(col(Notice.sent_at).desc())))


def chats(session: Session, notice_id: int, *states: OutboxState) -> list[str]:
    """The groups for which a notice's words are in one of these states."""
    query = select(OutboxEntry.chat).where(
        col(OutboxEntry.kind) == Kind.NOTICE,
        col(OutboxEntry.guard_id) == notice_id,
        col(OutboxEntry.group).is_(True),
        col(OutboxEntry.why) == "notice",
        col(OutboxEntry.state).in_(states),
    )
    return list(dict.fromkeys(session.exec(query.order_by(col(OutboxEntry.id)))))
