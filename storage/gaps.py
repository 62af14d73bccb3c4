"""When the transport was deaf."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import Gap, InboxEntry


def begin(session: Session, transport: str, since: datetime) -> None:
    """Deaf from now on, unless that is known."""
    if _open(session, transport) is None:
        session.add(Gap(transport=transport, since=since))


def end(session: Session, transport: str, since: datetime, until: datetime) -> Gap:
    """It hears again."""
    gap = _open(session, transport) or Gap(transport=transport, since=since)
    gap.until = until
    session.add(gap)
    session.flush()
    return gap


def latest(session: Session, transport: str, limit: int) -> list[Gap]:
    """The last times of deafness, the newest first; one that lasts still has no end."""
    query = select(Gap).where(col(Gap.transport) == transport)
    return list(session.exec(query.order_by(col(Gap.since).desc()).limit(limit)))


def last_heard(session: Session, transport: str) -> datetime | None:
    """When the newest message of a transport was said."""
    query = select(func.max(col(InboxEntry.at))).where(col(InboxEntry.transport) == transport)
    return session.exec(query).one()


def _open(session: Session, transport: str) -> Gap | None:
    query = select(Gap).where(col(Gap.transport) == transport, col(Gap.until).is_(None))
    return session.exec(query.order_by(col(Gap.id).desc())).first()
