"""Named queries on 报到 codes: which still hold, and who tried too often."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from storage.tables import Invitation, WrongCode


def find(session: Session, code_hash: str, now: datetime) -> Invitation | None:
    """The invitation of a code that still holds."""
    invitation = session.exec(select(Invitation).where(Invitation.code_hash == code_hash)).first()
    return invitation if invitation and invitation.used_at is None and now < invitation.until else None


def use_up(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Use it up; False when somebody else was faster."""
    used = session.execute(
        update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.used_at).is_(None))
        .values(used_at=now)
        .returning(col(Invitation.id))
    )
    return used.first() is not None


def note_wrong(session: Session, transport: str, account_id: str, now: datetime) -> None:
    """Somebody tried a code that is none."""
    session.add(WrongCode(transport=transport, account_id=account_id, at=now))
    session.flush()


def wrong_since(session: Session, transport: str, account_id: str, since: datetime) -> int:
    """How often an account tried a code that is none, after `since`."""
    query = select(func.count()).where(
        col(WrongCode.transport) == transport, col(WrongCode.account_id) == account_id, col(WrongCode.at) > since
    )
    return session.exec(query).one()
