"""Named queries on visits."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.tables import Visit


def add(session: Session, visit: Visit) -> Visit:
    """Store a visit under the next number of its community."""
    last = session.exec(select(func.max(col(Visit.no))).where(col(Visit.community_id) == visit.community_id)).one()
    visit.no = (last or 0) + 1
    session.add(visit)
    session.flush()
    return visit
